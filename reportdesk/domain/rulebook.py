"""What clocks are judged by and explained with: one version of a pack's rules, days and words.

It is kept beside the clocks that it judged, so that the date of a stopped clock is explained by the
version that made it, whatever pack is in force today.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any, Self

from reportdesk.domain.calendar import Calendar
from reportdesk.domain.clock_rules import Citation, ClockKind, ClockRule, Unit
from reportdesk.domain.clocks import DueDate, due_date
from reportdesk.domain.ladders import Anchor, Ladder, Rung, RungRule
from reportdesk.domain.school_breaks import SchoolBreak, Season, breaks_of
from reportdesk.domain.taxonomy import SchoolKind

Both = tuple[str, str]
"""Chinese and English."""


@dataclass(frozen=True, eq=False)
class Rulebook:
    """One version. ``stamps`` name the pack and its parents, ``id@version``, the pack first.

    ``terms`` are the words that explanations use, by group and code; ``laws`` the English titles of
    the laws that are cited. Words do not belong to the version: they may be corrected at any time,
    and a clock is explained in those that were first kept.
    """

    stamps: tuple[str, ...]
    clocks: Mapping[str, ClockRule]
    calendar: Calendar
    ladder: Ladder
    terms: Mapping[str, Mapping[str, Both]]
    laws: Mapping[str, str]

    @property
    def stamp(self) -> str:
        """``id@version`` of the pack."""
        return self.stamps[0]

    @cached_property
    def hash(self) -> str:
        """SHA-256 over all that decides a date, and over whose it is."""
        text = json.dumps(self._deciding(), ensure_ascii=False, sort_keys=True)
        return sha256(text.encode()).hexdigest()

    def has(self, group: str, code: str) -> bool:
        """Whether there are words for a code."""
        return code in self.terms.get(group, {})

    def labels(self, group: str, code: str, lang: str = "zh") -> str:
        """The words of a code. Raises KeyError for an unknown one."""
        return self.terms[group][code][lang.startswith("en")]

    def law_title(self, law: str, lang: str) -> str:
        """A law as it is cited."""
        return self.laws.get(law, law) if lang.startswith("en") else law

    def breaks(self, division: str, school_kind: str) -> tuple[SchoolBreak, ...]:
        """The school breaks that were known of one kind of school in one place."""
        return breaks_of(self.calendar.breaks, division, school_kind)

    def due_date(self, key: str, start: date, **facts: Any) -> DueDate:
        """:func:`reportdesk.domain.clocks.due_date` by these rules and this calendar."""
        return due_date(self.clocks, key, start, self.calendar, **facts)

    def content(self) -> dict[str, Any]:
        """As JSON; lists, because a database may sort the keys of objects."""
        return {
            **self._deciding(),
            "terms": [
                [group, [[code, *both] for code, both in codes.items()]]
                for group, codes in self.terms.items()
            ],
            "laws": [list(row) for row in self.laws.items()],
        }

    def _deciding(self) -> dict[str, Any]:
        """What decides a date, and what follows from its being over."""
        calendar = self.calendar
        return {
            "stamps": list(self.stamps),
            "clocks": [_plain(asdict(rule)) for rule in self.clocks.values()],
            "calendar": {
                "version": calendar.version,
                "off": sorted(day.isoformat() for day in calendar.off),
                "makeup": sorted(day.isoformat() for day in calendar.makeup),
                "years": sorted(calendar.years),
                "breaks": [_plain(asdict(one)) for one in calendar.breaks],
            },
            "rungs": [[one.rung, one.anchor, one.offset] for one in self.ladder.rungs],
            "climbs": [[key, sorted(climbs)] for key, climbs in self.ladder.clocks.items()],
        }

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Self:
        """What :meth:`content` gave."""
        rules = [_rule(row) for row in content["clocks"]]
        calendar = content["calendar"]
        return cls(
            stamps=tuple(content["stamps"]),
            clocks={rule.key: rule for rule in rules},
            calendar=Calendar(
                version=calendar["version"],
                off=frozenset(date.fromisoformat(day) for day in calendar["off"]),
                makeup=frozenset(date.fromisoformat(day) for day in calendar["makeup"]),
                years=frozenset(calendar["years"]),
                breaks=tuple(_break(row) for row in calendar["breaks"]),
            ),
            ladder=Ladder(
                tuple(
                    RungRule(Rung(rung), Anchor(anchor), offset)
                    for rung, anchor, offset in content["rungs"]
                ),
                {key: frozenset(Rung(one) for one in climbs) for key, climbs in content["climbs"]},
            ),
            terms={
                group: {code: (zh, en) for code, zh, en in codes}
                for group, codes in content["terms"]
            },
            laws=dict(content["laws"]),
        )


class Place(StrEnum):
    """Where a process's own rulebook stands among those that were kept."""

    IN_FORCE = "in_force"
    NEW = "new"
    """Later than all before it: it may be put in force."""
    OLDER = "older"
    """Another one came after it, or it differs from that one without a higher version."""


def newer(one: Rulebook, other: Rulebook) -> bool | None:
    """Whether ``one`` is a later version than ``other``; None where they cannot be compared.

    Packs of one id compare by version, then their parents. What differs without a higher version
    is not newer.
    """
    for mine, its in zip(one.stamps, other.stamps, strict=False):
        (id_, version), (its_id, its_version) = mine.split("@"), its.split("@")
        if id_ != its_id:
            return None
        if version != its_version:
            return _version(version) > _version(its_version)
    return False


def _version(text: str) -> list[tuple[bool, int, str]]:
    """A version as it is ordered: numbers by size, before letters."""
    parts = text.replace("-", ".").split(".")
    return [(not p.isdecimal(), int(p) if p.isdecimal() else 0, p) for p in parts]


def _plain(value: Any) -> Any:
    """A value as JSON has it: dates as text, sets as sorted lists, codes as themselves."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(part) for part in value)
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def _rule(row: Mapping[str, Any]) -> ClockRule:
    """A rule from JSON."""
    cited = dict(row["citation"])
    if cited["retrieved"] is not None:
        cited["retrieved"] = date.fromisoformat(cited["retrieved"])
    return ClockRule(
        **{
            **row,
            "unit": Unit(row["unit"]),
            "kind": ClockKind(row["kind"]),
            "kind_if_anonymous": ClockKind(row["kind_if_anonymous"]),
            "starts": tuple(row["starts"]),
            "stops": tuple(row["stops"]),
            "presumed_by": tuple(row["presumed_by"]),
            "citation": Citation(**cited),
        }
    )


def _break(row: Mapping[str, Any]) -> SchoolBreak:
    """A school break from JSON."""
    days = {name: date.fromisoformat(row[name]) for name in ("first", "last", "retrieved")}
    kinds = frozenset(SchoolKind(kind) for kind in row["school_kinds"])
    return SchoolBreak(**{**row, **days, "season": Season(row["season"]), "school_kinds": kinds})

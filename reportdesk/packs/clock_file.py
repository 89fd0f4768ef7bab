"""Reads ``clocks.yaml``: one rule a clock, checked against itself and against the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reportdesk.domain.calendar import Calendar
from reportdesk.domain.clocks import ClockEvent, ClockKind, ClockRule, Unit
from reportdesk.packs import tightening
from reportdesk.packs.parts import citation, words
from reportdesk.packs.problems import Faults
from reportdesk.packs.reader import Value, read_yaml
from reportdesk.packs.schema import Source, Terms

KEY = r"[A-Za-z][A-Za-z0-9_]{0,9}"
MOST_DAYS = 3650
REQUIRED = ("name", "unit", "kind", "starts", "stops", "citation")
OPTIONAL = (
    "days",
    "cap",
    "after",
    "kind_if_anonymous",
    "note_if_anonymous",
    "presumed_by",
    "hearing",
    "school_breaks",
    "loosens",
)


class Heed(StrEnum):
    """What a clock does with the days of a school break."""

    COUNTED = "counted"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Context:
    """What a clock entry is read against: the citable sources, the pack's stamp, its parent."""

    sources: Mapping[str, Source]
    stamp: str
    parents: Mapping[str, ClockRule]
    calendar: Calendar


def read_clocks(
    path: Path, clocks: dict[str, ClockRule], terms: Terms, context: Context, faults: Faults
) -> frozenset[str]:
    """Add the clocks of a file to ``clocks`` and their words to ``terms``.

    An entry replaces a parent's clock of the same key as a whole. Returns all keys as written, also
    those with a fault, so that other files are not blamed for it.
    """
    entries = read_yaml(path).entries()
    afters: list[Value] = []
    sound: list[tuple[Value, Value | None]] = []
    for key_value, value in entries:
        with faults.attempt():
            key = key_value.text(KEY)
            found = value.fields(REQUIRED, OPTIONAL)
            clocks[key] = _rule(key, value, found, context)
            terms.setdefault("clock", {})[key] = words(found["name"])
            for group, field in NOTES.items():
                terms.setdefault(group, {}).pop(key, None)
                if field in found:
                    terms[group][key] = words(found[field])
            if "after" in found:
                afters.append(found["after"])
            sound.append((key_value, found.get("loosens")))
    written = frozenset(str(key_value.node.value) for key_value, _value in entries)
    for after in afters:
        with faults.attempt():
            if after.text() in clocks or after.text() not in written:
                _check_after(after, clocks)
    for key_value, why in sound:
        with faults.attempt():
            _check_tight(key_value, why, clocks, context)
    return written


def _rule(key: str, value: Value, found: Mapping[str, Value], context: Context) -> ClockRule:
    """One clock from its fields."""
    unit = found["unit"].code(Unit)
    _check_length(value, found, unit)
    kind = found["kind"].code(ClockKind)
    starts = found["starts"].codes(ClockEvent)
    presumed = found["presumed_by"].codes(ClockEvent) if "presumed_by" in found else ()
    for event in presumed:
        if event not in starts:
            found["presumed_by"].fail("presumed_not_start", value=event.value)
    anonymous = found.get("kind_if_anonymous")
    return ClockRule(
        key=key,
        days=found["days"].whole(1, MOST_DAYS) if "days" in found else None,
        unit=unit,
        kind=kind,
        kind_if_anonymous=anonymous.code(ClockKind) if anonymous else kind,
        starts=starts,
        stops=found["stops"].codes(ClockEvent),
        citation=citation(found["citation"], context.sources),
        after=found["after"].text() if "after" in found else None,
        cap=found["cap"].whole(1, MOST_DAYS) if "cap" in found else None,
        hearing=found["hearing"].flag() if "hearing" in found else False,
        school_breaks=_breaks(found, kind),
        presumed_by=presumed,
        pack=context.stamp,
    )


def _breaks(found: Mapping[str, Value], kind: ClockKind) -> bool:
    """Whether days of a school break are left out, which only a clock of the site itself may do."""
    if "school_breaks" not in found:
        return False
    excluded = found["school_breaks"].code(Heed) is Heed.EXCLUDED
    if excluded and (kind is not ClockKind.POLICY or "kind_if_anonymous" in found):
        found["school_breaks"].fail("breaks_of_the_law")
    return excluded


def _check_length(value: Value, found: Mapping[str, Value], unit: Unit) -> None:
    """Refuse a clock whose length is missing or said in two ways."""
    if unit is Unit.DATE:
        for name in ("days", "cap", "after", "hearing", "school_breaks"):
            if name in found:
                found[name].fail("extra_field", value=name)
    elif "after" in found:
        if ("days" in found) == ("cap" in found):
            value.fail("days_or_cap")
        if "school_breaks" in found:
            found["school_breaks"].fail("extra_field", value="school_breaks")
    elif "cap" in found:
        found["cap"].fail("extra_field", value="cap")
    elif "days" not in found:
        value.fail("missing_field", value="days")


def _check_after(after: Value, clocks: Mapping[str, ClockRule]) -> None:
    """Refuse to continue a clock that does not exist or counts no days from an event."""
    base = clocks.get(after.text())
    if base is None:
        after.fail("unknown_clock", value=after.text())
    if base.after is not None or base.days is None:
        after.fail("bad_after", value=after.text())


def _check_tight(
    key: Value, why: Value | None, clocks: Mapping[str, ClockRule], context: Context
) -> None:
    """Refuse a clock that loosens the parent's and does not say why, or says so without need."""
    name = key.text()
    after = clocks[name].after
    if after is not None and after not in clocks:
        return  # named already
    found = tightening.loosened(name, context.parents, clocks, context.calendar)
    if found is not None and why is None:
        key.fail(found[0], key=name, value=found[1])
    if found is None and why is not None:
        why.fail("loosens_nothing", key=name)


NOTES = {"clock_note": "note_if_anonymous", "clock_why": "loosens"}
"""Groups of words that a clock's entry may bring, and the field each stands in."""

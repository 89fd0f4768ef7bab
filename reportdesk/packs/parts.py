"""Reads each file of a pack into domain values; every fault keeps its file and line."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportdesk.domain.calendar import SATURDAY, Calendar
from reportdesk.domain.clocks import Citation
from reportdesk.domain.ladders import Anchor, Ladder, Rung, RungRule
from reportdesk.domain.routing import ReasonCode
from reportdesk.packs.problems import Fault, Faults, Problem
from reportdesk.packs.reader import Value, iso_day, read_csv, read_yaml
from reportdesk.packs.schema import GROUPS, Notice, Source, Terms, Words

VERIFICATION = r"[VWPX]"
ARTICLES = r"\d+(\(\d+\))?(, \d+(\(\d+\))?)*"
ID = r"[a-z0-9][a-z0-9-]{1,39}"
VERSION = r"[0-9A-Za-z][0-9A-Za-z.-]{0,14}"
EXTRA_WORDS: Mapping[str, tuple[str, ...]] = {"decline_reason": ("path",)}
"""Words beyond the name that a group must have; ``help`` is optional everywhere."""


@dataclass(frozen=True, slots=True)
class Head:
    """The file ``pack.yaml``."""

    id: str
    version: str
    title: Words
    valid_from: date
    valid_to: date | None
    parent: str | None
    counting: Value | None
    calendar_version: str | None
    calendar_credit: str
    sources: dict[str, Source]

    def in_force(self, day: date) -> bool:
        """Whether the pack may be used on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def read_head(path: Path) -> Head:
    """``pack.yaml``: who the pack is, its validity, parent, calendar version and sources."""
    top = read_yaml(path)
    found = top.fields(
        ("id", "version", "title", "valid_from"),
        ("valid_to", "parent", "counting", "calendar", "sources"),
    )
    calendar = {}
    if "calendar" in found:
        calendar = found["calendar"].fields(("version", "credit"), ())
    valid_from = found["valid_from"].day()
    valid_to = found["valid_to"].day() if "valid_to" in found else None
    if valid_to is not None and valid_to < valid_from:
        found["valid_to"].fail("ends_before_start")
    return Head(
        id=found["id"].text(ID),
        version=found["version"].text(VERSION),
        title=words(found["title"]),
        valid_from=valid_from,
        valid_to=valid_to,
        parent=found["parent"].text() if "parent" in found else None,
        counting=found.get("counting"),
        calendar_version=calendar["version"].text(r".{1,40}") if calendar else None,
        calendar_credit=calendar["credit"].text() if calendar else "",
        sources=_sources(found["sources"]) if "sources" in found else {},
    )


def _sources(value: Value) -> dict[str, Source]:
    """The laws and documents that the pack may cite, by title."""
    sources: dict[str, Source] = {}
    for item in value.items():
        found = item.fields(("law", "en"), ("url", "retrieved"))
        law = found["law"].text()
        if law in sources:
            item.fail("duplicate", value=law)
        if ("url" in found) != ("retrieved" in found):
            item.fail("missing_field", value="retrieved" if "url" in found else "url")
        sources[law] = Source(
            law=law,
            en=found["en"].text(),
            url=found["url"].text(r"https?://\S+") if "url" in found else None,
            retrieved=found["retrieved"].day() if "retrieved" in found else None,
        )
    return sources


def words(value: Value) -> Words:
    """A pair of texts, zh and en, both needed."""
    found = value.fields(("zh", "en"), ())
    return Words(found["zh"].text(), found["en"].text())


def citation(value: Value, sources: Mapping[str, Source]) -> Citation:
    """A citation of one of the sources; a law needs a verification code, an own rule has none."""
    found = value.fields(("law",), ("article", "code"))
    law = found["law"].text()
    if law not in sources:
        found["law"].fail("unknown_law", value=law)
    source = sources[law]
    if source.url is None:
        for name in ("article", "code"):
            if name in found:
                found[name].fail("extra_field", value=name)
        return Citation(law)
    if "code" not in found:
        value.fail("law_without_code", value=law)
    return Citation(
        law=law,
        article=found["article"].text(ARTICLES) if "article" in found else None,
        code=found["code"].text(VERIFICATION),
        url=source.url,
        retrieved=source.retrieved,
    )


def read_terms(path: Path, terms: Terms, faults: Faults) -> None:
    """``taxonomy.yaml``: words for the codes of every group, added to ``terms``.

    A code without words, here and in the parent, is a fault at its group.
    """
    lines: dict[str, int] = {}
    written: set[tuple[str, str]] = set()
    for group_key, group in read_yaml(path).entries():
        with faults.attempt():
            name = group_key.text()
            if name not in GROUPS:
                group_key.fail("unknown_group", value=name)
            lines[name] = group_key.line
            for code_key, value in group.entries():
                with faults.attempt():
                    code = code_key.code(GROUPS[name])
                    written.add((name, code.value))
                    _term(name, code.value, value, terms)
    for name, codes in GROUPS.items():
        for known in codes:
            if known.value not in terms.get(name, {}) and (name, known.value) not in written:
                place = lines.get(name, 1)
                faults.add(str(path), place, "missing_label", group=name, value=known.value)


def _term(group: str, code: str, value: Value, terms: Terms) -> None:
    """Words, help and further words of one code."""
    extra = EXTRA_WORDS.get(group, ())
    found = value.fields(("zh", "en", *extra), ("help",))
    terms.setdefault(group, {})[code] = Words(found["zh"].text(), found["en"].text())
    for name in ("help", *extra):
        if name in found:
            terms.setdefault(f"{group}_{name}", {})[code] = words(found[name])


def read_ladder(path: Path, clocks: Collection[str], terms: Terms, faults: Faults) -> Ladder:
    """``ladder.yaml``: the rungs in order, and which of them each clock climbs."""
    top = read_yaml(path).fields(("rungs", "clocks"), ())
    rungs: list[RungRule] = []
    names: dict[str, Words] = {}
    for key, value in top["rungs"].entries():
        with faults.attempt():
            found = value.fields(("from", "days", "name"), ())
            anchor = found["from"].code(Anchor)
            rule = RungRule(key.code(Rung), anchor, found["days"].whole(-365, 3650))
            if rungs and not _follows(rungs[-1], rule):
                key.fail("rung_order", value=rule.rung.value)
            rungs.append(rule)
            names[rule.rung.value] = words(found["name"])
    terms["rung"] = names
    climbs: dict[str, frozenset[Rung]] = {}
    declared = tuple(rule.rung for rule in rungs)
    for key, value in top["clocks"].entries():
        with faults.attempt():
            if key.text() not in clocks:
                key.fail("unknown_clock", value=key.text())
            every = value.node.value == "all"
            climbs[key.text()] = frozenset(declared if every else value.codes(declared))
    return Ladder(tuple(rungs), climbs)


def _follows(before: RungRule, rule: RungRule) -> bool:
    """Whether ``rule`` is a higher rung than ``before`` and fires no earlier."""
    order = list(Rung)
    days = [r.offset + (r.anchor is Anchor.OVERDUE) for r in (before, rule)]
    return order.index(before.rung) < order.index(rule.rung) and days[0] <= days[1]


def read_routing(
    path: Path, sources: Mapping[str, Source], citations: dict[str, Citation], faults: Faults
) -> None:
    """``routing.yaml``: what each reason of a route rests on, added to ``citations``."""
    written: set[str] = set()
    for key, value in read_yaml(path).entries():
        with faults.attempt():
            reason = key.code(ReasonCode)
            written.add(reason.value)
            citations[reason.value] = citation(value, sources)
    for reason in ReasonCode:
        if reason.value not in citations and reason.value not in written:
            faults.add(str(path), 1, "missing_field", value=reason.value)


def read_notices(path: Path, faults: Faults) -> tuple[Notice, ...]:
    """``notices.csv``: the holiday notice of each year, with number, day of issue and address."""
    notices: dict[int, Notice] = {}
    for line, (year, number, issued, url) in read_csv(path, ("year", "number", "issued", "url")):
        with faults.attempt():
            day = _cell_day(path, line, issued)
            if not year.isdecimal():
                raise Fault(Problem(str(path), line, "want_whole", {"value": year}))
            if int(year) in notices:
                raise Fault(Problem(str(path), line, "duplicate", {"value": year}))
            notices[int(year)] = Notice(int(year), number, day, url)
    return tuple(notices.values())


def read_calendar(path: Path, version: str, years: frozenset[int], faults: Faults) -> Calendar:
    """``calendar.csv``: days off and make-up workdays; ``year`` is the notice's, not the day's."""
    days: dict[str, set[date]] = {"off": set(), "makeup": set()}
    for line, (text, kind, _name, year) in read_csv(path, ("date", "kind", "name", "year")):
        with faults.attempt():
            day = _cell_day(path, line, text)
            code, value = _calendar_fault(day, kind, year, days, years)
            if code:
                known = {"known": "off, makeup"} if code == "unknown_code" else {}
                raise Fault(Problem(str(path), line, code, {"value": value, **known}))
            days[kind].add(day)
    return Calendar(version, frozenset(days["off"]), frozenset(days["makeup"]), years)


def _calendar_fault(
    day: date, kind: str, year: str, days: Mapping[str, set[date]], years: frozenset[int]
) -> tuple[str, str]:
    """Code and value of what is wrong with a calendar row, or two empty texts."""
    if kind not in days:
        return "unknown_code", kind
    if any(day in known for known in days.values()):
        return "duplicate", day.isoformat()
    if not year.isdecimal() or int(year) not in years:
        return "no_notice", year
    if abs(day.year - int(year)) > 1:
        return "wrong_year", day.isoformat()
    if kind == "makeup" and day.weekday() < SATURDAY:
        return "makeup_on_weekday", day.isoformat()
    return "", ""


def _cell_day(path: Path, line: int, text: str) -> date:
    """The date in a CSV cell."""
    day = iso_day(text)
    if day is None:
        raise Fault(Problem(str(path), line, "want_day", {"value": text}))
    return day

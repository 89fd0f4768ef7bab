"""What changed from one pack to another, thing by thing, in words and as data."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from reportdesk.domain.calendar import Calendar
from reportdesk.domain.clocks import Citation, ClockRule, Unit
from reportdesk.domain.ladders import Anchor, Ladder
from reportdesk.domain.school_breaks import SchoolBreak
from reportdesk.packs.explain import unit_words
from reportdesk.packs.schema import Pack, Words
from reportdesk.packs.words import cite, day_words

GROUPS_OF_WORDS = ("clock", "clock_note", "clock_why", "rung", "question", "question_help")
"""Groups that the loader adds; they are told with the thing they name."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; ``old`` is None for what is new, ``new`` for what is gone."""

    part: str
    what: str
    field: str
    old: Words | None
    new: Words | None


def compare(old: Pack, new: Pack) -> tuple[Change, ...]:
    """Every difference that somebody who uses the packs would notice, part by part."""
    return (
        *_head(old, new),
        *_clocks(old, new),
        *_ladder(old, new),
        *_calendar(old.calendar, new.calendar),
        *_breaks(old.calendar, new.calendar),
        *_citations(old, new),
        *_words(old, new),
        *_pages(old, new),
        *_keeping(old, new),
    )


def _fields(
    part: str, what: str, old: Mapping[str, Words], new: Mapping[str, Words]
) -> Iterator[Change]:
    """The fields of one thing that are not the same."""
    for field in {**old, **new}:
        before, after = old.get(field), new.get(field)
        if before != after:
            yield Change(part, what, field, before, after)


def _head(old: Pack, new: Pack) -> Iterator[Change]:
    """Who the pack is and since when."""
    yield from _fields("pack", "pack.yaml", _head_fields(old), _head_fields(new))


def _head_fields(pack: Pack) -> dict[str, Words]:
    """The lines of the head that can differ."""
    found = {
        "id": _same(pack.id),
        "version": _same(pack.version),
        "title": pack.title,
        "parent": _same(pack.parent or "–"),
        "valid_from": _same(pack.valid_from),
        "valid_to": _same(pack.valid_to or "–"),
        "counting": _cited(pack.counting, pack),
    }
    for law, source in pack.sources.items():
        read = f"{source.url or ''} {source.retrieved or ''}".strip()
        found[f"source {law}"] = Words(read or law, read or source.en)
    return found


def _clocks(old: Pack, new: Pack) -> Iterator[Change]:
    """Clocks that are new, gone or changed."""
    for key in {**old.clocks, **new.clocks}:
        before = _clock(old, old.clocks[key]) if key in old.clocks else {}
        after = _clock(new, new.clocks[key]) if key in new.clocks else {}
        yield from _fields("clock", key, before, after)


def _clock(pack: Pack, rule: ClockRule) -> dict[str, Words]:
    """What one clock says, field by field."""
    found = {
        "name": _term(pack, "clock", rule.key),
        "days": Words(_days(rule, "zh"), _days(rule, "en")),
        "kind": _term(pack, "clock_kind", rule.kind.value),
        "kind_if_anonymous": _term(pack, "clock_kind", rule.kind_if_anonymous.value),
        "starts": _events(pack, rule.starts),
        "stops": _events(pack, rule.stops),
        "citation": _cited(rule.citation, pack),
    }
    if rule.after:
        found["after"] = _same(rule.after)
    if rule.presumed_by:
        found["presumed_by"] = _events(pack, rule.presumed_by)
    for name, held in (("hearing", rule.hearing), ("school_breaks", rule.school_breaks)):
        if held:
            found[name] = Words("不计算", "left out")
    for group, field in (("clock_note", "note_if_anonymous"), ("clock_why", "loosens")):
        if pack.has(group, rule.key):
            found[field] = _term(pack, group, rule.key)
    return found


def _days(rule: ClockRule, lang: str) -> str:
    """How long the clock runs."""
    if rule.unit is Unit.DATE:
        return "the day the authority names" if lang == "en" else "机关自己定的日期"
    length = unit_words(rule.unit, rule.days or rule.cap or 0, lang)
    most = "at most " if lang == "en" else "最多 "
    return f"{most}{length}" if rule.cap else length


def _events(pack: Pack, codes: Iterable[str]) -> Words:
    """Names of events, in a stable order: which comes first makes no difference."""
    names = [_term(pack, "clock_event", code) for code in sorted(codes)]
    return Words("、".join(n.zh for n in names), ", ".join(n.en for n in names))


def _ladder(old: Pack, new: Pack) -> Iterator[Change]:
    """Rungs that fire on other days, and clocks that climb others."""
    before, after = _rungs(old), _rungs(new)
    for rung in {**before, **after}:
        yield from _fields("rung", rung, before.get(rung, {}), after.get(rung, {}))
    climbed, climbs = _climbs(old.ladder), _climbs(new.ladder)
    for key in {**climbed, **climbs}:
        if climbed.get(key) != climbs.get(key):
            yield Change("ladder", key, "climbs", climbed.get(key), climbs.get(key))


def _rungs(pack: Pack) -> dict[str, dict[str, Words]]:
    """When each rung fires and what it is called."""
    found = {}
    for rule in pack.ladder.rungs:
        due = rule.anchor is Anchor.DUE
        when = Words(
            f"{'到期日' if due else '逾期第一天'} {rule.offset:+d}",
            f"{'due date' if due else 'first overdue day'} {rule.offset:+d}",
        )
        found[rule.rung.value] = {"when": when, "name": _term(pack, "rung", rule.rung.value)}
    return found


def _climbs(ladder: Ladder) -> dict[str, Words]:
    """The rungs of each clock."""
    order = [rule.rung for rule in ladder.rungs]
    return {
        key: _same(" ".join(rung.value for rung in order if rung in rungs))
        for key, rungs in ladder.clocks.items()
    }


def _calendar(old: Calendar, new: Calendar) -> Iterator[Change]:
    """The version, years that became known, and days that changed between rest and work."""
    if old.version != new.version:
        yield Change("calendar", "version", "version", _same(old.version), _same(new.version))
    for year in sorted(old.years ^ new.years):
        was, now = (_same(year) if year in one.years else None for one in (old, new))
        yield Change("calendar", str(year), "year", was, now)
    for day in sorted(old.off | old.makeup | new.off | new.makeup):
        was, now = _is(old, day), _is(new, day)
        if was != now:
            yield Change("calendar", day.isoformat(), "day", was, now)


def _is(calendar: Calendar, day: date) -> Words:
    """What a day is: free by a notice, a make-up workday, a weekend or a plain workday."""
    if day in calendar.off:
        return Words("放假", "day off")
    if day in calendar.makeup:
        return Words("调休上班", "make-up workday")
    return Words("周末", "weekend") if not calendar.is_workday(day) else Words("工作日", "workday")


def _breaks(old: Calendar, new: Calendar) -> Iterator[Change]:
    """School breaks that were added, taken away or moved."""
    before, after = _known(old), _known(new)
    for what in sorted({**before, **after}):
        was, now = before.get(what), after.get(what)
        if was != now:
            yield Change("break", what, "days", was, now)


def _known(calendar: Calendar) -> dict[str, Words]:
    """Each break by place, season, year and kinds of school."""
    return {
        " ".join(
            [one.division, one.season.value, str(one.first.year), *sorted(one.school_kinds)]
        ): (Words(_span(one, "zh"), _span(one, "en")))
        for one in calendar.breaks
    }


def _span(one: SchoolBreak, lang: str) -> str:
    """From when until when a break lasts."""
    return f"{day_words(one.first, lang)} – {day_words(one.last, lang)}"


def _citations(old: Pack, new: Pack) -> Iterator[Change]:
    """What routing reasons rest on."""
    before = {reason: _cited(one, old) for reason, one in old.citations.items()}
    after = {reason: _cited(one, new) for reason, one in new.citations.items()}
    yield from _fields("routing", "routing.yaml", before, after)


def _words(old: Pack, new: Pack) -> Iterator[Change]:
    """Words of codes, and questions that are asked, or asked no more."""
    for group in {**old.terms, **new.terms}:
        if group in GROUPS_OF_WORDS:
            continue
        yield from _fields("words", group, old.terms.get(group, {}), new.terms.get(group, {}))
    before, after = _questions(old), _questions(new)
    for code in {**before, **after}:
        yield from _fields("question", code, before.get(code, {}), after.get(code, {}))


def _questions(pack: Pack) -> dict[str, dict[str, Words]]:
    """The question sheet: place, words and of whom each is asked."""
    found = {}
    for number, row in enumerate(pack.questions, 1):
        fields = {"place": _same(number), "name": row.name}
        if row.help is not None:
            fields["help"] = row.help
        if row.when is not None:
            fields["when"] = _same(row.when.content())
        if row.filled is not None:
            fields["filled"] = _same(f"{row.filled.answer.value}: {row.filled.when.content()}")
        found[row.code.value] = fields
    return found


def _pages(old: Pack, new: Pack) -> Iterator[Change]:
    """Pages about rights, each told as one thing."""
    before = {page.code: page for page in old.rights}
    after = {page.code: page for page in new.rights}
    for code in {**before, **after}:
        was, now = before.get(code), after.get(code)
        if was != now:
            yield Change(
                "rights", code, "page", was.question if was else None, now.question if now else None
            )


def _keeping(old: Pack, new: Pack) -> Iterator[Change]:
    """How long things are kept, outcome by outcome; the reasons are told as words."""
    before, after = _kept(old), _kept(new)
    for outcome in {**before, **after}:
        yield from _fields("retention", outcome, before.get(outcome, {}), after.get(outcome, {}))


def _kept(pack: Pack) -> dict[str, dict[str, Words]]:
    """Days of keeping and of warning, and what they rest on."""
    return {
        outcome: {
            "days": _same(rule.days),
            "warn": _same(rule.warn),
            "citation": _cited(rule.citation, pack),
        }
        for outcome, rule in pack.retention.items()
    }


def _same(value: object) -> Words:
    """A value that is the same in both languages."""
    return Words(str(value), str(value))


def _cited(citation: Citation, pack: Pack) -> Words:
    """A citation as readers see it."""
    return Words(cite(citation, pack, "zh"), cite(citation, pack, "en"))


def _term(pack: Pack, group: str, code: str) -> Words:
    """The words of a code."""
    return pack.terms[group][code]

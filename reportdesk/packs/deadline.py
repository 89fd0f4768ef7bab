"""One deadline worked out from what a reader says: which facts a clock takes, and what follows."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from reportdesk.domain.clocks import ClockRule, DueDate, Unit
from reportdesk.domain.errors import BadInput
from reportdesk.domain.ladders import RungEvent, rungs_due
from reportdesk.domain.span import SpanMonth, months
from reportdesk.packs.due_data import due_data
from reportdesk.packs.schema import Pack, Words

LAST_YEAR = 2099
MOST_HEARING = 366
FURTHEST_PROMISE = timedelta(days=366 * 20)
"""How far ahead an authority's promise may lie."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a deadline is worked out from; the start of K3 is the day of acceptance."""

    start: date
    event: str | None = None
    extension: int = 0
    promised: date | None = None
    hearing: int = 0
    named: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due date, the days it was counted over, and when lateness climbs."""

    due: DueDate
    rungs: tuple[RungEvent, ...]
    months: tuple[SpanMonth, ...]


def takes(rule: ClockRule) -> tuple[str, ...]:
    """The facts that a clock is worked out from, in the order in which they are asked."""
    asked = ["event"] if len(rule.starts) > 1 and rule.after is None else []
    asked.append("start")
    asked += ["extension"] if rule.cap is not None else []
    asked += ["promised"] if rule.unit is Unit.DATE else []
    asked += ["hearing"] if rule.hearing else []
    return (*asked, "filed") if rule.kind_if_anonymous is not rule.kind else tuple(asked)


def start_words(rule: ClockRule, pack: Pack, lang: str) -> str:
    """The event whose day a clock counts from; for one that continues another, that one's."""
    base = pack.clocks[rule.after] if rule.after else rule
    return pack.labels("clock_event", base.starts[0], lang)


def work_out(pack: Pack, key: str, facts: Facts) -> Deadline:
    """The deadline of a clock. Raises BadInput naming the fact that does not fit."""
    _check(pack, facts)
    due = pack.due_date(
        key,
        facts.start,
        extension_days=facts.extension,
        promised=facts.promised,
        hearing_days=facts.hearing,
        started_by=facts.event,
        anonymous=not facts.named,
    )
    rungs = rungs_due(key, due.due, due.overdue_from, date.max, (), pack.ladder)
    return Deadline(due, rungs, months(due, pack.calendar))


def _check(pack: Pack, facts: Facts) -> None:
    """Refuse days outside the rules' life, and counts that no calendar could show."""
    if facts.start < pack.valid_from:
        raise BadInput("start", "before_the_rules", since=pack.valid_from)
    if max(facts.start, facts.promised or facts.start).year > LAST_YEAR:
        wrong = "start" if facts.start.year > LAST_YEAR else "promised"
        raise BadInput(wrong, "too_far_ahead", year=LAST_YEAR)
    if facts.promised is not None and facts.promised - facts.start > FURTHEST_PROMISE:
        raise BadInput("promised", "promise_too_far")
    if facts.hearing > MOST_HEARING:
        raise BadInput("hearing_days", "hearing_too_long", most=MOST_HEARING)


def known_until(pack: Pack) -> int:
    """The last year whose holidays are announced."""
    return max(pack.calendar.years)


def data(found: Deadline, pack: Pack) -> dict[str, Any]:
    """A deadline for machines: the numbers once, the words in both languages."""
    zh, en = (due_data(found.due, pack, lang) for lang in ("zh", "en"))
    kind = pack.terms["clock_kind"][found.due.kind.value]
    return {
        **zh,
        "name": {"zh": zh["name"], "en": en["name"]},
        "kind_words": {"zh": kind.zh, "en": kind.en},
        "explanation": {"zh": zh["explanation"], "en": en["explanation"]},
        "citation": {
            **zh["citation"],
            "words": {lang: said["citation"]["words"] for lang, said in (("zh", zh), ("en", en))},
        },
        "supervision": [
            {"rung": event.rung.value, "on": event.on.isoformat(), "name": _rung(event, pack)}
            for event in found.rungs
        ],
        "calendar_known_until": known_until(pack),
    }


def _rung(event: RungEvent, pack: Pack) -> dict[str, str]:
    """What a rung is called in both languages."""
    words: Words = pack.terms["rung"][event.rung.value]
    return {"zh": words.zh, "en": words.en}

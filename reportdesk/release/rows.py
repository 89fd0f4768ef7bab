"""Turns decided public values into stored rows, and back into tombstones."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from reportdesk.domain.case import Visibility
from reportdesk.domain.public_case import Promise, PublicCase
from reportdesk.domain.public_clocks import PublicClock
from reportdesk.packs.schema import Words
from reportdesk.release.fields import STORED
from reportdesk.release.schema import Row

How = Callable[[PublicClock], Words]
"""Says in both languages how a clock's date comes about."""
KEPT_BY_TOMBSTONE = frozenset({"ref", "first_release", "demonstration"})


def row_of(case: PublicCase, how: How, first_release: str) -> Row:
    """The stored row of a case."""
    measures = {promise.number: promise.code for promise in case.promises}
    given: dict[str, Any] = {
        **{name: getattr(case, name) for name in case.__slots__ if name != "sheet"},
        **_sheet_columns(case),
        "first_release": first_release,
        "promises": [_without_number(promise) for promise in case.promises],
        "excerpts": [{"text": text} for text in case.excerpts],
        "steps": [asdict(step) for step in case.steps],
        "clocks": [_clock(clock, how, measures) for clock in case.clocks],
    }
    return {field.name: _plain(given[field.name]) for field in STORED}


def _plain(value: Any) -> Any:
    """A value as it is stored: tuples become lists, codes plain text."""
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, str) else value


def _sheet_columns(case: PublicCase) -> dict[str, str | None]:
    """Both sides of the question sheet as columns; empty without a published answer."""
    made: dict[str, str | None] = {}
    for field in STORED:
        if field.name.startswith(("students_", "authority_")):
            made[field.name] = None
    for question, (students, authority, words) in case.sheet.items():
        made[f"students_{question}"] = students
        made[f"authority_{question}"] = authority
        made[f"authority_{question}_words"] = words
    return made


def _without_number(promise: Promise) -> dict[str, Any]:
    """A promise as a record."""
    return {name: value for name, value in asdict(promise).items() if name != "number"}


def _clock(clock: PublicClock, how: How, measures: dict[int, str]) -> dict[str, Any]:
    """One clock as a record; ``measure`` becomes the code of what was promised."""
    words = how(clock)
    return {
        "key": clock.key,
        "kind": str(clock.kind),
        "exact": clock.exact,
        "start": clock.start,
        "due": clock.due,
        "stopped": clock.stopped,
        "standing": clock.standing.code.value,
        "days": clock.standing.days,
        "measure": measures.get(clock.measure) if clock.measure else None,
        "entered": clock.entered,
        "provisional": clock.provisional,
        "was": clock.was,
        "how_zh": words.zh,
        "how_en": words.en,
    }


def tombstone(row: Row, reason: str) -> Row:
    """What remains of a case that was withheld: its reference and a reason."""
    kept = {name: row[name] for name in KEPT_BY_TOMBSTONE}
    empty = {field.name: None for field in STORED}
    lists: Row = {name: [] for name, value in row.items() if isinstance(value, list)}
    level = Visibility.WITHHELD.value
    return {**empty, **lists, **kept, "level": level, "withheld_reason": reason}

"""The filter bar of the list: what can be chosen, in the reader's words, and the way back."""

from dataclasses import dataclass

from reportdesk.domain.case import Stage
from reportdesk.domain.clocks import StandingCode
from reportdesk.domain.provinces import PROVINCES
from reportdesk.domain.taxonomy import Outcome, Practice
from reportdesk.release.reader import Release
from reportdesk.web.dates import month
from reportdesk.web.public.query import Query
from reportdesk.web.public.speech import say

CHOICES: dict[str, tuple[str, ...]] = {
    "province": PROVINCES,
    "practice": tuple(Practice),
    "stage": tuple(Stage),
    "standing": tuple(StandingCode),
    "outcome": tuple(Outcome),
}
"""Filters with a closed list; authorities and months are those that have a case."""


@dataclass(frozen=True, slots=True)
class Control:
    """One select of the bar; ``value`` is what is chosen, "" for all."""

    name: str
    choices: list[tuple[str, str]]
    value: str


def controls(query: Query, release: Release) -> list[Control]:
    """The selects of the bar, in canonical order."""
    found = {
        name: [(str(code), say(name, code)) for code in codes] for name, codes in CHOICES.items()
    }
    authorities = release.tally("authority", {})
    found["authority"] = sorted(
        ((code, say("authority", code)) for code in authorities), key=lambda pair: pair[0]
    )
    months = sorted(release.tally("month", {}), reverse=True)
    found["month"] = [(code, month(code).striptags()) for code in months]
    names = ("province", "practice", "stage", "authority", "standing", "outcome", "month")
    return [_control(name, found[name], query) for name in names]


def _control(name: str, choices: list[tuple[str, str]], query: Query) -> Control:
    """One select; several values at once are kept as one choice of their own."""
    values = query.filters.get(name, ())
    chosen = ",".join(values)
    if len(values) > 1:
        words = dict(choices)
        choices = [(chosen, " + ".join(words.get(value, value) for value in values)), *choices]
    return Control(name, choices, chosen)

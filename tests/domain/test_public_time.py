"""Acts of reporters are public as months, acts of authorities as days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.case import Stage
from reportdesk.domain.public_time import EventFact, View, band, public_events, public_stage

MAY_20 = View(date(2026, 5, 20))


def happened(*rows: tuple[str, str, str, str]) -> list[EventFact]:
    """(event, party, day, stage after) in order."""
    return [
        EventFact(number, date.fromisoformat(day), date.fromisoformat(day), event, party, stage)
        for number, (event, party, day, stage) in enumerate(rows, 1)
    ]


FILED = ("filed", "reporter", "2026-03-02", "routed")
ACCEPTED = ("accept", "officer", "2026-03-17", "accepted")
ANSWERED = ("answer", "officer", "2026-05-06", "answered")


def test_an_authoritys_act_is_a_day_and_filing_is_a_month() -> None:
    shown = public_events(happened(FILED, ACCEPTED), MAY_20)
    assert [(step.when, step.event) for step in shown] == [
        ("2026-03", "filed"),
        ("2026-03-17", "accept"),
    ]


def test_a_dispute_is_unseen_until_its_month_is_over() -> None:
    facts = happened(FILED, ACCEPTED, ANSWERED, ("dispute", "reporter", "2026-05-12", "redo"))
    assert public_stage(public_events(facts, MAY_20)) is Stage.ANSWERED
    assert public_stage(public_events(facts, View(date(2026, 5, 30)))) is Stage.ANSWERED
    later = public_events(facts, View(date(2026, 5, 31)))
    assert public_stage(later) is Stage.REDO
    assert later[-1].when == "2026-05"


def test_a_later_act_of_the_authority_shows_the_dispute_it_answers() -> None:
    facts = happened(
        FILED,
        ACCEPTED,
        ANSWERED,
        ("dispute", "reporter", "2026-05-12", "redo"),
        ("answer", "officer", "2026-05-18", "answered"),
    )
    shown = public_events(facts, MAY_20)
    assert [step.event for step in shown] == ["filed", "accept", "answer", "dispute", "answer"]
    assert shown[3].when == "2026-05"
    assert public_stage(shown) is Stage.ANSWERED


@given(st.integers(1, 31), st.integers(1, 31), st.dates(date(2026, 5, 1), date(2026, 7, 31)))
def test_the_day_of_a_reporters_act_never_changes_what_is_shown(
    first: int, second: int, as_of: date
) -> None:
    def shown(day: int) -> object:
        dispute = ("dispute", "reporter", f"2026-05-{day:02}", "redo")
        facts = happened(FILED, ACCEPTED, ("answer", "officer", "2026-04-30", "answered"), dispute)
        return public_events(facts, View(as_of))

    assert shown(first) == shown(second)


def test_joined_reports_messages_and_partial_withdrawals_are_never_shown() -> None:
    facts = happened(
        FILED,
        ("joined", "reporter", "2026-03-04", "routed"),
        ("message", "reporter", "2026-03-05", "routed"),
        ("withdraw", "reporter", "2026-03-06", "routed"),
        ("filed", "reporter", "2026-03-07", "routed"),
        ACCEPTED,
        ("reply", "reporter", "2026-03-20", "accepted"),
        ("rung_fired", "system", "2026-05-17", "accepted"),
    )
    assert [step.event for step in public_events(facts, MAY_20)] == ["filed", "accept"]


def test_letters_are_never_shown() -> None:
    letter = ("letter_issued", "officer", "2026-03-20", "accepted")
    plain, more = happened(FILED, ACCEPTED, ANSWERED), happened(FILED, ACCEPTED, letter, ANSWERED)
    assert public_events(more, MAY_20) == public_events(plain, MAY_20)


def test_what_the_system_does_by_itself_is_a_month_except_what_follows_an_answer() -> None:
    facts = happened(
        FILED,
        ACCEPTED,
        ANSWERED,
        ("correct", "system", "2026-05-06", "correcting"),
        ("close", "system", "2026-05-15", "closed"),
    )
    assert public_stage(public_events(facts, MAY_20)) is Stage.CORRECTING
    done = public_events(facts, View(date(2026, 6, 1)))
    assert [step.when for step in done[-2:]] == ["2026-05-06", "2026-05"]


def test_an_act_that_was_entered_later_names_both_days() -> None:
    backdated = EventFact(2, date(2026, 3, 17), date(2026, 5, 4), "accept", "officer", "accepted")
    filed, accepted = public_events([*happened(FILED), backdated], MAY_20)
    assert (accepted.when, accepted.entered) == ("2026-03-17", "2026-05-04")
    assert filed.entered is None


def test_an_act_entered_after_the_release_is_not_in_it() -> None:
    entered_late = EventFact(
        2, date(2026, 5, 18), date(2026, 5, 21), "accept", "officer", "accepted"
    )
    facts = [*happened(FILED), entered_late]
    assert public_stage(public_events(facts, MAY_20)) is Stage.ROUTED


def test_without_month_delay_everything_shows_at_once() -> None:
    facts = happened(FILED, ACCEPTED, ANSWERED, ("dispute", "reporter", "2026-05-12", "redo"))
    shown = public_events(facts, View(date(2026, 5, 12), monthly=False))
    assert public_stage(shown) is Stage.REDO
    assert shown[-1].when == "2026-05", "even then only the month is written"


@given(st.dates(date(2025, 1, 1), date(2028, 12, 31)))
def test_lateness_is_computed_for_the_first_of_the_month(day: date) -> None:
    assert View(day).standing_on == day.replace(day=1)
    assert View(day, monthly=False).standing_on == day
    assert View(day).effective(day) - day < timedelta(days=31)


@pytest.mark.parametrize(
    ("days", "code"),
    [
        *((0, "d15"), (15, "d15"), (16, "d30"), (30, "d30"), (31, "d60"), (60, "d60")),
        *((61, "d90"), (90, "d90"), (91, "more")),
    ],
)
def test_bands_have_the_published_edges(days: int, code: str) -> None:
    assert band(days) == code

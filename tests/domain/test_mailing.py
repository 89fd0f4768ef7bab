"""Which letters come, to whom, and at which hours none does."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from reportdesk.domain.errors import BadInput
from reportdesk.domain.mailing import (
    MailChoice,
    Wanted,
    check,
    is_quiet,
    recipients,
    unspared,
    wants,
)
from reportdesk.packs.loader import load_pack

CALENDAR = load_pack("cn-xinfang-2022").calendar
ALL, URGENT, NONE = (MailChoice(one) for one in Wanted)
NIGHT = MailChoice(quiet_from=20, quiet_until=8)
MORNING = MailChoice(quiet_from=8, quiet_until=12, rest_days=True)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def test_urgent_news_is_dates_pressure_and_approvals_and_whatever_is_new() -> None:
    for kind in ("reminder", "overdue", "rung", "retaliation", "approval", "brand_new"):
        assert wants(URGENT, kind)
    for kind in ("new_report", "new_message", "returned", "handover"):
        assert not wants(URGENT, kind)
    assert not wants(NONE, "overdue")


def test_a_letter_goes_to_those_who_want_it() -> None:
    choices = {"a": ALL, "b": URGENT, "c": NONE}
    assert recipients(choices, "new_report") == ["a"]
    assert recipients(choices, "overdue") == ["a", "b"]
    assert recipients({}, "overdue") == []


def test_nobody_can_silence_the_only_one_who_would_be_told() -> None:
    assert recipients({"a": NONE}, "new_report") == ["a"]
    assert recipients({"a": URGENT, "b": NONE}, "new_report") == ["a"]
    assert recipients({"a": NONE, "b": NONE}, "overdue") == ["a", "b"]


def test_a_member_is_told_which_kinds_come_all_the_same() -> None:
    kinds = ["overdue", "new_report"]
    assert unspared(URGENT, [ALL], kinds) == []
    assert unspared(URGENT, [NONE], kinds) == ["new_report"]
    assert unspared(NONE, [], kinds) == kinds
    assert unspared(NONE, [URGENT], kinds) == []


@pytest.mark.parametrize(
    ("choice", "moment", "quiet"),
    [
        (NIGHT, "2026-03-02T19:59", False),
        (NIGHT, "2026-03-02T20:00", True),
        (NIGHT, "2026-03-03T07:59", True),
        (NIGHT, "2026-03-03T08:00", False),
        (NIGHT, "2026-03-07T09:00", False),  # a Saturday: only hours were chosen
        (MORNING, "2026-03-03T09:00", True),
        (MORNING, "2026-03-03T15:00", False),
        (MORNING, "2026-03-07T15:00", True),
        (MORNING, "2026-10-01T15:00", True),  # a holiday on a Thursday
        (MORNING, "2026-10-10T15:00", False),  # a Saturday that is worked
        (ALL, "2026-03-07T03:00", False),
    ],
)
def test_quiet_hours_may_cross_midnight_and_days_off_are_those_of_the_calendar(
    choice: MailChoice, moment: str, quiet: bool
) -> None:
    assert is_quiet(choice, at(moment), CALENDAR) is quiet


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (8, 16, "quiet_leaves_no_slot"),
        (15, 10, "quiet_leaves_no_slot"),
        (9, 9, "quiet_all_day"),
        (9, None, "quiet_half"),
        (None, 9, "quiet_half"),
        (24, 5, "quiet_half"),
    ],
)
def test_hours_that_would_hold_letters_for_ever_are_refused(
    start: int | None, end: int | None, code: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        check(MailChoice(quiet_from=start, quiet_until=end))
    assert refusal.value.code == code


def test_any_choice_that_is_taken_leaves_a_slot_on_every_working_day() -> None:
    for start in range(24):
        for end in range(24):
            choice = MailChoice(quiet_from=start, quiet_until=end, rest_days=True)
            try:
                check(choice)
            except BadInput:
                continue
            slots = [at(f"2026-03-03T{hour:02}:00") for hour in (9, 15)]
            assert not all(is_quiet(choice, slot, CALENDAR) for slot in slots)

"""The days of a count, laid out so that a reader can count them again."""

from datetime import date

from reportdesk.domain.clocks import DueDate
from reportdesk.domain.span import Mark, SpanDay, marks_of, months
from reportdesk.packs.loader import load_pack

PACK = load_pack("cn-xinfang-2022")


def days(due: DueDate) -> dict[date, SpanDay]:
    drawn = months(due, PACK.calendar)
    return {day.on: day for month in drawn for week in month.weeks for day in week if day}


def test_the_last_counted_day_has_the_number_of_days_that_the_clock_runs() -> None:
    due = PACK.due_date("K2", date(2026, 3, 17))
    found = days(due)
    assert found[date(2026, 3, 17)].marks == (Mark.START,)
    assert found[date(2026, 3, 18)].number == 1
    assert found[due.raw_due].number == 60
    assert max(day.number or 0 for day in found.values()) == 60


def test_a_last_day_on_a_weekend_moves_to_the_working_day_that_is_due() -> None:
    found = days(PACK.due_date("K2", date(2026, 3, 17)))
    assert found[date(2026, 5, 16)].marks == (Mark.OFF, Mark.MOVED)
    assert found[date(2026, 5, 17)].marks == (Mark.OFF, Mark.MOVED)
    assert found[date(2026, 5, 18)].marks == (Mark.DUE,)
    assert found[date(2026, 5, 19)].marks == (Mark.OVERDUE,)
    assert not found[date(2026, 5, 20)].within


def test_working_days_leave_out_the_holiday_and_count_the_makeup_day() -> None:
    found = days(PACK.due_date("K1b", date(2026, 9, 30)))
    assert found[date(2026, 10, 1)].marks == (Mark.HOLIDAY,)
    assert found[date(2026, 10, 1)].number is None
    makeup = found[date(2026, 10, 10)]
    assert makeup.marks[0] is Mark.MAKEUP
    assert makeup.number == 3


def test_days_of_a_hearing_are_marked_and_not_numbered() -> None:
    due = PACK.due_date("K9", date(2026, 3, 2), hearing_days=4)
    hearing = [day for day in days(due).values() if Mark.HEARING in day.marks]
    assert [day.number for day in hearing] == [None] * 4
    assert max(day.number or 0 for day in days(due).values()) == 30


def test_a_promised_day_has_no_count_to_show() -> None:
    found = days(PACK.due_date("K5", date(2026, 3, 2), promised=date(2026, 4, 1)))
    assert not any(day.number for day in found.values())
    assert found[date(2026, 4, 1)].marks == (Mark.DUE,)


def test_a_long_count_is_drawn_at_both_ends_and_says_what_is_left_out() -> None:
    due = PACK.due_date("K5", date(2026, 3, 2), promised=date(2028, 3, 1))
    drawn = months(due, PACK.calendar)
    assert [month.first.isoformat()[:7] for month in drawn] == ["2026-03", "2028-02", "2028-03"]
    assert [month.skipped for month in drawn] == [0, 22, 0]


def test_weeks_that_the_count_does_not_touch_are_not_drawn() -> None:
    first = months(PACK.due_date("K2", date(2026, 3, 17)), PACK.calendar)[0]
    assert [day.on.day for day in first.weeks[0] if day] == [16, 17, 18, 19, 20, 21, 22]


def test_a_legend_names_only_what_occurs() -> None:
    drawn = months(PACK.due_date("K1", date(2026, 3, 2)), PACK.calendar)
    assert marks_of(drawn) == (Mark.START, Mark.OFF, Mark.DUE, Mark.OVERDUE)

"""Clocks that a superior took over: the sweep looks at them on the days of their own rungs."""

from datetime import date, timedelta

from reportdesk.domain.actors import Role
from reportdesk.services import reminders
from tests.builders import MOE, accept
from tests.supervision import COUNTY, HUBEI, WUHAN, Late, a_late_case


def round_of(late: Late) -> bool:
    """One round as the job makes it: only the cases that are due; whether the case was."""
    kit = late.runtime
    due = kit.read(reminders.cases_due)
    for case_id in due:
        late.county.sweep(case_id)
    return late.case_id in due


def days(late: Late, first: date, count: int) -> list[date]:
    """The days of so many on which the job looked at the case."""
    looked = []
    for day in (first + timedelta(days=n) for n in range(count)):
        late.clock.set(day)
        if round_of(late):
            looked.append(day)
    return looked


def test_rungs_of_a_late_superior_fire_though_nothing_else_of_the_case_is_due(runtime, clock):
    late = a_late_case(runtime, clock, COUNTY, WUHAN, HUBEI, MOE, until="2026-03-25")
    accept(runtime, late.who(COUNTY, Role.OFFICER), late.ref)  # K2 is due on 25 May
    late.on("2026-06-20")
    late.take_over()
    round_of(late)
    looked = days(late, date(2026, 6, 21), 60)
    own = [rung[1:] for rung in late.county.rungs(late.case_id) if rung[2] > date(2026, 6, 20)]
    assert own == [
        ("S1", date(2026, 6, 21), WUHAN),
        ("S2", date(2026, 7, 6), HUBEI),
        ("S3", date(2026, 7, 21), HUBEI),
        ("S4", date(2026, 8, 5), None),
    ]
    assert looked == [one[1] for one in own]

"""A few cases of every kind on the evening before a sweep: some to be swept, most to be left."""

from datetime import date

from reportdesk.domain.actors import Role
from reportdesk.domain.answer import Promised
from reportdesk.domain.taxonomy import Measure
from reportdesk.runtime import Runtime
from reportdesk.services import casework, reminders
from tests.builders import a_draft, accept, act, answer, version
from tests.county import COUNTY, County, found_county
from tests.fakes import FixedClock

BEGUN, EVENING, SWEPT = date(2026, 3, 2), date(2026, 5, 31), date(2026, 6, 1)


def found_cases(runtime: Runtime, clock: FixedClock) -> tuple[list[str], list[str]]:
    """Ids of the cases that something happens to on the day of the sweep, and of the others.

    All that time did to them until the evening before is done.
    """
    clock.set(BEGUN)
    county = found_county(runtime)
    climbed = county.file()
    last_rung = _filed(county, clock, "2026-04-01")
    reminded = _accepted(county, clock, "2026-04-05")
    correcting = _answered(county, clock, "2026-04-10", date(2026, 8, 1))
    due_today = _filed(county, clock, "2026-05-16")
    accepted = _accepted(county, clock, "2026-05-25")
    asked = _accepted(county, clock, "2026-05-26")
    _ask(county, asked)
    answered = _answered(county, clock, "2026-05-27")
    new = _filed(county, clock, "2026-05-28")
    clock.set(EVENING)
    late = [last_rung, reminded, due_today]
    waiting = [climbed, correcting, accepted, asked, answered, new]
    for case_id in (*late, *waiting):
        county.sweep(case_id)
    clock.set(SWEPT)
    found = runtime.read(reminders.cases_due)
    if sorted(found) != sorted(late):
        raise RuntimeError(f"{len(found)} cases are due, {len(late)} should be")
    return late, waiting


def _filed(county: County, clock: FixedClock, day: str) -> str:
    """A case that reached its authority on a day."""
    clock.set(day)
    return county.file()


def _accepted(county: County, clock: FixedClock, day: str) -> str:
    """One that was accepted on the day it arrived."""
    case_id = _filed(county, clock, day)
    accept(county.runtime, county[COUNTY, Role.OFFICER], county.case(case_id).ref)
    return case_id


def _answered(county: County, clock: FixedClock, day: str, promised: date | None = None) -> str:
    """One that was answered at once, with a promise for a day if one is given."""
    case_id = _accepted(county, clock, day)
    writer, second = county[COUNTY, Role.OFFICER], county[COUNTY, Role.HEAD]
    promises = (Promised(Measure.DELETE_DATA, promised),) if promised else ()
    answer(county.runtime, writer, second, county.case(case_id).ref, a_draft(*promises))
    return case_id


def _ask(county: County, case_id: str) -> None:
    """Ask the reporter of an accepted case something."""
    kit, holder, ref = county.runtime, county[COUNTY, Role.OFFICER], county.case(case_id).ref
    act(
        kit,
        casework.ask,
        kit.vault,
        kit.pack,
        holder,
        ref,
        text="在哪个群里布置的？",
        report=None,
        version=version(kit, holder, ref),
    )

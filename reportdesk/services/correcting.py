"""Putting right what staff entered, and days that a count leaves out; what was entered stays."""

from datetime import date

from reportdesk.domain.access import may_correct, reviews
from reportdesk.domain.actors import Actor
from reportdesk.domain.case import Action
from reportdesk.domain.clock_rules import Unit
from reportdesk.domain.correcting import Entry, Hearing, Limits, moves
from reportdesk.domain.errors import BadInput, NotAllowed
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import expect, facts_of, leave_trace, reach, wraps_open_to
from reportdesk.storage.answer import annotate
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, clocks_of, running
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History, events
from reportdesk.storage.rejudge import hearings_of, rejudge, would_be
from reportdesk.vault.holder import Holder
from reportdesk.vault.opened import open_case
from reportdesk.vault.vault import Vault

LONGEST_NUMBER = 60
RESTING = frozenset({ClockKey.DECISION, ClockKey.EXTENSION})
"""Clocks that count from acceptance."""
PRESUMED = "notice_lapsed"
"""What starts the same count where nobody accepted."""
ACCEPTED = frozenset({Action.ACCEPT, Action.ORDER_ACCEPTANCE})


def correct_acceptance(
    tx: Tx,
    vault: Vault,
    pack: Pack,
    holder: Holder,
    ref: str,
    *,
    on: date,
    reason: str,
    version: int,
) -> None:
    """Put the day of acceptance right; the time to decide is judged anew.

    The day lies between the delivery and the day on which the acceptance was entered. Raises
    NotAllowed before acceptance, and BadInput for another day.
    """
    case = _correctable(tx, holder.actor, ref, version)
    old = case.accepted_on
    if old is None:
        raise NotAllowed("nothing_to_correct")
    first, last = case.delivered_on or case.filed_on, _entered_on(tx, case, old)
    Limits(first, last).check(old, on)
    rest = _resting(tx, case)
    case.accepted_on = on
    _note(tx, vault, holder, case, Entry.ACCEPTED_ON, old.isoformat(), on.isoformat(), reason)
    for row in rest:
        made = would_be(row, pack, start=on, params=row.params)
        same = made.due == row.due
        if same or moves(row.due, made.due, row.stopped_on, tx.today):
            rejudge(tx, case, row, made, "corrected")


def correct_number(
    tx: Tx, vault: Vault, holder: Holder, ref: str, *, number: str, reason: str, version: int
) -> None:
    """Put the authority's own number right, or enter one that was left out."""
    case = _correctable(tx, holder.actor, ref, version)
    number, old = number.strip(), case.own_number or ""
    if len(number) > LONGEST_NUMBER:
        raise BadInput("number", "too_long", most=LONGEST_NUMBER)
    if number == old:
        raise BadInput("number", "correction_changes_nothing")
    case.own_number = number or None
    _note(tx, vault, holder, case, Entry.OWN_NUMBER, old, number, reason)


def leave_out_hearing(
    tx: Tx, pack: Pack, holder: Holder, ref: str, *, first: date, last: date, version: int
) -> None:
    """Leave the days of a hearing out of the time for a review's opinion.

    After the hearing and before that time is over; the raw due date moves by as many days, counted
    as the pack counts. Raises NotAllowed for whoever does not give the review.
    """
    actor = holder.actor
    case = reach(tx, actor, ref)
    expect(case, version)
    clock = hearing_clock(tx, pack, case)
    if not reviews(actor, facts_of(tx, case)) or clock is None:
        raise NotAllowed("not_your_step", action="hearing")
    hearing = Hearing(first, last)
    hearing.check(clock.started_on, clock.due, tx.today, hearings_of(clock))
    days = _length(pack, clock, hearing)
    if days == 0:
        raise BadInput("first", "hearing_on_rest_days")
    kept = [*clock.params.get("hearings", ()), [first.isoformat(), last.isoformat()]]
    total = clock.params.get("hearing_days", 0) + days
    params = {**clock.params, "hearings": kept, "hearing_days": total}
    leave_trace(
        tx, actor, case, "hearing", first=first.isoformat(), last=last.isoformat(), days=days
    )
    made = would_be(clock, pack, start=clock.started_on, params=params)
    rejudge(tx, case, clock, made, "hearing", params)


def hearing_clock(tx: Tx, pack: Pack, case: Case) -> Clock | None:
    """The running clock of which days of a hearing are left out."""
    rows = running(tx, case.case_id)
    return next(
        (row for row in rows if row.key in pack.clocks and pack.clocks[row.key].hearing), None
    )


def _length(pack: Pack, clock: Clock, hearing: Hearing) -> int:
    """Days of a hearing, in the unit of the clock."""
    days = [
        date.fromordinal(n) for n in range(hearing.first.toordinal(), hearing.last.toordinal() + 1)
    ]
    if pack.clocks[clock.key].unit is Unit.WORKING:
        return sum(pack.calendar.is_workday(day) for day in days)
    return len(days)


def _correctable(tx: Tx, actor: Actor, ref: str, version: int) -> Case:
    """A case whose entries the actor may put right: whoever works on it, unless it is gone."""
    case = reach(tx, actor, ref)
    expect(case, version)
    if not may_correct(actor, facts_of(tx, case)):
        raise NotAllowed("not_your_step", action="correct_entry")
    return case


def _acceptance(tx: Tx, case: Case) -> History | None:
    """The entry of the newest acceptance, whose holder may have had it from another; of one with an
    answer, that."""
    rows = [
        row
        for row in events(tx, case.case_id)
        if row.event in ACCEPTED or row.fields.get("at_once")
    ]
    return rows[-1] if rows else None


def _entered_on(tx: Tx, case: Case, accepted_on: date) -> date:
    """The day on which the acceptance was entered, or ordered."""
    entry = _acceptance(tx, case)
    return entry.entered_on if entry else accepted_on


def _resting(tx: Tx, case: Case) -> list[Clock]:
    """The clocks that count from the present acceptance, as entered or as corrected before: one
    that a correction did not move still rests on it."""
    entry = _acceptance(tx, case)
    since = entry.number if entry else 0
    rows = [row for row in events(tx, case.case_id) if row.number > since]
    corrected = [row for row in rows if row.event == "corrected"]
    days = {row.fields["old"] for row in corrected} | {str(case.accepted_on)}
    return [
        row
        for row in clocks_of(tx, case.case_id)
        if row.key in RESTING
        and row.started_on.isoformat() in days
        and row.params.get("by") != PRESUMED
    ]


def _note(
    tx: Tx,
    vault: Vault,
    holder: Holder,
    case: Case,
    what: Entry,
    old: str,
    new: str,
    reason: str,
) -> None:
    """The event of a correction with both values, and its reason for colleagues."""
    actor = holder.actor
    opened = open_case(vault, holder, case.case_id, wraps_open_to(tx, actor, case))
    name = "corrected" if what is Entry.ACCEPTED_ON else "number_corrected"
    event = leave_trace(tx, actor, case, name, what=what.value, old=old, new=new)
    annotate(tx, case.case_id, actor.account_id, name, opened.seal_note(reason), event.number)

"""Use cases of time passing: lapsed clocks, the supervision ladder, and closing.

One case, one transaction. What is due happens in the order of the days on which it was due, one
step after the other, so that catching up after downtime writes the same history as daily work. A
step that was recorded is not taken again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Party, Role
from reportdesk.domain.case import Action, Stage, after, transition
from reportdesk.domain.ladders import REACH, Reach, Rung, RungEvent, reached, rungs_due
from reportdesk.domain.taxonomy import ClockKey, ClosureReason
from reportdesk.packs.schema import Pack
from reportdesk.storage import due
from reportdesk.storage.acts import facts_of
from reportdesk.storage.answer import open_measures
from reportdesk.storage.arrival import unread
from reportdesk.storage.case import Case
from reportdesk.storage.clock import (
    WINDOW_OVER,
    Clock,
    RungFired,
    clocks_of,
    fired_rungs,
    hear,
    held_since,
    overdue_from,
    stop,
    stopped_late,
)
from reportdesk.storage.db import Tx
from reportdesk.storage.due import ANSWERED, WINDOWS, lapses, next_look
from reportdesk.storage.handover import ladder_wraps
from reportdesk.storage.history import happened, move, record
from reportdesk.storage.merging import was_away
from reportdesk.storage.outbox import notify
from reportdesk.storage.rating import all_confirmed, rating_waits
from reportdesk.storage.remedies import newest_answer
from reportdesk.storage.report import ReportKey
from reportdesk.vault.vault import Vault

DAY = timedelta(days=1)
SYSTEM = Party.SYSTEM.value
REMINDERS = frozenset({Rung.S0_BEFORE, Rung.S0_DUE, Rung.S0_AFTER})
FIRST = (0, 0)
"""Place of lapses and closing among what falls on one day: before any rung."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that time alone does to a case, on the day it was due."""

    on: date
    place: tuple[int, int]
    """Order within the day: rungs after all else, by clock and then as the ladder is climbed."""
    take: Callable[[], None]


def cases_due(tx: Tx) -> list[str]:
    """Ids of the cases that time may do something to today; see :mod:`reportdesk.storage.due`."""
    return due.cases_due(tx)


def sweep(tx: Tx, vault: Vault, pack: Pack, case_id: str) -> int:
    """Everything that time alone does to one case by today; returns how many steps that took.

    Superiors whose rung has fired can open the reports from then on, also those that were sealed
    for them later. A merged case follows its parent: its own clocks count unseen and do nothing.
    Each clock keeps the day on which it has to be looked at again.
    """
    case = tx.session.get(Case, case_id)
    taken = 0
    while case is not None and case.stage != Stage.MERGED:
        waits = [step for step in _steps(tx, pack, case) if step.on <= tx.today]
        if not waits:
            break
        min(waits, key=lambda step: (step.on, step.place)).take()
        taken += 1
    if case is not None:
        for authority_id in sorted(facts_of(tx, case).reached & set(case.ladder)):
            _lift(tx, vault, case, authority_id)
        for clock in clocks_of(tx, case_id):
            clock.look_on = next_look(tx, pack.ladder, case, clock)
    return taken


def _steps(tx: Tx, pack: Pack, case: Case) -> Iterator[Step]:
    """What waits for its day, given the clocks of this moment; each step removes its own cause."""
    clocks = clocks_of(tx, case.case_id)
    for clock in clocks:
        lapse = _lapse(tx, pack, case, clock) if clock.stopped_on is None else None
        lapse = lapse or _missed(tx, case, clock)
        if lapse is not None:
            yield Step(clock.due + DAY, FIRST, lapse)
        yield from _rungs(tx, pack, case, clock)
    ended_on = _ended_on(tx, case, clocks)
    if ended_on is not None:
        yield Step(ended_on, FIRST, partial(_close, tx, pack, case, ended_on))


def _lapse(tx: Tx, pack: Pack, case: Case, clock: Clock) -> Callable[[], None] | None:
    """What follows the day after a clock's due date, or None.

    A reporter's window stays open while something they wrote in time has not reached the desk.
    """
    if not lapses(case, clock):
        return None
    if clock.key == ClockKey.NOTICE:
        return partial(_presume, tx, pack, case, clock)
    if unread(tx, case.case_id):
        return None
    if clock.key in WINDOWS:
        return partial(_end_window, tx, case, clock)
    return partial(_go_on, tx, pack, case, clock) if case.stage == Stage.NEEDS_INFO else None


def _presume(tx: Tx, pack: Pack, case: Case, clock: Clock) -> None:
    """Nobody decided whether to take the case on: presume it, for the guideline clock only."""
    case.presumed_on = clock.due
    if not _told(tx, case, clock):
        record(tx, case, "notice_overdue", party=SYSTEM, on=clock.due + DAY, clock=clock.key)
    hear(tx, case, pack, ("notice_lapsed",), clock.due, owner=clock.authority_id)


def _missed(tx: Tx, case: Case, clock: Clock) -> Callable[[], None] | None:
    """What to record of a decision that came late while nobody kept time, or None."""
    if clock.key != ClockKey.NOTICE or not stopped_late(clock):
        return None
    return None if _told(tx, case, clock) else partial(_note_missed, tx, case, clock)


def _told(tx: Tx, case: Case, clock: Clock) -> bool:
    """Whether the history says already that this date was missed: of two holders, once."""
    return happened(tx, case.case_id, "notice_overdue", on=clock.due + DAY)


def _note_missed(tx: Tx, case: Case, clock: Clock) -> None:
    """The notice was overdue; the clock that this would have started is no longer of use."""
    if case.presumed_on is None and clock.stopped_by == "accepted":
        case.presumed_on = clock.due
    record(tx, case, "notice_overdue", party=SYSTEM, on=clock.due + DAY, clock=clock.key)


def _go_on(tx: Tx, pack: Pack, case: Case, clock: Clock) -> None:
    """No reply came: the inquiry goes on as it is."""
    _act(tx, pack, case, Action.GO_ON, clock.due + DAY)


def _end_window(tx: Tx, case: Case, clock: Clock) -> None:
    """Nobody objected or asked for a review in time."""
    stop(tx, WINDOW_OVER, clock.due, [clock])
    if _ended_on(tx, case, clocks_of(tx, case.case_id)) is None:
        record(tx, case, WINDOW_OVER, party=SYSTEM, on=clock.due + DAY, clock=clock.key)


def _ended_on(tx: Tx, case: Case, clocks: list[Clock]) -> date | None:
    """The day on which an answered case ended, or None while something is still open.

    Its last window must be over, or every report confirmed that it is solved, and every promised
    measure must have its evidence; the later of the days counts.
    """
    windows = [clock for clock in clocks if clock.key in WINDOWS]
    if case.stage not in ANSWERED or not windows or open_measures(tx, case.case_id):
        return None
    over = _settled_on(tx, case, windows[-1])
    if over is None:
        return None
    proofs = [
        clock.stopped_on
        for clock in clocks
        if clock.key == ClockKey.MEASURE and clock.stopped_on is not None
    ]
    return max([over, *proofs])


def _settled_on(tx: Tx, case: Case, window: Clock) -> date | None:
    """The day after an unused window, or the day of the last confirmation; None before.

    Nothing is settled while something that a reporter wrote has not reached the desk.
    """
    if window.stopped_by == WINDOW_OVER:
        return window.due + DAY
    waits = unread(tx, case.case_id) or rating_waits(tx, case.case_id)
    answer = newest_answer(tx, case.case_id)
    if waits or answer is None or window.stopped_on is not None:
        return None
    return all_confirmed(tx, case.case_id, answer.number)


def _close(tx: Tx, pack: Pack, case: Case, on: date) -> None:
    """End an answered case to which nobody objected, or whose reporters all confirmed."""
    windows = [clock for clock in clocks_of(tx, case.case_id) if clock.key in WINDOWS]
    lapsed = windows[-1].stopped_by == WINDOW_OVER
    reason = ClosureReason.NO_OBJECTION if lapsed else ClosureReason.ALL_CONFIRMED
    case.closure_reason = reason.value
    case.ended_on = on
    _act(tx, pack, case, Action.CLOSE, on)


def _act(tx: Tx, pack: Pack, case: Case, action: Action, on: date) -> None:
    """One transition of the system's own."""
    stage = Stage(case.stage)
    to = after(action, stage, Party.SYSTEM)
    row = transition(action, stage)
    move(tx, case, action, to, party=SYSTEM, on=on)
    hear(tx, case, pack, row.events if row else (), on)


def _rungs(tx: Tx, pack: Pack, case: Case, clock: Clock) -> Iterator[Step]:
    """The rungs of one authority's late, or soon late, clock that have not fired.

    One that was stopped late, while nobody kept time, has those of the days until then, but for
    reminders: nobody was reminded. What fell due while the case followed another is recorded, and
    of each clock only the last rung writes a letter (docs/decisions/0012). One that
    a superior took over late counts from the day after.
    """
    if clock.authority_id is None or (clock.stopped_on is not None and not stopped_late(clock)):
        return
    until = min(tx.today, clock.stopped_on or tx.today)
    fired = fired_rungs(tx, case.case_id, clock.number)
    order = [rule.rung for rule in pack.ladder.rungs]
    taken = held_since(clock)
    events = rungs_due(clock.key, clock.due, overdue_from(clock), until, fired, pack.ladder)
    missed = [event for event in events if was_away(tx, case, event.on)]
    loud = [event for event in missed if REACH[event.rung] is not Reach.PUBLIC][-1:]
    for event in events:
        over = clock.stopped_on is not None or event in missed
        if event.rung in REMINDERS and (over or (taken and event.on < taken)):
            continue
        yield Step(
            event.on,
            (clock.number, 1 + order.index(event.rung)),
            partial(_fire, tx, case, clock, event, quiet=event in missed and event not in loud),
        )


def _fire(tx: Tx, case: Case, clock: Clock, event: RungEvent, *, quiet: bool) -> None:
    """Record one rung and tell whom it reaches, unless ``quiet``."""
    holder = clock.authority_id or case.authority_id
    ladder = clock.params.get("ladder", case.ladder)
    target, rung = reached(event.rung, holder, ladder), event.rung.value
    tx.session.add(
        RungFired(
            case_id=case.case_id,
            clock_number=clock.number,
            rung=rung,
            key=clock.key,
            on=event.on,
            authority_id=target,
        )
    )
    facts = {"rung": rung, "clock": clock.key}
    record(tx, case, "rung_fired", party=SYSTEM, on=event.on, authority_id=target, **facts)
    if target is None or clock.stopped_on is not None or quiet:
        return  # the public list, or an act that came meanwhile: nobody has to be told any more
    role, kind = _addressee(event.rung, target)
    notify(tx, target, kind, f"rung:{case.case_id}:{clock.number}:{rung}", role=role)


def _addressee(rung: Rung, target: str) -> tuple[str | None, str]:
    """Role that gets the letter, and the letter's kind."""
    if rung in REMINDERS:
        return None, "reminder"
    role = Role.PLATFORM if target == PLATFORM_AUTHORITY else Role.SUPERVISOR
    return role.value, "overdue" if rung is Rung.S1 else "rung"


def _lift(tx: Tx, vault: Vault, case: Case, authority_id: str) -> None:
    """Take the site's own layer off a superior's wraps, so that its staff can open the reports."""
    for wrap in ladder_wraps(tx, case.case_id, authority_id):
        open_one = (wrap.case_id, wrap.report_id, authority_id, "open")
        if tx.session.get(ReportKey, open_one) is None:
            tx.session.add(
                ReportKey(
                    case_id=wrap.case_id,
                    report_id=wrap.report_id,
                    holder=authority_id,
                    layer="open",
                    key_version=wrap.key_version,
                    wrapped=vault.lift(wrap.wrapped),
                )
            )
    tx.session.flush()

"""Use cases of time passing: lapsed clocks, the supervision ladder, and closing.

Each works on one case in one transaction and can be repeated: an event that was recorded is not
recorded again. Catching up after downtime keeps the days on which things were due.
"""

from datetime import date, timedelta

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Party, Role
from reportdesk.domain.case import Action, Stage, after, transition
from reportdesk.domain.ladders import Rung, RungEvent, reached, rungs_due
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.packs.schema import Pack
from reportdesk.storage.answer import open_measures
from reportdesk.storage.case import Case
from reportdesk.storage.clock import (
    Clock,
    RungFired,
    fired_rungs,
    hear,
    running,
    running_until,
    stop,
)
from reportdesk.storage.db import Tx
from reportdesk.storage.history import move, record
from reportdesk.storage.outbox import notify
from reportdesk.storage.report import ReportKey, ladder_wraps
from reportdesk.vault.vault import Vault

DAY = timedelta(days=1)
SYSTEM = Party.SYSTEM.value
BEFORE_DUE = timedelta(days=3)
WINDOWS = frozenset({ClockKey.REVIEW_WINDOW, ClockKey.SECOND_REVIEW_WINDOW})


def cases_due(tx: Tx) -> list[str]:
    """Ids of the cases with a clock at most three days from its date; grows with what is due."""
    return running_until(tx, tx.today + BEFORE_DUE)


def sweep(tx: Tx, vault: Vault, pack: Pack, case_id: str) -> int:
    """Everything that time alone does to one case by today; returns how many events it made."""
    case = tx.session.get(Case, case_id)
    if case is None:
        return 0
    done = 0
    for clock in running(tx, case_id):
        if clock.due < tx.today:
            done += _lapse(tx, pack, case, clock)
    return done + _climb(tx, vault, pack, case)


def _lapse(tx: Tx, pack: Pack, case: Case, clock: Clock) -> int:
    """What follows when a clock's day is over."""
    if clock.key == ClockKey.NOTICE and case.presumed_on is None:
        case.presumed_on = clock.due
        record(tx, case, "notice_overdue", party=SYSTEM, on=clock.due + DAY, clock=clock.key)
        hear(tx, case, pack, ("notice_lapsed",), clock.due)
        return 1
    if clock.key == ClockKey.NEEDS_INFO and case.stage == Stage.NEEDS_INFO:
        return _act(tx, pack, case, Action.GO_ON, clock.due + DAY)
    if clock.key in WINDOWS:
        return _close(tx, pack, case, clock)
    return 0


def _close(tx: Tx, pack: Pack, case: Case, clock: Clock) -> int:
    """End a reporter's window; close the case unless a promised measure lacks its evidence."""
    if case.stage not in {Stage.ANSWERED, Stage.CORRECTING}:
        stop(tx, "window_over", clock.due, [clock])
        record(tx, case, "window_over", party=SYSTEM, on=clock.due + DAY, clock=clock.key)
        return 1
    if open_measures(tx, case.case_id):
        return 0
    case.closure_reason = "window_over"
    case.ended_on = clock.due + DAY
    return _act(tx, pack, case, Action.CLOSE, clock.due + DAY)


def _act(tx: Tx, pack: Pack, case: Case, action: Action, on: date) -> int:
    """One transition of the system's own."""
    to = after(action, Stage(case.stage), Party.SYSTEM)
    row = transition(action, Stage(case.stage))
    move(tx, case, action, to, party=SYSTEM, on=on)
    hear(tx, case, pack, row.events if row else (), on)
    return 1


def _climb(tx: Tx, vault: Vault, pack: Pack, case: Case) -> int:
    """Fire every rung that is due, oldest first, over all late clocks of the case."""
    due: list[tuple[date, int, Clock, RungEvent]] = []
    for clock in running(tx, case.case_id):
        if clock.authority_id is None:
            continue
        fired = fired_rungs(tx, case.case_id, clock.number)
        events = rungs_due(clock.key, clock.due, clock.due + DAY, tx.today, fired, pack.ladder)
        due.extend((event.on, clock.number, clock, event) for event in events)
    for _, _, clock, event in sorted(due, key=lambda item: (item[0], item[1])):
        _fire(tx, vault, case, clock, event)
    return len(due)


def _fire(tx: Tx, vault: Vault, case: Case, clock: Clock, event: RungEvent) -> None:
    """Record one rung, tell whom it reaches, and open the reports to a superior it reaches."""
    holder = clock.authority_id or case.authority_id
    target = reached(event.rung, holder, case.ladder)
    tx.session.add(
        RungFired(
            case_id=case.case_id,
            clock_number=clock.number,
            rung=event.rung.value,
            key=clock.key,
            on=event.on,
            authority_id=target,
        )
    )
    record(
        tx,
        case,
        "rung_fired",
        party=SYSTEM,
        on=event.on,
        authority_id=target,
        rung=event.rung.value,
        clock=clock.key,
    )
    if target is None:
        return
    if target != holder:
        _lift(tx, vault, case, target)
    role, kind = _addressee(event.rung, target)
    once = f"rung:{case.case_id}:{clock.number}:{event.rung.value}"
    notify(tx, target, kind, once, role=role)


def _addressee(rung: Rung, target: str) -> tuple[str | None, str]:
    """Role that gets the letter, and the letter's kind."""
    if rung in {Rung.S0_BEFORE, Rung.S0_DUE, Rung.S0_AFTER}:
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

"""What superiors did about a case: the reports they demand, and the clocks that change hands."""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.authority import AuthorityIndex, climb
from reportdesk.domain.errors import BadInput
from reportdesk.domain.supervising import MOVED, OF_DEMANDS, TAKEN_OVER, Demand, Told, demands
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.packs.schema import Pack
from reportdesk.storage.case import Case
from reportdesk.storage.clock import Clock, add_clock, clocks_of, running, stop
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History, events, record
from reportdesk.storage.register import Authority
from reportdesk.storage.report import LADDER, OPEN, Report, ReportKey, give_key
from reportdesk.storage.routes import authority_facts
from reportdesk.storage.staff import newest_key

GOES_ON = frozenset({ClockKey.NOTICE, ClockKey.DECISION, ClockKey.EXTENSION})
"""Clocks that a superior takes over with the case; what else bound the holder ends."""


def demands_of(tx: Tx, case: Case) -> tuple[Demand, ...]:
    """Every report that a superior demanded in this case, oldest first."""
    rows = select(History).where(History.case_id == case.case_id, History.event.in_(OF_DEMANDS))
    told = [
        Told(row.number, row.event, row.authority_id or "", row.on, row.fields)
        for row in tx.session.scalars(rows.order_by(History.number))
    ]
    if not told:
        return ()
    clocks = running(tx, case.case_id)
    live = {row.params["demand"] for row in clocks if row.key == ClockKey.DEMAND}
    return demands(told, live, case.authority_id)


def demand_clock(tx: Tx, case: Case, demand: int) -> Clock | None:
    """The running clock of a demand."""
    rows = [row for row in running(tx, case.case_id) if row.key == ClockKey.DEMAND]
    return next((row for row in rows if row.params.get("demand") == demand), None)


def start_demand(tx: Tx, case: Case, pack: Pack, demand: Demand) -> Clock:
    """Start the clock of the day that a superior named; it is the holder's."""
    event = "report_demanded"
    kept = {"demand": demand.number, "promised": demand.until.isoformat(), "by": event}
    return add_clock(tx, case, pack, ClockKey.DEMAND, tx.today, demand.of, kept)


def take_clocks(tx: Tx, case: Case, to: str) -> None:
    """The dates a holder had to keep become ``to``'s, with the days they are due on.

    The holder's own clocks end today and keep the ladder they were climbing; the new holder's climb
    its own ladder, from today on.
    """
    live = [row for row in running(tx, case.case_id) if row.authority_id]
    end_clocks(tx, case, TAKEN_OVER, live)
    last = max((row.number for row in clocks_of(tx, case.case_id)), default=0)
    for number, old in enumerate((row for row in live if _goes_on(row.key)), last + 1):
        new = Clock(
            case_id=case.case_id,
            number=number,
            key=old.key,
            kind=old.kind,
            started_on=old.started_on,
            raw_due=old.raw_due,
            due=old.due,
            authority_id=to,
            params={
                **{name: value for name, value in old.params.items() if name != "ladder"},
                "from": tx.today.isoformat(),
            },
            pack=old.pack,
            calendar=old.calendar,
            provisional=old.provisional,
            rules=old.rules,
            compared=old.compared,
        )
        tx.session.add(new)
        tx.session.flush()
        due = new.due.isoformat()
        record(tx, case, "clock_started", party="system", clock=new.key, due=due, kind=new.kind)


def _goes_on(key: str) -> bool:
    """Whether a clock goes on with the case: the law's, and those that a local pack adds."""
    return key in GOES_ON or key not in set(ClockKey)


def end_clocks(tx: Tx, case: Case, event: str, rows: list[Clock]) -> None:
    """Stop clocks of a holder that loses the case; rungs they missed still climb its ladder."""
    for row in rows:
        row.params = {**row.params, "ladder": list(case.ladder)}
    stop(tx, event, tx.today, rows)


def chain_of(tx: Tx, authority_id: str) -> tuple[str, ...]:
    """An authority and those above it, from the register, lowest first."""
    facts = []
    row: Authority | None = tx.session.get_one(Authority, authority_id)
    while row is not None:
        facts.append(authority_facts(row))
        row = tx.session.get(Authority, row.parent_id) if row.parent_id else None
    return climb(authority_id, AuthorityIndex.of(facts))


def not_again(tx: Tx, case: Case) -> frozenset[str]:
    """Who returned the case, or lost it to a superior for being late."""
    found: set[str] = set()
    for row in events(tx, case.case_id):
        if row.event == "return" and row.authority_id:
            found.add(row.authority_id)
        if row.event in MOVED:
            found.add(str(row.fields["of"]))
    return frozenset(found)


def check_target(tx: Tx, case: Case, target_id: str) -> None:
    """Raises BadInput for an authority that the platform cannot send the case to."""
    target = tx.session.get(Authority, target_id)
    if target is None or target.valid_to is not None or target_id == PLATFORM_AUTHORITY:
        raise BadInput("target", "no_such_authority")
    if target_id == case.reason_params.get("skipped"):
        raise BadInput("target", "target_is_involved")
    if target_id in not_again(tx, case):
        raise BadInput("target", "target_had_it")


def seal_to(
    tx: Tx, report: Report, reader: str, layer: str, wrap: Callable[[Report, bytes], bytes]
) -> None:
    """One wrap of a report's key for an authority that has a key and no such wrap yet."""
    public = newest_key(tx, reader)
    known = tx.session.get(ReportKey, (report.case_id, report.report_id, reader, layer))
    if public is not None and known is None:
        give_key(tx, report, reader, layer, public.version, wrap(report, public.public_key))


def readers(holder: str, ladder: Iterable[str]) -> dict[str, str]:
    """Who gets a key of a case and how: its holder openly, those above for their rung.

    The platform keeps a case without opening it.
    """
    given = {one: OPEN if one == holder else LADDER for one in (holder, *ladder)}
    return {one: layer for one, layer in given.items() if one != PLATFORM_AUTHORITY}

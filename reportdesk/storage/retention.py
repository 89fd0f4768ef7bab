"""When the content of a case is destroyed: what was planned, announced and done, and the facts."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.domain.case import ENDED, OPEN, Stage
from reportdesk.domain.following import WITHDRAWALS
from reportdesk.domain.outcome import headline
from reportdesk.domain.retention import DAY, Ended, Kept, Schedule, schedule
from reportdesk.domain.taxonomy import DeclineReason, Finding, Measure, Outcome
from reportdesk.packs.schema import Pack
from reportdesk.storage.answer import measures_of
from reportdesk.storage.arrival import unread
from reportdesk.storage.base import Base
from reportdesk.storage.case import Case, governing
from reportdesk.storage.clock import clocks_of
from reportdesk.storage.columns import case_table
from reportdesk.storage.db import Tx
from reportdesk.storage.hold import holding
from reportdesk.storage.merging import gathered
from reportdesk.storage.remedies import newest_answer
from reportdesk.storage.report import Message, Report, all_reports

OVER = [stage.value for stage in ENDED if stage is not Stage.MERGED]


class Retention(Base):
    """The plan for one case that ended, with all that was merged into it."""

    __tablename__ = "retention"
    __table_args__ = (Index(None, "look_on"), case_table(reporter=False))

    case_id: Mapped[str] = mapped_column(ForeignKey("case.case_id"), primary_key=True)
    outcome: Mapped[str | None] = mapped_column(String(30))
    """The headline outcome by whose rule it goes; None while something runs again."""
    due_on: Mapped[date | None] = mapped_column(Date)
    look_on: Mapped[date | None] = mapped_column(Date)
    """When to look again; None once all is done."""
    warned_on: Mapped[date | None] = mapped_column(Date)
    begun_on: Mapped[date | None] = mapped_column(Date)
    """From here on there is no way back: keys may be gone."""
    destroyed_on: Mapped[date | None] = mapped_column(Date)


def due_cases(tx: Tx, most: int) -> list[str]:
    """Ids of cases to look at today: ended and never looked at, or with their day come."""
    known = exists().where(Retention.case_id == Case.case_id)
    new = select(Case.case_id).where(
        Case.stage.in_(OVER), Case.ended_on.is_not(None), Case.parent_id.is_(None), ~known
    )
    again = select(Retention.case_id).where(Retention.look_on <= tx.today)
    found = [*tx.session.scalars(again.limit(most)), *tx.session.scalars(new.limit(most))]
    return sorted(found)[:most]


def is_over(case: Case) -> bool:
    """Whether a case ended by itself, rather than in another one."""
    return case.stage in OVER


def plan_row(tx: Tx, case_id: str) -> Retention | None:
    """What was planned for a case."""
    return tx.session.get(Retention, case_id)


def announced(tx: Tx, authority_id: str, most: int = 20) -> list[tuple[Case, date]]:
    """Cases of an authority whose content will soon be destroyed, with the day, soonest first."""
    rows = (
        select(Case, Retention.due_on)
        .join(Retention, Retention.case_id == Case.case_id)
        .where(
            Case.authority_id == authority_id,
            Retention.warned_on.is_not(None),
            Retention.begun_on.is_(None),
            Retention.due_on.is_not(None),
        )
        .order_by(Retention.due_on, Case.ref)
        .limit(most)
    )
    return [(case, due) for case, due in tx.session.execute(rows) if due is not None]


def is_destroyed(tx: Tx, case: Case) -> bool:
    """Whether the content of a case is gone by schedule, or its destruction has begun."""
    row = plan_row(tx, case.case_id)
    return row is not None and row.begun_on is not None


def group_of(tx: Tx, case: Case) -> list[Case]:
    """A case and all that was merged into it, itself first."""
    return [tx.session.get_one(Case, one) for one in gathered(tx, case.case_id)]


def outcome_of(tx: Tx, case: Case) -> Outcome:
    """The headline outcome of a case that ended; whatever has no answer counts as no response."""
    answer = newest_answer(tx, case.case_id)
    measures = measures_of(tx, case.case_id)
    found = headline(
        Stage(case.stage),
        Finding(answer.finding) if answer and answer.finding else None,
        [Measure(row.code) for row in measures],
        measures_open=any(row.promised_on and row.evidence_on is None for row in measures),
        decline_reason=DeclineReason(case.decline_reason) if case.decline_reason else None,
    )
    return found or Outcome.NO_RESPONSE


def plan_of(tx: Tx, pack: Pack, case: Case) -> Schedule | None:
    """When the content of a case goes, by the rules of today; None while something runs.

    A hold has no power over what its reporters withdrew.
    """
    if not is_over(case):
        return None
    group = group_of(tx, case)
    outcome = outcome_of(tx, case)
    ids = [row.case_id for row in group]
    held = holding(tx, ids) if outcome is not Outcome.WITHDRAWN else None
    row = plan_row(tx, case.case_id)
    facts = Ended(
        ended_on=case.ended_on,
        windows=[last for one in group for last in _lasts(tx, one)],
        running=any(_runs(tx, one) for one in group),
        followers=[end for one in group for end in _followers(tx, one)],
        held_until=held.until if held else None,
        warned_on=row.warned_on if row else None,
    )
    return schedule(outcome.value, pack.retention[outcome.value], facts)


def kept_for(tx: Tx, pack: Pack, case: Case, report: Report) -> Kept | None:
    """Until when a reporter can read; None while their case runs and they did not withdraw."""
    back = withdrawn_on(tx, report)
    if back is not None:
        rule = pack.retention[Outcome.WITHDRAWN.value]
        last = back + (rule.days - 1) * DAY
        return Kept(last, Outcome.WITHDRAWN.value, rule.days, announced=True)
    plan = plan_of(tx, pack, case)
    if plan is None:
        return None
    row = plan_row(tx, case.case_id)
    held = holding(tx, [one.case_id for one in group_of(tx, case)])
    return Kept(
        last=plan.due - DAY,
        outcome=plan.outcome,
        days=pack.retention[plan.outcome].days,
        announced=row is not None and row.warned_on is not None,
        held_until=held.until if held else None,
        hold_reason=held.reason if held else None,
    )


def _lasts(tx: Tx, case: Case) -> list[date]:
    """The last day of each clock: when it stopped, or a window that was open until later."""
    return [
        max(clock.due, clock.stopped_on) if clock.authority_id is None else clock.stopped_on
        for clock in clocks_of(tx, case.case_id)
        if clock.stopped_on is not None and clock.stopped_by != "withdrawn"
    ]


def _runs(tx: Tx, case: Case) -> bool:
    """Whether a clock runs, or something was written that nobody has taken up.

    Clocks of a merged case keep counting unseen and mean nothing once its parent ended.
    """
    merged = case.stage == Stage.MERGED
    live = any(clock.stopped_on is None for clock in clocks_of(tx, case.case_id))
    return (live and not merged) or unread(tx, case.case_id)


def _followers(tx: Tx, case: Case) -> list[date | None]:
    """The ends of the cases that new facts about this one opened; None for one that is open.

    One that was merged meanwhile ends with the case that it follows.
    """
    ends: list[date | None] = []
    seen, wave = {case.case_id}, [case.case_id]
    while wave:
        rows = tx.session.scalars(select(Case).where(Case.linked_id.in_(wave)))
        later = [row for row in rows if row.case_id not in seen]
        ends += [_end(governing(tx, row)) for row in later]
        wave = [row.case_id for row in later]
        seen.update(wave)
    return ends


def _end(case: Case) -> date | None:
    """The day a case ended, None while it is open."""
    return None if Stage(case.stage) in OPEN else case.ended_on


def withdrawn_reports(tx: Tx, before: date, most: int) -> list[tuple[str, str]]:
    """Reports that were withdrawn before a day, and whose content can go.

    One that alone still carries the case's key waits until somebody opened the case and gave the
    key to those who joined: else they could not be read any more.
    """
    said = (
        (Message.case_id == Report.case_id)
        & (Message.report_id == Report.report_id)
        & Message.kind.in_([kind.value for kind in WITHDRAWALS])
    )
    rows = (
        select(Report.case_id, Report.report_id)
        .where(
            Report.withdrawn,
            Report.destroyed_on.is_(None),
            exists().where(said, Message.on <= before, Message.visible),
        )
        .order_by(Report.case_id, Report.report_id)
    )
    found = [(row.case_id, row.report_id) for row in tx.session.execute(rows)]
    return [one for one in found if not alone_carries_the_key(tx, *one)][:most]


def alone_carries_the_key(tx: Tx, case_id: str, report_id: str) -> bool:
    """Whether others wait for a key that this report has and none of them: that of its own case,
    or that of the case into which it was merged."""
    mine = tx.session.get_one(Report, (case_id, report_id))
    top = governing(tx, tx.session.get_one(Case, case_id)).case_id
    living = [
        row
        for row in all_reports(tx, top)
        if row.report_id != report_id and row.destroyed_on is None and not row.withdrawn
    ]
    own = [row for row in living if row.case_id == case_id]
    return _only(mine, own, case_id) or _only(mine, living, top)


def _only(mine: Report, others: list[Report], case_id: str) -> bool:
    """Whether a report has the key of a case and none of the others has."""
    knows = _knows(mine, case_id)
    return knows and bool(others) and not any(_knows(row, case_id) for row in others)


def _knows(report: Report, case_id: str) -> bool:
    """Whether a report has the key of its own case, or of the one that it was merged into."""
    if report.case_id == case_id:
        return not report.awaits_case_key
    return report.parent_key is not None


def withdrawn_on(tx: Tx, report: Report) -> date | None:
    """The day on which a report was withdrawn."""
    rows = select(Message.on).where(
        Message.case_id == report.case_id,
        Message.report_id == report.report_id,
        Message.kind.in_([kind.value for kind in WITHDRAWALS]),
    )
    return max(tx.session.scalars(rows), default=None)


def reports_in(tx: Tx, cases: Iterable[Case]) -> list[Report]:
    """The reports of these cases whose content is there."""
    ids = [case.case_id for case in cases]
    rows = select(Report).where(Report.case_id.in_(ids), Report.destroyed_on.is_(None))
    return list(tx.session.scalars(rows.order_by(Report.case_id, Report.number)))


def destroyed_shreds(tx: Tx) -> list[str]:
    """Names of the shred keys of every report whose content was destroyed."""
    rows = select(Report.shred_id).where(Report.destroyed_on.is_not(None))
    return list(tx.session.scalars(rows.order_by(Report.shred_id)))

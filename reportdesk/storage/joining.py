"""Joining a case that others opened: which case it is, who gets a key, and the case's own key."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from sqlalchemy import func, select

from reportdesk.domain.case import OPEN, Stage, Visibility
from reportdesk.domain.joining import DAYS_LEFT
from reportdesk.domain.merging import ANSWER_OUT
from reportdesk.domain.remedies import WINDOWS
from reportdesk.storage.answer import Note, answers_of, measures_of, open_measures
from reportdesk.storage.case import Case, governing
from reportdesk.storage.clock import clocks_of
from reportdesk.storage.db import Tx
from reportdesk.storage.handover import is_waiting
from reportdesk.storage.plan import Plan, authority_name
from reportdesk.storage.report import Report, all_reports
from reportdesk.storage.staff import is_active


@dataclass(frozen=True, slots=True)
class Reception:
    """Who can open a report that joins: whoever holds the case, and after lateness those above.

    Names are (Chinese, English).
    """

    holder: tuple[str, str]
    above: tuple[tuple[str, str], ...]
    joins: bool
    """Whether the report would join a case, rather than open one."""


def case_behind(tx: Tx, ref: str) -> Case | None:
    """The case with a public reference, or the one it was merged into."""
    case = tx.session.scalar(select(Case).where(Case.ref == ref))
    return governing(tx, case) if case is not None else None


def joinable(tx: Tx, ref: str, school_id: str | None, practice: str | None) -> Case | None:
    """The case behind a public reference, if a report about this school can join it today.

    Not one that ended or is withheld, nor one whose contents are just being handed over, nor one
    whose answer nobody could object to much longer: then one that goes on with it, if there is any.
    """
    case = case_behind(tx, ref)
    if case is None or school_id is None:
        return None
    later = select(Case).where(Case.linked_id == case.case_id).order_by(Case.filed_on, Case.ref)
    near = [case, *tx.session.scalars(later)] if _over(tx, case) else [case]
    return next((one for one in near if _takes(tx, one, school_id, practice)), None)


def _takes(tx: Tx, case: Case, school_id: str, practice: str | None) -> bool:
    """Whether a report about this school and practice can join the case itself."""
    same = (case.school_id, case.practice) == (school_id, practice)
    shown = case.visible and case.visibility != Visibility.WITHHELD
    able = is_active(tx, case.authority_id) and not is_waiting(tx, case.case_id)
    return same and shown and able and not _over(tx, case)


def _over(tx: Tx, case: Case) -> bool:
    """Whether the case ended, or may end before a report that joined could say anything to it."""
    if Stage(case.stage) not in ANSWER_OUT:
        return Stage(case.stage) not in OPEN
    if open_measures(tx, case.case_id):
        return False
    windows = [row for row in clocks_of(tx, case.case_id) if row.key in WINDOWS.values()]
    enough = tx.today + timedelta(days=DAYS_LEFT)
    return not windows or windows[-1].stopped_on is not None or windows[-1].due < enough


def earlier(tx: Tx, ref: str) -> str | None:
    """The id of the case behind a reference, if that is over: a report about it opens a linked
    one."""
    case = case_behind(tx, ref)
    return case.case_id if case is not None and _over(tx, case) else None


def reception(tx: Tx, case: Case | None, planned: Plan) -> Reception:
    """Who would get it: the case's holder and those above, or else those of the route."""
    if case is None:
        holder, ladder = planned.holder, planned.route.ladder
    else:
        holder, ladder = case.authority_id, tuple(case.ladder)
    above = tuple(authority_name(tx, one) for one in ladder if one != holder)
    return Reception(authority_name(tx, holder), above, case is not None)


def next_report(tx: Tx, case_id: str) -> int:
    """The number of the case's next report."""
    last = tx.session.scalar(select(func.max(Report.number)).where(Report.case_id == case_id))
    return (last or 0) + 1


class Keys(Protocol):
    """A case as one session opened it."""

    @property
    def reports(self) -> Collection[str]:
        """The reports that it can open."""

    @property
    def lone(self) -> bool:
        """Whether it opens reports, but not what is sealed under the case's key."""

    def wrap_case_key(self, report: Report) -> bytes:
        """The case's key under a report's."""

    def anew(self, table: str, number: int, column: str, sealed: bytes) -> bytes:
        """What was sealed under a report's own key, sealed under the case's."""


def share_case_key(tx: Tx, case_id: str, opened: Keys) -> None:
    """Give reports that joined since somebody last opened the case its key; those of cases merged
    into it get it beside the key of their own case.

    What a reviewer wrote meanwhile who had none but these reports is sealed under the case's key,
    so that whoever has that reads it too.
    """
    if opened.lone:
        return
    shared = False
    for report in all_reports(tx, case_id):
        if report.report_id not in opened.reports:
            continue
        if report.case_id != case_id:
            shared = shared or report.parent_key is None
            report.parent_key = report.parent_key or opened.wrap_case_key(report)
        elif report.awaits_case_key:
            shared = True
            report.case_key = opened.wrap_case_key(report)
            report.awaits_case_key = False
    if shared:
        _seal_anew(tx, case_id, opened)


def _seal_anew(tx: Tx, case_id: str, opened: Keys) -> None:
    """Notes, drafts and proofs of a case, all under its key."""
    for answer in answers_of(tx, case_id):
        if answer.sealed:
            answer.sealed = opened.anew("answer", answer.number, "sealed", answer.sealed)
        if answer.sent_back_reason:
            column, sealed = "sent_back_reason", answer.sent_back_reason
            answer.sent_back_reason = opened.anew("answer", answer.number, column, sealed)
    for measure in measures_of(tx, case_id):
        if measure.proposed:
            sealed = measure.proposed
            measure.proposed = opened.anew("measure", measure.number, "proposed", sealed)
    for note in tx.session.scalars(select(Note).where(Note.case_id == case_id)):
        if note.sealed:
            note.sealed = opened.anew("note", note.number, "sealed", note.sealed)

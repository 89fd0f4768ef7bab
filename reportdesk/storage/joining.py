"""Joining a case that others opened: which case it is, who gets a key, and the case's own key."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from reportdesk.domain.case import ENDED, OPEN, Stage, Visibility
from reportdesk.storage.case import Case, governing
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


def case_behind(tx: Tx, ref: str) -> Case | None:
    """The case with a public reference, or the one it was merged into."""
    case = tx.session.scalar(select(Case).where(Case.ref == ref))
    return governing(tx, case) if case is not None else None


def joinable(tx: Tx, ref: str, school_id: str | None, practice: str | None) -> Case | None:
    """The case behind a public reference, if a report about this school can join it today.

    Not one that ended or is withheld, nor one whose contents are just being handed over.
    """
    case = case_behind(tx, ref)
    if case is None or school_id is None:
        return None
    same = (case.school_id, case.practice) == (school_id, practice)
    shown = case.visible and case.visibility != Visibility.WITHHELD
    takes = Stage(case.stage) in OPEN and is_active(tx, case.authority_id)
    return case if same and shown and takes and not is_waiting(tx, case.case_id) else None


def earlier(tx: Tx, ref: str) -> str | None:
    """The id of the ended case behind a reference: a new report about it opens a linked one."""
    case = case_behind(tx, ref)
    return case.case_id if case is not None and Stage(case.stage) in ENDED else None


def reception(tx: Tx, case: Case | None, planned: Plan) -> Reception:
    """Who would get it: the case's holder and those above, or else those of the route."""
    if case is None:
        holder, ladder = planned.holder, planned.route.ladder
    else:
        holder, ladder = case.authority_id, tuple(case.ladder)
    above = tuple(authority_name(tx, one) for one in ladder if one != holder)
    return Reception(authority_name(tx, holder), above)


def next_report(tx: Tx, case_id: str) -> int:
    """The number of the case's next report."""
    last = tx.session.scalar(select(func.max(Report.number)).where(Report.case_id == case_id))
    return (last or 0) + 1


def share_case_key(
    tx: Tx, case_id: str, opened: Iterable[str], wrap: Callable[[Report], bytes]
) -> None:
    """Give reports that joined since somebody last opened the case its key, wrapped by ``wrap``;
    those of cases merged into it get it beside the key of their own case.

    ``opened`` are the ids of the reports that this session can open.
    """
    able = set(opened)
    for report in all_reports(tx, case_id):
        if report.report_id not in able:
            continue
        if report.case_id != case_id:
            report.parent_key = report.parent_key or wrap(report)
        elif report.awaits_case_key:
            report.case_key = wrap(report)
            report.awaits_case_key = False

"""Merged cases: whose reports a case speaks for, and what the merging rule looks at.

A merge is a pointer from child to parent; no row of a report moves.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from reportdesk.domain.case import Action, Stage
from reportdesk.storage.case import Case, governing
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History


def gathered(tx: Tx, case_id: str) -> list[str]:
    """Ids of the case and of all that follow it, directly or through others: merged into it, or
    closed before it went on with them.

    A case that itself follows another speaks for its own reports alone; the other speaks for all.
    """
    own = tx.session.get(Case, case_id)
    found = [case_id]
    level = [] if own is not None and own.parent_id is not None else [case_id]
    while level:
        level = [row.case_id for row in _below(tx, level)]
        found += level
    return found


def gathered_each(tx: Tx, cases: Iterable[Case]) -> dict[str, list[str]]:
    """The same for many cases, each level read once."""
    found = {case.case_id: [case.case_id] for case in cases}
    following = {case.case_id for case in cases if case.parent_id is not None}
    owner = {case_id: case_id for case_id in found if case_id not in following}
    while owner:
        level = _below(tx, owner)
        owner = {row.case_id: owner[row.parent_id] for row in level if row.parent_id}
        for case_id, root in owner.items():
            found[root].append(case_id)
    return found


def children_of(tx: Tx, case_id: str) -> list[Case]:
    """The cases merged straight into this one, by their reference."""
    merged = [row for row in _below(tx, [case_id]) if row.stage == Stage.MERGED]
    return sorted(merged, key=lambda row: row.ref)


def _below(tx: Tx, case_ids: Iterable[str]) -> list[Case]:
    """The cases that follow any of these straight."""
    return list(tx.session.scalars(select(Case).where(Case.parent_id.in_(case_ids))))


def line_of(tx: Tx, case: Case) -> list[Case]:
    """The case, what it was merged into, and so on up to the one that governs."""
    found = [case]
    top = governing(tx, case)
    while found[-1].case_id != top.case_id and found[-1].parent_id is not None:
        found.append(tx.session.get_one(Case, found[-1].parent_id))
    return found


def standing_reports(tx: Tx, case_id: str) -> int:
    """Reports not withdrawn, of a case and of every case that follows it."""
    total, level = 0, [tx.session.get_one(Case, case_id)]
    while level:
        total += sum(row.reports for row in level)
        level = _below(tx, [row.case_id for row in level])
    return total


def was_away(tx: Tx, case: Case, on: date) -> bool:
    """Whether the case followed another on a day and is back: its own dates did nothing then."""
    kinds = (Action.MERGE.value, Action.UNMERGE.value)
    rows = select(History).where(History.case_id == case.case_id, History.event.in_(kinds))
    last = tx.session.scalars(rows.where(History.on <= on).order_by(History.number.desc())).first()
    return last is not None and last.event == Action.MERGE

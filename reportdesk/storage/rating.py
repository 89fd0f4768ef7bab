"""What reporters say about an answer: codes that the early closing and published rates need.

Whether somebody was punished is no column: a yes is a message of pressure, a no leaves nothing.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    ForeignKeyConstraint,
    Integer,
    String,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from reportdesk.domain.taxonomy import Solved
from reportdesk.storage.answer import answers_of
from reportdesk.storage.base import Base
from reportdesk.storage.case import Case
from reportdesk.storage.columns import Id, case_table
from reportdesk.storage.db import Tx
from reportdesk.storage.history import History
from reportdesk.storage.merging import gathered
from reportdesk.storage.report import Report, all_reports


class Rating(Base):
    """One report's rating of one answer; it may be changed while its window is open.

    The first one waits, unseen, for the slot. A change waits beside what the desk knows: were the
    known one hidden meanwhile, the desk would see at what time of day somebody changed it.
    """

    __tablename__ = "rating"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "report_id"], ["report.case_id", "report.report_id"]),
        case_table(reporter=True),
    )

    case_id: Mapped[str] = mapped_column(Id, primary_key=True)
    report_id: Mapped[str] = mapped_column(Id, primary_key=True)
    answer_number: Mapped[int] = mapped_column(Integer, primary_key=True)
    on: Mapped[date] = mapped_column(Date)
    solved: Mapped[str] = mapped_column(String(10))
    """A :class:`~reportdesk.domain.taxonomy.Solved` value."""
    satisfied: Mapped[int] = mapped_column(Integer)
    """1 to 5."""
    visible: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether it reached the desk, in the next fixed slot; until then it has no effect."""
    next_on: Mapped[date | None] = mapped_column(Date)
    next_solved: Mapped[str | None] = mapped_column(String(10))
    next_satisfied: Mapped[int | None] = mapped_column(Integer)

    @property
    def said(self) -> tuple[str, int]:
        """What the reporter said last: solved, and how satisfied."""
        if self.next_solved is None or self.next_satisfied is None:
            return self.solved, self.satisfied
        return self.next_solved, self.next_satisfied

    def arrive(self) -> None:
        """What waits counts from now on."""
        self.visible = True
        if self.next_on is not None:
            self.on, (self.solved, self.satisfied) = self.next_on, self.said
        self.next_on = self.next_solved = self.next_satisfied = None


def arriving() -> ColumnElement[bool]:
    """Ratings, and changes of ratings, that wait for the slot."""
    return or_(Rating.visible.is_(False), Rating.next_on.is_not(None))


def rating_of(tx: Tx, report: Report, answer_number: int) -> Rating | None:
    """What one report says about one answer."""
    return tx.session.get(Rating, (report.case_id, report.report_id, answer_number))


def ratings_of(tx: Tx, case_id: str, answer_number: int) -> list[Rating]:
    """The ratings of one answer that reached the desk, of reports that were not withdrawn."""
    rows = select(Rating).where(
        Rating.case_id.in_(gathered(tx, case_id)),
        Rating.answer_number == answer_number,
        Rating.visible,
    )
    standing = {row.report_id for row in all_reports(tx, case_id) if not row.withdrawn}
    return [row for row in tx.session.scalars(rows) if row.report_id in standing]


def keep(tx: Tx, report: Report, answer_number: int, solved: Solved, satisfied: int) -> Rating:
    """Note a rating, or a change of the one there was; either waits for the slot."""
    row = rating_of(tx, report, answer_number)
    if row is not None and row.visible:
        row.next_on, row.next_solved, row.next_satisfied = tx.today, solved.value, satisfied
    else:
        if row is None:
            row = Rating(
                case_id=report.case_id, report_id=report.report_id, answer_number=answer_number
            )
            tx.session.add(row)
        row.on, row.solved, row.satisfied, row.visible = tx.today, solved.value, satisfied, False
    tx.session.flush()
    return row


def all_confirmed(tx: Tx, case_id: str, answer_number: int) -> date | None:
    """The day since which all reports say that the matter is solved, or None.

    That of the last confirmation, or of the withdrawal that left only reports which confirmed. A
    report that has not reached the desk, because it waits for the slot or apart, is not asked.
    """
    reports = [row for row in all_reports(tx, case_id) if row.visible and not row.withdrawn]
    said = [row for row in ratings_of(tx, case_id, answer_number) if row.solved == Solved.YES]
    if not reports or len(said) < len(reports):
        return None
    left = select(func.max(History.on)).where(
        History.case_id == case_id, History.event == "report_withdrawn"
    )
    return max(*(row.on for row in said), tx.session.scalar(left) or date.min)


def confirmed(tx: Tx, stages: Collection[str]) -> list[str]:
    """Ids of the cases in one of ``stages`` of which some report says that it is solved, its own
    or one of a case merged into it."""
    child = aliased(Case)
    said = (Rating.visible, Rating.solved == Solved.YES.value, Case.stage.in_(stages))
    own = select(Case.case_id).join(Rating, Rating.case_id == Case.case_id).where(*said)
    below = (
        select(Case.case_id)
        .join(child, child.parent_id == Case.case_id)
        .join(Rating, Rating.case_id == child.case_id)
        .where(*said)
    )
    return sorted({*tx.session.scalars(own), *tx.session.scalars(below)})


def rating_waits(tx: Tx, case_id: str) -> bool:
    """Whether a rating of the case, or a change of one, has not reached the desk yet."""
    ours = Rating.case_id.in_(gathered(tx, case_id))
    rows = select(Rating.report_id).where(ours, arriving())
    return tx.session.scalar(rows.limit(1)) is not None


def next_answer(tx: Tx, case_id: str) -> int:
    """The number of a case's next answer.

    Never one under which any of its reports rated an answer of another case, as reports of merged
    cases do.
    """
    rows = select(func.max(Rating.answer_number)).where(Rating.case_id.in_(gathered(tx, case_id)))
    last = [row.number for row in answers_of(tx, case_id)]
    return max([*last, tx.session.scalar(rows) or 0]) + 1

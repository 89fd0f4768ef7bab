"""A case: one school, practice and period at one authority, with what a rule needs in plain."""

from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.storage.base import Base
from reportdesk.storage.columns import Id, Json, case_table
from reportdesk.storage.db import Tx


class Case(Base):
    """The public matter; everything typed by a reporter is sealed elsewhere."""

    __tablename__ = "case"
    __table_args__ = (
        Index(None, "authority_id", "stage"),
        case_table(reporter=True),
    )

    case_id: Mapped[str] = mapped_column(Id, primary_key=True)
    ref: Mapped[str] = mapped_column(String(9), unique=True)
    """Public reference such as ``7K4M-2QX9``; random."""
    authority_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    """Who holds the case now (the platform desk while returned or undeliverable)."""
    target_id: Mapped[str] = mapped_column(ForeignKey("authority.id"))
    """Whom routing named; differs from the holder while the holder stands in."""
    ladder: Mapped[list[str]] = mapped_column(Json)
    """Authorities above the target, lowest first."""
    copied: Mapped[list[str]] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(String(60))
    reason_params: Mapped[dict[str, Any]] = mapped_column(Json)
    rests_on_answer: Mapped[bool] = mapped_column(Boolean, default=False)
    school_id: Mapped[str | None] = mapped_column(ForeignKey("school.id"))
    division_code: Mapped[str] = mapped_column(ForeignKey("division.code"))
    school_kind: Mapped[str] = mapped_column(String(30))
    ownership: Mapped[str] = mapped_column(String(10))
    run_by: Mapped[str] = mapped_column(String(10))
    practice: Mapped[str] = mapped_column(String(40))
    lever: Mapped[str] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(String(10))
    period_from: Mapped[str] = mapped_column(String(7))
    """Month ``YYYY-MM``."""
    period_to: Mapped[str | None] = mapped_column(String(7))
    """Month, or None while it is still running or unknown."""
    filed_on: Mapped[date] = mapped_column(Date)
    pack: Mapped[str] = mapped_column(String(60))
    stage: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer, default=1)
    """Grows with every act; a form made for another version is stale."""
    level: Mapped[int] = mapped_column(Integer, default=0)
    returns: Mapped[int] = mapped_column(Integer, default=0)
    delivered_on: Mapped[date | None] = mapped_column(Date)
    accepted_on: Mapped[date | None] = mapped_column(Date)
    presumed_on: Mapped[date | None] = mapped_column(Date)
    """Presumed acceptance after K1 lapsed: statistics and the guideline clock only."""
    answered_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    extension_days: Mapped[int] = mapped_column(Integer, default=0)
    own_number: Mapped[str | None] = mapped_column(String(60))
    """The authority's own reference."""
    decline_reason: Mapped[str | None] = mapped_column(String(40))
    closure_reason: Mapped[str | None] = mapped_column(String(40))
    visibility: Mapped[str] = mapped_column(String(10), default="stub")
    withheld_reason: Mapped[str | None] = mapped_column(String(40))
    assigned_to: Mapped[str | None] = mapped_column(Id)
    parent_id: Mapped[str | None] = mapped_column(Id, index=True)
    """The case this one was merged into."""
    linked_id: Mapped[str | None] = mapped_column(Id, index=True)
    """The earlier case whose new facts opened this one."""
    reports: Mapped[int] = mapped_column(Integer, default=1)
    """Reports not withdrawn; never public as a number."""
    visible: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether the desk may show it yet (fixed slots, so that no exception becomes a timer)."""
    demo: Mapped[bool] = mapped_column(Boolean, default=False)


def ref_taken(tx: Tx, ref: str) -> bool:
    """Whether a public reference is in use."""
    return tx.session.scalar(select(Case.case_id).where(Case.ref == ref)) is not None


def governing(tx: Tx, case: Case) -> Case:
    """The case whose stage and clocks count for this one: itself, or what it was merged into."""
    seen = {case.case_id}
    while case.parent_id is not None and case.parent_id not in seen:
        seen.add(case.parent_id)
        case = tx.session.get_one(Case, case.parent_id)
    return case

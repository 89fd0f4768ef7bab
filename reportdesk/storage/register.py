"""The register of the nation: divisions, authorities and schools with their former names.

Reference tables: small, the same on every shard, and never deleted from. A code that is gone keeps
its row with ``valid_to`` and, where one is known, its successor.
"""

from datetime import date

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.storage.base import Base
from reportdesk.storage.columns import Id
from reportdesk.storage.db import Tx

REFERENCE = {"info": {"reference": True}}


class Division(Base):
    """An administrative division: province, city or county."""

    __tablename__ = "division"
    __table_args__ = (REFERENCE,)

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    """Six digits of GB/T 2260."""
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))
    level: Mapped[str] = mapped_column(String(10))
    """``province``, ``city`` or ``county``."""
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("division.code"), index=True)
    covered: Mapped[bool] = mapped_column(Boolean)
    """False for Hong Kong, Macao and Taiwan."""
    valid_to: Mapped[date | None] = mapped_column(Date)
    """Last day of the code; None while it is in force."""
    successor: Mapped[str | None] = mapped_column(String(6))


class Authority(Base):
    """A body that supervises schools, is informed, or runs this platform."""

    __tablename__ = "authority"
    __table_args__ = (REFERENCE,)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    """``edu-420000``, ``hr-420100``, ``cac-420000``, ``min-miit``, ``platform``."""
    kind: Mapped[str] = mapped_column(String(12))
    """An :class:`~reportdesk.domain.authority.AuthorityKind` value."""
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(160))
    division_code: Mapped[str | None] = mapped_column(ForeignKey("division.code"), index=True)
    """None for national bodies and the platform."""
    level: Mapped[str] = mapped_column(String(10))
    """A :class:`~reportdesk.domain.authority.Level` value."""
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("authority.id"), index=True)
    name_verified: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether a person confirmed the name; most are derived by rule."""
    entered: Mapped[bool] = mapped_column(Boolean, default=False)
    """Entered by a person (a functional zone's bureau); loading the register leaves it alone."""
    small: Mapped[bool] = mapped_column(Boolean, default=False)
    """Known to supervise fewer than 20 schools."""
    contact: Mapped[str | None] = mapped_column(String(300))
    contact_source: Mapped[str | None] = mapped_column(String(300))
    contact_on: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    successor: Mapped[str | None] = mapped_column(String(40))


class School(Base):
    """One school under its present name."""

    __tablename__ = "school"
    __table_args__ = (Index(None, "division_code", "kind"), REFERENCE)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    moe_code: Mapped[str | None] = mapped_column(String(20), unique=True)
    """The ministry's school code (学校标识码), which survives a change of name."""
    name: Mapped[str] = mapped_column(String(100))
    name_normal: Mapped[str] = mapped_column(String(100), index=True)
    """What :func:`~reportdesk.domain.school_names.normal_name` makes of the name."""
    initials: Mapped[str] = mapped_column(String(100))
    """First letters of the name in pinyin, lower case."""
    sort_key: Mapped[str] = mapped_column(String(400))
    """The name in pinyin: the order of Chinese names, since no database here sorts them."""
    kind: Mapped[str] = mapped_column(String(30))
    ownership: Mapped[str] = mapped_column(String(10))
    run_by: Mapped[str] = mapped_column(String(10))
    supervisor: Mapped[str | None] = mapped_column(String(80))
    """Supervising department as published (主管部门); None while unknown."""
    supervisor_id: Mapped[str | None] = mapped_column(ForeignKey("authority.id"))
    """The authority that text names, where the register has it."""
    division_code: Mapped[str] = mapped_column(ForeignKey("division.code"))
    """The county, city or province the school belongs to, as precise as known."""
    managing_authority_code: Mapped[str | None] = mapped_column(String(40))
    """Code of the bureau that manages the school locally (属地管理教育行政部门代码), or its id."""
    source: Mapped[str] = mapped_column(String(12))
    """``shipped``, ``ministry``, ``entered`` or ``demo``."""
    pupils: Mapped[int | None] = mapped_column(Integer)
    pupils_source: Mapped[str | None] = mapped_column(String(300))
    pupils_on: Mapped[date | None] = mapped_column(Date)
    demo: Mapped[bool] = mapped_column(Boolean, default=False)
    valid_to: Mapped[date | None] = mapped_column(Date)
    successor: Mapped[str | None] = mapped_column(Id)


class SchoolName(Base):
    """A former name of a school."""

    __tablename__ = "school_name"
    __table_args__ = (REFERENCE,)

    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    name_normal: Mapped[str] = mapped_column(String(100), index=True)
    valid_from: Mapped[date | None] = mapped_column(Date)
    """None while nobody entered when the name began."""
    valid_to: Mapped[date] = mapped_column(Date)
    """Day on which the register learned of the new name."""


def place_names(tx: Tx, code: str) -> tuple[str, str]:
    """A division with the one above it, in Chinese and in English."""
    row = tx.session.get_one(Division, code)
    parent = tx.session.get(Division, row.parent_code) if row.parent_code else None
    if parent is None:
        return row.name, row.name_en
    return f"{parent.name}{row.name}", f"{row.name_en}, {parent.name_en}"

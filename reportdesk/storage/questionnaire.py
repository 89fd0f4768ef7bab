"""Questionnaires as they were answered: kept for good, so that a report says what it was asked."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from reportdesk.domain.questionnaire import Questionnaire
from reportdesk.storage.base import Base
from reportdesk.storage.columns import Json
from reportdesk.storage.db import Tx


class KeptQuestionnaire(Base):
    """One version: written when the first report answers it, never changed or deleted.

    It holds the words of a pack and nothing of a report, nor when it was first answered.
    """

    __tablename__ = "questionnaire"
    __table_args__ = ({"info": {"reference": True}},)

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(Json)


def keep(tx: Tx, asked: Questionnaire) -> str:
    """Keep a questionnaire, unless it is kept; returns its hash."""
    if tx.session.get(KeptQuestionnaire, asked.hash) is None:
        tx.session.add(KeptQuestionnaire(hash=asked.hash, content=asked.content()))
        tx.session.flush()
    return asked.hash


def kept(tx: Tx, hashes: Collection[str]) -> dict[str, Questionnaire]:
    """The questionnaires with these hashes, as far as they were kept."""
    rows = select(KeptQuestionnaire).where(KeptQuestionnaire.hash.in_(hashes))
    return {row.hash: Questionnaire.of(row.content) for row in tx.session.scalars(rows)}

"""Imports every record once, so that Alembic and the guards see the whole schema."""

from reportdesk.storage import (
    answer,
    audit,
    case,
    clock,
    excerpt,
    history,
    job,
    ledger,
    letter,
    outbox,
    questionnaire,
    rating,
    register,
    report,
    rulebook,
    staff,
    suspected,
)
from reportdesk.storage.base import Base

RECORDS = (
    *(answer, audit, case, clock, excerpt, history, job, ledger, letter, outbox),
    *(questionnaire, rating, register, report, rulebook, staff, suspected),
)
METADATA = Base.metadata

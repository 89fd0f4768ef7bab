"""Imports every record once, so that Alembic and the guards see the whole schema."""

from reportdesk.storage import (
    answer,
    audit,
    case,
    clock,
    correspondence,
    excerpt,
    history,
    job,
    ledger,
    letter,
    mailing,
    official,
    outbox,
    questionnaire,
    rating,
    register,
    report,
    staff,
    suspected,
)
from reportdesk.storage.base import Base

RECORDS = (
    *(answer, audit, case, clock, correspondence, excerpt, history, job, ledger, letter),
    *(mailing, official, outbox, questionnaire, rating, register, report, staff, suspected),
)
METADATA = Base.metadata

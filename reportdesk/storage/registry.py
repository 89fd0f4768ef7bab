"""Imports every record once, so that Alembic and the guards see the whole schema."""

from reportdesk.storage import (
    answer,
    audit,
    case,
    clock,
    correspondence,
    excerpt,
    history,
    hold,
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
    retention,
    rulebook,
    staff,
    suspected,
    withholding,
)
from reportdesk.storage.base import Base

RECORDS = (
    *(answer, audit, case, clock, correspondence, excerpt, history, hold, job, ledger, letter),
    *(mailing, official, outbox, questionnaire, rating, register, report, retention, rulebook),
    *(staff, suspected, withholding),
)
METADATA = Base.metadata

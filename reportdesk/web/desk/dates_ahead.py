"""Dates that a step would set, worked out before anybody decides."""

from datetime import date
from typing import Any

from flask import request

from reportdesk.domain.clocks import DueDate
from reportdesk.domain.counting import Days
from reportdesk.domain.errors import BadInput
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.queries.casefile import CaseFile
from reportdesk.web.context import runtime
from reportdesk.web.labels import clock_length


def decision(on: date | None) -> DueDate | None:
    """When a matter that is accepted on a day has to be decided."""
    return _judged(ClockKey.DECISION, on, started_by="accepted")


def reply() -> DueDate | None:
    """Until when a question put today waits."""
    return _judged(ClockKey.NEEDS_INFO, runtime().clock().date())


def promise(by: date | None) -> DueDate | None:
    """When a measure promised today for a day is due."""
    return _judged(ClockKey.MEASURE, runtime().clock().date(), promised=by) if by else None


def extension(file: CaseFile, until: date | None) -> DueDate | None:
    """The new date of a decision extended to a day; None where it cannot be extended to it."""
    running = (line for line in file.clocks if line.stopped_on is None)
    clock = next((line for line in running if line.key == ClockKey.DECISION), None)
    if clock is None or until is None or until <= clock.due:
        return None
    pack = runtime().pack
    unit = pack.clocks[ClockKey.EXTENSION].unit
    days = Days(pack.calendar).until(unit, clock.judged.raw_due, until)
    return _judged(ClockKey.EXTENSION, clock.started_on, extension_days=days)


def of_extension() -> dict[str, Any]:
    """What the page of an extension needs: its limit, the new date, whether it was asked for."""
    return {
        "most": clock_length(ClockKey.EXTENSION),
        "ahead": extension,
        "asked": request.form.get("do") == "date",
    }


def _judged(key: str, start: date | None, **facts: object) -> DueDate | None:
    """A date by the pack in force; None for what its rules do not allow."""
    if start is None:
        return None
    try:
        return runtime().pack.due_date(key, start, **facts)
    except (BadInput, OverflowError):  # the step itself will say what is wrong with it
        return None

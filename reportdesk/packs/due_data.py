"""A due date as plain values for machines: the same for the command line and the public site."""

from datetime import date
from typing import Any

from reportdesk.domain.clocks import DueDate, Param
from reportdesk.packs.explain import explain
from reportdesk.packs.schema import Pack
from reportdesk.packs.words import cite


def due_data(due: DueDate, pack: Pack, lang: str) -> dict[str, Any]:
    """A due date as JSON values: ISO dates, codes, the trace, and the same in sentences."""
    citation = due.citation
    return {
        "clock": due.key,
        "name": pack.labels("clock", due.key, lang),
        "kind": due.kind.value,
        "start": due.start.isoformat(),
        "days": due.days,
        "unit": due.unit.value,
        "raw_due": due.raw_due.isoformat(),
        "due": due.due.isoformat(),
        "overdue_from": due.overdue_from.isoformat(),
        "provisional": due.provisional,
        "trace": [
            {"step": step.code, **{name: _plain(value) for name, value in step.params.items()}}
            for step in due.trace
        ],
        "explanation": explain(due, pack, lang),
        "citation": {
            "law": citation.law,
            "article": citation.article,
            "words": cite(citation, pack, lang),
            "url": citation.url,
            "retrieved": citation.retrieved.isoformat() if citation.retrieved else None,
        },
        "calendar_version": due.calendar_version,
        "pack": due.pack,
    }


def _plain(value: Param) -> object:
    """A trace parameter as a JSON value."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value

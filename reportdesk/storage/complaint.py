"""Complaints that a case went to the wrong body, read from its history."""

from reportdesk.storage.db import Tx
from reportdesk.storage.history import events

DECIDED = frozenset({"route_confirmed", "route_corrected", "reassign"})
"""Events that close a complaint."""


def open_complaint(tx: Tx, case_id: str) -> bool:
    """Whether a reporter complained and nobody decided since."""
    asked = False
    for row in events(tx, case_id):
        if row.event == "route_questioned":
            asked = True
        elif row.event in DECIDED:
            asked = False
    return asked

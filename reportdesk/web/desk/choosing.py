"""Choosing an authority without a script: type a name, look it up, pick one."""

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext as _

from reportdesk.queries.casefile import CaseFile
from reportdesk.queries.choosing import authority_names, find_authorities
from reportdesk.web.context import read
from reportdesk.web.desk.case_history import name

NOT_LISTED = "not_listed"
"""A body that the register does not have."""


def offer_authorities(
    field: Any, file: CaseFile, first: Iterable[str], *, without: Iterable[str], typed: str
) -> None:
    """Give a choice the authorities of the case, then those whose name holds what was typed.

    What was chosen before stays among them, so that a search loses nothing.
    """
    known = {one: names for one in first if (names := file.authorities.get(one))}
    found = dict(read(lambda tx: find_authorities(tx, typed)))
    kept = request.form.get(field.name, "")
    if kept and kept not in known and kept not in found:
        found |= read(lambda tx: authority_names(tx, [kept]))
    left_out = set(without)
    offered = {one: names for one, names in {**known, **found}.items() if one not in left_out}
    field.choices = [(one, name(names)) for one, names in offered.items()]


def offer_other_body(field: Any) -> None:
    """Add that the body is not in the register."""
    field.choices = [*field.choices, (NOT_LISTED, _("名录里没有，写在说明里"))]

"""A school said not to be listed whose name is nearly that of a listed one: offered once."""

from typing import Any

from flask import request

from reportdesk.domain.filing_parts import Fault
from reportdesk.domain.school_index import Why
from reportdesk.queries.register import SchoolItem
from reportdesk.queries.school_search import search_schools
from reportdesk.web.context import read
from reportdesk.web.report.walk import UNLISTED, Raw, Walk

MOST = 3
SHORTEST = 4
"""Characters; what is shorter is near to anything."""
LIKE = frozenset({None, Why.NEARLY.value})


def offered(walk: Walk) -> list[SchoolItem]:
    """The schools that were offered for the name as it stands now."""
    name = walk.text("school", "name")
    return _near(walk, name) if name and walk.raw("school").get("offered") == name else []


def keep(walk: Walk, previous: Raw) -> None:
    """Remember for which name schools were offered."""
    walk.answers["school"]["offered"] = previous.get("offered")


def first_time(walk: Walk) -> tuple[Fault, ...]:
    """Something to look at, if schools are offered for this name for the first time."""
    raw, name = walk.answers["school"], walk.text("school", "name")
    if walk.where.school_id is not None or not name or raw["offered"] == name:
        return ()
    if walk.raw("where").get("by") == "search" and walk.text("where", "q") == name:
        return ()  # the list of that search was just refused
    raw["offered"] = name
    return (Fault("same", "school_near"),) if _near(walk, name) else ()


def take(walk: Walk) -> bool:
    """Take over a school that was offered and chosen; what was typed about it is not needed."""
    chosen = request.form.get("same", "")
    if chosen in {"", UNLISTED} or chosen not in {item.id for item in offered(walk)}:
        return False
    where: dict[str, Any] = walk.answers.setdefault("where", {})
    where["school"] = chosen
    walk.answers["school"] = {}
    return True


def _near(walk: Walk, name: str) -> list[SchoolItem]:
    """Schools of the province with this name or nearly this one."""
    province = walk.text("school", "province")
    if len(name) < SHORTEST or not province:
        return []
    found = read(lambda tx: search_schools(tx, name, province, MOST))
    return [item for item in found if item.why in LIKE]

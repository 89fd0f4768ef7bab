"""Use cases of sizes that decide what may be named in public: pupils of a school, a small bureau.

A person enters them with a source; nothing is derived, and loading the register leaves them alone.
"""

from datetime import date

from sqlalchemy import select

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.errors import BadInput, NotFound
from reportdesk.storage.audit import log
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Authority, School

COMMAND_LINE = "command line"
LONGEST_SOURCE = 300
MOST_PUPILS = 200_000


def count_pupils(tx: Tx, school: str, *, pupils: int, source: str, on: date) -> str:
    """Note how many pupils a school (an id, or a name that only one has) had on a day.

    Returns its name. Raises NotFound("school") also when several schools have the name.
    """
    row = tx.session.get(School, school) or _only_one(tx, school)
    if not 0 < pupils <= MOST_PUPILS:
        raise BadInput("pupils", "pupils_out_of_range", most=MOST_PUPILS)
    if on > tx.today:
        raise BadInput("on", "counted_in_future")
    row.pupils, row.pupils_source, row.pupils_on = pupils, _source(source), on
    detail = f"{row.id} {pupils} {on.isoformat()}"
    log(tx, PLATFORM_AUTHORITY, COMMAND_LINE, "pupils_counted", detail=detail)
    return row.name


def mark_small(tx: Tx, authority_id: str, *, small: bool, source: str) -> str:
    """Note whether a bureau supervises fewer than 20 schools; the source stands in the record.

    Returns its name. Its cases are public under the nearest body above that is not small.
    """
    row = tx.session.get(Authority, authority_id)
    if row is None or authority_id == PLATFORM_AUTHORITY:
        raise NotFound("authority")
    row.small = small
    act = "marked_small" if small else "marked_not_small"
    log(tx, PLATFORM_AUTHORITY, COMMAND_LINE, act, detail=f"{row.id} {_source(source)}")
    return row.name


def _source(text: str) -> str:
    """Where a number comes from, which must be said."""
    source = text.strip()
    if not source:
        raise BadInput("source", "source_missing")
    if len(source) > LONGEST_SOURCE:
        raise BadInput("source", "too_long", most=LONGEST_SOURCE)
    return source


def _only_one(tx: Tx, name: str) -> School:
    """The school with a present name that no other has."""
    rows = select(School).where(School.name == name.strip(), School.valid_to.is_(None))
    found = list(tx.session.scalars(rows.limit(2)))
    if len(found) != 1:
        raise NotFound("school")
    return found[0]

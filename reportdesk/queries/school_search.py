"""Finding a school by what people type: the name, a former one, initials, an abbreviation, a slip.

The names stand in an index in memory that is built at the first search and again when the register
has more of them; what is shown about a school is read afresh. Nothing about a search is kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from threading import Lock
from typing import Any
from unicodedata import combining, normalize
from weakref import WeakKeyDictionary

from sqlalchemy import func, select

from reportdesk.domain.authority import Level
from reportdesk.domain.school_index import Entry, Hit, SchoolIndex, Typed, Why
from reportdesk.domain.school_names import normal_name, without_place
from reportdesk.packs.pinyin import initials, sort_key
from reportdesk.packs.simplified import simplified
from reportdesk.queries.register import SchoolItem, school_items
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Division, School, SchoolName

Stamp = tuple[int, int]
LONGEST = 80
"""Characters that are looked for; no name is longer, and what stands behind them is cut off."""
_built: WeakKeyDictionary[Any, tuple[Stamp, SchoolIndex]] = WeakKeyDictionary()
"""The index of each database this process reads."""
_building = Lock()


def search_schools(
    tx: Tx, text: str, province: str | None = None, limit: int = 20
) -> list[SchoolItem]:
    """Schools that ``text`` may mean, the likeliest first; ``province`` is a division code.

    In this order: the name, with or without 省, 市, 县, 区; names beginning with it, present and
    former; one character wrong; pinyin; abbreviations (湖职 for 湖北…职业…); the same sound; names
    containing it; the same without a place in front. Schools no longer in force come last unless
    named exactly.
    """
    typed = _typed(text[:LONGEST])
    if not typed.normal:
        return []
    index, within = _index(tx), (province or "")[:2]
    hits = {hit.school: hit for hit in index.find(typed, within, limit)}
    for inside, rest in _without_places(tx, typed.normal) if len(hits) < limit else ():
        if inside.startswith(within):
            for hit in index.find(Typed(rest, _reading(rest)), inside, limit):
                hits.setdefault(hit.school, hit)
    return _items(tx, list(hits.values())[:limit], typed.normal)


def _typed(text: str) -> Typed:
    """What was typed in simplified characters, Latin letters without marks of tone."""
    plain = "".join(sign for sign in normalize("NFD", text) if not combining(sign))
    normal = normal_name(simplified(normalize("NFC", plain)))
    return Typed(normal, _reading(normal))


def _reading(text: str) -> str:
    """A reading without blanks, as letters are compared."""
    return sort_key(text).replace(" ", "")


def _items(tx: Tx, hits: list[Hit], normal: str) -> list[SchoolItem]:
    """What is shown of each school, read now; those gone last."""
    rows = tx.session.scalars(select(School).where(School.id.in_([hit.school for hit in hits])))
    known = {row.id: row for row in rows}
    there = [hit for hit in hits if hit.school in known]
    there.sort(key=lambda hit: _is_past(known[hit.school], normal))
    items = school_items(tx, [(known[hit.school], hit.former) for hit in there])
    return [
        replace(item, why=hit.why.value if hit.why and hit.why is not Why.FORMER else None)
        for item, hit in zip(items, there, strict=True)
    ]


def _is_past(row: School, normal: str) -> bool:
    """Whether a school stands behind the others: closed, and not what was typed."""
    return row.valid_to is not None and row.name_normal != normal


def _without_places(tx: Tx, normal: str) -> Iterator[tuple[str, str]]:
    """A name without the province, city and county in front: (how codes there begin, the rest)."""
    inside, rest = "", normal
    for _ in range(3):
        found = _place_before(tx, rest, inside)
        if found is None:
            return
        inside, rest = found
        yield inside, rest


def _place_before(tx: Tx, normal: str, inside: str) -> tuple[str, str] | None:
    """The division a name begins with, as the digits its schools share, and what follows."""
    rows = tx.session.scalars(
        select(Division).where(
            Division.name.startswith(normal[:2], autoescape=True),
            Division.code.startswith(inside),
            Division.valid_to.is_(None),
        )
    )
    rests = [(row, without_place(normal, row.name)) for row in rows]
    fitting = [(len(rest), row.code, row.level, rest) for row, rest in rests if rest]
    if not fitting:
        return None
    _, code, level, rest = min(fitting)
    return code[:2] if level == Level.PROVINCE.value else code[:4], rest


def _index(tx: Tx) -> SchoolIndex:
    """The index of this database, built anew when schools or names were added."""
    engine = tx.session.get_bind().engine
    stamp = _count(tx, School), _count(tx, SchoolName)
    with _building:
        known = _built.get(engine)
        if known is None or known[0] != stamp:
            known = _built[engine] = stamp, SchoolIndex(_entries(tx))
    return known[1]


def _count(tx: Tx, rows: type[School] | type[SchoolName]) -> int:
    """How many rows a table has."""
    return tx.session.scalar(select(func.count()).select_from(rows)) or 0


def _entries(tx: Tx) -> Iterable[Entry]:
    """Every present and every former name."""
    columns = School.id, School.name_normal, School.division_code, School.initials, School.sort_key
    for school, normal, division, letters, reading in tx.session.execute(select(*columns)):
        yield Entry(school, normal, division, letters, reading.replace(" ", ""))
    former = select(SchoolName.school_id, SchoolName.name, School.division_code)
    for school, name, division in tx.session.execute(former.join(School)):
        yield Entry(school, normal_name(name), division, initials(name), _reading(name), name)

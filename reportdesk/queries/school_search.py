"""Finding a school by what people type: the name, a former one, initials, or an abbreviation."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, func, select

from reportdesk.domain.authority import Level
from reportdesk.domain.school_names import abbreviation_span, normal_name, without_place
from reportdesk.queries.register import SchoolItem, school_items
from reportdesk.storage.db import Tx
from reportdesk.storage.register import Division, School, SchoolName

LONGEST_ABBREVIATION = 12
"""Characters; what is longer is a name with a mistake, not an abbreviation."""
CANDIDATES = 200
Condition = ColumnElement[bool]


def search_schools(
    tx: Tx, text: str, province: str | None = None, limit: int = 20
) -> list[SchoolItem]:
    """Schools that ``text`` may mean, the likeliest first; ``province`` is a division code.

    In this order: the exact name, names beginning with it, former names, pinyin, abbreviations
    (湖职 for 湖北…职业…), names containing it, the same without a place in front. Within one step
    shorter names come first. Schools no longer in force come last unless named exactly.
    """
    normal = normal_name(text)
    if not normal:
        return []
    search = _Search(tx, province, limit)
    search.by_name(normal)
    search.by_former_name(normal)
    if normal.isascii():
        search.by_pinyin(normal)
    search.by_short_name(normal)
    search.by_part(normal)
    search.by_place_and_name(normal)
    found = search.found.values()
    return school_items(tx, sorted(found, key=lambda pair: _is_past(pair[0], normal)))


def _is_past(row: School, normal: str) -> bool:
    """Whether a school stands behind the others: closed, and not what was typed."""
    return row.valid_to is not None and row.name_normal != normal


class _Search:
    """Fills a list step by step until it is full."""

    def __init__(self, tx: Tx, province: str | None, limit: int) -> None:
        self.tx = tx
        self.limit = limit
        self.where: list[Condition] = []
        if province is not None:
            self.where = [School.division_code.startswith(province[:2], autoescape=True)]
        self.found: dict[str, tuple[School, str | None]] = {}

    def by_name(self, normal: str) -> None:
        """Present names: equal, then beginning with it."""
        self._add(School.name_normal == normal)
        self._add(School.name_normal.startswith(normal, autoescape=True))

    def by_part(self, normal: str) -> None:
        """Present names that contain it."""
        self._add(School.name_normal.contains(normal, autoescape=True))

    def by_former_name(self, normal: str) -> None:
        """Former names that contain it."""
        rows = self.tx.session.execute(
            select(School, SchoolName.name)
            .join(SchoolName, SchoolName.school_id == School.id)
            .where(SchoolName.name_normal.contains(normal, autoescape=True), *self.where)
            .order_by(func.length(SchoolName.name_normal), School.sort_key, School.id)
            .limit(self.limit)
        )
        for row, name in rows:
            self._take(row, name)

    def by_pinyin(self, letters: str) -> None:
        """First letters of the reading, or the reading itself."""
        self._add(School.initials.startswith(letters, autoescape=True))
        reading = func.replace(School.sort_key, " ", "")
        self._add(reading.startswith(letters, autoescape=True))
        self._add(School.initials.contains(letters, autoescape=True))

    def by_short_name(self, short: str, where: Condition | None = None) -> None:
        """Names with the characters of ``short`` in that order, the first one first."""
        if not 1 < len(short) <= LONGEST_ABBREVIATION:
            return
        pattern = "%".join(c for c in short if c not in "%_\\") + "%"
        self._add(
            School.name_normal.like(pattern) if where is None else where,
            lambda row: abbreviation_span(short, row.name_normal),
        )

    def by_place_and_name(self, normal: str) -> None:
        """Without the province, city and county in front, among the schools of that place."""
        inside, rest = "", normal
        for _ in range(3):
            found = self._place_before(rest, inside)
            if found is None:
                return
            inside, rest = found
            here = School.division_code.startswith(inside)
            self._add(and_(here, School.name_normal.endswith(rest, autoescape=True)))
            self.by_short_name(rest, here)

    def _place_before(self, normal: str, inside: str) -> tuple[str, str] | None:
        """The division a name begins with, as the digits its schools share, and what follows."""
        rows = self.tx.session.scalars(
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

    def _add(
        self, condition: Condition, rank: Callable[[School], int | None] = lambda _: 0
    ) -> None:
        """Take what meets ``condition``, lowest rank first, without what has none."""
        if len(self.found) >= self.limit:
            return
        rows = self.tx.session.scalars(
            select(School)
            .where(condition, *self.where)
            .order_by(func.length(School.name_normal), School.sort_key, School.id)
            .limit(CANDIDATES)
        )
        ranked = [(rank(row), row) for row in rows]
        for _, row in sorted(
            ((place, row) for place, row in ranked if place is not None), key=lambda pair: pair[0]
        ):
            self._take(row, None)

    def _take(self, row: School, former: str | None) -> None:
        """One school, unless it is there already or the list is full."""
        if len(self.found) < self.limit:
            self.found.setdefault(row.id, (row, former))

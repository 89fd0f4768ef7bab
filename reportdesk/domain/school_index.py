"""An index of school names that forgives: initials, abbreviations, a slip, words left out.

Four orders of the same names (as they are, from behind, by initials, by reading), each searched by
bisection, and one pass over all names only when these left room. No index of letter groups: one
wrong character leaves the first or the second half of a name whole, and that half finds it.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from heapq import nsmallest
from typing import NamedTuple

from reportdesk.domain.school_names import NATION, abbreviation_span, loose, stem

SHORTEST_WITH_A_SLIP = 4
"""Characters; a shorter name with one changed is another name."""
LONGEST_ABBREVIATION = 12
"""Characters or letters; what is longer is a name with a mistake, not an abbreviation."""
SHORTEST_LETTERS = 3
"""Letters that may be picked out of the initials; fewer would fit anything."""
LAST = "\U0010ffff"


class Why(StrEnum):
    """Why a school was found, where it is not the name that was typed."""

    FORMER = "former"
    PINYIN = "pinyin"
    SHORT = "short"
    NEARLY = "nearly"


class Entry(NamedTuple):
    """One name of a school, present or ``former``."""

    school: str
    normal: str
    division: str
    initials: str
    reading: str
    """The name in pinyin without blanks."""
    former: str | None = None


class Typed(NamedTuple):
    """What was typed: its normal name, and its reading without blanks."""

    normal: str
    reading: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A school that was found, by which former name if by one, and why."""

    school: str
    former: str | None
    why: Why | None


@dataclass(frozen=True, slots=True)
class Step:
    """One way to find names: where they may stand, and how well each fits (None: not at all).

    ``ends`` says that nothing further is looked for once this found something.
    """

    positions: Iterable[int]
    rank: Callable[[int], int | None]
    why: Why | None = None
    ends: bool = False
    last_resort: bool = False


class SchoolIndex:
    """Every name of every school; built once, asked often."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=lambda one: loose(one.normal))
        self.names = [loose(one.normal) for one in self.entries]
        self.letters = [one.initials for one in self.entries]
        self.backwards = self._order(lambda i: self.names[i][::-1])
        self.initials = self._order(lambda i: self.letters[i])
        self.readings = self._order(lambda i: self.entries[i].reading)

    def find(self, typed: Typed, province: str = "", limit: int = 20) -> list[Hit]:
        """The schools meant, likeliest first; ``province`` is how their division codes begin.

        A step is taken only while the list is not full, and the last ones only while it is empty:
        whoever typed the name does not want to see what sounds like it.
        """
        found: dict[str, Hit] = {}
        query = loose(typed.normal)
        for step in self._steps(typed, query) if query else ():
            if len(found) >= limit or (found and step.last_resort):
                break
            for position in self._best(step, province, limit):
                entry = self.entries[position]
                why = Why.FORMER if entry.former else step.why
                found.setdefault(entry.school, Hit(entry.school, entry.former, why))
            if step.ends and found:
                break
        return list(found.values())[:limit]

    def _steps(self, typed: Typed, query: str) -> Iterator[Step]:
        """The ways to find a name, likeliest first."""
        exact, slip = bool(self._equal(query)), self._slip(query, typed.reading)
        short = exact and len(query) <= SHORTEST_WITH_A_SLIP
        yield Step(self._beginning(query), self._same(typed.normal), ends=short)
        yield Step(self._near(query), slip, Why.NEARLY, ends=exact)
        yield Step(self._beginning(stem(query)), self._risen(query), Why.NEARLY)
        if query.isascii():
            yield Step(
                _slice(self.initials, query, self.letters.__getitem__), self._rest, Why.PINYIN
            )
            yield Step(self._read_like(query), self._rest, Why.PINYIN)
            yield Step(self._picked(query), self._letters(query), Why.PINYIN)
        if 1 < len(query) <= LONGEST_ABBREVIATION:
            yield Step(self._beginning(query[0]), self._short(query), Why.SHORT)
            yield Step(self._beginning(NATION), self._short(query, len(NATION)), Why.SHORT)
        if not query.isascii() and len(query) > 1:
            yield Step(self._read_like(typed.reading), self._rest, Why.NEARLY, last_resort=True)
        yield Step(self._containing(query), self._rest, last_resort=True)

    def _best(self, step: Step, province: str, limit: int) -> list[int]:
        """The best of one step, shorter names first; a school may have several names."""
        found = step.positions
        if province:
            found = [i for i in found if self.entries[i].division.startswith(province)]
        rank, names = step.rank, self.names
        ranked = ((place, len(names[i]), i) for i in found if (place := rank(i)) is not None)
        return [i for *_, i in nsmallest(3 * limit, ranked)]

    @staticmethod
    def _rest(_: int) -> int:
        """All alike."""
        return 0

    def _equal(self, query: str) -> range:
        """Names that are the query."""
        return range(bisect_left(self.names, query), bisect_left(self.names, query + "\0"))

    def _beginning(self, query: str) -> range:
        """Names that begin with the query."""
        return range(bisect_left(self.names, query), bisect_left(self.names, query + LAST))

    def _same(self, normal: str) -> Callable[[int], int]:
        """The name as typed, one with or without 市, one that goes on; present before former."""
        query = loose(normal)

        def rank(i: int) -> int:
            entry = self.entries[i]
            more = 1 if self.names[i] == query else 2
            return 2 * (0 if entry.normal == normal else more) + bool(entry.former)

        return rank

    def _near(self, query: str) -> list[int]:
        """Names of about the same length whose first or second half is that of the query."""
        if len(query) < SHORTEST_WITH_A_SLIP:
            return []
        half, names, least = len(query) // 2, self.names, len(query) - 1
        tail = _slice(self.backwards, query[half:][::-1], lambda i: names[i][::-1])
        return [
            *(i for i in self._beginning(query[:half]) if len(names[i]) >= least),
            *(i for i in tail if least <= len(names[i]) <= least + 2),
        ]

    def _slip(self, query: str, reading: str) -> Callable[[int], int | None]:
        """One character wrong, too few or too many; the same sound is likelier."""

        def rank(i: int) -> int | None:
            if one_slip(query, self.names[i]):
                return 0 if self.entries[i].reading == reading else 1
            return 2 if one_slip(query, self.names[i][: len(query)]) else None

        return rank

    def _read_like(self, letters: str) -> "array[int]":
        """Names whose reading begins so."""
        return _slice(self.readings, letters, lambda i: self.entries[i].reading)

    def _picked(self, query: str) -> Iterable[int]:
        """Names from whose initials the letters may be picked, the first one first."""
        if not SHORTEST_LETTERS <= len(query) <= LONGEST_ABBREVIATION:
            return ()
        return _slice(self.initials, query[0], self.letters.__getitem__)

    def _letters(self, query: str) -> Callable[[int], int | None]:
        """How closely the letters stand together in the initials."""
        return lambda i: abbreviation_span(query, self.letters[i])

    def _risen(self, query: str) -> Callable[[int], int | None]:
        """The same but for the ending, which changes when a school rises in rank."""
        return lambda i: 0 if stem(self.names[i]) == stem(query) else None

    def _short(self, query: str, after: int = 0) -> Callable[[int], int | None]:
        """Some characters of the name in their order, the first one first; the closer the better.

        ``after`` is how many characters in front do not count.
        """
        return lambda i: abbreviation_span(query, self.names[i][after:])

    def _containing(self, query: str) -> list[int]:
        """Names that hold the query, and initials that hold letters."""
        found = [i for i, name in enumerate(self.names) if query in name]
        if query.isascii():
            found += [i for i, letters in enumerate(self.letters) if query in letters]
        return found

    def _order(self, key: Callable[[int], str]) -> "array[int]":
        """All positions by a key."""
        return array("I", sorted(range(len(self.names)), key=key))


def _slice(order: "array[int]", start: str, key: Callable[[int], str]) -> "array[int]":
    """The positions whose key begins with ``start``."""
    first = bisect_left(order, start, key=key)
    return order[first : bisect_left(order, start + LAST, lo=first, key=key)]


def one_slip(typed: str, name: str) -> bool:
    """Whether two names differ by one character changed, left out, added, or two swapped.

    >>> one_slip("湖北职业学院", "湖北职业大学院")
    True
    """
    if typed == name or abs(len(typed) - len(name)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(typed, name, strict=False)) if a != b), -1)
    at = min(len(typed), len(name)) if at < 0 else at
    if len(typed) > len(name):
        return typed[at + 1 :] == name[at:]
    if len(typed) < len(name):
        return typed[at:] == name[at + 1 :]
    swapped = typed[at : at + 2] == name[at : at + 2][::-1] and typed[at + 2 :] == name[at + 2 :]
    return typed[at + 1 :] == name[at + 1 :] or swapped

"""Which known school a listed one is, when no code says so."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reportdesk.domain.school_names import stem

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """A school as matching sees it: where it is, and its present and former normal names."""

    key: str
    province: str
    """Two digits."""
    division: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A listed school and the known one it is; ``likely`` when only likeness says so."""

    known: str
    listed: str
    likely: bool


def match_names(known: Iterable[Named], listed: Iterable[Named]) -> list[Pair]:
    """Pairs of schools that are one: same name in one province, else same stem in one place.

    A pair is made only when neither side has a second candidate, so that no school inherits the
    history of another.
    """
    known, listed = list(known), list(listed)
    same = _pairs(known, listed, lambda s: {(s.province, name) for name in s.names})
    taken_known = {k for k, _ in same}
    taken_listed = {w for _, w in same}
    left = [school for school in known if school.key not in taken_known]
    right = [school for school in listed if school.key not in taken_listed]
    likely = _pairs(left, right, lambda s: {(s.division, stem(name)) for name in s.names})
    sure = [Pair(k, w, likely=False) for k, w in same]
    return sure + [Pair(k, w, likely=True) for k, w in likely]


def _pairs(
    known: list[Named], listed: list[Named], keys: Callable[[Named], Iterable[Key]]
) -> list[tuple[str, str]]:
    """Keys of schools that share a look-up key nobody else on their own side has."""
    left, right = _by_key(known, keys), _by_key(listed, keys)
    found = {
        (left[key][0], right[key][0])
        for key in left.keys() & right.keys()
        if len(left[key]) == 1 and len(right[key]) == 1
    }
    knowns = Counter(k for k, _ in found)
    listeds = Counter(w for _, w in found)
    return sorted((k, w) for k, w in found if knowns[k] == 1 and listeds[w] == 1)


def _by_key(schools: list[Named], keys: Callable[[Named], Iterable[Key]]) -> dict[Key, list[str]]:
    """School keys by look-up key."""
    found: dict[Key, list[str]] = {}
    for school in schools:
        for key in keys(school):
            found.setdefault(key, []).append(school.key)
    return found

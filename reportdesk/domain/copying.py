"""Whether a text repeats what a report says: a run of eight characters is no accident.

Spaces, punctuation, case and width do not count, so that a word between commas is still found.
A Chinese sign or a digit weighs one character; Latin letters weigh a third, as words are longer.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from reportdesk.domain.identity import Span
from reportdesk.domain.identity.signs import plainly, without_invisible

LONGEST_RUN = 8.0
"""Characters; a run this long is refused."""
LATIN = 1 / 3


class _Sign(NamedTuple):
    """One sign that counts, and where it stands."""

    sign: str
    at: int

    @property
    def weight(self) -> float:
        """How much of a run it is."""
        return LATIN if self.sign.isascii() and self.sign.isalpha() else 1.0


def copied(text: str, sealed: Iterable[str], allowed: Iterable[str] = ()) -> Span | None:
    """The first run of ``text`` that also stands in one of ``sealed``; None for none.

    ``allowed`` are names that both sides may have: a run inside one of them is no copy.
    """
    ours = _signs(text)
    names = [_plain(name) for name in allowed]
    theirs = [_plain(one) for one in sealed]
    for start in range(len(ours)):
        end = _run(ours, start)
        if end is None:
            return None
        run = "".join(one.sign for one in ours[start:end])
        if any(run in name for name in names):
            continue
        if any(run in one for one in theirs):
            return Span(ours[start].at, ours[end - 1].at + 1)
    return None


def stands_in(name: str, sealed: Iterable[str]) -> bool:
    """Whether a report has a name or a number too, however short."""
    bare = _plain(name)
    return bool(bare) and any(bare in _plain(one) for one in sealed)


def texts_in(content: Any) -> Iterator[str]:
    """Every text inside what a report holds, however deep."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for value in content.values():
            yield from texts_in(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from texts_in(value)


def _run(signs: list[_Sign], start: int) -> int | None:
    """Where a run that begins at ``start`` is long enough; None when the text ends before."""
    weight = 0.0
    for end in range(start, len(signs)):
        weight += signs[end].weight
        if weight >= LONGEST_RUN - LATIN / 2:
            return end + 1
    return None


def _signs(text: str) -> list[_Sign]:
    """The signs that count."""
    bare, places = without_invisible(text)
    plain = plainly(bare).lower()
    return [_Sign(sign, places[at]) for at, sign in enumerate(plain) if sign.isalnum()]


def _plain(text: str) -> str:
    """The same as one text."""
    return "".join(one.sign for one in _signs(text))

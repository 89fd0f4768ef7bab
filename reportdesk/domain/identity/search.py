"""Looks for every kind of detail, and masks."""

from collections.abc import Iterable, Mapping

from reportdesk.domain.identity.kinds import MASK, Detail, DetailKind, Finder, Span
from reportdesk.domain.identity.names import NAMES
from reportdesk.domain.identity.numbers import NUMBERS
from reportdesk.domain.identity.places import PLACES
from reportdesk.domain.identity.signs import plainly, without_invisible
from reportdesk.domain.identity.times import TIMES

FINDERS: tuple[Finder, ...] = (*NUMBERS, *TIMES, *PLACES, *NAMES)
"""In this order: an identity number before the card or phone number that it may contain."""

PASSES = 3
"""What one rule took can uncover something for another; more than this never did in tests."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―－_"), "-") | dict.fromkeys(map(ord, "\u00a0\t"), " ")
_DIGITS = dict(
    zip(
        map(ord, "〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"), "001234567891123456789", strict=True
    )
)
"""Chinese numerals to digits, for numbers written to be overlooked."""


REPEATED = frozenset(DetailKind) - {DetailKind.EXACT_TIME, DetailKind.ONLY_ME, DetailKind.TOGETHER}
"""Kinds whose words are looked for again, where they stand without a cue."""
SHORTEST_REPEATED = 2
"""One sign alone, as 张 in 张老师, is too common to be looked for again."""

Known = frozenset[tuple[DetailKind, str]]


def details_of(texts: Mapping[str, str]) -> dict[str, tuple[Detail, ...]]:
    """The details of several texts of one person; what is named in one is known in all."""
    known = frozenset(
        (one.kind, without_invisible(text[one.start : one.end])[0])
        for text in texts.values()
        for one in details(text)
    )
    return {field: details(text, known) for field, text in texts.items()}


def details(text: str, known: Known = frozenset()) -> tuple[Detail, ...]:
    """Every detail found, in the order of the text, none overlapping another.

    Words found once, here or before (``known``), are found again where they stand without a cue.
    """
    bare, places = without_invisible(text)
    return tuple(
        Detail(one.kind, places[one.start], places[one.end - 1] + 1)
        for one in _details(bare, known)
    )


def _details(text: str, known: Known) -> tuple[Detail, ...]:
    """The same for a text of visible signs alone."""
    plain = plainly(text)
    found: list[Detail] = []
    for _ in range(PASSES):
        before = len(found)
        for rule in FINDERS:
            plain = _take(rule, plain, found)
        here = frozenset((one.kind, text[one.start : one.end]) for one in found)
        plain = _take_again(here | known, text, plain, found)
        if len(found) == before:
            break
    return tuple(sorted(found, key=lambda detail: detail.start))


def public_details(text: str) -> tuple[Detail, ...]:
    """What could point at somebody in a text of an authority, where an hour gives nothing away."""
    return tuple(one for one in details(text) if one.kind is not DetailKind.EXACT_TIME)


def _take(rule: Finder, plain: str, found: list[Detail]) -> str:
    """Add what the rule finds; the text comes back with that covered, as long as before."""
    seen = plain.translate(_DASHES).translate(_DIGITS) if rule.numerals else plain
    place = 0
    while match := rule.pattern.search(seen, place):
        start, end = match.span("it")
        believed = start < end and rule.believed(match)
        place = max(end, match.start() + 1) if believed else match.start() + 1
        if believed:
            found.append(Detail(rule.kind, start, end))
            plain = plain[:start] + MASK[0] * (end - start) + plain[end:]
    return plain


def _take_again(known: Known, text: str, plain: str, found: list[Detail]) -> str:
    """Add the other places of words that are known, the longest first; the text comes back."""
    again = [one for one in known if one[0] in REPEATED and len(one[1]) >= SHORTEST_REPEATED]
    for kind, words in sorted(again, key=lambda one: (-len(one[1]), one)):
        start = text.find(words)
        while start >= 0:
            end = start + len(words)
            free = MASK[0] not in plain[start:end] and not _inside_a_word(text, start, end)
            if free:
                found.append(Detail(kind, start, end))
                plain = plain[:start] + MASK[0] * (end - start) + plain[end:]
            start = text.find(words, end if free else start + 1)
    return plain


def _inside_a_word(text: str, start: int, end: int) -> bool:
    """Whether Latin letters or digits go on before or behind."""
    pairs = (text[max(0, start - 1) : start + 1], text[end - 1 : end + 1])
    return any(len(pair) == 2 and pair.isascii() and pair.isalnum() for pair in pairs)


def mask(text: str, hidden: Iterable[Span]) -> str:
    """``text`` with each of ``hidden`` replaced by :data:`MASK`; overlapping ones become one."""
    parts: list[str] = []
    done = 0
    for start, end in joined(hidden):
        parts += [text[done:start], MASK]
        done = end
    return "".join([*parts, text[done:]])


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap made one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined

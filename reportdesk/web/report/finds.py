"""Personal details found in typed texts: shown by level and kind, and decided about.

A page that lets a reporter send words needs four things from here. ``finds(texts, decided, …)``
says what was found, with the choices made so far; ``marked`` and ``masked`` give each text as shown
and as sent; ``decisions(request.form)`` reads a posted choice, or a choice for a whole level, to be
kept in the page's sealed state. The template writes them with the macro ``finds`` of
``report/_finds.html``. Nothing found is kept anywhere: every page looks anew.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from reportdesk.domain.identity import (
    LEVELS,
    DetailKind,
    Level,
    School,
    Span,
    details_of,
    joined,
    mask,
    together,
)
from reportdesk.web.markup import paragraphs

CHOICES = ("mask", "keep", "edit")
PREFIX = "find-"
ALL = "all"
"""Name of the buttons that choose for a whole level; a value is ``mask-narrows``, for example."""
NAME = re.compile(r"find-[a-z_]{1,20}-[a-z_]{1,20}-[0-9a-f]{16}")
DIGEST_BYTES = 8
MANY = 6
"""More rows than this in one level are folded away behind what holds for all of them."""
SHOWN_PARTS = 4
OPENS, CLOSES = "\ue000", "\ue001"
"""Signs that nobody types, where a mark begins and ends until the text is escaped."""


@dataclass(frozen=True, slots=True)
class Find:
    """One row: the same words of one kind, wherever they stand, with what was decided."""

    kind: DetailKind
    words: str
    choice: str
    spots: tuple[tuple[str, Span], ...]
    """Field and place of everything that masking hides."""
    seen: tuple[tuple[str, Span], ...]
    """Field and place of what is marked in the text."""

    @property
    def level(self) -> Level:
        """What it gives away."""
        return LEVELS.get(self.kind, Level.IDENTIFIES_YOU)

    @property
    def name(self) -> str:
        """Name of the choice in the form; it stays as long as the words are the same."""
        return _name(self.kind, self.words)

    @property
    def fields(self) -> tuple[str, ...]:
        """The texts it stands in, each once, in the order of the page."""
        return tuple(dict.fromkeys(field for field, _ in self.seen))

    @property
    def times(self) -> int:
        """How often it stands there; a combination stands there once."""
        return 1 if self.kind is DetailKind.TOGETHER else len(self.seen)


@dataclass(frozen=True, slots=True)
class OfLevel:
    """The rows of one level, those of a kind together."""

    level: Level
    rows: tuple[Find, ...]

    @property
    def kinds(self) -> list[tuple[DetailKind, list[Find]]]:
        """Each kind with its rows."""
        return [(kind, list(rows)) for kind, rows in groupby(self.rows, lambda row: row.kind)]

    def count(self, choice: str) -> int:
        """How many rows have this choice."""
        return sum(row.choice == choice for row in self.rows)

    @property
    def folded(self) -> bool:
        """Whether there are many and nothing was decided for one alone."""
        return len(self.rows) > MANY and len({row.choice for row in self.rows}) == 1

    @property
    def many(self) -> bool:
        """Whether the rows stand in a part that folds."""
        return len(self.rows) > MANY


@dataclass(frozen=True, slots=True)
class Finds:
    """Everything found in the texts of one page."""

    rows: tuple[Find, ...]
    public: bool = False
    """Whether the texts are to be published."""

    def __iter__(self) -> Iterator[Find]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def levels(self) -> list[OfLevel]:
        """The levels that have rows, the gravest first."""
        of = [OfLevel(level, tuple(r for r in self.rows if r.level is level)) for level in Level]
        return [one for one in of if one.rows]

    def chosen(self, choice: str) -> list[Find]:
        """The rows with this choice."""
        return [row for row in self.rows if row.choice == choice]


def usual(level: Level, *, public: bool = False) -> str:
    """What happens when nothing is chosen: everything is masked but names of others.

    They help an inquiry; in words that are to be ``public`` they are masked as well.
    """
    return "keep" if level is Level.IDENTIFIES_OTHERS and not public else "mask"


def _name(kind: DetailKind, words: str) -> str:
    """Name of the choice about some words; the words are not in it."""
    digest = hashlib.blake2b(words.encode(), digest_size=DIGEST_BYTES).hexdigest()
    return f"{PREFIX}{LEVELS.get(kind, Level.IDENTIFIES_YOU)}-{kind}-{digest}"


def finds(
    texts: Mapping[str, str],
    decided: Mapping[str, object],
    school: School,
    *,
    public: bool = False,
) -> Finds:
    """Everything found in the texts, by field, with the choices made so far."""
    spots: dict[tuple[DetailKind, str], list[tuple[str, Span]]] = {}
    for field, found in details_of(texts).items():
        for detail in found:
            key = (detail.kind, texts[field][detail.start : detail.end])
            spots.setdefault(key, []).append((field, detail.span))
    rows = [
        Find(kind, words, _choice(decided, kind, words, public=public), tuple(at), tuple(at))
        for (kind, words), at in spots.items()
    ]
    rows += _combined(texts, decided, school)
    order = list(DetailKind)
    return Finds(tuple(sorted(rows, key=lambda row: order.index(row.kind))), public)


def _choice(
    decided: Mapping[str, object], kind: DetailKind, words: str, *, public: bool = False
) -> str:
    """What was decided, or what is usual for the level."""
    given = decided.get(_name(kind, words))
    if given in CHOICES:
        return str(given)
    return usual(LEVELS.get(kind, Level.IDENTIFIES_YOU), public=public)


def _combined(
    texts: Mapping[str, str], decided: Mapping[str, object], school: School
) -> Iterator[Find]:
    """The row about a small school, a class and a day, if all three are there."""
    found = together(texts, school)
    if found is None:
        return
    classes = [(field, span) for field, spans in found.classes.items() for span in spans]
    days = [(field, day) for field, spans in found.days.items() for day in spans]
    seen = (*classes, *((field, day.whole) for field, day in days))
    parts = list(dict.fromkeys(texts[field][span.start : span.end] for field, span in seen))
    more = [] if len(parts) <= SHOWN_PARTS else ["…"]
    words = " + ".join([*parts[:SHOWN_PARTS], *more])
    choice = _choice(decided, DetailKind.TOGETHER, words)
    hidden = tuple((field, day.day) for field, day in days)
    yield Find(DetailKind.TOGETHER, words, choice, hidden, seen)


def masked(texts: Mapping[str, str], found: Finds) -> dict[str, str]:
    """The texts with everything masked that the person wants masked."""
    hidden = [spot for row in found.chosen("mask") for spot in row.spots]
    return {
        field: mask(text, [span for name, span in hidden if name == field])
        for field, text in texts.items()
    }


def marked(
    field: str,
    text: str,
    found: Finds,
    made: Callable[[str], Markup] = paragraphs,
) -> Markup:
    """A typed text with its finds marked; ``made`` escapes it, by default as paragraphs."""
    plain = text.replace(OPENS, "?").replace(CLOSES, "?")
    spans = joined(span for row in found for name, span in row.seen if name == field)
    for start, end in reversed(spans):
        plain = f"{plain[:start]}{OPENS}{plain[start:end]}{CLOSES}{plain[end:]}"
    html = str(made(plain)).replace(OPENS, "<mark>").replace(CLOSES, "</mark>")
    return Markup(html)  # noqa: S704 -- escaped by ``made``; only our own element was added


def decisions(form: Mapping[str, str]) -> dict[str, str]:
    """The choices of a posted form; a button for a whole level speaks for each row of it."""
    chosen = {
        name: value for name, value in form.items() if NAME.fullmatch(name) and value in CHOICES
    }
    choice, _, level = form.get(ALL, "").partition("-")
    if choice in CHOICES:
        of_level = f"{PREFIX}{level}-"
        chosen |= {name: choice for name in chosen if name.startswith(of_level)}
    return chosen

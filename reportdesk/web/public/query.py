"""What an address of the public record asks for: all known and in one order, or an error."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from reportdesk.release.fields import ASKED, Field, Kind
from reportdesk.release.labels import is_label
from reportdesk.release.reader import Release

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])", re.ASCII)
PAGE = re.compile(r"[1-9]\d{0,5}", re.ASCII)
LANGS = frozenset({"zh", "en"})
FILTERS: Mapping[str, Field] = {field.name: field for field in ASKED}


class QueryError(Exception):
    """A parameter that this address does not take (``name`` None), or a value it does not know."""

    def __init__(self, name: str | None, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = tuple(known)


@dataclass(frozen=True, slots=True)
class Query:
    """A checked request: filters, release and page; ``english`` is the language."""

    english: bool = False
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    release: str | None = None
    page: int = 1

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in canonical order: language, filters, release, page."""
        found = [("lang", "en")] if self.english else []
        found += [(name, ",".join(codes)) for name, codes in self.filters.items()]
        found += [("release", self.release)] if self.release else []
        return found + ([("page", str(self.page))] if self.page > 1 else [])


def parse(given: MultiDict[str, str], takes: Sequence[str]) -> Query:
    """The request as far as it can be judged without a release.

    Several values of a filter are parted by commas or given again. Raises QueryError.
    """
    known = ("lang", *takes)
    if any(name not in known for name in given):
        raise QueryError(None, known)
    langs = _values(given, "lang")
    if not LANGS.issuperset(langs) or len(langs) > 1:
        raise QueryError("lang", sorted(LANGS))
    filters = {name: _values(given, name) for name in FILTERS if name in takes}
    return Query(
        english=langs == ("en",),
        filters={name: values for name, values in filters.items() if values},
        release=_one(given, "release", is_label),
        page=int(_one(given, "page", lambda text: bool(PAGE.fullmatch(text))) or 1),
    )


def _values(given: MultiDict[str, str], name: str) -> tuple[str, ...]:
    """All values of a parameter, sorted, each once; empty ones (an unused field) left out."""
    parts = (part for text in given.getlist(name) for part in text.split(","))
    return tuple(sorted({part for part in parts if part}))


def _one(given: MultiDict[str, str], name: str, valid: Callable[[str], bool]) -> str | None:
    """The only value of a parameter, or None."""
    values = _values(given, name)
    if len(values) > 1 or not all(valid(value) for value in values):
        raise QueryError(name, ())
    return values[0] if values else None


def check(query: Query, release: Release | None) -> None:
    """Raises QueryError for a value that the release has no word for."""
    for name, values in query.filters.items():
        wanted = FILTERS[name]
        if not all(_known(wanted, value, release) for value in values):
            raise QueryError(name, choices(wanted, release))


def _known(wanted: Field, value: str, release: Release | None) -> bool:
    """Whether a column can have a value."""
    if wanted.kind is Kind.MONTH:
        return MONTH.fullmatch(value) is not None
    if wanted.kind is Kind.FLAG:
        return value in {"0", "1"}
    return release is None or (wanted.words or "", value) in release.words.by_code


FEW = 40
"""Most codes that an error names."""


def choices(wanted: Field, release: Release | None) -> tuple[str, ...]:
    """The values a column can have, where they are few enough to say."""
    if wanted.kind is Kind.FLAG:
        return ("0", "1")
    if release is None or wanted.words is None:
        return ()
    codes = tuple(code for group, code in release.words.by_code if group == wanted.words)
    return codes if len(codes) <= FEW else ()

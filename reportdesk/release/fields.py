"""The one list of public columns: it feeds pages, CSV, JSON, the store and the dictionary.

Words for each column, in Chinese and English, stand in ``packs/data/open_data.yaml``.
"""

from dataclasses import dataclass
from enum import StrEnum

from reportdesk.domain.taxonomy import Question


class Kind(StrEnum):
    """Type of a column's values."""

    TEXT = "text"
    CODE = "code"
    CODES = "codes"
    """Several codes; ``;`` between them in CSV."""
    DAY = "day"
    MONTH = "month"
    WHEN = "when"
    """A day where an authority's own act fixed it, else a month."""
    NUMBER = "number"
    FLAG = "flag"
    """1 or 0."""
    WORDS = "words"
    """The same sentence in both languages: two columns ``_zh`` and ``_en`` and no code."""
    RECORDS = "records"
    """Objects in JSON; in CSV ``;`` between records and ``|`` between their parts."""


class Shown(StrEnum):
    """From which level on a column has values, or that it speaks of the file."""

    ALWAYS = "always"
    STUB = "stub"
    FULL = "full"
    FILE = "file"
    """Of the whole file: in every row of a CSV, once in a JSON."""


@dataclass(frozen=True, slots=True)
class Field:
    """One public column.

    ``words`` names the list of words its codes are read with; such a column is followed by
    ``<name>_zh`` and ``<name>_en``. ``asked`` says that addresses may filter by it.
    """

    name: str
    kind: Kind
    shown: Shown
    words: str | None = None
    asked: bool = False
    parts: tuple[str, ...] = ()
    """Parts of a record, all of them in JSON."""
    brief: tuple[str, ...] = ()
    """The parts that CSV shows."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns this field makes."""
        if self.kind is Kind.WORDS:
            return (f"{self.name}_zh", f"{self.name}_en")
        if self.words is None:
            return (self.name,)
        return (self.name, f"{self.name}_zh", f"{self.name}_en")


def _code(name: str, shown: Shown, words: str | None = None, *, asked: bool = False) -> Field:
    """A column of codes that are read with the words of ``words`` (its own name by default)."""
    return Field(name, Kind.CODE, shown, words or name, asked)


def _codes(name: str, shown: Shown, words: str, *, asked: bool = False) -> Field:
    """A column of several codes."""
    return Field(name, Kind.CODES, shown, words, asked)


def _sheet(question: str) -> tuple[Field, ...]:
    """Both sides' answers to one question; students' words are never published."""
    return (
        _code(f"students_{question}", Shown.FULL, "answer"),
        _code(f"authority_{question}", Shown.FULL, "answer"),
        Field(f"authority_{question}_words", Kind.TEXT, Shown.FULL),
    )


STUB = (
    Field("ref", Kind.TEXT, Shown.ALWAYS),
    _code("level", Shown.ALWAYS, "visibility", asked=True),
    _code("withheld_reason", Shown.ALWAYS),
    _code("province", Shown.STUB, asked=True),
    _code("practice", Shown.STUB, asked=True),
    _code("stage", Shown.STUB, asked=True),
    _code("authority", Shown.STUB, asked=True),
    _code("standing", Shown.STUB, asked=True),
    _code("outcome", Shown.STUB, asked=True),
    Field("month", Kind.MONTH, Shown.STUB, asked=True),
    Field("merged_into", Kind.TEXT, Shown.STUB),
    Field("returned_late", Kind.FLAG, Shown.STUB),
    Field("reopens", Kind.TEXT, Shown.STUB),
    Field("reopened_as", Kind.TEXT, Shown.STUB),
    _code("decline_reason", Shown.STUB),
    _code("clock", Shown.STUB),
    _code("clock_kind", Shown.STUB),
    Field("due", Kind.WHEN, Shown.STUB),
    Field("due_provisional", Kind.FLAG, Shown.STUB),
    Field("overdue_days", Kind.NUMBER, Shown.STUB),
    _code("late_by", Shown.STUB, "authority"),
    _codes("rungs", Shown.STUB, "rung", asked=True),
    Field("listed", Kind.FLAG, Shown.STUB, asked=True),
    _code("timely", Shown.STUB, asked=True),
    _code("timely_kind", Shown.STUB, "clock_kind", asked=True),
    _code("age", Shown.STUB, "band"),
    _code("taken_from", Shown.STUB, "authority"),
)
FULL = (
    _code("school", Shown.FULL, asked=True),
    _code("school_kind", Shown.FULL),
    _code("division", Shown.FULL),
    _code("scope", Shown.FULL),
    _codes("levers", Shown.FULL, "lever"),
    Field("accepted", Kind.DAY, Shown.FULL),
    Field("answered", Kind.DAY, Shown.FULL),
    _code("answered_by", Shown.FULL, "authority"),
    Field("answer_days", Kind.NUMBER, Shown.FULL),
    _code("answer_band", Shown.FULL, "band"),
    _code("finding", Shown.FULL),
    _codes("measures", Shown.FULL, "measure"),
    Field("measures_late", Kind.NUMBER, Shown.FULL),
    _codes("asked", Shown.FULL, "asked"),
    _codes("unmet", Shown.FULL, "asked"),
    Field("review_level", Kind.NUMBER, Shown.FULL),
    Field("reopened", Kind.FLAG, Shown.FULL),
    Field("title", Kind.TEXT, Shown.FULL),
    Field("summary", Kind.TEXT, Shown.FULL),
    Field("legal_basis", Kind.TEXT, Shown.FULL),
    Field("document", Kind.TEXT, Shown.FULL),
    Field("document_on", Kind.DAY, Shown.FULL),
    *(field for question in Question for field in _sheet(question.value)),
)
RECORDS = (
    Field(
        "promises",
        Kind.RECORDS,
        Shown.FULL,
        parts=("code", "promised", "standing", "overdue_days", "evidence_on", "evidence"),
        brief=("code", "promised", "standing", "evidence_on"),
    ),
    Field("excerpts", Kind.RECORDS, Shown.FULL, parts=("text",), brief=("text",)),
    Field(
        "clocks",
        Kind.RECORDS,
        Shown.STUB,
        parts=(
            *("key", "kind", "exact", "start", "due", "stopped", "standing", "days", "measure"),
            *("entered", "provisional", "was", "how_zh", "how_en"),
        ),
        brief=(
            *("key", "kind", "start", "due", "stopped", "standing", "entered"),
            *("provisional", "was"),
        ),
    ),
    Field(
        "steps",
        Kind.RECORDS,
        Shown.FULL,
        parts=("when", "event", "stage", "code", "entered"),
        brief=("when", "event", "stage", "code", "entered"),
    ),
)
ORIGIN = (
    Field("first_release", Kind.TEXT, Shown.ALWAYS),
    Field("demonstration", Kind.FLAG, Shown.ALWAYS),
    Field("release", Kind.TEXT, Shown.ALWAYS),
    Field("as_of", Kind.DAY, Shown.ALWAYS),
    Field("standing_on", Kind.DAY, Shown.ALWAYS),
    Field("permalink", Kind.TEXT, Shown.ALWAYS),
)
FILE = (
    Field("n", Kind.NUMBER, Shown.FILE),
    Field("caution", Kind.WORDS, Shown.FILE),
    Field("citation", Kind.WORDS, Shown.FILE),
)

FIELDS: tuple[Field, ...] = (*STUB, *FULL, *RECORDS, *ORIGIN, *FILE)
"""Every public column, in the order of the files."""

OF_RELEASE = frozenset({"release", "as_of", "standing_on", "permalink"})
"""Columns that repeat the release's own facts in each row; the store keeps them once."""
STORED = tuple(f for f in FIELDS if f.shown is not Shown.FILE and f.name not in OF_RELEASE)
"""Columns of the store's table of cases."""
ASKED = tuple(field for field in FIELDS if field.asked)
"""Columns that addresses may filter by, in canonical order."""


def columns() -> tuple[str, ...]:
    """Names of all columns of the CSV file, in order."""
    return tuple(name for field in FIELDS for name in field.columns)

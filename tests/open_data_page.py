"""Prints docs/open-data.md from the one list of public columns, so that the page stays true.

``python -m tests.open_data_page > docs/open-data.md``
"""

from reportdesk.packs.loader import DEFAULT_PACK, Pack, load_pack
from reportdesk.packs.open_data import column_words
from reportdesk.release.fields import FIELDS, Field, Kind, Shown

TYPES = {
    Kind.TEXT: "text",
    Kind.CODE: "code",
    Kind.CODES: "codes, `;` between them",
    Kind.DAY: "day `YYYY-MM-DD`",
    Kind.MONTH: "month `YYYY-MM`",
    Kind.WHEN: "day where an authority's own act fixed it, else month",
    Kind.NUMBER: "number",
    Kind.FLAG: "1 or 0",
    Kind.WORDS: "text in two columns, `_zh` and `_en`",
    Kind.RECORDS: "records: objects in JSON; in CSV `;` between records, `|` between parts",
}
LEVELS = {
    Shown.ALWAYS: "every case",
    Shown.STUB: "in outline and in full",
    Shown.FULL: "in full",
    Shown.FILE: "of the file",
}
HEAD = """\
# Open data

Printed from `reportdesk/release/fields.py` and `reportdesk/packs/data/open_data.yaml`: do not
edit, run `.venv/bin/python -m tests.open_data_page > docs/open-data.md`.

The public record is a series of frozen releases under CC BY 4.0. `/data/` offers the newest; every
earlier one stays at `/data/releases/<label>/`. How the numbers are made:
[methodology.md](methodology.md).

## Files

| file | content |
|---|---|
| cases.csv | all cases; UTF-8 with a byte-order mark and CRLF, so that Excel shows Chinese |
| cases.json | the same columns, with records as objects |
| release.sqlite | what the public site itself reads |
| CHANGES.md | what is new, and the checksums of files that a revision replaced |
| SHA256SUMS | checksums of the other four |

`/data/releases/<label>/` is the page of one release, to be cited; `/data/latest/<file>` leads to
the newest file. A label is the ISO week, such as `2026-W47` (`2026-W47-2` for one more in that
week). A release never changes, except that a correction or redaction replaces it by a numbered
revision: the old files are deleted and their checksums stay.
`reportdesk release verify` checks every file.

## The same query in every format

Add `.csv` or `.json` to an address: `/cases?province=CN-HB&stage=accepted` and
`/cases.csv?province=CN-HB&stage=accepted` show the same rows and the same numbers. Several values
of a filter are alternatives (`stage=accepted,investigating`); several filters add up;
`release=2026-W47` asks an earlier release. An unknown or misspelt parameter is an error
(`application/problem+json`), never ignored; another order leads to the canonical one. Files hold
all rows, pages 50. Any site may fetch data addresses, and an ETag says whether they changed.
`/statistics.csv` and `.json` count by province, practice and stage with every code, so that no
case (0) and not covered (`covered` 0) can be told apart.

## Dates for a calendar

`/feeds/deadlines.ics` holds the open dates that an authority's own act fixed: the decision after a
recorded acceptance (K2), its extension (K3), promised measures (K5); no date that rests on a
reporter's act is in it. `province=`, `authority=` and `release=` narrow it, `lang=en` makes it
English. Days, never times; `DTSTAMP` is the release's day at 00:00:00Z, so equal releases give
equal bytes. A `UID` stays when its date changes, and an entry leaves when its clock stops.

`/deadlines.json?clock=K2&start=2026-03-17` computes any date by the same rules, with its trace, its
explanation in both languages, the days of supervision and the calendar's version;
`/deadlines.ics` gives it as one entry. Parameters are those of the page `/deadlines`; a wrong one
is an error.

## Reading the columns

Every file says as of when it is, how many rows it has, how to cite it, and that these are
self-selected reports, not a prevalence estimate: a JSON once at its head, a CSV in every row. A CSV
without a row is its header line alone; the JSON of the same query still says it. Filing and every
act of a reporter are public as a month, never a day. An authority may date its acceptance before
the day it enters it: `clocks` and `steps` then name both, and the notice counts as late until the
day of entry. Empty is empty. A text that a spreadsheet would run is preceded by an apostrophe. A
column of codes is followed by its words in `<column>_zh` and `<column>_en`. Columns marked *filter*
can be asked for in an address. A withheld case has its reference, level, reason and first release
only.

## Columns

| column | name | meaning | values | filled for |
|---|---|---|---|---|
"""


def row(field: Field, pack: Pack) -> str:
    """One line of the dictionary."""
    words = column_words(field.name, pack)
    name = f"{words.name.en} · {words.name.zh}"
    values = TYPES[field.kind] + (" (filter)" if field.asked else "")
    cells = (f"`{field.name}`", name, words.help.en, values, LEVELS[field.shown])
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def page() -> str:
    """The whole page."""
    pack = load_pack(DEFAULT_PACK)
    return HEAD + "".join(row(field, pack) for field in FIELDS)


if __name__ == "__main__":
    print(page(), end="")

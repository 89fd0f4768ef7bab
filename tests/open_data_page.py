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

The public record is a series of frozen releases. A release never changes, except that a correction
replaces it by a numbered revision, whose list of changes names the checksums it supersedes. Pages,
CSV and JSON of one release show the same rows and the same numbers.

- `/data/`: the newest release, its files and how to cite it
- `/data/releases/<label>/`: files of one release; `/data/latest/` leads to those of the newest
- `/cases.csv`, `/cases.json` and the same after `/statistics`: the answer to the address of the
  page, with the same filters. An unknown parameter is an error, never ignored.

Licence: CC BY 4.0. Every file says as of when it is, how many rows it has, and that these are
self-selected reports, not a prevalence estimate. Filing and every act of a reporter are public as a
month, never a day.

CSV is UTF-8 with a byte-order mark and CRLF. Empty is empty. A text that a spreadsheet would run is
preceded by an apostrophe. A column of codes is followed by its words in `<column>_zh` and
`<column>_en`.

## Columns

| column | name | meaning | values | filled for |
|---|---|---|---|---|
"""


def row(field: Field, pack: Pack) -> str:
    """One line of the dictionary."""
    words = column_words(field.name, pack)
    name = f"{words.name.en} · {words.name.zh}"
    cells = (f"`{field.name}`", name, words.help.en, TYPES[field.kind], LEVELS[field.shown])
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def page() -> str:
    """The whole page."""
    pack = load_pack(DEFAULT_PACK)
    return HEAD + "".join(row(field, pack) for field in FIELDS)


if __name__ == "__main__":
    print(page(), end="")

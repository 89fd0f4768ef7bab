"""Rows as CSV and JSON: the same columns and numbers in both, whatever was asked."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reportdesk.packs.open_data import caution, changes, citation, superseded
from reportdesk.release.fields import FIELDS, Field, Kind, Shown, columns
from reportdesk.release.labels import CHANGES, CSV, JSON
from reportdesk.release.schema import Frozen, Header, Row, Words, in_order

BOM = "\ufeff"
FORMULA = tuple("=+-@＝＋－＠\t\r\n")
"""What spreadsheets may take for the start of a formula, full-width forms included."""


def safe(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe before what would start a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def case_address(header: Header, ref: str) -> str:
    """The lasting address of a case as this release shows it."""
    return f"{header.site_url}/cases/{ref}?release={header.label}"


def about(header: Header, n: int, address: str) -> dict[str, Any]:
    """What every file says of itself: release, days, n, caution, citation, lasting address."""
    warning = caution(header.demonstration)
    quoted = citation(header.label, header.revision, header.as_of, address, header.demonstration)
    return {
        "release": header.label,
        "revision": header.revision,
        "as_of": header.as_of.isoformat(),
        "standing_on": header.standing_on.isoformat(),
        "demonstration": header.demonstration,
        "n": n,
        "caution_zh": warning.zh,
        "caution_en": warning.en,
        "citation_zh": quoted.zh,
        "citation_en": quoted.en,
        "licence": "CC BY 4.0",
        "permalink": address,
    }


def values(row: Row, header: Header, words: Words) -> dict[str, Any]:
    """One case as JSON shows it: every column but those of the whole file."""
    full = {
        **row,
        "release": header.label,
        "as_of": header.as_of.isoformat(),
        "standing_on": header.standing_on.isoformat(),
        "permalink": case_address(header, row["ref"]),
    }
    made: dict[str, Any] = {}
    for field in FIELDS:
        if field.shown is not Shown.FILE:
            made.update(_spelled(field, full[field.name], words))
    return made


def _spelled(field: Field, value: Any, words: Words) -> dict[str, Any]:
    """A value and its words in both languages."""
    if field.words is None:
        return {field.name: value}
    if field.kind is Kind.CODES:
        pairs = [words.get(field.words, code) for code in value or ()]
        zh, en = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        return dict(zip(field.columns, (list(value or ()), zh, en), strict=True))
    pair = (None, None) if value is None else words.get(field.words, value)
    return dict(zip(field.columns, (value, *pair), strict=True))


def json_text(rows: Sequence[Row], header: Header, words: Words, address: str) -> str:
    """The JSON file of these rows."""
    body = {
        **about(header, len(rows), address),
        "cases": [values(row, header, words) for row in rows],
    }
    return dump(body)


def dump(body: Mapping[str, Any]) -> str:
    """JSON as this project writes it: readable, in the order given, ending in a newline."""
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def csv_text(rows: Sequence[Row], header: Header, words: Words, address: str) -> str:
    """The CSV file of these rows: BOM, CRLF, a header line, nothing a spreadsheet would run."""
    common = about(header, len(rows), address)
    of_file = {name: common[name] for f in FIELDS if f.shown is Shown.FILE for name in f.columns}
    lines = ({**_cells(row, header, words), **of_file} for row in rows)
    return table_text(columns(), lines)


def table_text(names: Sequence[str], lines: Iterable[Mapping[str, Any]]) -> str:
    """Any table as CSV in the same dialect."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    for line in lines:
        writer.writerow([cell(line[name]) for name in names])
    return BOM + out.getvalue()


def cell(value: Any) -> str:
    """One CSV cell: empty is empty, a flag is 1 or 0, several values are parted by ``;``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list | tuple):
        return safe(";".join(str(part) for part in value))
    return str(value) if isinstance(value, int) else safe(str(value))


def _cells(row: Row, header: Header, words: Words) -> dict[str, Any]:
    """One case as CSV shows it: as JSON, with records in brief."""
    made = values(row, header, words)
    for field in FIELDS:
        if field.kind is Kind.RECORDS:
            made[field.name] = [brief(field, record) for record in made[field.name] or ()]
    return made


def brief(field: Field, record: Mapping[str, Any]) -> str:
    """A record in one cell: its main parts, parted by ``|``; yes and no as 1 and 0."""
    parts = (record.get(name) for name in field.brief)
    plain = (int(part) if isinstance(part, bool) else part for part in parts)
    return "|".join("" if part is None else str(part) for part in plain)


def texts(frozen: Frozen) -> dict[str, str]:
    """The text files of a release: name -> content."""
    header, words, cases = frozen.header, frozen.words, in_order(frozen.cases)
    base = f"{header.site_url}/data/releases/{header.label}"
    return {
        CSV: csv_text(cases, header, words, f"{base}/{CSV}"),
        JSON: json_text(cases, header, words, f"{base}/{JSON}"),
        CHANGES: _changes(frozen),
    }


def _changes(frozen: Frozen) -> str:
    """What is new, and which files this revision replaced."""
    header = frozen.header
    text = changes(
        header.demonstration,
        label=header.label,
        revision=header.revision,
        as_of=header.as_of.isoformat(),
        standing_on=header.standing_on.isoformat(),
        n=len(frozen.cases),
        new=sum(row["first_release"] == header.label for row in frozen.cases),
    )
    if not frozen.superseded:
        return text
    lines = (f"- r{old.revision} {old.file} `{old.sha256}`\n" for old in frozen.superseded)
    return f"{text}\n{superseded()}\n{''.join(lines)}"

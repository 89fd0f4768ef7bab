"""One list of columns feeds everything."""

import csv
import io
import json
from dataclasses import fields

import pytest

from reportdesk.domain.public_case import PublicCase
from reportdesk.packs.open_data import column_words
from reportdesk.release.fields import ASKED, FIELDS, STORED, Field, Kind, Shown, columns
from reportdesk.release.render import csv_text, json_text
from reportdesk.release.schema import CASES
from tests.release.samples import FULL, HEADER, PACK, STUB, WORDS


def test_names_are_unique() -> None:
    assert len(columns()) == len(set(columns()))


def test_every_public_value_is_a_column_and_every_column_has_a_source() -> None:
    values = {field.name for field in fields(PublicCase)} - {"sheet"}
    sheet = {field.name for field in STORED if field.name.startswith(("students_", "authority_"))}
    assert {field.name for field in STORED} == values | sheet | {"first_release"}
    assert set(CASES.c.keys()) == {field.name for field in STORED}


def test_csv_and_json_have_the_same_columns_in_the_same_order() -> None:
    text = csv_text([FULL, STUB], HEADER, WORDS, "https://example.org/x")
    heads = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    body = json.loads(json_text([FULL, STUB], HEADER, WORDS, "https://example.org/x"))
    of_rows = [name for f in FIELDS if f.shown is not Shown.FILE for name in f.columns]
    of_file = [name for f in FIELDS if f.shown is Shown.FILE for name in f.columns]
    assert tuple(heads) == columns()
    assert all(list(case) == of_rows for case in body["cases"])
    assert all(name in body for name in of_file)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_column_is_named_and_explained_in_both_languages(field: Field) -> None:
    words = column_words(field.name, PACK)
    for text in (words.name.zh, words.name.en, words.help.zh, words.help.en):
        assert text.strip()
        assert "{" not in text


def test_codes_have_words_in_both_languages() -> None:
    groups = {field.words for field in FIELDS if field.words}
    named = {group for group, _ in WORDS.by_code}
    assert groups - named == {"division"}, "only places come from the register"


def test_addresses_filter_by_codes_months_and_flags_alone() -> None:
    assert {field.kind for field in ASKED} <= {Kind.CODE, Kind.CODES, Kind.MONTH, Kind.FLAG}

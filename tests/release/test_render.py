"""CSV and JSON of the same rows: the same numbers, nothing that a spreadsheet would run."""

import csv
import io
import json

import pytest

from reportdesk.release.fields import FIELDS, Kind
from reportdesk.release.render import BOM, cell, csv_text, json_text, safe
from reportdesk.release.schema import Header
from tests.release.samples import FULL, HEADER, STUB, WORDS, row

HERE = "https://example.org/data/releases/2026-W27/cases.csv"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))


def test_the_csv_begins_with_a_mark_for_excel_and_ends_lines_as_excel_does() -> None:
    text = csv_text([STUB], HEADER, WORDS, HERE)
    assert text.startswith(BOM)
    assert text.count("\r\n") == text.count("\n") == 2


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", " ="])
def test_no_cell_begins_like_a_formula(start: str) -> None:
    assert safe(f"{start}1+1") == f"'{start}1+1"
    assert cell(f"{start}1+1").startswith("'")


def test_ordinary_texts_and_numbers_stay_as_they_are() -> None:
    assert safe("2026-03-17") == "2026-03-17"
    assert cell(-3) == "-3"
    assert (cell(None), cell(True), cell(False), cell(0)) == ("", "1", "0", "0")


def test_formulas_typed_by_staff_are_harmless_in_the_file() -> None:
    (full,) = table(csv_text([FULL], HEADER, WORDS, HERE))
    assert full["title"] == "'=cmd|' /C calc'!A0"
    assert full["authority_compulsory_words"] == "'＝通知确有要求"
    assert full["summary"] == FULL["summary"], "paragraphs and quotation marks survive"


def test_codes_stand_beside_their_words() -> None:
    (full,) = table(csv_text([FULL], HEADER, WORDS, HERE))
    assert (full["practice"], full["practice_zh"]) == ("voice_recording", "录音")
    assert full["practice_en"] == "Voice recording"
    assert full["measures"] == "stop_collection;restore_grades"
    assert full["measures_zh"] == "停止采集;恢复成绩"
    assert full["authority_zh"] == "湖北省教育厅"


def test_records_are_brief_in_csv_and_whole_in_json() -> None:
    (full,) = table(csv_text([FULL], HEADER, WORDS, HERE))
    assert full["promises"] == "stop_collection|2026-05-11|met|2026-05-11"
    assert full["steps"] == "2026-03|filed|routed||;2026-05-11|answer|answered||"
    (case,) = json.loads(json_text([FULL], HEADER, WORDS, HERE))["cases"]
    assert case["promises"][0]["evidence"] == "停用通知"


def test_both_formats_say_the_same() -> None:
    lines = table(csv_text([FULL, STUB], HEADER, WORDS, HERE))
    cases = json.loads(json_text([FULL, STUB], HEADER, WORDS, HERE))["cases"]
    records = {field.name for field in FIELDS if field.kind is Kind.RECORDS}
    for line, case in zip(lines, cases, strict=True):
        for name, value in case.items():
            if name not in records:
                assert line[name] == cell(value), name


def test_every_row_carries_what_the_file_must_say() -> None:
    for line in table(csv_text([FULL, STUB], HEADER, WORDS, HERE)):
        assert (line["n"], line["as_of"], line["release"]) == ("2", "2026-07-01", "2026-W27")
        assert line["caution_en"] == "Self-selected reports, not a prevalence estimate."
        assert "CC BY 4.0" in line["citation_zh"]
        assert HERE in line["citation_en"]
        assert line["permalink"].endswith(f"/cases/{line['ref']}?release=2026-W27")


def test_a_demonstration_says_so_in_every_row_and_file() -> None:
    header = Header("2026-W27", 1, HEADER.as_of, HEADER.as_of, "https://example.org", True)
    marked = row("B2B2-0002", demonstration=True)
    (line,) = table(csv_text([marked], header, WORDS, HERE))
    body = json.loads(json_text([marked], header, WORDS, HERE))
    assert line["demonstration"] == "1"
    assert "Demonstration" in line["caution_en"]
    assert "演示" in line["citation_zh"]
    assert body["demonstration"] is True
    assert body["cases"][0]["demonstration"] is True

import json

import pytest
from click.testing import CliRunner, Result

from reportdesk.cli.clock import clock


def run(*words: str) -> Result:
    return CliRunner().invoke(clock, ["explain", *words])


def test_an_extension_is_explained_as_json() -> None:
    result = run("K3", "2026-03-17", "--extension", "30", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.output)
    assert answer["raw_due"] == answer["due"] == "2026-06-15"
    assert answer["overdue_from"] == "2026-06-16"
    assert [step["step"] for step in answer["trace"]] == [
        "start_excluded",
        "counted_days",
        "extension",
    ]
    assert (answer["clock"], answer["kind"], answer["provisional"]) == ("K3", "statutory", False)
    assert answer["citation"]["article"] == "34"
    assert answer["calendar_version"] == "2026"


def test_dates_inside_the_trace_are_iso_days() -> None:
    answer = json.loads(run("K2", "2026-03-17", "--json").output)
    rolled = answer["trace"][-1]
    assert rolled["skipped"] == ["2026-05-16", "2026-05-17"]
    assert rolled["due"] == "2026-05-18"


def test_an_extension_without_days_shows_the_most_allowed() -> None:
    assert "2026年6月15日（周一）" in run("K3", "2026-03-17").output


def test_the_text_is_chinese_and_english_on_request() -> None:
    chinese, english = (
        run("K2", "2026-03-17").output,
        run("K2", "2026-03-17", "--lang", "en").output,
    )
    assert "最迟：2026年5月18日（周一）" in chinese
    assert "Due: Mon 18 May 2026" in english
    assert "Overdue from: Tue 19 May 2026" in english


def test_a_promised_day_and_a_hearing_are_taken() -> None:
    promised = json.loads(run("K5", "2026-05-11", "--promised", "2026-06-15", "--json").output)
    assert promised["due"] == "2026-06-15"
    moved = json.loads(run("K9", "2026-09-01", "--hearing", "3", "--json").output)
    assert moved["raw_due"] == "2026-10-04"


def test_a_presumed_start_and_a_named_reporter_change_the_kind() -> None:
    presumed = run("K2", "2026-03-17", "--started-by", "notice_lapsed", "--json").output
    assert json.loads(presumed)["kind"] == "guideline"
    assert json.loads(run("K1", "2026-03-02", "--named", "--json").output)["kind"] == "statutory"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("K3", "2026-03-17", "--extension", "31"), "K3 is extended by 1 to 30 days"),
        (("K77", "2026-03-17"), "there is no clock K77; known: K0 K1"),
        (("K5", "2026-03-17"), "K5 needs a --promised date"),
        (("K1", "2026-03-17", "--extension", "3"), "K1 cannot be extended"),
        (("K1", "2026-03-17", "--hearing", "3"), "does not leave out hearing days"),
        (("K1", "2026-03-17", "--promised", "2026-04-01"), "takes no --promised date"),
        (("K5", "2026-03-17", "--promised", "2026-03-01"), "before 2026-03-17"),
        (("K1", "9999-12-31"), "too far in time"),
        (("K1", "2026-02-30"), "does not match the format"),
    ],
)
def test_what_cannot_be_computed_is_said_in_words(words: tuple[str, ...], reason: str) -> None:
    result = run(*words, "--lang", "en")
    assert result.exit_code == 2
    assert reason in result.output


def test_an_unknown_pack_is_said_in_words() -> None:
    result = run("K1", "2026-03-02", "--pack", "nowhere")
    assert result.exit_code == 1
    assert "没有这个规则包：nowhere" in result.output

from pathlib import Path

import pytest

from reportdesk.packs.loader import PackError, load_pack
from reportdesk.packs.problems import REASONS
from tests.packs.spoil import edit

FAULTS = [
    ("clocks.yaml", "days: 60", "days: 0", "0 is below 1"),
    ("clocks.yaml", "days: 60", "days: -5", "-5 is below 1"),
    ("clocks.yaml", "days: 60", "days: sixty", "'sixty' is not a whole number"),
    ("clocks.yaml", "days: 60", "days: 99999", "99999 is above 3650"),
    ("clocks.yaml", "days: 60", "dayz: 60", "unknown field 'dayz'"),
    ("clocks.yaml", "starts: [filing, returned]", "starts: [filling]", "unknown code 'filling'"),
    ("clocks.yaml", "starts: [extended]", "starts: []", "expected a list"),
    ("clocks.yaml", "starts: [extended]", "starts: [extended, extended]", "stands twice"),
    ("clocks.yaml", "after: K2", "after: K22", "there is no clock 'K22'"),
    ("clocks.yaml", "after: K2", "after: K5", "'K5' cannot be continued"),
    ("clocks.yaml", "presumed_by: [notice_lapsed]", "presumed_by: [filing]", "not among starts"),
    ("clocks.yaml", "hearing: true", "hearing: maybe", "must be true or false"),
    ("clocks.yaml", 'article: "23", code: V', 'article: "23", code: Q', "'Q' has the wrong form"),
    ("clocks.yaml", 'article: "23", code: V', 'article: "23"', "needs a verification code"),
    ("clocks.yaml", 'law: 信访工作条例, article: "23"', 'law: 无名法, article: "23"', "sources"),
    (
        "clocks.yaml",
        "zh: 送达承办机关, en: Delivery to the authority",
        "zh: 送达",
        "'en' is missing",
    ),
    ("clocks.yaml", "zh: 送达承办机关", 'zh: ""', "expected a text"),
    ("ladder.yaml", "K7: all", "K77: all", "there is no clock 'K77'"),
    ("ladder.yaml", "K5: [S1, S2]", "K5: [S1, S9]", "unknown code 'S9'"),
    ("ladder.yaml", "S3: {from: overdue, days: 30", "S3: {from: overdue, days: 3", "order"),
    ("ladder.yaml", "S0_due: {from: due", "S0_due: {from: noon", "unknown code 'noon'"),
    ("questions.yaml", "code: under_14", "code: under_41", "unknown code 'under_41'"),
    ("questions.yaml", "code: under_14", "code: compulsory", "'compulsory' stands twice"),
    ("questions.yaml", "[primary, junior_secondary,", "[primary, junior,", "code 'junior'"),
    ("questions.yaml", "[primary, junior_secondary,", "[primary, primary,", "stands twice"),
    ("questions.yaml", "    school_kind: [", "    school_kinds: [", "field 'school_kinds'"),
    ("questions.yaml", "answer: yes", "answer: unknown", "unknown code 'unknown'"),
    ("questions.yaml", "answer: yes", "answer: maybe", "unknown code 'maybe'"),
    ("questions.yaml", "    answer: yes\n", "", "field 'answer' is missing"),
    (
        "questions.yaml",
        "school_kind: [primary, junior_secondary, senior_secondary, secondary_vocational, other]",
        "running: [yes, no, unknown]",
        "'running' names every code, which is no condition",
    ),
    (
        "questions.yaml",
        "school_kind: [primary, junior_secondary, senior_secondary, secondary_vocational, other]",
        "school_kind: []",
        "expected a list",
    ),
    ("routing.yaml", "run_by_moe:", "run_by_nobody:", "unknown code 'run_by_nobody'"),
    (
        "rights.yaml",
        'law: 民法典（人格权编）, article: "1023"',
        "law: 民法",
        "not among the sources",
    ),
    ("rights.yaml", "code: asking", "code: consent", "'consent' stands twice"),
    ("rights.yaml", "code: asking", "code: As king", "wrong form"),
    ("taxonomy.yaml", "course_grade:", "curse_grade:", "unknown code 'curse_grade'"),
    ("taxonomy.yaml", "practice:\n", "practise:\n", "unknown group 'practise'"),
    ("taxonomy.yaml", "{zh: 录音, en: Voice recording}", "{zh: 录音}", "field 'en' is missing"),
    ("pack.yaml", "valid_from: 2022-05-01", "valid_from: 2022-05-31x", "is not a date"),
    ("pack.yaml", "valid_to: null", "valid_to: 2021-01-01", "ends before it starts"),
    ("pack.yaml", "id: cn-xinfang-2022", "id: No Good", "has the wrong form"),
    ("pack.yaml", "parent: null", "parent: nowhere", "no such pack: nowhere"),
    ("calendar.csv", "2026-02-14,makeup", "2026-02-31,makeup", "'2026-02-31' is not a date"),
    ("calendar.csv", "2026-02-14,makeup", "2026-02-14,work", "unknown code 'work'"),
    ("calendar.csv", "2026-02-14,makeup", "2026-02-13,makeup", "not a make-up day"),
    ("calendar.csv", "2026-02-16,off", "2026-02-15,off", "'2026-02-15' stands twice"),
    ("calendar.csv", "2026-02-16,off,春节,2026", "2026-02-16,off,春节,2030", "no notice for 2030"),
    ("calendar.csv", "2026-02-16,off,春节,2026", "2026-02-16,off,春节,2024", "does not belong"),
    ("calendar.csv", "2026-02-16,off,春节,2026", "2026-02-16,off", "must have 4 columns"),
    ("calendar.csv", "date,kind,name,year", "day,kind,name,year", "the header must be"),
]


@pytest.mark.parametrize(("file", "old", "new", "reason"), FAULTS)
def test_a_fault_is_named_with_file_line_and_reason(
    folder: Path, file: str, old: str, new: str, reason: str
) -> None:
    line = edit(folder / file, old, new)
    with pytest.raises(PackError) as refusal:
        load_pack(folder)
    hits = [problem for problem in refusal.value.problems if reason in problem.reason("en")]
    assert hits, refusal.value
    if reason not in {"no such pack: nowhere"}:
        assert hits[0].file.endswith(file)
        assert hits[0].line == line


def test_a_sheet_of_which_nobody_is_surely_asked_anything_is_refused(folder: Path) -> None:
    path = folder / "questions.yaml"
    when = "  when: {running: [yes]}\n"
    rows = path.read_text(encoding="utf-8").split("- code: ")
    kept = [row if "\n  when:" in row else row + when for row in rows[1:]]
    path.write_text(rows[0] + "".join(f"- code: {row}" for row in kept), encoding="utf-8")
    with pytest.raises(PackError, match="one must be asked of everybody"):
        load_pack(folder)


def test_broken_yaml_names_the_line(folder: Path) -> None:
    path = folder / "ladder.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "clocks: [\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"ladder\.yaml:\d+: YAML syntax"):
        load_pack(folder)


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "file is empty"), (b"\xff\xfe\x00", "not UTF-8 text")]
)
def test_an_unreadable_file_is_named(folder: Path, content: bytes, reason: str) -> None:
    (folder / "questions.yaml").write_bytes(content)
    with pytest.raises(PackError, match=rf"questions\.yaml:1: {reason}"):
        load_pack(folder)


@pytest.mark.parametrize("name", ["clocks.yaml", "taxonomy.yaml", "calendar.csv", "notices.csv"])
def test_a_missing_file_is_named_in_a_pack_without_parent(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(PackError) as refusal:
        load_pack(folder)
    assert any(
        problem.file.endswith(name) and problem.reason("en") == "file is missing"
        for problem in refusal.value.problems
    )


def test_a_missing_label_is_named_at_its_group(folder: Path) -> None:
    line = edit(folder / "taxonomy.yaml", "  summon: {zh: 约谈, en: Summoned for a talk}\n", "")
    group = edit(folder / "taxonomy.yaml", "\nmeasure:\n", "\nmeasure:\n") + 1
    with pytest.raises(PackError) as refusal:
        load_pack(folder)
    (problem,) = refusal.value.problems
    assert (problem.line, problem.reason("en")) == (
        group,
        "group 'measure' lacks words for 'summon'",
    )
    assert group < line


def test_a_clock_the_code_relies_on_may_not_be_left_out(folder: Path) -> None:
    text = (folder / "clocks.yaml").read_text(encoding="utf-8")
    (folder / "clocks.yaml").write_text(text[: text.index("K9:")], encoding="utf-8")
    with pytest.raises(PackError, match="clock 'K9' is missing"):
        load_pack(folder)


def test_several_faults_are_named_in_one_run(folder: Path) -> None:
    edit(folder / "clocks.yaml", "days: 60", "days: 0")
    edit(folder / "ladder.yaml", "K7: all", "K77: all")
    edit(folder / "calendar.csv", "2026-02-16,off", "2026-02-15,off")
    with pytest.raises(PackError) as refusal:
        load_pack(folder)
    assert [Path(problem.file).name for problem in refusal.value.problems] == [
        "clocks.yaml",
        "ladder.yaml",
        "calendar.csv",
    ]
    assert refusal.value.reason == "0 is below 1"


def test_parents_in_a_loop_are_refused(local: Path) -> None:
    edit(local / "pack.yaml", "parent: cn-xinfang-2022", "parent: made-up-city")
    with pytest.raises(PackError, match="parents form a loop"):
        load_pack(local)


def test_a_pack_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no such pack"):
        load_pack(tmp_path / "nothing")


def test_a_date_clock_takes_no_days_and_a_counting_clock_needs_some(local: Path) -> None:
    edit(local / "clocks.yaml", "  days: 2\n  unit: working", "  days: 2\n  unit: date")
    edit(local / "clocks.yaml", "  days: 5\n", "")
    edit(local / "clocks.yaml", "  cap: 10\n", "  cap: 10\n  days: 10\n")
    with pytest.raises(PackError) as refusal:
        load_pack(local)
    reasons = {problem.reason("en") for problem in refusal.value.problems}
    assert reasons == {
        "field 'days' has no place here",
        "field 'days' is missing",
        "a continuing clock has either days or cap",
    }


def test_every_reason_is_written_in_both_languages() -> None:
    for chinese, english in REASONS.values():
        assert chinese
        assert english.isascii()

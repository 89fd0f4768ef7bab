"""The comparison of the two runs lets nothing through."""

from pathlib import Path

from tests.both import Outcome, disagreements

GREEN = Outcome(frozenset({"a", "b"}), frozenset(), frozenset(), 0)


def test_two_equal_green_runs_agree() -> None:
    assert disagreements(GREEN, GREEN) == []


def test_a_test_that_ran_on_one_database_only_fails_the_suite() -> None:
    fewer = Outcome(frozenset({"a"}), frozenset(), frozenset(), 0)
    assert disagreements(GREEN, fewer) == ["passed on one database only: b"]


def test_a_skipped_test_fails_the_suite_although_both_runs_agree() -> None:
    skipping = Outcome(frozenset({"a"}), frozenset(), frozenset({"b"}), 0)
    found = disagreements(skipping, skipping)
    assert found == ["sqlite: skipped b", "postgresql: skipped b"]


def test_a_run_without_any_test_fails_the_suite(tmp_path: Path) -> None:
    nothing = Outcome.read(tmp_path / "never-written.xml", 5)
    assert "sqlite: no test passed" in disagreements(nothing, nothing)


def test_every_kind_of_result_is_read_from_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite>"
        '<testcase classname="m" name="good"/>'
        '<testcase classname="m" name="bad"><failure/></testcase>'
        '<testcase classname="m" name="broken"><error/></testcase>'
        '<testcase classname="m" name="left"><skipped/></testcase>'
        "</testsuite></testsuites>",
        encoding="utf-8",
    )
    outcome = Outcome.read(report, 1)
    assert outcome.passed == {"m::good"}
    assert outcome.failed == {"m::bad", "m::broken"}
    assert outcome.skipped == {"m::left"}

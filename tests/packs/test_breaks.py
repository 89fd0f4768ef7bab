"""The file of school breaks: every fault has its line, and the law's clocks may not use it."""

from datetime import date
from pathlib import Path

import pytest

from reportdesk.packs.loader import PackError, load_pack
from tests.packs.spoil import edit

HEADER = "division,season,first,last,school_kinds,notice,code,url,retrieved\n"
GOOD = (
    "420100,winter,2026-02-02,2026-02-27,primary;other,a notice,W,https://example.org/n,2026-01-02"
)
FAULTS = [
    ("420100", "4201", "wrong form"),
    ("winter", "spring", "unknown code 'spring'"),
    ("2026-02-02", "2026-02-30", "is not a date"),
    ("2026-02-27", "2026-02-01", "must end after it starts"),
    ("2026-02-27", "2026-12-27", "at most 100 days"),
    ("primary;other", "primary;nursery", "unknown code 'nursery'"),
    (",W,", ",Q,", "wrong form"),
    ("https://example.org/n", "example", "wrong form"),
    ("2026-01-02", "then", "is not a date"),
    ("a notice", "", "wrong form"),
]


@pytest.fixture
def closed(local: Path) -> Path:
    """The invented pack with breaks."""
    (local / "breaks.csv").write_text(f"{HEADER}{GOOD}\n", encoding="utf-8")
    head = local / "pack.yaml"
    text = head.read_text(encoding="utf-8")
    head.write_text(f"{text}calendar: {{version: 2026b, credit: invented}}\n", encoding="utf-8")
    return local


def test_breaks_come_with_a_version_of_the_calendar_and_inherit_its_days_off(closed: Path) -> None:
    pack, parent = load_pack(closed), load_pack("cn-xinfang-2022")
    (one,) = pack.breaks("420106", "primary")
    assert (one.first, one.last, one.notice) == (date(2026, 2, 2), date(2026, 2, 27), "a notice")
    assert pack.calendar.version == "2026b"
    assert pack.calendar.off == parent.calendar.off
    edit(closed / "pack.yaml", "calendar: {version: 2026b, credit: invented}\n", "")
    with pytest.raises(PackError, match="field 'calendar' is missing"):
        load_pack(closed)


@pytest.mark.parametrize(("old", "new", "reason"), FAULTS)
def test_a_fault_is_named_with_its_line(closed: Path, old: str, new: str, reason: str) -> None:
    line = edit(closed / "breaks.csv", old, new)
    with pytest.raises(PackError) as refusal:
        load_pack(closed)
    (problem,) = refusal.value.problems
    assert (problem.line, Path(problem.file).name) == (line, "breaks.csv")
    assert reason in problem.reason("en")


def test_two_breaks_of_one_school_may_not_share_a_day(closed: Path) -> None:
    second = GOOD.replace("2026-02-02", "2026-02-20").replace("02-27", "03-02")
    path = closed / "breaks.csv"
    path.write_text(f"{HEADER}{GOOD}\n{second}\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"breaks\.csv:3: .*stands twice"):
        load_pack(closed)
    path.write_text(f"{HEADER}{GOOD}\n{second.replace('primary;other', 'undergraduate')}\n")
    assert len(load_pack(closed).calendar.breaks) == 2


@pytest.mark.parametrize("kind", ["statutory", "policy\n  kind_if_anonymous: guideline"])
def test_only_a_clock_of_the_site_itself_may_leave_breaks_out(closed: Path, kind: str) -> None:
    clocks = closed / "clocks.yaml"
    edit(clocks, "  days: 2\n", "  days: 2\n  school_breaks: excluded\n")
    assert load_pack(closed).clocks["CALLBACK"].school_breaks
    edit(clocks, "kind: policy", f"kind: {kind}")
    with pytest.raises(PackError, match="only a clock of the site itself"):
        load_pack(closed)
    edit(clocks, "school_breaks: excluded", "school_breaks: counted")
    assert not load_pack(closed).clocks["CALLBACK"].school_breaks


def test_a_clock_that_continues_another_leaves_breaks_to_it(closed: Path) -> None:
    edit(closed / "clocks.yaml", "  cap: 10\n", "  cap: 10\n  school_breaks: excluded\n")
    with pytest.raises(PackError, match="field 'school_breaks' has no place here"):
        load_pack(closed)

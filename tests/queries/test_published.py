"""What the public pages read from a release."""

from reportdesk.queries import published
from tests.release.samples import FULL, STUB, row, written


def many(count: int) -> list[dict[str, object]]:
    return [row(f"{number:04}-0001") for number in range(count)]


def test_a_list_is_cut_into_pages_with_an_exact_total(tmp_path) -> None:
    release = written(tmp_path, *many(101))
    first, last = published.cases(release, {}), published.cases(release, {}, 3)
    assert first is not None
    assert last is not None
    assert (first.first, first.last, first.total, first.is_last) == (1, 50, 101, False)
    assert (last.first, last.last, last.total, last.is_last) == (101, 101, 101, True)
    assert published.cases(release, {}, 4) is None


def test_an_empty_list_is_a_page_without_rows(tmp_path) -> None:
    page = published.cases(written(tmp_path), {"stage": ("merged",)})
    assert page is not None
    assert (page.rows, page.first, page.last, page.total) == ([], 0, 0, 0)


def test_statistics_count_every_code_and_leave_tombstones_out(tmp_path) -> None:
    stone = row("C3C3-0003", level="withheld", month=None, stage=None, province=None)
    found = published.statistics(written(tmp_path, FULL, STUB, stone))
    assert (found.total, found.open, found.overdue, found.listed, found.withheld) == (2, 2, 1, 1, 1)
    assert [len(found.by[name]) for name in ("province", "practice", "stage")] == [34, 8, 15]
    hubei = next(count for count in found.by["province"] if count.code == "CN-HB")
    assert (hubei.cases, hubei.overdue, hubei.covered) == (2, 1, True)
    assert {count.code for count in found.by["province"] if not count.covered} == {
        "CN-HK",
        "CN-MO",
        "CN-TW",
    }


def decided(ref: str, timely: str, due: str, kind: str = "statutory") -> dict[str, object]:
    """A case with a decision clock."""
    clocks = [{"key": "K1", "due": "2026-04"}, {"key": "K2", "due": due}]
    return {**row(ref, timely=timely, timely_kind=kind), "clocks": clocks}


def test_a_rate_is_of_statutory_dates_alone_and_needs_ten_cases(tmp_path) -> None:
    due = "2026-06-30"
    rows = [decided(f"{n:04}-0001", "yes" if n < 6 else "no", due) for n in range(9)]
    rows += [decided(f"{n:04}-0002", "no", "2026-05", "guideline") for n in range(9)]
    assert published.statistics(written(tmp_path / "a", *rows)).in_time is None
    rows += [decided("9999-0004", "yes", due)]
    found = published.statistics(written(tmp_path / "b", *rows)).in_time
    assert found is not None
    assert (found.hits, found.n) == (7, 10)


def test_early_answers_to_dates_that_are_not_over_do_not_flatter_the_rate(tmp_path) -> None:
    over = [decided(f"{n:04}-0001", "yes" if n < 3 else "no", "2026-06-30") for n in range(10)]
    ahead = [decided(f"{n:04}-0002", "yes", "2026-07-01") for n in range(20)]
    found = published.statistics(written(tmp_path, *over, *ahead)).in_time
    assert found is not None
    assert (found.hits, found.n) == (3, 10)


def test_the_overdue_list_puts_the_longest_lateness_first(tmp_path) -> None:
    late = [
        row("AAAA-0001", listed=True, overdue_days=50),
        row("BBBB-0002", listed=True, overdue_days=90),
        row("CCCC-0003", listed=True, overdue_days=70, authority="edu-430000"),
        row("DDDD-0004", overdue_days=200),
    ]
    found = published.overdue(written(tmp_path, *late))
    assert [(entry.authority, entry.longest) for entry in found] == [
        ("edu-420000", 90),
        ("edu-430000", 70),
    ]
    assert [case["ref"] for case in found[0].rows] == ["BBBB-0002", "AAAA-0001"]


def test_places_exist_only_as_far_as_the_release_knows_them(tmp_path) -> None:
    release = written(tmp_path)
    known = published.authority(release, "edu-420000")
    assert known is not None
    assert (known.page.total, known.overdue, known.listed) == (2, 1, 1)
    assert published.authority(release, "edu-999999") is None
    named = published.school(release, "s1")
    assert named is not None
    assert named.page.total == 1
    assert published.school(release, "s2") is None

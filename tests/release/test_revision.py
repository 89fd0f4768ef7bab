"""Cases leave a release without a trace, or with a tombstone."""

from reportdesk.release.revision import Leaving, redacted, revised
from tests.release.samples import FULL, STUB, frozen, row

NOTHING = Leaving(frozenset(), {})
SUMS = {"cases.csv": "a" * 64, "SHA256SUMS": "b" * 64}


def test_when_nothing_leaves_the_rows_are_the_same() -> None:
    rows = (FULL, STUB)
    assert redacted(rows, NOTHING) == rows


def test_a_withdrawn_case_is_gone_and_so_is_what_pointed_to_it() -> None:
    child = row("C3C3-0003", stage="merged", merged_into="A1A1-0001")
    left = redacted((FULL, child), Leaving(frozenset({"A1A1-0001"}), {}))
    assert [found["ref"] for found in left] == ["C3C3-0003"]
    assert "A1A1-0001" not in str(left)


def test_a_withheld_case_leaves_its_reference_and_a_reason() -> None:
    (stone,) = redacted((FULL,), Leaving(frozenset(), {"A1A1-0001": "danger"}))
    kept = {name: value for name, value in stone.items() if value not in (None, [])}
    assert kept == {
        "ref": "A1A1-0001",
        "level": "withheld",
        "withheld_reason": "danger",
        "first_release": "2026-W27",
        "demonstration": False,
    }


def test_a_tombstone_stays_as_it_is() -> None:
    leaving = Leaving(frozenset(), {"A1A1-0001": "danger"})
    once = redacted((FULL,), leaving)
    assert redacted(once, leaving) == once


def test_the_next_revision_names_the_files_it_replaces_but_not_what_left() -> None:
    second = revised(frozen(FULL, STUB), (STUB,), SUMS)
    assert second.header.revision == 2
    assert {(old.revision, old.file) for old in second.superseded} == {
        (1, "cases.csv"),
        (1, "SHA256SUMS"),
    }
    assert ("school", "s1") not in second.words.by_code
    third = revised(second, (STUB,), SUMS)
    assert {old.revision for old in third.superseded} == {1, 2}


def test_an_excerpt_that_was_taken_back_leaves_and_the_others_stay() -> None:
    quoted = row("E5E5-0005", level="full", excerpts=("留下的话", "收回的话"))
    leaving = Leaving(frozenset(), {}, {"E5E5-0005": frozenset({"留下的话"})})
    (left,) = redacted((quoted,), leaving)
    assert left["excerpts"] == [{"text": "留下的话"}]
    assert redacted((left,), leaving) == (left,)
    (bare,) = redacted((quoted,), NOTHING)
    assert bare["excerpts"] == []

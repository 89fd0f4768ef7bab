"""What a new edition of the register changes."""

from datetime import date

from reportdesk.domain.register_changes import (
    Change,
    ChangeKind,
    Columns,
    Difference,
    Table,
    compare_row,
    successors,
)

COLUMNS = Columns(Table.DIVISIONS, "name", "parent_code")
BEFORE = {"name": "蓟县", "parent_code": "120000", "covered": True, "valid_to": None}


def kinds(changes: list[Change]) -> list[ChangeKind]:
    return [change.kind for change in changes]


def test_an_equal_row_does_not_differ() -> None:
    assert compare_row(COLUMNS, "120225", BEFORE, dict(BEFORE)) == []


def test_a_row_can_be_renamed_and_moved_at_once() -> None:
    after = {**BEFORE, "name": "蓟州区", "parent_code": "120100"}
    found = compare_row(COLUMNS, "120225", BEFORE, after)
    assert kinds(found) == [ChangeKind.RENAMED, ChangeKind.MOVED]
    assert (found[0].before, found[0].after) == ("蓟县", "蓟州区")


def test_any_other_difference_names_its_columns() -> None:
    (found,) = compare_row(COLUMNS, "120225", BEFORE, {**BEFORE, "covered": False})
    assert (found.kind, found.after) == (ChangeKind.CHANGED, "covered")


def test_a_row_that_comes_back_is_new() -> None:
    closed = {**BEFORE, "valid_to": date(2016, 6, 1)}
    assert kinds(compare_row(COLUMNS, "120225", closed, dict(BEFORE))) == [ChangeKind.NEW]


def test_a_renumbered_code_has_a_successor_only_when_its_name_is_unambiguous() -> None:
    gone = {"120225": "甲县", "130001": "乙县", "130002": "乙县"}
    new = {"120119": "甲县", "130003": "乙县", "140001": "丙县"}
    assert successors(gone, new) == {"120225": "120119"}


def test_a_difference_counts_by_table_and_kind() -> None:
    change = Change(ChangeKind.NEW, Table.SCHOOLS, "1", "学校")
    found = Difference((change,), {Table.SCHOOLS: 1})
    assert found.count(Table.SCHOOLS, ChangeKind.NEW) == 1
    assert found.count(Table.DIVISIONS, ChangeKind.NEW) == 0
    assert found.of(Table.SCHOOLS) == (change,)

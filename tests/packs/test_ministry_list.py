"""The ministry's workbook: what is read from it, and what is refused."""

from pathlib import Path

import pytest

from reportdesk.domain.taxonomy import Ownership, RunBy, SchoolKind
from reportdesk.packs.csv_rows import DataError
from reportdesk.packs.ministry_list import HEADER, ListedSchool, read_ministry_list
from reportdesk.packs.register import Register
from tests.registers import Listed, listed, small_register, write_workbook

WUHAN = listed("武汉大学", "4142010486", "教育部", "武汉市", "本科")
VOCATIONAL = listed("湖北职业技术学院", "4142010860", "湖北省", "孝感市", "专科")
PRIVATE = listed("武汉东湖学院", "4142011798", "湖北省教育厅", "武汉市", "本科", "民办")
SHIHEZI = listed("石河子大学", "4165010759", "新疆生产建设兵团", "石河子市", "本科")


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return small_register(tmp_path / "register")


def read(
    tmp_path: Path, register: Register, provinces: dict[str, list[Listed]]
) -> list[ListedSchool]:
    return list(read_ministry_list(write_workbook(tmp_path / "list.xls", provinces), register))


def test_every_institution_is_read_with_its_place_department_and_kind(
    tmp_path: Path, register: Register
) -> None:
    found = read(
        tmp_path,
        register,
        {"湖北省（3所）": [WUHAN, VOCATIONAL, PRIVATE], "新疆维吾尔自治区（1所）": [SHIHEZI]},
    )
    wuhan, vocational, private, shihezi = found
    assert (wuhan.moe_code, wuhan.division, wuhan.supervisor_id) == (
        "4142010486",
        "420100",
        "edu-100000",
    )
    assert (wuhan.run_by, wuhan.kind, wuhan.line) == (RunBy.MINISTRY, SchoolKind.UNDERGRADUATE, 5)
    assert (vocational.run_by, vocational.kind) == (RunBy.PROVINCE, SchoolKind.HIGHER_VOCATIONAL)
    assert (private.ownership, private.supervisor_id) == (Ownership.PRIVATE, "edu-420000")
    assert (shihezi.division, shihezi.supervisor_id) == ("659001", "edu-660000")


def test_a_school_outside_its_province_belongs_to_the_province_that_lists_it(
    tmp_path: Path, register: Register
) -> None:
    away = listed("驻京学院", "4142099999", "湖北省", "北京市", "本科")
    assert read(tmp_path, register, {"湖北省（1所）": [away]})[0].division == "420000"


def test_a_joint_institution_is_neither_public_nor_private(
    tmp_path: Path, register: Register
) -> None:
    joint = listed(
        "合作大学", "4142099998", "湖北省", "武汉市", "本科", "中外合作办学及内地与港澳合作办学"
    )
    assert read(tmp_path, register, {"湖北省（1所）": [joint]})[0].ownership is Ownership.UNKNOWN


def altered(school: Listed, column: int, value: str | float) -> Listed:
    return (*school[:column], value, *school[column + 1 :])


@pytest.mark.parametrize(
    ("provinces", "line", "reason"),
    [
        ({"湖北省（3所）": [WUHAN, VOCATIONAL]}, 4, "declares 3 institutions, 2 follow"),
        ({"湖北省（1所）": [WUHAN], "北京市（1所）": []}, 6, "declares 1 institutions, 0 follow"),
        ({"某某省（1所）": [WUHAN]}, 4, "no province 某某省"),
        (
            {"湖北省（2所）": [WUHAN, altered(VOCATIONAL, 2, 4142010486.0)]},
            6,
            "stands in line 5 too",
        ),
        ({"湖北省（1所）": [altered(WUHAN, 2, "没有")]}, 5, "is not a number"),
        ({"湖北省（1所）": [altered(WUHAN, 3, "")]}, 5, "主管部门 is empty"),
        ({"湖北省（1所）": [altered(WUHAN, 1, "长" * 81)]}, 5, "longer than 80"),
        ({"湖北省（1所）": [altered(WUHAN, 5, "研究生")]}, 5, "neither 本科 nor 专科"),
        ({}, 0, "no institution"),
    ],
)
def test_a_wrong_list_is_refused_with_line_and_reason(
    tmp_path: Path, register: Register, provinces: dict[str, list[Listed]], line: int, reason: str
) -> None:
    with pytest.raises(DataError) as refusal:
        read(tmp_path, register, provinces)
    assert (refusal.value.file, refusal.value.line) == ("list.xls", line)
    assert reason in str(refusal.value)


def test_another_layout_is_refused(tmp_path: Path, register: Register) -> None:
    path = write_workbook(tmp_path / "list.xls", {"湖北省（1所）": [WUHAN]}, HEADER[::-1])
    with pytest.raises(DataError, match="no header row"):
        read_ministry_list(path, register)


@pytest.mark.parametrize(
    "content", [b"", b"name,code\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off"]
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, register: Register, content: bytes) -> None:
    path = tmp_path / "list.xls"
    path.write_bytes(content)
    with pytest.raises(DataError, match="not a readable"):
        read_ministry_list(path, register)

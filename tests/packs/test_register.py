"""The shipped register: what it holds, and what is said when a file is wrong."""

import re
from collections import Counter
from pathlib import Path

import pytest

from reportdesk.domain.authority import CORPS, MINISTRY_OF_EDUCATION, AuthorityKind, Level
from reportdesk.domain.routing import ReasonCode, Route
from reportdesk.domain.taxonomy import Ownership, RunBy, SchoolKind
from reportdesk.packs.csv_rows import DataError
from reportdesk.packs.register import FOLDER, Register, load_register, reason_words
from reportdesk.packs.supervisors import Supervisors
from tests.registers import DIVISIONS, SCHOOLS, SUPERVISORS, write_register


@pytest.fixture(scope="module")
def shipped() -> Register:
    return load_register()


def test_it_holds_every_division_of_the_nation(shipped: Register) -> None:
    levels = Counter(row.level for row in shipped.divisions)
    assert levels == {Level.PROVINCE: 34, Level.CITY: 333, Level.COUNTY: 2847}
    uncovered = {row.name for row in shipped.divisions if not row.covered}
    assert uncovered == {"台湾省", "香港特别行政区", "澳门特别行政区"}


def test_it_holds_the_institutions_of_higher_education(shipped: Register) -> None:
    kinds = Counter(row.kind for row in shipped.schools)
    assert kinds == {SchoolKind.HIGHER_VOCATIONAL: 1500, SchoolKind.UNDERGRADUATE: 1279}
    owners = Counter(row.ownership for row in shipped.schools)
    assert owners == {Ownership.PUBLIC: 2004, Ownership.PRIVATE: 761, Ownership.UNKNOWN: 14}


def test_every_covered_division_has_an_education_bureau(shipped: Register) -> None:
    kinds = Counter((row.kind, row.level) for row in shipped.authorities)
    assert kinds[AuthorityKind.EDUCATION, Level.COUNTY] == 2847
    assert kinds[AuthorityKind.EDUCATION, Level.CITY] == 333
    assert kinds[AuthorityKind.EDUCATION, Level.PROVINCE] == 32  # 31 and the Corps
    assert kinds[AuthorityKind.HR, Level.CITY] == kinds[AuthorityKind.CYBERSPACE, Level.CITY] == 333
    assert not any(row.id.endswith(("710000", "810000", "820000")) for row in shipped.authorities)


@pytest.mark.parametrize(
    ("authority_id", "name", "name_en", "parent"),
    [
        ("edu-110000", "北京市教育委员会", "Beijing Municipal Education Commission", "edu-100000"),
        ("edu-110108", "海淀区教育局", "Education Bureau of Haidian District", "edu-110000"),
        ("edu-420000", "湖北省教育厅", "Education Department of Hubei", "edu-100000"),
        ("edu-420100", "武汉市教育局", "Education Bureau of Wuhan City", "edu-420000"),
        ("edu-429004", "仙桃市教育局", "Education Bureau of Xiantao City", "edu-420000"),
        ("edu-441900", "东莞市教育局", "Education Bureau of Dongguan City", "edu-440000"),
        ("edu-610100", "西安市教育局", "Education Bureau of Xi'an City", "edu-610000"),
        ("edu-659001", "石河子市教育局", "Education Bureau of Shihezi City", CORPS),
        ("edu-371722", "单县教育局", "Education Bureau of Shan County", "edu-371700"),
        (
            "edu-420528",
            "长阳土家族自治县教育局",
            "Education Bureau of Changyang Autonomous County",
            "edu-420500",
        ),
        (
            "hr-310000",
            "上海市人力资源和社会保障局",
            "Shanghai Municipal Human Resources Bureau",
            "hr-100000",
        ),
        (
            "hr-420000",
            "湖北省人力资源和社会保障厅",
            "Human Resources Department of Hubei",
            "hr-100000",
        ),
        (
            "cac-420100",
            "武汉市互联网信息办公室",
            "Cyberspace Administration of Wuhan City",
            "cac-420000",
        ),
    ],
)
def test_authorities_are_named_and_placed_by_rule(
    shipped: Register, authority_id: str, name: str, name_en: str, parent: str
) -> None:
    found = next(row for row in shipped.authorities if row.id == authority_id)
    assert (found.name, found.name_en, found.parent_id) == (name, name_en, parent)
    assert not found.name_verified


def test_every_authority_stands_after_its_parent(shipped: Register) -> None:
    seen: set[str] = set()
    for row in shipped.authorities:
        assert row.parent_id is None or row.parent_id in seen, row
        assert row.id not in seen
        seen.add(row.id)


def test_cities_without_counties_end_at_the_city(shipped: Register) -> None:
    parents = {row.parent for row in shipped.divisions}
    childless = {
        r.name for r in shipped.divisions if r.level is Level.CITY and r.code not in parents
    }
    assert childless == {"东莞市", "中山市", "儋州市", "嘉峪关市"}


def test_every_department_of_the_central_list_is_an_authority_of_the_register(
    shipped: Register,
) -> None:
    supervisors = Supervisors(shipped)
    place = {row.name: row.division for row in shipped.schools}
    read = {
        name: supervisors.read(text, place[name][:2] + "0000")
        for name, text in shipped.supervisors.items()
    }
    assert len(read) == 136
    assert all(above.authority_id is not None for above in read.values())
    assert sum(above.authority_id == MINISTRY_OF_EDUCATION for above in read.values()) == 76
    assert sum(above.authority_id == CORPS for above in read.values()) == 12
    assert read["武汉大学"].run_by is RunBy.MINISTRY
    assert read["石河子大学"].run_by is RunBy.PROVINCE


@pytest.mark.parametrize(
    ("text", "run_by", "authority_id"),
    [
        ("湖北省", RunBy.PROVINCE, "edu-420000"),
        ("湖北省教育厅", RunBy.PROVINCE, "edu-420000"),
        ("武汉市", RunBy.CITY, "edu-420100"),
        ("教育部", RunBy.MINISTRY, "edu-100000"),
        ("交通运输部（中国民用航空局）", RunBy.MINISTRY, "min-caac"),
        ("新疆生产建设兵团教育局", RunBy.PROVINCE, CORPS),
        ("某个还不认识的中央部门", RunBy.MINISTRY, None),
    ],
)
def test_a_printed_department_says_who_runs_the_school(
    shipped: Register, text: str, run_by: RunBy, authority_id: str | None
) -> None:
    above = Supervisors(shipped).read(text, "420000")
    assert (above.run_by, above.authority_id) == (run_by, authority_id)


def test_every_reason_says_in_both_languages_where_the_report_goes() -> None:
    for code in ReasonCode:
        params = {"authority": "湖北省教育厅", "authority_en": "the department"}
        found = Route("edu-420000", (), (), code, params, rests_on_answer=False)
        assert "湖北省教育厅" in reason_words(found, "zh")
        assert "the department" in reason_words(found, "en")


def test_every_file_is_small_and_its_source_is_credited() -> None:
    sources = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+\.csv)` \| ([\d,]+) \|", sources, re.MULTILINE))
    rows = {
        file.name: f"{len(file.read_text(encoding='utf-8').splitlines()) - 1:,}"
        for file in FOLDER.glob("*.csv")
    }
    assert told == rows
    assert sum(file.stat().st_size for file in FOLDER.glob("*.csv")) < 400_000


def replaced(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("name", "text", "line", "reason"),
    [
        ("divisions.csv", replaced(DIVISIONS, "code,", "id,"), 1, "header"),
        (
            "divisions.csv",
            replaced(DIVISIONS, "武汉市,city,420000,1", "武汉市,city,420000,yes"),
            5,
            "covered: must be 0 or 1",
        ),
        (
            "divisions.csv",
            replaced(DIVISIONS, "420100,武汉市,city", "420100,武汉市,town"),
            5,
            "level: 'town' is none of",
        ),
        (
            "divisions.csv",
            replaced(DIVISIONS, "武昌区,county,420100", "武昌区,county,420200"),
            6,
            "under 420200",
        ),
        (
            "divisions.csv",
            replaced(DIVISIONS, "420106,武昌区", "42010,武昌区"),
            6,
            "not six digits",
        ),
        ("divisions.csv", replaced(DIVISIONS, "420900,孝感市", "420100,孝感市"), 7, "stands twice"),
        (
            "divisions.csv",
            replaced(DIVISIONS, "420106,武昌区,county,420100,1", "420106,武昌区"),
            6,
            "2 cells",
        ),
        ("divisions.csv", replaced(DIVISIONS, "武昌区", ""), 6, "name: must not be empty"),
        (
            "schools.csv",
            replaced(SCHOOLS, "湖北职业技术学院,420900", "湖北职业技术学院,420901"),
            5,
            "no division 420901",
        ),
        (
            "schools.csv",
            SCHOOLS + "武汉 大学,420100,undergraduate,public\n",
            7,
            "stands twice in one province",
        ),
        (
            "central_and_xpcc.csv",
            SUPERVISORS + "没有的大学,教育部,list\n",
            4,
            "is not in schools.csv",
        ),
        ("central_and_xpcc.csv", SUPERVISORS + "武汉大学,公安部,list\n", 4, "stands twice"),
    ],
)
def test_a_wrong_file_is_refused_with_file_line_and_reason(
    tmp_path: Path, name: str, text: str, line: int, reason: str
) -> None:
    folder = write_register(tmp_path, {name: text})
    with pytest.raises(DataError) as refusal:
        load_register(folder)
    assert (refusal.value.file, refusal.value.line) == (name, line)
    assert reason in str(refusal.value)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    folder = write_register(tmp_path)
    (folder / "schools.csv").unlink()
    with pytest.raises(DataError, match=r"schools\.csv"):
        load_register(folder)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            "hr-660000,hr,province,hr-100000",
            "hr-660000,hr,province,hr-999999",
            "does not stand above",
        ),
        ("edu-100000,650000", "edu-100000,650009", "no division 650009"),
        ("min-mps,", "min-miit,", "stands twice"),
    ],
)
def test_a_wrong_fixed_authority_is_refused(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    text = (FOLDER / "authorities.csv").read_text(encoding="utf-8")
    folder = write_register(tmp_path, {"authorities.csv": replaced(text, old, new)})
    with pytest.raises(DataError, match=reason):
        load_register(folder)

"""What the desk shows of a provisional date, and of one that was judged anew."""

from pathlib import Path

from tests.builders import accept
from tests.newer_packs import NATIONAL, a_newer_pack, with_pack
from tests.rejudged import judged_anew
from tests.web.desk.browser import words

BOTH = "从 2027年1月25日（周一）改为 2027年1月26日（周二）"


def test_a_date_of_an_unknown_year_is_marked_until_it_is_known_and_then_says_what_moved(
    runtime, clock, desk, tmp_path
):
    officer, _, _, ref = desk
    clock.set("2026-11-25")
    accept(runtime, officer.holder, ref)
    listed = words(officer.look("/desk/"))
    assert "2027年1月25日（周一） （暂定）" in listed
    assert "暂定：那一年的放假安排还没有公布" in listed
    page = words(officer.look(f"/desk/cases/{ref}"))
    assert "2027年1月25日（周一） （暂定）" in page
    assert "2027 年的放假安排还没有公布" in page
    assert "(provisional)" in words(officer.look(f"/desk/cases/{ref}?lang=en"))

    newer = with_pack(runtime, a_newer_pack(tmp_path / "p", "9.2", "2027-01-25,off"))
    assert judged_anew(newer) == 1
    page = words(officer.look(f"/desk/cases/{ref}"))  # still the process with the older pack
    assert "期限重新计算" in page
    assert f"“作出处理决定”的最后一天按新的日历或规则，{BOTH}" in page
    assert f"{NATIONAL.stamp} / 2026 → cn-xinfang-2022@9.2 / 2027-9.2" in page
    assert "暂定" not in page
    assert "日历版本 2027-9.2" in page
    english = words(officer.look(f"/desk/cases/{ref}?lang=en"))
    assert "moves from Mon 25 January 2027 to Tue 26 January 2027" in english


def test_a_clock_that_the_pack_has_dropped_keeps_its_name(runtime, clock, desk):
    officer, _, _, ref = desk
    local = with_pack(runtime, Path("cn-shandong-12345"))
    clock.set("2026-11-25")
    accept(local, officer.holder, ref)
    page = words(officer.look(f"/desk/cases/{ref}"))
    assert "法律规定的最后期限" in page
    assert "按热线规定作出处理决定" in page

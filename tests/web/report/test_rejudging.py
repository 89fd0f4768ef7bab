"""What a reporter sees of a provisional date, and of one that was judged anew."""

from tests import builders
from tests.newer_packs import a_newer_pack, with_pack
from tests.rejudged import judged_anew
from tests.web.report.conftest import Walker, entered


def test_a_reporter_reads_which_date_is_provisional_and_from_what_to_what_it_moved(
    visitor: Walker, runtime, clock, filed, holder, tmp_path
) -> None:
    receipt, done = filed
    clock.set("2026-11-25")
    builders.accept(runtime, holder, done.ref)
    entered(visitor, receipt)
    assert "2027年1月25日（周一） （暂定）" in visitor.text
    newer = with_pack(runtime, a_newer_pack(tmp_path / "p", "9.2", "2027-01-25,off"))
    assert judged_anew(newer) == 1
    entered(visitor, receipt)
    dates = "从 2027年1月25日（周一）改为 2027年1月26日（周二）"
    moved = f"“作出处理决定”的最后一天按新的日历或规则，{dates}"
    assert visitor.text.count(moved) == 2, "among what is new, and among the steps"
    assert "放假安排公布了，或者规则换了版本" in visitor.text
    assert "暂定" not in visitor.text

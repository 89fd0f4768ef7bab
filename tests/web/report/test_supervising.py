"""What a reporter reads when somebody above acts on the lateness of their case."""

import pytest

from tests.supervision import HUBEI, WUHAN, Late, a_late_case
from tests.web.report.conftest import Walker, entered


@pytest.fixture
def late(runtime, clock) -> Late:
    return a_late_case(runtime, clock)


def test_the_page_says_in_plain_words_what_a_superior_did(visitor: Walker, late: Late) -> None:
    late.demand("2026-04-10", text="写明谁负责")
    late.report(text="由王某负责")
    late.take_over()
    page = entered(visitor, late.receipt)
    for words in (
        *("上级部门要求它写报告，说明为什么逾期", "它向上级部门写了报告"),
        *("武汉市教育局作为上级部门把案件接过去，自己办", "看过的人可能还记得。期限不变。"),
        *("也能打开你的举报了；按情况可以要求写报告、要求受理，或者接过去自己办。",),
    ):
        assert words in page.text
    for hidden in ("写明谁负责", "由王某负责", "向上级书面报告", "supervisor-"):
        assert hidden not in page.text


def test_a_transferred_case_says_that_its_time_begins_anew(visitor: Walker, late: Late) -> None:
    late.transfer("edu-420600")
    page = entered(visitor, late.receipt)
    for words in (
        "上级部门把案件交给襄阳市教育局办",
        "新部门的期限重新算。",
    ):
        assert words in page.text
    assert late.case.authority_id == HUBEI  # nobody of Xiangyang has an account: the one above
    assert WUHAN not in page.text


def test_a_time_in_which_nobody_decided_is_not_called_kept(visitor: Walker, late: Late) -> None:
    late.order()
    page = entered(visitor, late.receipt)
    assert "上级部门要求它受理" in page.text
    assert page.text.count("按期完成") == 0, "nobody decided in the time that was only presumed"
    assert "后完成" in page.text, "that acceptance came late stays"

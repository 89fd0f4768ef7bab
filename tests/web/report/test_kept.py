"""Until when a reporter can read: on their page, before the day, in plain words."""

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.disclosure import WithheldReason
from reportdesk.jobs.leader import round_
from reportdesk.jobs.work import JOBS
from reportdesk.services import withholding
from reportdesk.storage.case import Case
from reportdesk.storage.clock import running, stop
from tests.filings import give_keys
from tests.web.report.conftest import case_of, entered


def end(runtime, filed) -> None:
    """The case is closed today."""

    def close(tx) -> None:
        case = tx.session.get_one(Case, filed[1].case_id)
        case.stage, case.ended_on = "closed", tx.today
        stop(tx, "closed", tx.today, running(tx, case.case_id))

    runtime.write(close)


def text(visitor) -> str:
    return visitor.response.get_data(as_text=True)


def test_while_a_case_runs_no_day_is_named(visitor, filed) -> None:
    assert "内容留到什么时候" not in text(entered(visitor, filed[0]))


def test_after_the_end_the_page_says_until_when_and_warns_in_time(
    visitor, runtime, clock, filed
) -> None:
    clock.set("2026-05-01")
    end(runtime, filed)
    calm = text(entered(visitor, filed[0]))
    assert "内容留到什么时候" in calm
    assert "没有得到实质答复" in calm
    assert "你写的内容留到" not in calm
    assert "还有多久" not in calm, "nothing runs any more"
    job = next(one for one in JOBS if one.name == "retain")
    for day in ("2026-05-02", "2028-03-31"):
        clock.set(day)
        round_(runtime, "me", [job])
    warned = text(entered(visitor, filed[0]))
    assert "你写的内容留到" in warned
    assert "内容留到什么时候" not in warned, "said once"
    assert "没有得到实质答复" in warned
    assert "2028年4月29日" in warned
    assert "请先抄下来" in warned
    assert case_of(runtime, filed).stage == "closed"


def test_a_reporter_reads_that_their_case_is_not_public_and_why(visitor, runtime, filed) -> None:
    officer = give_keys(runtime, PLATFORM_AUTHORITY)[PLATFORM_AUTHORITY].actor
    case = case_of(runtime, filed)
    runtime.write(
        lambda tx: withholding.withhold(
            tx, officer, case.ref, reason=WithheldReason.MINOR, version=case.version
        )
    )
    page = text(entered(visitor, filed[0]))
    assert "从公开页面撤下，办理照旧，原因：能认出未成年人" in page


def test_whoever_withdraws_reads_before_and_after_when_it_is_destroyed(
    visitor, runtime, filed
) -> None:
    entered(visitor, filed[0]).press("withdrawal", "go")
    assert "30 天后全部销毁" in text(visitor)
    visitor.press("check").press("send")
    assert "2026年3月31日" in text(visitor)
    assert "谁也不能拦下这次销毁" in text(visitor)

"""The desk of a superior: a review to give, its grounds, the opinion, and sending back."""

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.case import Stage
from reportdesk.domain.following import Sent
from reportdesk.domain.taxonomy import Solved
from tests.county import COUNTY
from tests.reviews import HUBEI, WUHAN, Contest, found_contest
from tests.web.desk.browser import Staff, words


@pytest.fixture
def contest(runtime, clock) -> Contest:
    """Answered on 2026-03-16; the student then asked for a review."""
    found = found_contest(runtime)
    clock.set("2026-03-16")
    found.answer()
    found.send(Sent.REVIEW, "没有查谁收了钱", questions=["paid_by_company"])
    found.slot()
    return found


def staff(app, contest: Contest, at: str, role: Role) -> Staff:
    return Staff(app, contest.runtime, contest.county[at, role])


def opinion(page: str, officer: Staff, path: str, **more: str):
    """Send the form of an opinion as the page fills it in."""
    given = {
        "opinion": "correct",
        "finding": "partly",
        "reply": "复查认为应当补发。",
        "measures": ["stop_collection"],
        "do": "submit",
        **more,
    }
    import re

    ticked = re.findall(r'type="radio" name="([a-z_0-9]+)"[^>]*value="([a-z_]+)" checked', page)
    texts = re.findall(r'<textarea[^>]*name="([a-z_]+)"[^>]*>([^<]*)</textarea>', page)
    lines = re.findall(r'name="(public_title)"[^>]*value="([^"]*)"', page)
    filled = {name: value.strip() for name, value in (*ticked, *texts, *lines)}
    return officer.send(path, page, **{**filled, **given})


def test_the_superiors_list_shows_what_it_has_to_review_and_by_when(app, contest) -> None:
    officer = staff(app, contest, WUHAN, Role.SUPERVISOR)
    for view in ("", "?view=review"):
        page = words(officer.look(f"/desk/{view}"))
        assert contest.ref in page
        assert "请本机关复查" in page
        assert "作出复查意见" in page
    assert contest.ref not in staff(app, contest, HUBEI, Role.OFFICER).look("/desk/")
    assert contest.ref not in staff(app, contest, COUNTY, Role.OFFICER).look("/desk/?view=review")


def test_the_case_begins_with_the_grounds_and_offers_opinion_or_sending_back(app, contest) -> None:
    page = words(staff(app, contest, WUHAN, Role.OFFICER).look(f"/desk/cases/{contest.ref}"))
    for text in (
        *("为什么不服", "申请复查的理由", "公司付钱了吗，付给谁", "没有查谁收了钱"),
        *("每天录 30 分钟对话。", "开始写复查意见", "写重办要求", "复查机关"),
    ):
        assert text in page
    assert "更改" not in page


def test_an_opinion_begins_with_the_answer_and_counts_with_a_second_person(app, contest) -> None:
    officer = staff(app, contest, WUHAN, Role.SUPERVISOR)
    head = staff(app, contest, WUHAN, Role.HEAD)
    path = f"/desk/cases/{contest.ref}/answer"
    page = officer.look(path)
    assert "学校要求学生上传录音并与成绩挂钩" in page
    missing = opinion(page, officer, path, opinion="")
    assert missing.status_code == 422
    assert "请选维持还是改变" in missing.get_data(as_text=True)
    assert opinion(page, officer, path).status_code == 303
    assert contest.case.stage == Stage.REVIEW1
    own = words(officer.look(f"/desk/cases/{contest.ref}/approve"))
    assert "复查意见等人批准" in own
    done = head.done(f"/desk/cases/{contest.ref}/approve", reason="", do="approve")
    assert "复查意见已生效" in done
    assert "改变原来的答复" in words(done)
    assert (contest.case.stage, contest.case.level) == (Stage.ANSWERED, 1)


def test_sending_back_needs_instructions_and_reaches_the_authority_below(app, contest) -> None:
    officer = staff(app, contest, WUHAN, Role.OFFICER)
    path = f"/desk/cases/{contest.ref}/send-back"
    assert officer.send(path, text="").status_code == 422
    officer.done(path, text="请查清谁收了钱")
    assert contest.case.stage == Stage.REDO
    below = words(staff(app, contest, COUNTY, Role.OFFICER).look(f"/desk/cases/{contest.ref}"))
    for text in ("请查清谁收了钱", "申请复查的理由", "重新办理", "开始写答复"):
        assert text in below


def test_a_form_that_is_behind_the_case_keeps_its_words(app, contest) -> None:
    officer = staff(app, contest, WUHAN, Role.OFFICER)
    path = f"/desk/cases/{contest.ref}/send-back"
    page = officer.look(path)
    contest.send(Sent.WITHDRAWAL, "")
    contest.slot()
    late = officer.send(path, page, text="写了半天的要求")
    assert late.status_code == 409
    assert "写了半天的要求" in late.get_data(as_text=True)


def test_strangers_and_the_authority_itself_give_no_opinion(app, contest) -> None:
    for at, status in ((COUNTY, 403), (HUBEI, 404)):
        officer = staff(app, contest, at, Role.OFFICER)
        for page in ("answer", "send-back"):
            officer.look(f"/desk/cases/{contest.ref}/{page}", status)


def test_the_platform_keeps_a_review_for_which_nobody_above_has_staff(app, runtime, clock) -> None:
    contest = found_contest(runtime, COUNTY)
    contest.answer()
    contest.send(Sent.REVIEW, "没有查")
    contest.slot()
    keeper = staff(app, contest, PLATFORM_AUTHORITY, Role.PLATFORM)
    page = words(keeper.look(f"/desk/cases/{contest.ref}"))
    assert "复查申请由平台保管" in page
    assert "没有查" not in page
    assert contest.ref in keeper.look("/desk/?view=review")


def test_the_desk_sees_how_many_rated_what_and_never_who(app, runtime, clock) -> None:
    contest = found_contest(runtime)
    contest.answer()
    contest.join()
    contest.rate(Solved.NO, satisfied=1)
    officer = staff(app, contest, COUNTY, Role.OFFICER)
    before = words(officer.look(f"/desk/cases/{contest.ref}"))
    assert "作了评价" not in before
    contest.slot()
    page = words(officer.look(f"/desk/cases/{contest.ref}"))
    for text in ("1 份举报作了评价", "没有解决（1 份）", "1 很不满意（1 份）"):
        assert text in page


def test_who_joined_late_is_reviewed_whether_or_not_the_holder_opens_the_case(
    app, runtime, clock
) -> None:
    contest = found_contest(runtime)
    contest.answer()
    contest.join(opened=False)
    contest.send(Sent.REVIEW, "没有查谁收了钱", number=1)
    contest.slot()
    page = words(staff(app, contest, WUHAN, Role.OFFICER).look(f"/desk/cases/{contest.ref}"))
    assert "没有查谁收了钱" in page
    for dead_end in ("交接以后才能打开", "打开一次"):
        assert dead_end not in page
    contest.opine()
    assert "作出复查意见" in words(
        staff(app, contest, WUHAN, Role.HEAD).look(f"/desk/cases/{contest.ref}")
    )

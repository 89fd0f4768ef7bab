"""The desk of a superior whose rung fired, and of the holder from whom it demands something."""

from datetime import date

import pytest

from reportdesk.domain.actors import Role
from reportdesk.domain.case import Stage
from tests.builders import XIANGYANG, accept
from tests.supervision import COUNTY, HUBEI, WUHAN, Late, a_late_case
from tests.web.desk import browser
from tests.web.desk.browser import Staff


@pytest.fixture
def late(runtime, clock) -> Late:
    return a_late_case(runtime, clock, COUNTY, WUHAN, HUBEI, XIANGYANG)


def words(page: str) -> str:
    """The text of a page without any spaces: dates keep together on their line by markup."""
    return browser.words(page).replace(" ", "")


def staff(app, late: Late, at: str = WUHAN, role: Role = Role.SUPERVISOR) -> Staff:
    return Staff(app, late.runtime, late.county[at, role])


def test_the_list_says_what_is_late_since_when_and_what_was_done_last(app, late) -> None:
    city = staff(app, late)
    page = words(city.look("/desk/?view=supervised"))
    for text in (late.ref, "武昌区教育局", "上一级督办，4月2日", "它还没有做过什么"):
        assert text in page
    late.demand("2026-04-10")
    assert "要在4月10日（周五）前报告" in words(city.look("/desk/"))
    late.report()
    assert "报告到了，等您看" in words(city.look("/desk/"))


def test_the_case_offers_the_four_steps_with_what_each_changes(app, late) -> None:
    page = words(staff(app, late).look(f"/desk/cases/{late.ref}"))
    for text in (
        "要求书面报告",
        "责令受理",
        "提级办理",
        "改交其他机关",
        "武昌区教育局不能再打开它",
    ):
        assert text in page
    officer = words(staff(app, late, role=Role.OFFICER).look(f"/desk/cases/{late.ref}"))
    assert "要求书面报告" in officer
    assert "提级办理" not in officer


def test_a_demand_goes_down_and_the_report_comes_up_and_is_sent_back(app, late) -> None:
    city, county = staff(app, late), staff(app, late, COUNTY, Role.OFFICER)
    here = f"/desk/cases/{late.ref}"
    page = city.look(f"{here}/demand")
    assert all(day in words(page) for day in ("4月8日", "5月2日"))
    soon = city.send(f"{here}/demand", page, until="2026-04-03", text="写明进展")
    assert soon.status_code == 422
    assert "至少给 3 个工作日" in soon.get_data(as_text=True)
    assert "写明进展" in soon.get_data(as_text=True)
    assert city.send(f"{here}/demand", page, until="2026-04-10", text="写明进展").status_code == 303
    assert "武汉市教育局要求您在4月10日（周五）前书面报告" in words(county.look(here))
    assert "上级要求2026年4月10日（周五）前报告" in words(county.look("/desk/?view=demanded"))
    page = county.look(f"{here}/reports/1")
    assert "写明进展" in words(page)
    assert county.send(f"{here}/reports/1", page, text="已约谈学校").status_code == 303
    page = city.look(f"{here}/judge-report")
    assert "已约谈学校" in words(page)
    back = city.send(f"{here}/judge-report", page, do="send_back", text="", until="")
    assert back.status_code == 422
    sent = {"do": "send_back", "text": "谁负责", "until": "2026-04-15"}
    assert city.send(f"{here}/judge-report", page, **sent).status_code == 303
    page = county.look(f"{here}/reports/1")
    assert "谁负责" in words(page)
    assert county.send(f"{here}/reports/1", page, text="王某负责").status_code == 303
    page = city.look(f"{here}/judge-report")
    assert city.send(f"{here}/judge-report", page, do="accept").status_code == 303
    told = words(county.look(here))
    for text in ("上级要求书面报告", "向上级作了书面报告", "上级退回报告", "上级认可了报告"):
        assert text in told


def test_a_form_kept_open_while_the_holder_acted_in_another_tab_is_refused(app, late) -> None:
    city = staff(app, late)
    here = f"/desk/cases/{late.ref}"
    page = city.look(f"{here}/take-over")
    accept(late.runtime, late.who(COUNTY, Role.OFFICER), late.ref)
    stale = city.send(f"{here}/take-over", page, text="由本机关办理")
    assert stale.status_code == 409
    assert "这起案件刚刚有了变化" in stale.get_data(as_text=True)
    again = city.send(f"{here}/take-over", stale.get_data(as_text=True), text="由本机关办理")
    assert "期限没有过" in again.get_data(as_text=True)
    assert late.case.authority_id == COUNTY
    assert "上级现在不能插手" in words(city.look(here))


def test_taking_over_says_what_it_ends_and_then_the_case_is_ones_own(app, late) -> None:
    city, county = staff(app, late), staff(app, late, COUNTY, Role.HEAD)
    here = f"/desk/cases/{late.ref}"
    page = city.look(f"{here}/take-over")
    for text in ("不能撤销", "向湖北省教育厅申请复查", "到今天为止的逾期仍记在武昌区教育局名下"):
        assert text in words(page)
    assert city.send(f"{here}/take-over", page, text="由本机关办理").status_code == 303
    assert late.case.authority_id == WUHAN
    assert county.look(here, 404)
    head = words(staff(app, late, role=Role.HEAD).look(here))
    assert "受理" in head
    assert "上级提级办理" in head
    twice = city.send(f"{here}/take-over", page, text="再来一次")
    assert twice.status_code in {403, 409}


def test_a_transfer_is_chosen_by_name_and_leads_back_to_the_list(app, late) -> None:
    city = staff(app, late)
    here = f"/desk/cases/{late.ref}"
    page = city.look(f"{here}/transfer")
    found = city.send(f"{here}/transfer", page, do="find", q="襄阳", text="应由襄阳办")
    assert "襄阳市教育局" in found.get_data(as_text=True)
    assert "应由襄阳办" in found.get_data(as_text=True)
    done = city.send(f"{here}/transfer", page, target=XIANGYANG, text="应由襄阳办")
    assert done.status_code == 303
    paper = words(city.look(done.headers["Location"]))
    for text in ("督办通知", "案件已改交", "移交本机关另行指定的单位", "返回列表"):
        assert text in paper
    assert (late.case.authority_id, late.case.stage) == (XIANGYANG, Stage.ROUTED)
    assert city.look(here, 404)


def test_an_order_names_the_day_by_which_the_holder_decides(app, late) -> None:
    city = staff(app, late)
    here = f"/desk/cases/{late.ref}"
    page = city.look(f"{here}/order-acceptance")
    assert "2026年6月1日（周一）前作出处理决定" in words(page)
    assert city.send(f"{here}/order-acceptance", page, text="请即受理").status_code == 303
    assert late.case.accepted_on == date(2026, 4, 2)


def test_a_superior_chooses_who_reads_its_note(app, late) -> None:
    city, county = staff(app, late), staff(app, late, COUNTY, Role.OFFICER)
    here = f"/desk/cases/{late.ref}"
    for text, reads in (("考虑提级", "own"), ("请抓紧", "shared")):
        page = city.look(here)
        assert city.send(f"{here}/note", page, text=text, reads=reads).status_code == 303
    seen = words(city.look(here))
    assert "只有本机关同事能看到" in seen
    assert "在办机关也能看到" in seen
    below = words(county.look(here))
    assert "请抓紧" in below
    assert "考虑提级" not in below


def test_a_name_that_nobody_bears_is_said_and_no_empty_choice_is_shown_before(app, late) -> None:
    city, path = staff(app, late), f"/desk/cases/{late.ref}/transfer"
    assert "没有找到这个名称的机关" not in words(city.look(path))
    answer = city.send(path, q="没有这样的机关", text="请那边办", do="find")
    page = words(answer.get_data(as_text=True))
    assert "没有找到这个名称的机关" in page
    assert "请那边办" in page

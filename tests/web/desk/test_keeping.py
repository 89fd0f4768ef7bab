"""When content goes, who holds that off, and what is withheld: as staff of both kinds see it."""

import re

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.jobs.leader import round_
from reportdesk.jobs.work import JOBS
from reportdesk.storage.case import Case
from tests.builders import accept, answer, key_authority
from tests.web.desk.browser import Staff, words


@pytest.fixture
def ended(runtime, clock, desk):
    """The same case, answered and closed: its window was over on 2026-04-01."""
    officer, colleague, _, ref = desk
    accept(runtime, officer.holder, ref)
    answer(runtime, officer.holder, colleague.holder, ref)
    clock.set("2026-04-03")
    round_(runtime, "me", [job for job in JOBS if job.name == "sweep"])
    return desk


@pytest.fixture
def platform(app, runtime):
    return [Staff(app, runtime, one) for one in key_authority(runtime, PLATFORM_AUTHORITY)]


def retain(runtime, clock, *days: str) -> None:
    for day in days:
        clock.set(day)
        round_(runtime, "me", [job for job in JOBS if job.name == "retain"])


def test_the_page_says_the_day_and_how_it_comes_about(ended) -> None:
    officer, _, _, ref = ended
    page = words(officer.look(f"/desk/cases/{ref}"))
    assert re.search("留到 2027年4月2日.*前", page)
    page = words(officer.look(f"/desk/cases/{ref}/keeping"))
    assert re.search("案件在2026年4月2日.*结束", page)
    assert "往后数 365 天" in page
    assert "《个人信息保护法》第十九条" in page
    assert "办理暂缓销毁" not in page
    english = words(officer.look(f"/desk/cases/{ref}/keeping?lang=en"))
    assert "365 days later is" in english


def test_a_head_puts_and_lifts_a_hold_and_an_officer_does_not(ended) -> None:
    officer, _, head, ref = ended
    path = f"/desk/cases/{ref}/keeping"
    page = head.done(path, reason="court", until="2027-02-01", do="confirm")
    assert "已暂缓销毁" in page
    shown = head.look(path)
    assert re.search("法院或仲裁正在审理，留到 2027年2月1日", words(shown))
    wrong = officer.send(path, reason="court", until="2027-02-01", do="confirm")
    assert wrong.status_code == 401  # there is no form for them to send
    assert "已解除暂缓销毁" in head.done(path, shown, to=f"{path}/lift", number="1")


def test_a_hold_without_reason_or_with_a_wrong_day_keeps_what_was_typed(ended) -> None:
    _, _, head, ref = ended
    path = f"/desk/cases/{ref}/keeping"
    for until, said in (
        ("2026-01-01", "今天以后"),
        ("2099-01-01", "一次最多一年"),
        ("x", "2026-03-17"),
    ):
        answered = head.send(path, reason="court", until=until, do="confirm")
        assert answered.status_code == 422
        page = answered.get_data(as_text=True)
        assert said in words(page)
        assert f'value="{until}"' in page
    assert head.send(path, until="2027-01-01", do="confirm").status_code == 422


def test_the_list_of_cases_says_what_will_soon_be_destroyed(runtime, clock, ended) -> None:
    _, _, head, ref = ended
    retain(runtime, clock, "2026-04-03")
    assert "即将销毁" not in words(head.look("/desk/"))
    retain(runtime, clock, "2027-03-04")
    page = words(head.look("/desk/"))
    assert "有办结案件的内容即将销毁" in page
    assert re.search(f"{ref} 2027年4月3日", page)


def test_after_destruction_the_page_says_so_and_nothing_waits_for_a_handover(
    runtime, clock, ended
) -> None:
    _, _, head, ref = ended
    retain(runtime, clock, "2026-04-03", "2027-03-04", "2027-04-03")
    head = Staff(head.client.application, runtime, head.holder)
    page = words(head.look(f"/desk/cases/{ref}"))
    assert re.search("在 2027年4月3日.*按期销毁", page)
    assert "按期销毁" in page
    assert "内容等待交接" not in page
    assert "每天录 30 分钟对话。" not in page
    assert "办理暂缓销毁" not in words(head.look(f"/desk/cases/{ref}/keeping"))


def test_the_platform_withholds_at_once_and_a_second_person_agrees(runtime, desk, platform) -> None:
    _, _, _, ref = desk
    first, second = platform
    path = f"/desk/oversight/{ref}"
    assert first.client.get(f"/desk/oversight?ref={ref.lower()}").status_code == 303
    done = first.done(path, to=f"{path}/withhold", reason="minor", do="withhold")
    assert "已设为不公开" in words(done)
    case = runtime.read(lambda tx: tx.session.query(Case).filter_by(ref=ref).one())
    assert (case.visibility, case.withheld_reason) == ("withheld", "minor")
    again = first.send(path, to=f"{path}/confirm")
    assert again.status_code == 409
    assert "另一位平台人员" in again.get_data(as_text=True)
    assert ref in second.look("/desk/oversight")
    assert "已同意不公开" in second.done(path, to=f"{path}/confirm")
    assert "已提请恢复公开" in words(second.done(path, to=f"{path}/ask"))
    assert "已恢复公开" in words(first.done(path, to=f"{path}/show"))


def test_a_stale_form_a_missing_reason_and_a_wrong_address_are_refused(desk, platform) -> None:
    _, _, _, ref = desk
    first, second = platform
    path = f"/desk/oversight/{ref}"
    old = first.look(path)
    second.done(path, to=f"{path}/withhold", reason="danger", do="withhold")
    assert first.send(path, old, to=f"{path}/withhold", reason="minor").status_code == 409
    assert first.send(path, to=f"{path}/withhold").status_code == 422
    assert first.send(path, to=f"{path}/nonsense").status_code == 404
    assert first.client.get("/desk/oversight/0000-0000").status_code == 404
    missing = first.client.get("/desk/oversight?ref=0000-0000")
    assert missing.status_code == 404
    assert "没有这个编号" in missing.get_data(as_text=True)


def test_the_platforms_hold_waits_for_the_second_person(desk, platform) -> None:
    _, _, _, ref = desk
    first, second = platform
    path = f"/desk/oversight/{ref}"
    given = {"reason": "investigation", "until": "2026-12-01", "do": "hold"}
    assert "等另一位平台人员同意后才算" in first.done(path, to=f"{path}/hold", **given)
    assert first.send(path, to=f"{path}/hold_confirm", number="1").status_code == 409
    said = second.done(path, to=f"{path}/hold_confirm", number="1")
    assert "已暂缓销毁" in said
    assert "已解除" in second.done(path, to=f"{path}/hold_lift", number="1")


def test_authorities_do_not_see_the_platforms_page(desk) -> None:
    officer, _, head, ref = desk
    for staff in (officer, head):
        assert staff.client.get(f"/desk/oversight/{ref}").status_code == 403


def test_the_platforms_page_shows_no_content(desk, platform) -> None:
    _, _, _, ref = desk
    page = words(platform[0].look(f"/desk/oversight/{ref}"))
    assert "每天录 30 分钟对话" not in page
    assert "群里点名催交" not in page
    assert platform[0].holder.actor.role is Role.PLATFORM

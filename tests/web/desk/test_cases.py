"""The list of cases, the page of one, and downloads, as staff see them."""

from urllib.parse import quote

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.filing import AttachedFile
from reportdesk.services import reminders
from tests.builders import (
    HUBEI,
    MOE,
    SCHOOL,
    add_member,
    case,
    file_case,
    found_nation,
    key_authority,
)
from tests.web.desk.browser import Staff, words


def test_the_list_shows_what_is_due_next_with_where_it_stands(desk, clock):
    officer, _, _, ref = desk
    page = words(officer.look("/desk/"))
    assert SCHOOL in page
    assert ref in page
    assert "以后，1 起" in page
    assert "3月17日（周二）" in page
    clock.set("2026-03-20")
    page = words(officer.look("/desk/"))
    assert "已逾期，1 起" in page
    assert "逾期 3 天" in page


def test_the_list_reads_in_english_too(desk):
    officer, _, _, ref = desk
    page = words(officer.look("/desk/?lang=en"))
    assert ref in page
    assert "Unassigned" in page
    assert "期限" not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("view=unassigned", True),
        ("view=mine", False),
        ("view=overdue", False),
        ("view=ended", False),
        ("view=nonsense", True),
        ("q=示范", True),
        ("q=没有这所", False),
        ("practice=voice_recording", True),
        ("practice=face_or_video", False),
        ("stage=routed", True),
        ("clock=later", True),
        ("clock=overdue", False),
        ("assignee=none", True),
        ("page=99", True),
        ("page=x", True),
    ],
)
def test_views_and_filters_narrow_the_list(desk, query, shown):
    officer, _, _, ref = desk
    assert (ref in officer.look(f"/desk/?{query}")) is shown


def test_an_empty_list_says_what_it_means_and_what_to_do(desk):
    officer, _, _, _ = desk
    assert "没有分派给您的案件" in officer.look("/desk/?view=mine")
    assert "换个条件" in officer.look("/desk/?q=没有这所")


def test_a_case_shows_what_was_said_and_when_things_are_due(desk):
    officer, _, _, ref = desk
    page = words(officer.look(f"/desk/cases/{ref}"))
    for part in (
        f"{SCHOOL}，录音",
        "群里点名催交",
        "每天录 30 分钟对话。",
        "示例声库",
        "决定受理还是不受理",
        "怎么算的",
        "停止采集、删掉已采集的数据",
        "送达机关",
        "教育部（逾期或申请复查后可见）",
    ):
        assert part in page, part


def test_a_case_reads_in_english_too(desk):
    officer, _, _, ref = desk
    page = words(officer.look(f"/desk/cases/{ref}?lang=en"))
    assert "Voice recording" in page
    for chinese in ("期限", "办理记录", "学生说", "下一步", "您"):
        assert chinese not in page.replace(SCHOOL, ""), chinese


def test_the_steps_are_those_that_are_open_and_one_is_the_main_one(desk):
    officer, _, _, ref = desk
    page = officer.look(f"/desk/cases/{ref}")
    for step in ("accept", "register", "return", "decline"):
        assert f"/desk/cases/{ref}/{step}" in page
    for step in ("extend", "ask", "investigate", "merge", "reassign"):
        assert f"/desk/cases/{ref}/{step}" not in page
    assert page.count('class="btn"') == 1


def test_another_authoritys_case_and_an_unknown_one_answer_alike(app, runtime, desk):
    _, _, _, ref = desk
    stranger = Staff(app, runtime, key_authority(runtime, MOE)[0])
    theirs = stranger.client.get(f"/desk/cases/{ref}")
    unknown = stranger.client.get("/desk/cases/0000-0000")
    assert theirs.status_code == unknown.status_code == 404
    assert theirs.data == unknown.data
    for step in ("accept", "decline", "answer", "extend", "assign", "files/1/1"):
        assert stranger.client.get(f"/desk/cases/{ref}/{step}").status_code in {403, 404}, step


def test_auditors_and_administrators_see_no_case(app, runtime, desk):
    _, _, _, ref = desk
    for role in (Role.AUDITOR, Role.ADMIN):
        staff = Staff(app, runtime, add_member(runtime, HUBEI, role))
        assert staff.client.get(f"/desk/cases/{ref}").status_code == 403
        assert staff.client.get("/desk/").status_code == 303


def test_a_supervisor_of_the_authority_reads_and_is_offered_no_step(app, runtime, desk):
    _, _, _, ref = desk
    supervisor = Staff(app, runtime, add_member(runtime, HUBEI, Role.SUPERVISOR))
    page = supervisor.look(f"/desk/cases/{ref}")
    assert "每天录 30 分钟对话。" in page
    assert f"/desk/cases/{ref}/accept" not in page
    assert supervisor.client.get(f"/desk/cases/{ref}/accept").status_code == 403


def test_a_superior_sees_the_case_from_its_rung_on_and_is_offered_notes_only(
    app, runtime, clock, desk
):
    officer, _, _, ref = desk
    ministry = Staff(app, runtime, key_authority(runtime, MOE)[0])
    second = file_case(runtime)
    clock.set("2026-04-02")
    case_id = case(runtime, officer.holder, second).case_id
    runtime.write(lambda tx: reminders.sweep(tx, runtime.vault, runtime.pack, case_id))
    page = ministry.look(f"/desk/cases/{second}")
    assert "上级督办" in page
    assert "每天录 30 分钟对话。" in page
    assert f"/desk/cases/{second}/note" in page
    for step in ("accept", "message", "assign", "answer"):
        assert f'"/desk/cases/{second}/{step}"' not in page
    listed = ministry.look("/desk/?view=supervised")
    assert second in listed
    assert ref not in listed


def test_the_platform_sees_a_case_it_holds_without_its_contents(app, runtime, desk):
    officer, _, _, ref = desk
    platform = Staff(app, runtime, key_authority(runtime, PLATFORM_AUTHORITY)[0])
    officer.done(
        f"/desk/cases/{ref}/return",
        reason="other_level",
        competent="not_listed",
        text="归人社部门",
        do="confirm",
    )
    page = platform.look(f"/desk/cases/{ref}")
    assert "内容等待交接" in page
    assert "每天录 30 分钟对话。" not in page
    assert "归人社部门" not in page
    assert officer.client.get(f"/desk/cases/{ref}").status_code == 404


def test_an_attachment_is_a_download_and_never_shown_inline(app, runtime):
    found_nation(runtime)
    officer = Staff(app, runtime, key_authority(runtime, HUBEI)[0])
    stored = runtime.vault.store_file([b"<script>alert(1)</script>"], runtime.clock().date())
    attached = AttachedFile(
        stored.blob_name, stored.key.hex(), "通知/截图.html", "text/html", stored.size, ()
    )
    ref = file_case(runtime, files=[attached])
    assert f"/desk/cases/{ref}/files/1/1" in officer.look(f"/desk/cases/{ref}")
    answer = officer.client.get(f"/desk/cases/{ref}/files/1/1")
    assert answer.data == b"<script>alert(1)</script>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "%E9%80%9A%E7%9F%A5_%E6%88%AA%E5%9B%BE.html" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert officer.client.get(f"/desk/cases/{ref}/files/1/2").status_code == 404


def test_an_original_is_marked_on_the_page_and_in_the_name_of_its_download(app, runtime):
    found_nation(runtime)
    officer = Staff(app, runtime, key_authority(runtime, HUBEI)[0])
    stored = runtime.vault.store_file([b"macros"], runtime.clock().date())
    untouched = AttachedFile(
        stored.blob_name,
        stored.key.hex(),
        "notice.doc",
        "application/octet-stream",
        stored.size,
        (),
        original=True,
    )
    ref = file_case(runtime, files=[untouched])
    assert "原件，未处理" in officer.look(f"/desk/cases/{ref}")
    answer = officer.client.get(f"/desk/cases/{ref}/files/1/1")
    assert "notice.doc" in answer.headers["Content-Disposition"]
    assert quote("原件未处理") in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_every_look_stands_in_the_record(desk):
    officer, colleague, _, ref = desk
    officer.look(f"/desk/cases/{ref}")
    record = words(colleague.look("/desk/record"))
    assert f"打开了举报 {ref}" in record


def test_without_a_session_the_desk_asks_to_sign_in(app, desk):
    _, _, _, ref = desk
    assert app.test_client().get(f"/desk/cases/{ref}").status_code == 401

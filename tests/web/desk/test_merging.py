"""Merging at the desk: which cases are offered, what is said before, and the links afterwards."""

from reportdesk.domain.case import Action, Stage
from reportdesk.storage.case import Case
from reportdesk.storage.history import move
from tests.builders import WUHAN, accept, case, file_case, key_authority
from tests.web.desk.browser import Staff, words


def test_a_newer_case_is_merged_from_its_page_and_taken_out_again(runtime, clock, desk):
    officer, _, _, ref = desk
    accept(runtime, officer.holder, ref)
    clock.set("2026-03-04")
    newer = file_case(runtime)
    page = officer.look(f"/desk/cases/{newer}/merge")
    assert "那一起的答复会送到两边的学生手里" in words(page)
    assert f'value="{ref}"' in page
    page = officer.done(f"/desk/cases/{newer}/merge", into=ref, text="同一份通知", do="confirm")
    assert "已并案" in page
    assert "同一份通知" in page
    parent = words(officer.look(f"/desk/cases/{ref}"))
    assert f"并进来的 {newer}" in parent
    assert f"举报 1（并入的 {newer}）" in parent
    assert "2 份举报。" in parent
    page = words(officer.done(f"/desk/cases/{newer}/unmerge", text="不是同一份通知", do="confirm"))
    assert "已从并案中拆回" in page
    assert case(runtime, officer.holder, newer).stage == "routed"


def test_what_cannot_be_followed_is_listed_with_the_reason_and_refused(runtime, clock, desk):
    officer, _, _, ref = desk
    accept(runtime, officer.holder, ref)
    clock.set("2026-03-04")
    newer = file_case(runtime)
    page = officer.look(f"/desk/cases/{ref}/merge")
    assert "那一起的期限更晚" in words(page)
    assert 'name="into"' not in page
    answer = officer.send(f"/desk/cases/{ref}/merge", into=newer, text="想并", do="confirm")
    assert answer.status_code == 422
    assert case(runtime, officer.holder, ref).stage == "accepted"


def test_merging_is_offered_only_where_there_is_something_to_merge_with(runtime, desk):
    officer, _, _, ref = desk
    assert f"/desk/cases/{ref}/merge" not in officer.look(f"/desk/cases/{ref}")
    newer = file_case(runtime)
    assert f"/desk/cases/{ref}/merge" in officer.look(f"/desk/cases/{ref}")
    assert f"/desk/cases/{newer}/merge" in officer.look(f"/desk/cases/{newer}")


def test_the_step_does_not_exist_for_another_authority(app, runtime, desk):
    ref = desk[3]
    stranger = Staff(app, runtime, key_authority(runtime, WUHAN)[0])
    stranger.look(f"/desk/cases/{ref}/merge", 404)
    stranger.look(f"/desk/cases/{ref}/unmerge", 404)


def test_a_closed_case_is_gone_on_with_from_its_page(runtime, clock, desk):
    officer, _, _, ref = desk
    officer.look(f"/desk/cases/{ref}/reopen", 403)

    def close(tx):
        row = tx.session.query(Case).filter_by(ref=ref).one()
        move(tx, row, Action.CLOSE, Stage.CLOSED, party="system")

    runtime.write(close)
    assert f"/desk/cases/{ref}/reopen" in officer.look(f"/desk/cases/{ref}")
    path = f"/desk/cases/{ref}/reopen"
    page = words(officer.done(path, reason="recurrence", text="又收了一次", do="confirm"))
    assert "已另立新案件接着办" in page
    later = runtime.read(
        lambda tx: tx.session.query(Case).filter(Case.linked_id.is_not(None)).one()
    )
    assert f"后来的案件 {later.ref}" in page
    new = words(officer.look(f"/desk/cases/{later.ref}"))
    assert f"以前的案件 {ref}" in new
    assert "又收了一次" in new

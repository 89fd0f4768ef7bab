"""What stands first on a case's page, what is folded, and what is not said at all."""

from reportdesk.services import reminders
from tests.builders import accept, case, file_case
from tests.web.desk.browser import words


def test_the_next_step_and_its_date_stand_before_what_was_said(desk):
    officer, _, _, ref = desk
    page = words(officer.look(f"/desk/cases/{ref}"))
    said = [
        page.index(text) for text in ("决定受理还是不受理，最迟", "下一步", "期限", "学生说了什么")
    ]
    assert said == sorted(said)


def test_a_merger_stands_behind_every_step_of_the_case_itself(runtime, desk):
    officer, _, _, ref = desk
    file_case(runtime)
    steps = officer.look(f"/desk/cases/{ref}").partition("</aside>")[0]
    assert 0 < steps.index(f"{ref}/accept") < steps.index(f"{ref}/answer")
    assert steps.index(f"{ref}/answer") < steps.index(f"{ref}/merge")


def test_an_extension_is_offered_only_while_the_time_to_decide_runs(runtime, clock, desk):
    _, _, head, ref = desk
    accept(runtime, head.holder, ref)
    path = f"/desk/cases/{ref}/extend"
    assert path in head.look(f"/desk/cases/{ref}")
    clock.set("2026-09-01")
    assert path not in head.look(f"/desk/cases/{ref}")


def test_reminders_do_not_stand_between_what_people_did(runtime, clock, desk):
    officer, _, _, ref = desk
    clock.set("2026-03-16")
    case_id = case(runtime, officer.holder, ref).case_id
    runtime.write(lambda tx: reminders.sweep(tx, runtime.vault, runtime.pack, case_id))
    page = officer.look(f"/desk/cases/{ref}")
    record, _, rest = page.partition('<ol class="tl">')[2].partition("</ol>")
    assert "提交了举报" in record
    assert "提醒" not in record
    assert "自动提醒 1 次" in rest
    assert "到期前 3 天提醒" in words(rest)


def test_an_empty_column_of_answers_is_left_out(desk):
    officer, _, _, ref = desk
    page = officer.look(f"/desk/cases/{ref}")
    assert "学生说" in page
    assert "本机关的草稿" not in page


def test_steps_and_empty_boxes_to_write_in_are_left_off_the_paper(desk):
    officer, _, _, ref = desk
    page = officer.look(f"/desk/cases/{ref}")
    assert '<div class="flow noprint">\n<h2>下一步</h2>' in page
    for what in ("message", "note"):
        tag = page.partition(f'action="/desk/cases/{ref}/{what}"')[2].partition(">")[0]
        assert 'class="noprint"' in tag

"""A script at the student pages, and a class that has nothing to do with it."""

import dataclasses
import io
import re

import pytest
from sqlalchemy import select
from werkzeug.test import EnvironBuilder, run_wsgi_app

from reportdesk.domain.abuse import By, Decision, Rate
from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor, Role
from reportdesk.runtime import Runtime
from reportdesk.services import suspected
from reportdesk.storage.suspected import Suspected
from reportdesk.web.limits import EXTENSION, FILING, PAGE, RECEIPT, UPLOAD, Limits
from tests.web.report.conftest import STORY, Walker, entered

SCHOOL = "203.0.113.9"


def narrow(app, runtime: Runtime, **rates: Rate) -> None:
    """Buckets of a test's own; what it does not name is wide."""
    wide = {kind: Rate(10_000, 1) for kind in (PAGE, FILING, RECEIPT, UPLOAD)}
    limits = Limits({**wide, **rates}, lambda: runtime.clock().timestamp(), lambda _: None)
    app.extensions[EXTENSION] = limits


def at(walker: Walker, address: str) -> Walker:
    walker.client.environ_base["REMOTE_ADDR"] = address
    return walker


def waiting(runtime: Runtime):
    """Reasons of what the queue holds, shown or not."""

    def rows(tx):
        return [row.reason for row in tx.session.scalars(select(Suspected))]

    return runtime.read(rows)


def test_who_sends_too_much_is_asked_to_wait_and_loses_no_word(app, runtime, walker, clock) -> None:
    at(walker, SCHOOL).to_story()
    narrow(app, runtime, page=Rate(1, 60))
    walker.fill(text=STORY, asked=["stop"]).press("upload")
    walker.fill(text=STORY + "还有一句。", asked=["stop"]).press("next")
    assert walker.status == 429
    assert walker.heading == "请等一下再发"
    assert int(walker.response.headers["Retry-After"]) >= 60
    assert SCHOOL not in walker.response.get_data(as_text=True)
    clock.advance(seconds=61)
    walker.press("next")
    assert walker.status == 200
    assert walker.heading == "检查并提交"
    assert "还有一句。" in walker.page.text


def test_the_page_speaks_the_readers_language_and_may_be_pressed_too_early(
    app, runtime, walker, clock
) -> None:
    at(walker, SCHOOL).to_story("?lang=en")
    narrow(app, runtime, page=Rate(1, 60))
    walker.fill(text=STORY).press("upload")
    walker.fill(text="What happened next").press("next")
    assert walker.heading == "Please wait a moment, then send again"
    walker.press("next").press("next")
    assert walker.status == 429
    clock.advance(minutes=10)
    walker.press("next")
    assert walker.heading == "Check and submit"
    assert "What happened next" in walker.page.text


def test_others_are_not_slowed_by_a_network_that_is(app, runtime, walker) -> None:
    narrow(app, runtime, page=Rate(2, 1))
    at(walker, "198.51.100.7").to_where()
    walker.press("search").press("search")
    assert walker.status == 429
    other = at(Walker(app.test_client()), SCHOOL).to_where()
    assert other.status == 200


def test_behind_a_trusted_proxy_the_visitors_network_counts_and_a_forged_one_does_not(
    app, runtime, walker
) -> None:
    behind = dataclasses.replace(runtime.settings, trusted_proxies=1)
    app.extensions["reportdesk.settings"] = behind
    narrow(app, runtime, page=Rate(2, 1))
    answers = [
        app.test_client()
        .post(
            "/report/",
            data={"state": ""},
            headers={"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.7"},
        )
        .status_code
        for number in range(4)
    ]
    assert answers == [410, 410, 429, 429]
    bare = [app.test_client().post("/report/", data={"state": ""}).status_code for _ in range(6)]
    assert bare == [410] * 6, "a proxy that passes no address on is this machine"


def test_at_the_onion_service_nobody_can_spend_the_share_of_a_school(app, runtime, walker) -> None:
    onion = f"http://{'a' * 56}.onion"
    app.extensions["reportdesk.settings"] = dataclasses.replace(
        runtime.settings, trusted_proxies=1, onion_url=onion
    )
    narrow(app, runtime, page=Rate(2, 1))
    school = {"X-Forwarded-For": SCHOOL}
    for _ in range(5):
        forged = walker.client.post("/report/", base_url=onion, data={"state": ""}, headers=school)
        assert forged.status_code == 410
    real = walker.client.post("/report/", data={"state": ""}, headers=school)
    assert real.status_code == 410


def test_visitors_of_an_onion_service_are_never_asked_to_wait(app, runtime, walker) -> None:
    narrow(app, runtime, page=Rate(1, 1), receipt=Rate(1, 1))
    walker.to_receipt()
    assert walker.status == 200
    assert waiting(runtime) == []


def test_guessing_receipts_ends_soon_and_what_was_typed_stays(app, runtime, visitor) -> None:
    at(visitor, SCHOOL)
    narrow(app, runtime, receipt=Rate(2, 1))
    for _ in range(2):
        visitor.open("/follow/").fill(receipt=runtime.vault.draw_receipt()).press("open")
        assert visitor.status == 404
    mine = runtime.vault.draw_receipt()
    visitor.open("/follow/").fill(receipt=mine).press("open")
    assert visitor.status == 429
    assert visitor.form().values["receipt"] == [mine]


def test_files_beyond_the_networks_share_are_named_and_the_words_kept(app, runtime, walker) -> None:
    at(walker, SCHOOL).to_story()
    narrow(app, runtime, upload=Rate(1, 1))
    form = walker.form()
    send = dict(form.values)
    for number in range(2):
        big = io.BytesIO(b"x" * (2 * 2**20))
        walker.response = walker.client.post(
            "/report/",
            data={**send, "text": "写好的话", "do": "upload", "files": (big, f"{number}.txt")},
            content_type="multipart/form-data",
        )
    page = walker.response.get_data(as_text=True)
    assert "这个网络刚才传了太多文件" in page
    assert "写好的话" in page


def test_a_program_that_fills_in_every_field_waits_apart_and_is_not_told(
    app, runtime, walker
) -> None:
    walker.to_where(memo="https://spam.example")
    walker.fill(q="武汉职业技术学院").press("search")
    walker.fill(school=walker.form().options["school"][0]).press("next")
    walker.fill(run_by="province").press("next")
    walker.fill(practice="voice_recording", levers=["course_grade"], scope="grade", since="2025-11")
    walker.fill(running="yes").press("next")
    walker.press("next").fill(text="广告", asked=["stop"]).press("next").press("file")
    assert walker.status == 200
    assert len(walker.receipt) == 24
    assert waiting(runtime) == ["trap"]
    assert not re.search("怀疑|疑似|suspect", walker.page.text)
    assert "已提交，会送到湖北省教育厅" in walker.page.text
    assert "应决定受理" not in walker.page.text, "no date of a clock that does not run"


def test_the_hidden_field_is_out_of_reach_of_keyboard_and_screen_reader(walker) -> None:
    walker.open("/report/")
    markup = walker.response.get_data(as_text=True)
    field = re.search(r'<div class="vh" aria-hidden="true">(.*?)</div>', markup, re.S)
    assert field is not None
    assert 'tabindex="-1"' in field[1]
    assert 'autocomplete="off"' in field[1]
    assert "请留空" in field[1]


@pytest.mark.parametrize(("seconds", "found"), [(5, ["fast"]), (45, [])])
def test_only_what_no_person_can_do_is_too_fast(
    runtime, walker, clock, seconds: int, found: list[str]
) -> None:
    runtime.settings = dataclasses.replace(runtime.settings, min_fill_seconds=20)
    walker.to_check()
    clock.advance(seconds=seconds)
    walker.press("file")
    assert waiting(runtime) == found


def test_a_class_files_unsuspected_while_a_script_fills_the_queue(app, runtime, walker) -> None:
    narrow(app, runtime, filing=Rate(3, 1))
    for _ in range(5):
        at(Walker(app.test_client()), "198.51.100.7").to_receipt()
    at(walker, SCHOOL).to_receipt()
    assert waiting(runtime) == ["burst", "burst"]
    assert len(walker.receipt) == 24


def test_beyond_a_schools_ceiling_nobody_is_refused(runtime, walker, app) -> None:
    runtime.settings = dataclasses.replace(runtime.settings, school_ceiling=2)
    for _ in range(4):
        visitor = Walker(app.test_client()).to_receipt()
        assert len(visitor.receipt) == 24
    assert waiting(runtime) == ["school", "school"]


def test_the_same_form_sent_again_is_still_one_report(app, runtime, walker) -> None:
    narrow(app, runtime, filing=Rate(1, 1))
    at(walker, SCHOOL).to_check()
    checked = walker.form().values
    walker.press("file")
    again = walker.client.post("/report/", data={**checked, "do": "file"})
    assert again.status_code == 200
    assert waiting(runtime) == []


def test_who_follows_a_report_that_waits_reads_dates_that_are_true(app, runtime, walker) -> None:
    narrow(app, runtime, filing=Rate(1, 1))
    at(walker, SCHOOL).to_receipt()
    at(walker, SCHOOL).to_receipt()
    follower = entered(at(Walker(app.test_client()), SCHOOL), walker.receipt)
    assert "还没有送到湖北省教育厅" in follower.page.text
    assert "最迟应在 3月5日" in follower.page.text
    assert "时间从提交那天起算" not in follower.page.text


def test_who_follows_a_dropped_report_reads_what_to_do_and_until_when(
    app, runtime, walker, clock
) -> None:
    narrow(app, runtime, filing=Rate(1, 1))
    at(walker, SCHOOL).to_receipt()
    at(walker, SCHOOL).to_receipt()
    officer = Actor("officer", PLATFORM_AUTHORITY, Role.PLATFORM)
    runtime.write(suspected.show_waiting)
    runtime.write(lambda tx: suspected.decide(tx, officer, Decision.DROP, By.ALL, "", expected=1))
    follower = entered(Walker(app.test_client()), walker.receipt)
    assert follower.heading == "我的举报"
    assert "你的举报没有转送" in follower.page.text
    assert "2026年4月1日" in follower.page.text
    follower.press("addition", "go").fill(text="是我写的，请送出。").press("check").press("send")
    assert follower.status == 200
    assert runtime.write(lambda tx: suspected.let_go(tx, runtime.pack)) == 1


def test_a_script_that_does_not_say_how_much_it_sends_is_counted_too(app, runtime, walker) -> None:
    at(walker, SCHOOL).to_story()
    narrow(app, runtime, upload=Rate(1, 1))
    send = dict(walker.form().values)
    pages = []
    for _ in range(2):
        made = EnvironBuilder(
            path="/report/",
            method="POST",
            data={**send, "do": "upload", "files": (io.BytesIO("通知".encode()), "a.txt")},
        ).get_environ()
        del made["CONTENT_LENGTH"]
        made.update(
            {
                "HTTP_TRANSFER_ENCODING": "chunked",
                "wsgi.input_terminated": True,
                "REMOTE_ADDR": SCHOOL,
            }
        )
        pages.append(b"".join(run_wsgi_app(app, made)[0]).decode())
    assert "传上来 1 个文件" in pages[0]
    assert "这个网络刚才传了太多文件" in pages[1]

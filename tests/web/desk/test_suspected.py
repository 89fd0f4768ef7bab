"""The queue of suspected filings at the platform desk."""

import re

import pytest

from reportdesk.domain.abuse import Suspicion
from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.services import intake, suspected
from tests.builders import key_authority
from tests.filings import HUBEI, MOE, a_filing, load_places, school_id
from tests.web.desk.browser import Staff, words

CANARY = "金丝雀在经过里"
FLOOD = 300


@pytest.fixture
def queue(app, runtime):
    """An officer of the platform and a way to file what is suspected."""
    load_places(runtime)
    people = {one: key_authority(runtime, one)[0] for one in (HUBEI, MOE, PLATFORM_AUTHORITY)}
    school = school_id(runtime)

    def file(count=1, reason=Suspicion.TRAP, listed=True, **changes):
        filing = a_filing(school if listed else None, **changes)
        for _ in range(count):
            known = runtime.vault.lookups(runtime.vault.draw_receipt(), "filing")
            runtime.write(
                lambda tx, known=known: intake.file(
                    tx,
                    runtime.vault,
                    runtime.pack,
                    runtime.settings,
                    filing,
                    known,
                    (),
                    None,
                    reason,
                )
            )
        runtime.write(suspected.show_waiting)

    return Staff(app, runtime, people[PLATFORM_AUTHORITY]), Staff(app, runtime, people[HUBEI]), file


def shown(page: str) -> int:
    """How many filings a page has a line for."""
    return page.count('type="checkbox"')


def test_an_empty_queue_says_what_comes_here(queue):
    officer, _, _ = queue
    page = words(officer.look("/desk/suspected"))
    assert "这里没有举报" in page
    assert "沉默不会压住举报" in page
    assert "有新的会在 9:00 和 15:00 出现" in page
    assert "有新的会在" not in words(officer.look("/desk/suspected?state=dropped"))


def test_the_queue_shows_plain_facts_and_nothing_of_what_was_written(queue):
    officer, _, file = queue
    story = a_filing().story
    file(2, story=type(story)(story.asked, CANARY, "13800000000"))
    page = officer.look("/desk/suspected/group?by=reason&key=trap")
    assert shown(page) == 2
    text = words(page)
    for plain in ("武汉职业技术学院", "湖北省教育厅", "3月2日", "填了人看不见的格子"):
        assert plain in text
    assert CANARY not in page
    assert "13800000000" not in page


def test_three_hundred_are_one_line_and_leave_with_one_decision(queue):
    officer, _, file = queue
    file(FLOOD)
    page = officer.look("/desk/suspected")
    assert page.count('<th scope="row">') == 1
    group = re.search(r'href="(/desk/suspected/group[^"]*by=place[^"]*)"', page)[1]
    inside = officer.look(group.replace("&amp;", "&"))
    assert shown(inside) == 50
    assert "第 1–50 起，共 300 起" in words(inside)
    sure = officer.send("", inside, "/desk/suspected/sure", decision="drop")
    asked = sure.get_data(as_text=True)
    assert "搁置 300 份举报？" in words(asked)
    assert "30 天内可以放回" in words(asked)
    done = officer.done("", asked, "/desk/suspected/decide")
    assert "已搁置 300 份。" in words(done)
    record = words(officer.look("/desk/record"))
    assert "搁置了疑似自动提交的举报" in record


def test_ticked_ones_alone_are_released_and_reach_the_authority_in_the_next_slot(queue, runtime):
    officer, province, file = queue
    file(3)
    inside = officer.look("/desk/suspected/group?by=all")
    ids = re.findall(r'name="id" value="([^"]+)"', inside)
    fields = {name: text for name, text in officer.hidden(inside).items() if name != "all"}
    sure = officer.client.post(
        "/desk/suspected/sure", data={**fields, "decision": "release", "id": ids[:1]}
    ).get_data(as_text=True)
    assert "放行 1 份举报？" in words(sure)
    assert officer.hidden(sure)["id"] == ids[0]
    assert "已放行 1 份" in words(officer.done("", sure, "/desk/suspected/decide"))
    assert "没有在办的案件" in words(province.look("/desk/"))
    runtime.write(lambda tx: suspected.pass_on(tx, runtime.pack, slot=":09"))
    assert "武汉职业技术学院" in words(province.look("/desk/"))


def test_pressing_without_choosing_says_so(queue):
    officer, _, file = queue
    file()
    inside = officer.look("/desk/suspected/group?by=all")
    fields = {name: text for name, text in officer.hidden(inside).items() if name != "all"}
    answer = officer.client.post("/desk/suspected/sure", data={**fields, "decision": "drop"})
    assert answer.status_code == 303
    assert "还没有选" in words(officer.look(answer.headers["Location"]))


def test_when_more_came_meanwhile_the_page_asks_again(queue):
    officer, _, file = queue
    file(2)
    inside = officer.look("/desk/suspected/group?by=all")
    sure = officer.send("", inside, "/desk/suspected/sure", decision="drop")
    asked = sure.get_data(as_text=True)
    file(1)
    again = officer.send("", asked, "/desk/suspected/decide")
    assert again.status_code == 409
    assert "搁置 3 份举报？" in words(again.get_data(as_text=True))
    done = officer.done("", again.get_data(as_text=True), "/desk/suspected/decide")
    assert "已搁置 3 份。" in words(done)
    twice = officer.send("", asked, "/desk/suspected/decide")
    assert twice.status_code == 409, "a double click drops nothing more"


def test_what_was_set_aside_can_be_put_back(queue):
    officer, _, file = queue
    file(1)
    for state, decision in (("waiting", "drop"), ("dropped", "restore")):
        inside = officer.look(f"/desk/suspected/group?by=all&state={state}")
        sure = officer.send("", inside, "/desk/suspected/sure", decision=decision)
        officer.done("", sure.get_data(as_text=True), "/desk/suspected/decide")
    assert shown(officer.look("/desk/suspected/group?by=all")) == 1


@pytest.mark.parametrize(
    "query",
    ["by=nonsense&state=x&page=-3", "by=place&key=d:000000:primary", "by=day&key=soon&page=9"],
)
def test_addresses_that_nobody_was_given_show_an_empty_page(queue, query):
    officer, _, file = queue
    file(1)
    assert officer.client.get(f"/desk/suspected?{query}").status_code == 200
    assert officer.client.get(f"/desk/suspected/group?{query}").status_code == 200


def test_authorities_have_no_such_page(queue):
    _, province, file = queue
    file(1)
    assert province.client.get("/desk/suspected").status_code == 403
    assert "疑似" not in province.look("/desk/")


def test_the_queue_speaks_english_too(queue):
    officer, _, file = queue
    file(1)
    assert "silence holds no report back" in words(officer.look("/desk/suspected?lang=en"))
    inside = words(officer.look("/desk/suspected/group?by=all&lang=en"))
    assert "Release (this group, 1 report)" in inside

"""Letters at the desk: written, printed, saved as a file, and nobody else's."""

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from tests.builders import WUHAN, file_case, found_nation, key_authority
from tests.letters.paper import lines
from tests.web.desk.browser import Staff, words


@pytest.fixture
def held(app, runtime):
    """A case that the platform holds, for nobody above its school has a key; and a stranger."""
    found_nation(runtime)
    officer = Staff(app, runtime, key_authority(runtime, PLATFORM_AUTHORITY)[0])
    ref = file_case(runtime)
    stranger = Staff(app, runtime, key_authority(runtime, WUHAN)[0])
    return officer, stranger, ref


GIVEN = {"addressee": "other", "other": "武汉市网信办", "by": "", "own_number": "", "says": ""}


def test_from_the_case_to_a_letter_its_file_and_its_english(held):
    officer, stranger, ref = held
    path = f"/desk/cases/{ref}/letters/new/labour"
    assert path in officer.look(f"/desk/cases/{ref}")
    sent = officer.done(path, **{**GIVEN, "says": "请尽快办理。"})
    assert "已经编号保存" in sent
    assert f"告〔2026〕{ref}-1号" in words(sent)
    assert "请尽快办理。" in sent
    file = officer.client.get(f"/desk/cases/{ref}/letters/1/file")
    assert file.headers["Content-Disposition"].endswith("''letter.docx")
    assert f"告〔2026〕{ref}-1号" in lines(file.data)
    assert file.data == officer.client.get(f"/desk/cases/{ref}/letters/1/file").data
    assert "发出一份函件" in words(officer.look(f"/desk/cases/{ref}"))
    assert "Information on arranged student training" in officer.look(
        f"/desk/cases/{ref}/letters/1?lang=en"
    )
    for address in ("letters/1", "letters/1/file", "letters/new/labour"):
        stranger.look(f"/desk/cases/{ref}/{address}", status=404)


def test_words_that_may_name_somebody_are_shown_and_need_a_second_look(held):
    officer, _, ref = held
    path = f"/desk/cases/{ref}/letters/new/labour"
    given = {**GIVEN, "says": "请找高二（3）班的王小明，电话13800138000。"}
    refused = officer.send(path, **given)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "13800138000" in words(page)
    assert given["says"] in page
    assert "打勾" in page
    assert "已经编号保存" in officer.done(path, page, **given, sure="y")


def test_a_letter_sent_twice_from_one_form_is_sent_once(held):
    officer, _, ref = held
    path = f"/desk/cases/{ref}/letters/new/labour"
    page = officer.look(path)
    officer.done(path, page, **GIVEN)
    again = officer.send(path, page, **GIVEN)
    assert again.status_code == 409
    assert "发出一份函件" in again.get_data(as_text=True)
    officer.look(f"/desk/cases/{ref}/letters/2", status=404)


@pytest.mark.parametrize("number", ["0", "7", "9" * 10, "9" * 5_000])
def test_a_number_that_no_letter_has_leads_nowhere_however_long(held, number):
    officer, _, ref = held
    for address in (f"letters/{number}", f"letters/{number}/file"):
        officer.look(f"/desk/cases/{ref}/{address}", status=404)


def test_kinds_that_do_not_exist_or_are_not_ours_are_refused(held):
    officer, _, ref = held
    officer.look(f"/desk/cases/{ref}/letters/new/postcard", status=404)
    for kind in ("supervision", "transfer", "inquiry", "decision"):
        officer.look(f"/desk/cases/{ref}/letters/new/{kind}", status=403)


@pytest.fixture
def works(desk):
    """An officer of the province and a case accepted there."""
    officer, _, _, ref = desk
    officer.done(f"/desk/cases/{ref}/accept", on="2026-03-02")
    return officer, ref


ASKED = {
    "practices": ["voice_recording", "other"],
    "questions": ["compulsory", "tied_to_grades"],
    "papers": ["contracts", "notices"],
    "by": "2026-03-17",
    "own_number": "",
    "says": "",
}
EVERY = ["complaint", "time", "class", "wording", "files", "count", "single"]


def test_a_letter_to_the_school_from_the_lists_to_the_file(works):
    officer, ref = works
    path = f"/desk/cases/{ref}/letters/new/inquiry"
    assert path in officer.look(f"/desk/cases/{ref}")
    page = officer.look(path)
    assert 'value="2026-03-17"' in page
    assert page.count(" checked") == 1
    refused = officer.send(path, page, **ASKED, unsaid=EVERY[:-1])
    again = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "逐项核对" in words(again)
    assert again.count(" checked") == 2 + 2 + 2 + 6
    sent = words(officer.done(path, again, **ASKED, unsaid=EVERY))
    assert "示范职业技术学院：" in sent
    assert "录音、语音采集；其他个人信息" in sent
    page = officer.look(f"/desk/cases/{ref}/letters/1")
    paper = page[page.index('<article class="letter"') : page.index("</article>")]
    title = page[page.index("<title>") : page.index("</title>")]
    assert ref not in paper + title
    assert "打印以后看一眼页眉" in page
    file = officer.client.get(f"/desk/cases/{ref}/letters/1/file").data
    assert not [line for line in lines(file) if ref in line or "举报" in line]
    assert "调查核实函（学校）" in words(officer.look(f"/desk/cases/{ref}"))


def test_words_of_the_report_do_not_reach_the_school(works):
    officer, ref = works
    path = f"/desk/cases/{ref}/letters/new/inquiry"
    text = "请说明每天录 30 分钟对话的安排。"
    refused = officer.send(path, **{**ASKED, "says": text, "unsaid": EVERY})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "和举报里的文字一样" in words(page)
    assert text in page
    officer.look(f"/desk/cases/{ref}/letters/1", status=404)


def test_a_body_beside_the_case_is_typed_and_hears_no_school_unless_vouched_for(works):
    officer, ref = works
    path = f"/desk/cases/{ref}/letters/new/data_regulator"
    nobody = officer.send(path, addressee="other", other="", by="", own_number="", says="")
    assert nobody.status_code == 422
    assert "发给谁" in words(nobody.get_data(as_text=True))
    given = {"addressee": "other", "other": "武汉市互联网信息办公室", "by": "2026-04-01"}
    sent = words(officer.done(path, **given, own_number="", says=""))
    assert "武汉市互联网信息办公室：" in sent
    assert "湖北省的一所学校" in sent
    assert "示范职业技术学院" not in sent.split("关于告知")[1]
    assert "请于2026年4月1日前函告" in sent
    named = words(officer.done(path, **given, own_number="", says="", secret="y"))
    assert "示范职业技术学院" in named.split("关于告知")[1]

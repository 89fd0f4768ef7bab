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


def test_a_matter_is_passed_on_by_letter_from_the_case_to_the_file(held):
    officer, stranger, ref = held
    path = f"/desk/cases/{ref}/letters/new/transfer"
    assert path in officer.look(f"/desk/cases/{ref}")
    sent = officer.done(path, own_number="", says="请尽快办理。", do="confirm")
    assert "已经编号保存" in sent
    assert f"转〔2026〕{ref}-1号" in words(sent)
    assert "请尽快办理。" in sent
    file = officer.client.get(f"/desk/cases/{ref}/letters/1/file")
    assert file.headers["Content-Disposition"].endswith("''letter.docx")
    assert f"转〔2026〕{ref}-1号" in lines(file.data)
    assert file.data == officer.client.get(f"/desk/cases/{ref}/letters/1/file").data
    case = words(officer.look(f"/desk/cases/{ref}"))
    assert "发出一份函件" in case
    english = officer.look(f"/desk/cases/{ref}/letters/1?lang=en")
    assert "Passing on a matter about personal data" in english
    for address in ("letters/1", "letters/1/file", "letters/new/transfer"):
        stranger.look(f"/desk/cases/{ref}/{address}", status=404)


def test_words_that_may_name_somebody_are_shown_and_need_a_second_look(held):
    officer, _, ref = held
    path = f"/desk/cases/{ref}/letters/new/transfer"
    text = "请找高二（3）班的王小明，电话13800138000。"
    refused = officer.send(path, own_number="", says=text, do="confirm")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "13800138000" in words(page)
    assert text in page
    assert "打勾" in page
    assert "已经编号保存" in officer.done(path, page, own_number="", says=text, sure="y")


def test_a_letter_sent_twice_from_one_form_is_sent_once(held):
    officer, _, ref = held
    path = f"/desk/cases/{ref}/letters/new/transfer"
    page = officer.look(path)
    officer.done(path, page, own_number="", says="")
    again = officer.send(path, page, own_number="", says="")
    assert again.status_code == 409
    assert "发出一份函件" in again.get_data(as_text=True)
    officer.look(f"/desk/cases/{ref}/letters/2", status=404)


def test_kinds_that_do_not_exist_or_are_not_ours_are_refused(held):
    officer, _, ref = held
    officer.look(f"/desk/cases/{ref}/letters/new/postcard", status=404)
    officer.look(f"/desk/cases/{ref}/letters/new/supervision", status=403)

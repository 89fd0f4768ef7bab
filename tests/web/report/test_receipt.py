"""The receipt: shown until it was typed back, downloaded without a telling name."""

from tests.web.report.conftest import Walker


def test_the_page_shows_six_groups_a_reference_and_days_to_come_back(walker: Walker) -> None:
    walker.to_receipt()
    html = walker.response.get_data(as_text=True)
    panel = html[html.index('<output id="receipt" aria-hidden="true">') : html.index("</output>")]
    assert panel.count("<span>") == 6
    for words in (
        "3月10日（周二）",
        "3月18日（周三）",
        "5月19日（周二）",
        "已提交，送到了湖北省教育厅",
    ):
        assert words in walker.text
    assert walker.page.title == "便条"


def test_nothing_that_was_typed_is_carried_on(walker: Walker) -> None:
    walker.to_check()
    before = len(walker.form().values["state"][0])
    walker.press("file")
    assert len(walker.form().values["state"][0]) < before


def test_the_last_group_typed_back_ends_the_showing(walker: Walker) -> None:
    walker.to_receipt()
    receipt, form = walker.receipt, walker.page.forms
    walker.fill(last="０００" + receipt[-1]).press("confirm")
    assert walker.status == 422
    assert "和上面第 6 组不一样" in walker.text
    walker.fill(last=f" {receipt[-4:]} ").press("confirm")
    assert "抄对了" in walker.text
    assert receipt[:4] not in walker.text
    walker.page.forms = form
    walker.press("text")
    assert "已经提交过了" in walker.text
    assert receipt[:4] not in walker.text


def test_after_typing_it_back_the_check_page_says_already_submitted(walker: Walker) -> None:
    walker.to_check()
    check = walker.page.forms
    walker.press("file")
    walker.fill(last=walker.receipt[-4:]).press("confirm")
    walker.page.forms = check
    walker.press("file")
    assert "已经提交过了" in walker.text


def test_leaving_without_checking_warns_plainly_and_leads_back(walker: Walker) -> None:
    walker.to_receipt()
    receipt = walker.receipt
    walker.press("skip")
    assert "没有人能找回，包括我们" in walker.text
    assert "/leave" in walker.page.links
    walker.press("show")
    assert walker.receipt == receipt


def test_the_download_holds_digits_and_dates_and_a_neutral_name(walker: Walker) -> None:
    walker.to_receipt()
    receipt = walker.receipt
    walker.press("text")
    assert walker.response.mimetype == "text/plain"
    assert walker.response.headers["Content-Disposition"] == 'attachment; filename="note.txt"'
    assert walker.response.headers["Cache-Control"] == "no-store"
    text = walker.response.get_data(as_text=True)
    assert text.isascii()
    assert "".join(text.splitlines()[0].split()) == receipt
    assert "2026-03-18" in text


def test_the_receipt_page_speaks_english_too(walker: Walker) -> None:
    walker.to_receipt("?lang=en")
    assert "Submitted to Education Department of Hubei" in walker.text
    assert "Copy down these 24 digits" in walker.text


def test_the_page_says_when_the_digits_are_shown_no_more(walker: Walker) -> None:
    assert "把最后 4 位写回来以后，就不再显示" in walker.to_receipt().text


def test_the_page_after_copying_stays_itself_on_reload_and_in_english(walker: Walker) -> None:
    walker.to_receipt()
    receipt, form = walker.receipt, walker.page.forms
    walker.fill(last=receipt[-4:]).press("confirm")
    walker.page.forms = form
    walker.fill(last=receipt[-4:]).press("confirm")
    assert walker.heading == "抄对了"
    assert "3月18日（周三）" in walker.text
    walker.press("lang")
    assert walker.status == 200
    assert "When to come back" in walker.text
    assert receipt[:4] not in walker.text


def test_what_was_filed_before_is_shown_with_the_days_to_come_back(walker: Walker) -> None:
    walker.to_receipt()
    form = walker.page.forms
    walker.fill(last=walker.receipt[-4:]).press("confirm")
    walker.page.forms = form
    walker.press("text")
    assert walker.heading == "已经提交过了"
    assert "3月18日（周三）" in walker.text
    walker.press("lang")
    assert "When to come back" in walker.text

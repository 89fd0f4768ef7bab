"""Copying what an authority answered on paper, at the platform's desk and as others read it."""

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.official import Content, Reply
from reportdesk.domain.taxonomy import Answer, Finding, Measure, Question
from reportdesk.services import delivery, followup
from tests.builders import SCHOOL_ID, a_draft, found_nation, key_authority
from tests.filings import a_filing, file_one
from tests.mailbag import Mailbag
from tests.web.desk.browser import Staff, words

PAPER = {"number": "鄂教信〔2026〕3号", "dated_on": "2026-03-02", "received_on": "2026-03-02"}


@pytest.fixture
def office(app, runtime):
    """Two officers, and a case whose letter arrived; its reporter has a receipt."""
    found_nation(runtime)
    holders = key_authority(runtime, PLATFORM_AUTHORITY)
    receipt, filed = file_one(runtime, a_filing(SCHOOL_ID))
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    bag = Mailbag(runtime, *holders, filed.ref)
    bag.deliver()
    first, second = (Staff(app, runtime, holder) for holder in holders)
    return bag, first, second, receipt


def test_one_officer_copies_and_another_compares_before_anything_counts(office):
    bag, first, second, _ = office
    here = f"/desk/cases/{bag.ref}"
    assert "录入公文" in words(first.look(here))
    assert "不予受理" in words(first.look(f"{here}/paper"))
    page = words(first.done(f"{here}/paper/accept", **PAPER, accepted_on="2026-03-02", do="submit"))
    assert "等另一位同事对照原件" in page
    assert "核对以前什么都不变" in page
    assert "取回" in words(first.look(f"{here}/paper/compare"))
    asked = words(second.look(f"{here}/paper/compare"))
    assert "鄂教信〔2026〕3号" in asked
    assert "拿着原件逐项对照" in asked
    done = words(second.done(f"{here}/paper/compare", do="approve"))
    assert "已按公文生效" in done
    assert "平台录自公文 鄂教信〔2026〕3号" in done
    assert "作出处理决定" in done


def test_a_refusal_reaches_the_reporter_with_the_documents_number(office):
    bag, _, _, receipt = office
    told = Content(reason="not_this_authority", words="请向市里反映")
    bag.reply(Reply.DECLINE, told)
    kit = bag.runtime
    known = kit.vault.lookups(receipt, "following")
    me = kit.write(lambda tx: followup.enter(tx, kit.vault, known))
    view = kit.write(lambda tx: followup.look(tx, kit.vault, kit.pack, me))
    (paper,) = view.papers
    assert (paper.number, paper.words) == ("鄂教信〔2026〕3号", "请向市里反映")


def test_an_answer_is_read_by_the_reporter_with_its_document(app, office):
    bag, first, _, receipt = office
    bag.reply(Reply.ANSWER, Content(answer=a_draft(public_summary="学校已停止录音。")))
    page = words(first.look(f"/desk/cases/{bag.ref}"))
    assert "学校已停止录音。" in page
    answer = app.test_client().post("/follow/", data={"receipt": receipt})
    read = words(answer.get_data(as_text=True))
    assert "学校已停止录音。" in read
    assert "平台录自公文 鄂教信〔2026〕3号" in read


def test_the_form_of_an_answer_has_no_words_for_the_reporter_alone_and_names_what_lacks(office):
    bag, first, _, _ = office
    path = f"/desk/cases/{bag.ref}/paper/answer"
    assert 'name="reply"' not in first.look(path)
    refused = first.send(path, **PAPER, do="submit")
    assert refused.status_code == 422
    assert "请选一个结论" in words(refused.get_data(as_text=True))
    sheet = {question.value: Answer.UNKNOWN.value for question in Question}
    typed = {
        **PAPER,
        **sheet,
        "finding": Finding.PARTLY.value,
        "measures": Measure.STOP_COLLECTION.value,
        "legal_basis": "第三十四条",
        "public_title": "部分属实",
        "public_summary": "已停止。",
    }
    assert "等另一位同事" in words(first.done(path, **typed, do="submit"))


def test_a_proof_of_a_measure_is_copied_and_compared(office):
    bag, first, second, _ = office
    here = f"/desk/cases/{bag.ref}"
    bag.reply(Reply.ANSWER, Content(answer=a_draft()))
    assert "措施已经落实" in words(first.look(f"{here}/paper"))
    typed = {**PAPER, "measure": "1", "done_on": "2026-03-02", "words": "删除证明"}
    first.done(f"{here}/paper/proof", **typed, do="submit")
    assert "删除证明" in words(second.look(f"{here}/paper/compare"))
    assert "删除证明" in words(second.done(f"{here}/paper/compare", do="approve"))
    assert first.client.get(f"{here}/paper/proof").status_code == 403


def test_a_copy_that_does_not_fit_the_paper_goes_back(office):
    bag, first, second, _ = office
    here = f"/desk/cases/{bag.ref}"
    first.done(f"{here}/paper/accept", **PAPER, accepted_on="2026-03-02", do="submit")
    page = words(second.done(f"{here}/paper/compare", do="send_back", reason="日期抄错"))
    assert "已退回，请重新录入" in page
    assert first.client.get(f"{here}/paper/compare").status_code == 404
    assert "录入公文" in words(first.look(here))


@pytest.mark.parametrize("kind", ["opinion", "nonsense", "extend"])
def test_what_the_case_cannot_take_has_no_form(office, kind):
    bag, first, _, _ = office
    answer = first.client.get(f"/desk/cases/{bag.ref}/paper/{kind}")
    assert answer.status_code in {403, 404}

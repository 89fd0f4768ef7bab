"""Taking a proof of filing: warned first, two neutral files, nothing left on the server."""

import pytest
from sqlalchemy import select

from reportdesk.domain.proof import commitment, parse
from reportdesk.release.proofs import Verdict, judge
from reportdesk.services import delivery
from reportdesk.storage.registry import METADATA
from reportdesk.vault.keys import SiteKeys
from reportdesk.vault.slots import Slots
from tests.web.report.conftest import STORY, Walker, accept_and_ask, entered


def taken(visitor: Walker, which: str) -> str:
    """One of the two files of the page one is on; the page stays."""
    visitor.press(which)
    assert visitor.status == 200
    assert visitor.response.mimetype == "text/plain"
    assert visitor.response.headers["Cache-Control"] == "no-store"
    return visitor.response.get_data(as_text=True)


def rows(runtime) -> dict[str, list[tuple]]:
    """Every row there is."""

    def every(tx):
        tables = METADATA.tables.items()
        return {name: list(map(tuple, tx.session.execute(select(one)))) for name, one in tables}

    return runtime.read(every)


def test_the_receipt_page_leads_to_a_proof_that_is_genuine_and_back(walker, runtime) -> None:
    walker.to_receipt()
    receipt = walker.receipt
    walker.press("proof")
    assert walker.heading == "提交证明"
    assert "谁看到这份文件，就知道举报是你提交的" in walker.text
    proof = parse(taken(walker, "statement"))
    text = taken(walker, "text")
    assert judge(proof, runtime.vault.proof_publics()) is Verdict.GENUINE
    assert proof.statement.name_zh == "湖北省教育厅"
    assert proof.statement.day.isoformat() == "2026-03-02"
    assert commitment(text) == proof.statement.commitment
    walker.press("show")
    assert walker.receipt == receipt


def test_the_files_hold_what_was_filed_and_nothing_that_leads_to_the_person(walker) -> None:
    walker.to_check(text=f"{STORY} 其余见群。")
    walker.press("file")
    ref, receipt = walker.page.ids["case-ref"], walker.receipt
    walker.press("proof")
    statement, text = taken(walker, "statement"), taken(walker, "text")
    for words in ("其余见群。", "群里点名催交", "示例声库", "重修"):
        assert words in text
        assert words not in statement
    for secret in (ref, receipt, receipt[:4] + " " + receipt[4:8]):
        assert secret not in statement + text
    assert "湖北省教育厅" in statement
    assert "Education Department of Hubei" in statement
    for which, name in (("statement", "note-1.txt"), ("text", "note-2.txt")):
        walker.press(which)
        disposition = walker.response.headers["Content-Disposition"]
        assert disposition == f'attachment; filename="{name}"'


def test_following_leads_to_a_proof_and_back_with_the_words_begun(visitor, runtime, filed) -> None:
    entered(visitor, filed[0]).fill(text="").press("proof")
    proof = parse(taken(visitor, "statement"))
    assert judge(proof, runtime.vault.proof_publics()) is Verdict.GENUINE
    visitor.press("show")
    assert filed[1].ref in visitor.text


def test_words_begun_on_the_page_of_the_case_are_there_when_one_comes_back(
    visitor, runtime, clock, holder, filed
) -> None:
    accept_and_ask(runtime, clock, holder, filed)
    entered(visitor, filed[0]).fill(text="写了一半").press("proof").press("show")
    assert visitor.form().values["text"] == ["写了一半"]


def test_both_files_belong_together_whatever_language_the_page_speaks(visitor, filed) -> None:
    entered(visitor, filed[0]).press("proof")
    statement = taken(visitor, "statement")
    visitor.press("lang")
    assert "Proof of filing" in visitor.text
    assert commitment(taken(visitor, "text")) == parse(statement).statement.commitment


def test_two_visits_cannot_be_told_to_be_of_one_report(visitor, filed) -> None:
    found = []
    for _ in range(2):
        entered(visitor, filed[0]).press("proof")
        found.append(parse(taken(visitor, "statement")).statement.commitment)
    assert found[0] != found[1]


def test_taking_a_proof_writes_nothing(visitor, runtime, filed) -> None:
    entered(visitor, filed[0])
    before = rows(runtime)
    visitor.press("proof")
    taken(visitor, "statement"), taken(visitor, "text")
    assert rows(runtime) == before


def test_a_withdrawn_report_has_the_same_proof_as_any_other(visitor, runtime, filed) -> None:
    entered(visitor, filed[0]).go("withdrawal").press("check").press("send")
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    entered(visitor, filed[0]).press("proof")
    proof = parse(taken(visitor, "statement"))
    assert judge(proof, runtime.vault.proof_publics()) is Verdict.GENUINE


def test_thirty_idle_minutes_end_the_page_of_the_proof(visitor, clock, filed) -> None:
    entered(visitor, filed[0]).press("proof")
    clock.advance(minutes=31)
    visitor.press("statement")
    assert visitor.status == 410
    assert "已经自动退出" in visitor.text


@pytest.mark.parametrize("state", ["", "x", "AAAA"])
def test_without_a_receipt_there_is_no_proof(client, state: str) -> None:
    response = client.post("/follow/proof", data={"state": state, "do": "statement"})
    assert response.status_code == 410
    assert client.get("/follow/proof").status_code == 200


def test_the_state_of_another_page_opens_no_proof(visitor, runtime, filed) -> None:
    me = {"me": {}, "before": "receipt"}
    state = runtime.vault.seal_state("filing", me, runtime.clock())
    data = {"state": state, "step": "proof", "do": "statement"}
    assert visitor.client.post("/follow/proof", data=data).status_code == 410


def test_a_destroyed_report_has_no_proof_any_more(visitor, runtime, filed) -> None:
    entered(visitor, filed[0]).press("proof")
    destroy(runtime)
    visitor.press("statement")
    assert visitor.status == 404
    assert "没有找到这个回执号" in visitor.text


def destroy(runtime) -> None:
    report = METADATA.tables["report"]
    for shred_id in runtime.read(lambda tx: list(tx.session.scalars(select(report.c.shred_id)))):
        runtime.vault.shred(shred_id)


def test_a_site_without_a_signing_key_offers_none_and_says_so(visitor, runtime, filed) -> None:
    page = entered(visitor, filed[0]).page
    (runtime.settings.keys / "proof-1").unlink()
    runtime.vault._site = SiteKeys.load(runtime.settings.keys)
    entered(visitor, filed[0])
    assert "提交证明" not in visitor.text
    visitor.page = page
    visitor.press("proof")
    assert visitor.status == 200
    assert "本站现在还不能出证明" in visitor.text
    visitor.client.post("/follow/proof", data={**visitor.form().values, "do": "statement"})
    assert "本站现在还不能出证明" in visitor.text


def test_when_all_slots_are_taken_the_receipt_page_stays_and_says_when_to_try(
    walker, runtime
) -> None:
    walker.to_receipt()
    receipt = walker.receipt
    runtime.vault._slots = Slots(1, patience=0)
    with runtime.vault._slots.take("following"):
        walker.press("proof")
    assert walker.status == 503
    assert walker.response.headers["Retry-After"]
    assert walker.receipt == receipt


def test_after_the_digits_were_typed_back_the_receipt_page_gives_no_proof(walker) -> None:
    page = walker.to_receipt().page
    walker.fill(last=walker.receipt[-4:]).press("confirm")
    walker.page = page
    walker.press("proof")
    assert walker.heading == "已经提交过了"

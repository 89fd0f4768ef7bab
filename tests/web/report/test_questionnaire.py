"""A report keeps the questions it answered, whatever becomes of the pack."""

import dataclasses

from sqlalchemy import select

from reportdesk.packs.schema import Words
from reportdesk.services import delivery, intake, reading
from reportdesk.storage.questionnaire import KeptQuestionnaire
from reportdesk.web.desk.case_page import details, sheet_rows
from tests.builders import HUBEI, SCHOOL_ID, act, found_nation, key_authority
from tests.filings import a_filing
from tests.questionnaires import older, older_filing
from tests.web.report.conftest import Walker, entered


def file_under(runtime, pack, filing):
    """File while ``pack`` was in force: (receipt, what was filed)."""
    receipt = runtime.vault.draw_receipt()
    known = runtime.vault.lookups(receipt, "filing")
    filed = runtime.write(
        lambda tx: intake.file(tx, runtime.vault, pack, runtime.settings, filing, known)
    )
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    return receipt, filed


def filed_before(runtime):
    """A report under the older questionnaire, and an officer who may read it."""
    found_nation(runtime)
    officers = key_authority(runtime, HUBEI)
    filing = older_filing(a_filing(SCHOOL_ID))
    return officers[0], *file_under(runtime, older(runtime.pack), filing)


def test_its_reporter_reads_the_questions_and_answers_of_that_day(runtime, client) -> None:
    _, receipt, _ = filed_before(runtime)
    visitor = entered(Walker(client), receipt)
    for words in ("旧是不是强制", "确实是", "多久做一次", "有时候", "每周两次"):
        assert words in visitor.text
    english = entered(Walker(client), receipt, "?lang=en")
    assert "Old Was it compulsory" in english.text
    assert "Sometimes" in english.text


def test_the_desk_reads_them_too_and_todays_beside_them(runtime, app) -> None:
    officer, _, filed = filed_before(runtime)
    now = file_joined_now(runtime, filed.case_id)
    opened = act(runtime, reading.read, runtime.vault, officer, filed.ref)
    assert now == 1
    with app.test_request_context():
        rows = {row["question"]: row["left"] for row in sheet_rows(opened.reports, None, None)}
    assert rows["旧是不是强制"] == ("确实是", "群里点名催交")
    assert rows["多久做一次"] == ("有时候", "每周两次")
    assert rows["旧可以拒绝吗"] == ("有时候", "")


def file_joined_now(runtime, case_id: str) -> int:
    """How many versions were kept: one, however many reports answer it."""
    file_under(runtime, older(runtime.pack), older_filing(a_filing(SCHOOL_ID)))
    rows = runtime.read(lambda tx: list(tx.session.scalars(select(KeptQuestionnaire))))
    return len(rows)


def test_what_was_ticked_keeps_its_words(runtime, app) -> None:
    officer, _, filed = filed_before(runtime)
    opened = act(runtime, reading.read, runtime.vault, officer, filed.ref)

    class File:
        """As much of a case as the list of details looks at."""

        class case:  # noqa: N801 -- read like the record's attribute
            period_from, period_to = "2025-11", None

    with app.test_request_context():
        told = {term: value for term, value, _ in details(opened.reports[0], File)}
    assert "旧的重修威胁" in told["怎样施压"]


def test_a_report_from_before_questionnaires_were_kept_shows_todays_words(runtime, client) -> None:
    found_nation(runtime)
    key_authority(runtime, HUBEI)
    receipt, _ = file_under(runtime, older(runtime.pack), a_filing(SCHOOL_ID))

    def forget(tx) -> None:
        tx.session.delete(tx.session.scalars(select(KeptQuestionnaire)).one())

    runtime.write(forget)
    visitor = entered(Walker(client), receipt)
    assert "是不是强制" in visitor.text
    assert "旧是不是强制" not in visitor.text


def test_questions_reworded_during_a_filing_are_read_again_before_it_is_filed(
    runtime, walker
) -> None:
    walker.to_check()
    now = runtime.pack
    answers = {**now.terms["answer"], "yes": Words("确实是", "Indeed")}
    runtime.__dict__["pack"] = dataclasses.replace(now, terms={**now.terms, "answer": answers})
    walker.press("file")
    assert walker.status == 409
    assert "问题的写法刚刚更新过" in walker.text
    walker.press("file")
    assert len(walker.receipt) == 24

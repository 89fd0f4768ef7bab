"""Letters as they were sent: numbered, dated, grounded, kept, and without a word of a report."""

import pytest
from sqlalchemy import update

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.errors import BadInput
from reportdesk.domain.letter import Demand, Due, LetterKind, LetterOrder
from reportdesk.letters.docx import docx
from reportdesk.storage.audit import Audit
from reportdesk.storage.case import Case
from reportdesk.storage.clock import clocks_of
from reportdesk.storage.letter import IssuedLetter, issue_letter, letter_of
from reportdesk.storage.register import Authority
from tests.builders import WUHAN
from tests.county import COUNTY, found_county
from tests.letters.paper import said


@pytest.fixture
def county(runtime):
    return found_county(runtime)


def send(county, holder, case_id, kind, **more) -> IssuedLetter:
    kit = county.runtime

    def work(tx) -> IssuedLetter:
        case = tx.session.get_one(Case, case_id)
        return issue_letter(tx, kit.pack, holder.actor, case, LetterOrder(kind, **more))

    return kit.write(work)


def test_a_matter_passed_on_says_its_number_day_dates_and_grounds(county, clock) -> None:
    case_id = county.file()
    platform = county[PLATFORM_AUTHORITY, Role.PLATFORM]
    row = send(county, platform, case_id, LetterKind.TRANSFER, addressee_id=COUNTY)
    case = county.case(case_id)
    text = said(docx(letter_of(row, "zh")))
    assert f"转〔{clock().year}〕{case.ref}-1号" in text
    today = clock().date()
    assert f"{today.year}年{today.month}月{today.day}日" in text.splitlines()
    assert "武昌区教育局：" in text.splitlines()
    notice = county.runtime.pack.due_date("K1", today)
    assert (
        f"请登记，并在{notice.due.year}年{notice.due.month}月{notice.due.day}日前决定是否受理"
        in text
    )
    assert "《信访工作条例》第三十条第三款、第四十六条第（五）项" in text
    assert "不是行政命令" in text
    english = said(docx(letter_of(row, "en")))
    assert "Wuchang Education:" in english
    assert "item 5" in english


def test_a_notice_of_supervision_says_what_is_late_and_what_is_asked_by_when(county, clock) -> None:
    case_id = county.file()
    clocks = county.runtime.read(lambda tx: clocks_of(tx, case_id))
    due = next(row for row in clocks if row.key == "K1")
    clock.advance(days=40)
    superior = county[WUHAN, Role.SUPERVISOR]
    by = clock().date()
    row = send(
        county,
        superior,
        case_id,
        LetterKind.SUPERVISION,
        addressee_id=COUNTY,
        due=Due(by, provisional=True),
        fields={"clock": "K1", "demands": [Demand.REPORT, Demand.ACCEPT]},
    )
    text = said(docx(letter_of(row, "zh")))
    assert "督办通知" in text.splitlines()
    assert f"最迟应在{due.due.year}年{due.due.month}月{due.due.day}日" in text
    assert f"逾期{(by - due.due).days}天" in text
    assert "不等于违法" in text
    asked = f"{by.year}年{by.month}月{by.day}日（暂定，放假安排公布后重算）前完成"
    assert text.count(asked) == 2
    assert "1. 书面报告办理情况" in text
    assert "第四十四条第（三）项" in text
    assert (row.due, row.provisional) == (by, True)


def test_letters_of_a_case_are_counted_and_an_own_number_takes_the_place_of_ours(county) -> None:
    case_id = county.file()
    officer = county[COUNTY, Role.OFFICER]
    first = send(county, officer, case_id, LetterKind.TRANSFER, addressee="东湖高新区教育局")
    second = send(
        county,
        officer,
        case_id,
        LetterKind.TRANSFER,
        addressee="甲局",
        own_number="武教函〔2026〕12号",
    )
    assert first.printed_number.endswith("-1号")
    assert (second.number, second.printed_number) == (2, "武教函〔2026〕12号")
    assert (first.addressee_id, letter_of(first, "zh").addressee) == (None, "东湖高新区教育局")


def test_a_letter_stands_in_the_history_and_in_the_record_of_acts(county) -> None:
    case_id = county.file()
    before = county.case(case_id).version
    send(county, county[COUNTY, Role.OFFICER], case_id, LetterKind.TRANSFER, addressee_id=WUHAN)
    event = county.history(case_id)[-1]
    assert (event.event, event.fields) == (
        "letter_issued",
        {"kind": "transfer", "number": 1, "to": WUHAN},
    )
    assert county.case(case_id).version == before + 1
    rows = county.runtime.read(lambda tx: tx.session.query(Audit).all())
    assert [row.detail for row in rows if row.act == "letter_issued"] == ["transfer 1"]


def test_a_reprint_says_what_was_sent_whatever_changed_since(county) -> None:
    case_id = county.file()
    officer = county[COUNTY, Role.OFFICER]
    row = send(county, officer, case_id, LetterKind.TRANSFER, addressee_id=WUHAN)
    sent = docx(letter_of(row, "zh"))
    rename = update(Authority).where(Authority.id == WUHAN).values(name="武汉市教育和体育局")
    county.runtime.write(lambda tx: tx.session.execute(rename))
    again = county.runtime.read(lambda tx: tx.session.get_one(IssuedLetter, (case_id, 1)))
    assert docx(letter_of(again, "zh")) == sent
    other = send(county, officer, case_id, LetterKind.TRANSFER, addressee_id=WUHAN)
    assert "教育和体育局" in said(docx(letter_of(other, "zh")))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "letter_to_nobody"),
        ({"addressee": "  "}, "letter_to_nobody"),
        ({"addressee": "局" * 81}, "too_long"),
        ({"addressee_id": "edu-999999"}, "no_such_authority"),
        ({"addressee": "甲局", "own_number": "号" * 61}, "too_long"),
    ],
)
def test_a_letter_needs_somebody_to_go_to(county, given, code) -> None:
    case_id = county.file()
    with pytest.raises(BadInput) as caught:
        send(county, county[COUNTY, Role.OFFICER], case_id, LetterKind.TRANSFER, **given)
    assert caught.value.code == code

"""What each kind of letter says, in both languages, from facts alone."""

from dataclasses import replace
from datetime import date

import pytest

from reportdesk.domain.inquiry import Paper
from reportdesk.domain.letter import (
    AnswerInLetter,
    CaseInLetter,
    Demand,
    Due,
    LetterFacts,
    LetterKind,
)
from reportdesk.domain.taxonomy import DeclineReason, ExtensionReason, Practice, Question
from reportdesk.letters.compose import compose
from reportdesk.letters.docx import docx
from reportdesk.letters.letter import Letter
from reportdesk.packs.loader import Pack, load_pack
from tests.letters.paper import said

ON = date(2026, 3, 2)
SCHOOL = "示范职业技术学院"
ANSWER = AnswerInLetter(
    number=1,
    on=ON,
    authority=("武昌区教育局", "Wuchang Education"),
    finding="confirmed",
    opinion=None,
    summary="学校要求学生上传**录音**并与成绩挂钩。\n\n- 现已停止",
    legal_basis="《个人信息保护法》第十三条",
    sheet=(("compulsory", "yes", "通知写明必须完成"), ("under_14", "no", "")),
    measures=(("stop_collection", None, ON), ("delete_data", date(2026, 4, 1), None)),
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("cn-xinfang-2022")


@pytest.fixture(scope="module")
def facts(pack: Pack) -> LetterFacts:
    dates = (
        pack.due_date("K1", ON),
        pack.due_date("K1b", ON),
        pack.due_date("K3", ON, extension_days=30),
        pack.due_date("K4", ON),
        pack.due_date("K8", ON),
    )
    case = CaseInLetter(
        ref="7K4M-2QX9",
        place=("武汉市武昌区", "Wuchang, Wuhan"),
        school=SCHOOL,
        school_kind="higher_vocational",
        practice="voice_recording",
        period_from="2025-11",
        period_to=None,
        filed_month="2026-02",
        holder=("武昌区教育局", "Wuchang Education"),
        target=("武昌区教育局", "Wuchang Education"),
        stage="investigating",
        dates=dates,
    )
    return LetterFacts(
        kind=LetterKind.TRANSFER,
        number="转〔2026〕7K4M-2QX9-1号",
        on=ON,
        issuer=("平台", "Platform desk"),
        addressee=("武汉市教育局", "Wuhan Education"),
        case=case,
    )


def words(facts: LetterFacts, pack: Pack, lang: str = "zh") -> str:
    return said(docx(compose(facts, pack, lang)))


def everything_of(pack: Pack, facts: LetterFacts) -> dict[LetterKind, LetterFacts]:
    """Facts for each kind of letter."""
    declined = replace(facts.case, declined="no_facts", extension="complex_facts")
    asked = {
        "practices": list(Practice),
        "questions": list(Question),
        "papers": list(Paper),
        "since": "2024-09",
    }
    late = replace(facts.case, dates=(pack.due_date("K1", date(2025, 12, 1)),))
    special = {
        LetterKind.SUPERVISION: {
            "case": late,
            "due": Due(ON),
            "fields": {"clock": "K1", "demands": list(Demand)},
        },
        LetterKind.REVIEW_REQUEST: {"case": facts.case},
        LetterKind.INQUIRY: {"fields": asked, "due": Due(ON), "number": "核〔2026〕A1B2C3号"},
        LetterKind.DECISION: {"answer": ANSWER, "appeal": ("武汉市教育局", "Wuhan Education")},
        LetterKind.REVIEW: {"answer": replace(ANSWER, opinion="correct"), "before": ANSWER},
        LetterKind.FINAL_REVIEW: {"answer": replace(ANSWER, opinion="uphold"), "before": ANSWER},
        LetterKind.DECLINED: {"case": declined},
        LetterKind.EXTENDED: {"case": declined},
    }
    return {kind: replace(facts, kind=kind, **special.get(kind, {})) for kind in LetterKind}


def test_every_kind_has_number_day_title_and_grounds_in_both_languages(pack, facts) -> None:
    for kind, given in everything_of(pack, facts).items():
        chinese, english = (compose(given, pack, lang) for lang in ("zh", "en"))
        for letter in (chinese, english):
            text = said(docx(letter)).splitlines()
            assert text[0] == given.number, kind
            assert letter.title in text, kind
            assert letter.on_words in text, kind
            assert letter.basis, kind
            assert not [one for one in text if "None" in one or "{" in one], kind
        body = "\n".join(part.text for part in english.parts)
        for name in (SCHOOL, ANSWER.summary, "通知写明必须完成", "《个人信息保护法》第十三条"):
            body = body.replace(name, "")
        if kind not in {LetterKind.DECISION, LetterKind.REVIEW, LetterKind.FINAL_REVIEW}:
            assert not any("\u4e00" <= sign <= "\u9fff" for sign in body), (kind, body)


def test_dates_are_explained_and_a_provisional_one_says_so(pack, facts) -> None:
    text = words(facts, pack)
    assert "请登记，并在2026年3月17日前决定是否受理" in text
    assert "不算在内" in text
    assert "请在2026年3月9日前提出" in text
    far = replace(facts, case=replace(facts.case, dates=(pack.due_date("K1", date(2027, 1, 4)),)))
    assert "还没有公布" in words(far, pack)
    assert "（暂定，放假安排公布后重算）前决定是否受理" in words(far, pack)
    asked = everything_of(pack, facts)[LetterKind.SUPERVISION]
    assert "（暂定，" in words(replace(asked, due=Due(ON, provisional=True)), pack)


def test_a_letter_to_a_school_tells_of_no_case_and_no_complaint(pack, facts) -> None:
    given = everything_of(pack, facts)[LetterKind.INQUIRY]
    for lang in ("zh", "en"):
        letter = compose(given, pack, lang)
        text = said(docx(letter))
        assert letter.case_ref == ""
        for telling in (
            *("7K4M", "信访", "举报", "反映", "投诉", "Petition", "complain", "report "),
            *("2025年11月", "November 2025", "2026年2月", "Reportdesk", "7K4M-2QX9"),
        ):
            assert telling not in text, (lang, telling)
    assert "2024年9月以来" in words(given, pack)
    assert "不要提供学生名单" in words(given, pack) or "也不要提供学生名单" in words(given, pack)
    assert "请于2026年3月2日前书面答复" in words(given, pack)


def test_control_the_same_search_finds_the_case_in_a_letter_to_an_authority(pack, facts) -> None:
    text = words(facts, pack)
    assert "7K4M-2QX9" in text
    assert "2025年11月" in text
    assert "信访" in text


def test_an_inquiry_numbers_its_parts_whatever_it_asks(pack, facts) -> None:
    given = everything_of(pack, facts)[LetterKind.INQUIRY]
    only = replace(given, fields={**given.fields, "questions": []})
    heads = [part.text[0] for part in compose(only, pack, "zh").parts if part.role == "heading"]
    assert heads == ["一", "二"]
    both = [part.text[0] for part in compose(given, pack, "zh").parts if part.role == "heading"]
    assert both == ["一", "二", "三"]


def test_a_body_beside_the_case_learns_the_province_alone_when_it_may_not_know_more(
    pack, facts
) -> None:
    hidden = replace(facts.case, place=("湖北省", "Hubei"), school=None, school_kind=None)
    for kind in (LetterKind.DATA_REGULATOR, LetterKind.LABOUR):
        text = words(replace(facts, kind=kind, case=hidden), pack)
        assert "湖北省的一所学校" in text
        assert SCHOOL not in text
        assert "高" not in text.split("学校：")[1].splitlines()[0]
        assert SCHOOL in words(replace(facts, kind=kind), pack)
    assert "第六十一条第（二）项" in words(replace(facts, kind=LetterKind.DATA_REGULATOR), pack)
    assert "《职业教育法》第五十条第二款、第六十六条第二款、第六十六条第三款" in words(
        replace(facts, kind=LetterKind.LABOUR), pack
    )


def test_a_decision_says_finding_answers_measures_and_where_to_turn(pack, facts) -> None:
    text = words(everything_of(pack, facts)[LetterKind.DECISION], pack)
    assert "编号7K4M-2QX9的反映人：" in text
    assert "学校要求学生上传录音并与成绩挂钩。" in text
    assert "**" not in text
    assert "通知写明必须完成" in text
    assert "结论：属实。" in text
    assert "2026年4月1日前完成" in text
    assert "2026年3月2日已落实" in text
    assert "向武汉市教育局请求复查" in text
    assert "2026年4月1日以前" in text
    assert "《信访工作条例》第三十五条" in text


def test_reviews_say_whether_the_decision_stands_and_what_comes_next(pack, facts) -> None:
    given = everything_of(pack, facts)
    review = words(given[LetterKind.REVIEW], pack)
    assert "原处理意见：武昌区教育局，2026年3月2日，属实。" in review
    assert "改变原处理意见" in review
    assert "向上一级机关请求复核" in review
    final = words(given[LetterKind.FINAL_REVIEW], pack)
    assert "维持原处理意见" in final
    assert "信访程序终结" in final
    assert "不等于问题已经解决" in final


@pytest.mark.parametrize("reason", list(DeclineReason))
def test_a_refusal_names_its_reason_and_the_other_way(pack, facts, reason) -> None:
    case = replace(facts.case, declined=reason.value)
    text = words(replace(facts, kind=LetterKind.DECLINED, case=case), pack)
    assert pack.labels("decline_reason", reason) in text
    assert pack.labels("decline_reason_path", reason) in text
    assert "2026年4月1日以前" in text


@pytest.mark.parametrize("reason", list(ExtensionReason))
def test_an_extension_says_why_and_until_when(pack, facts, reason) -> None:
    case = replace(facts.case, extension=reason.value)
    text = words(replace(facts, kind=LetterKind.EXTENDED, case=case), pack)
    due = facts.case.date_of("K3")
    assert due is not None
    assert f"最迟{due.due.year}年{due.due.month}月{due.due.day}日" in text
    assert "经本机关负责人批准" in text


def test_the_platform_orders_nothing(pack, facts) -> None:
    given = everything_of(pack, facts)[LetterKind.SUPERVISION]
    asks = replace(given, fields={**given.fields, "by": "platform"})
    letter: Letter = compose(asks, pack, "zh")
    assert letter.title == "关于提请督办一件逾期事项的函"
    assert compose(given, pack, "zh").title == "督办通知"

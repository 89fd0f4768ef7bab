import re
from datetime import date

import pytest

from reportdesk.packs.explain import WRITERS, explain, explain_rule
from reportdesk.packs.loader import load_pack

PACK = load_pack("cn-xinfang-2022")
SHANGHAI = load_pack("cn-shanghai-12345")
ACCEPTED = date(2026, 3, 17)
RUNS = [
    ("K0", date(2026, 2, 12), {}),
    ("K1", date(2026, 3, 2), {}),
    ("K1b", date(2026, 3, 7), {}),
    ("K2", ACCEPTED, {}),
    ("K2", date(2026, 11, 17), {"started_by": "notice_lapsed"}),
    ("K3", ACCEPTED, {"extension_days": 30}),
    ("K5", date(2026, 9, 1), {"promised": date(2026, 10, 2)}),
    ("K6b", date(2026, 4, 9), {}),
    ("K9", date(2026, 9, 1), {"hearing_days": 3}),
]


def test_a_decision_date_is_explained_in_chinese_as_a_person_would() -> None:
    assert "".join(explain(PACK.due_date("K2", ACCEPTED), PACK, "zh")) == (
        "受理日 2026年3月17日（周二）不算在内，往后数 60 天是 5月16日（周六）。"
        "休息日顺延到下一个工作日，所以是 5月18日（周一）。"
        "依据：《信访工作条例》第三十四条，条文已核对。日历版本 2026。"
    )


def test_a_decision_date_is_explained_in_english() -> None:
    assert " ".join(explain(PACK.due_date("K2", ACCEPTED), PACK, "en")) == (
        "The day of acceptance, Tue 17 March 2026, is not counted; 60 days on is Sat 16 May. "
        "A date on a rest day moves to the next working day, which is Mon 18 May. "
        "Source: Regulation on Petition Work, Article 34; text checked. Calendar version 2026."
    )


def test_a_guideline_says_that_missing_it_breaks_no_law() -> None:
    words = "".join(explain(PACK.due_date("K1", date(2026, 3, 2)), PACK))
    assert "匿名举报时" in words
    assert "不等于违法" in words
    named = PACK.due_date("K1", date(2026, 3, 2), anonymous=False)
    assert "匿名" not in "".join(explain(named, PACK))


def test_holidays_left_out_and_make_up_days_counted_are_listed() -> None:
    words = "".join(explain(PACK.due_date("K0", date(2026, 2, 12)), PACK))
    assert "放假的 2月16日至2月20日、2月23日不算工作日" in words
    assert "调休上班的 2月14日算工作日" in words


def test_a_date_in_another_year_is_written_with_its_year() -> None:
    words = "".join(explain(PACK.due_date("K2", date(2026, 11, 17)), PACK))
    assert "2027年1月16日（周六）" in words
    assert "2027 年的放假安排还没有公布" in words


@pytest.mark.parametrize(("key", "start", "facts"), RUNS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_explanation_names_the_due_date_and_its_source_in_one_language(
    key: str, start: date, facts: dict[str, object], lang: str
) -> None:
    due = PACK.due_date(key, start, **facts)
    sentences = explain(due, PACK, lang)
    words = " ".join(sentences)
    assert all(sentences)
    if lang == "en":
        assert f"{due.due.day} " in words
        assert not re.search(r"[\u3400-\u9fff]", words)
    else:
        assert f"{due.due.month}月{due.due.day}日" in words
        assert "依据：" in words
        assert not re.search(r"[A-Za-z]", words)


def test_every_step_that_a_count_can_take_has_words() -> None:
    taken = {
        step.code for key, start, facts in RUNS for step in PACK.due_date(key, start, **facts).trace
    }
    closed = SHANGHAI.breaks("310115", "primary")
    for start in (date(2026, 1, 20), date(2026, 9, 20)):
        taken |= {step.code for step in SHANGHAI.due_date("K6b", start, breaks=closed).trace}
    assert taken == set(WRITERS) - {"judged_before"}, "storage adds it to a date of a lost version"


@pytest.mark.parametrize("key", list(PACK.clocks))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_clock_is_explained_before_it_starts(key: str, lang: str) -> None:
    words = " ".join(explain_rule(PACK.clocks[key], PACK, lang))
    days = PACK.clocks[key].cap or PACK.clocks[key].days
    assert days is None or str(days) in words
    assert bool(re.search(r"[\u3400-\u9fff]", words)) == (lang == "zh")

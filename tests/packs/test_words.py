from datetime import date

import pytest

from reportdesk.domain.clocks import Citation
from reportdesk.packs.loader import load_pack
from reportdesk.packs.words import article_words, cite, day_words, days_list, number_zh

PACK = load_pack("cn-xinfang-2022")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        *((7, "七"), (10, "十"), (12, "十二"), (34, "三十四")),
        *((100, "一百"), (110, "一百一十"), (201, "二百零一"), (999, "九百九十九")),
        *((1000, "一千"), (1005, "一千零五"), (1015, "一千零一十五"), (1034, "一千零三十四")),
    ],
)
def test_article_numbers_are_written_as_laws_write_them(number: int, words: str) -> None:
    assert number_zh(number) == words


def test_there_is_no_article_zero() -> None:
    with pytest.raises(ValueError, match="from 1 to 1999"):
        number_zh(0)


def test_articles_and_paragraphs_are_written_out() -> None:
    assert article_words("23(3)", "zh") == "第二十三条第三款"
    assert article_words("201, 203", "zh") == "第二百零一条、第二百零三条"
    assert article_words("201, 203", "en") == "Articles 201 and 203"


def test_a_citation_says_whether_its_text_was_checked_and_never_shows_the_letter() -> None:
    technician = PACK.citations["technician_hr"]
    assert cite(technician, PACK, "zh") == "《技工学校设置标准（试行）》，二手来源"
    assert cite(technician, PACK, "en").endswith("second-hand source")
    assert (
        cite(PACK.citations["compulsory_county"], PACK, "zh") == "《义务教育法》第七条，条文已核对"
    )
    assert cite(Citation("本站规则"), PACK, "zh") == "本站规则"


def test_days_are_written_with_the_year_only_when_it_is_another() -> None:
    day = date(2026, 3, 17)
    assert day_words(day, "zh") == "2026年3月17日（周二）"
    assert day_words(day, "en") == "Tue 17 March 2026"
    assert day_words(day, "zh", near=date(2026, 1, 1)) == "3月17日（周二）"
    assert day_words(day, "en", near=date(2025, 1, 1)) == "Tue 17 March 2026"


def test_neighbouring_days_are_joined() -> None:
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 4)]
    assert days_list(days, "zh") == "2月28日至3月1日、3月4日"
    assert days_list(days, "en") == "28 February to 1 March, 4 March"

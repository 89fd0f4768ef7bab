"""Dates, articles and citations in words, for explanations outside the web layer too."""

from collections.abc import Sequence
from datetime import date, timedelta

from reportdesk.domain.clocks import Citation, Wording

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DIGITS_ZH = "零一二三四五六七八九"
CHECKED = {"zh": "条文已核对", "en": "text checked"}
SECOND_HAND = {"zh": "二手来源", "en": "second-hand source"}
"""The verification code in words; its letter is never shown."""


def language(lang: str) -> str:
    """``en`` for any kind of English, ``zh`` for everything else."""
    return "en" if lang.startswith("en") else "zh"


def day_words(day: date, lang: str, near: date | None = None) -> str:
    """2026年3月17日（周二） or Tue 17 March 2026; without the year when ``near`` lies in it."""
    with_year = near is None or near.year != day.year
    if language(lang) == "en":
        words = f"{WEEKDAYS_EN[day.weekday()]} {day.day} {MONTHS_EN[day.month - 1]}"
        return f"{words} {day.year}" if with_year else words
    year = f"{day.year}年" if with_year else ""
    return f"{year}{day.month}月{day.day}日（周{WEEKDAYS_ZH[day.weekday()]}）"


def days_list(days: Sequence[date], lang: str) -> str:
    """Days in words without year or weekday, runs joined: 2月16日至2月20日、2月23日."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    english = language(lang) == "en"

    def plain(day: date) -> str:
        return f"{day.day} {MONTHS_EN[day.month - 1]}" if english else f"{day.month}月{day.day}日"

    dash = " to " if english else "至"
    parts = [
        plain(run[0]) if len(run) == 1 else f"{plain(run[0])}{dash}{plain(run[-1])}" for run in runs
    ]
    return (", " if english else "、").join(parts)


def number_zh(number: int) -> str:
    """A number from 1 to 1999 as articles are numbered: 34 is 三十四, 1023 is 一千零二十三."""
    if not 1 <= number <= 1999:
        raise ValueError(f"articles are numbered from 1 to 1999, not {number}")
    thousands, rest = divmod(number, 1000)
    if thousands:
        gap = "零" if 0 < rest < 100 else ""
        ten = "一" if 10 <= rest < 20 else ""
        return f"一千{gap}{ten}{number_zh(rest) if rest else ''}"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS_ZH[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{DIGITS_ZH[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS_ZH[ones] if ones else "")


def article_words(article: str, lang: str) -> str:
    """``23(3)`` as 第二十三条第三款 or Article 23(3); several are listed."""
    parts = article.split(", ")
    if language(lang) == "en":
        *most, last = parts
        return f"Articles {', '.join(most)} and {last}" if most else f"Article {last}"
    written = []
    for part in parts:
        number, _, paragraph = part.rstrip(")").partition("(")
        clause = f"第{number_zh(int(paragraph))}款" if paragraph else ""
        written.append(f"第{number_zh(int(number))}条{clause}")
    return "、".join(written)


def cite(citation: Citation, words: Wording, lang: str) -> str:
    """《信访工作条例》第三十四条，条文已核对; a rule that is no law by its plain name."""
    lang = language(lang)
    title = words.law_title(citation.law, lang)
    if citation.code is None:
        return title
    checked = (CHECKED if citation.code == "V" else SECOND_HAND)[lang]
    article = article_words(citation.article, lang) if citation.article else ""
    if lang == "en":
        return f"{title}, {article}; {checked}" if article else f"{title}; {checked}"
    return f"《{title}》{article}，{checked}"

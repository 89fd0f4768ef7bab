"""Dates in words, in the reader's language, as template filters.

Chinese writes 2026年3月17日（周二）, English Tue 17 March 2026. Every filter but ``day_bare`` and
``days`` returns a ``<time>`` element, which the stylesheet keeps on one line.
"""

import re
from datetime import date, datetime
from typing import Protocol

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from reportdesk.packs.words import MONTHS_EN, day_words
from reportdesk.web.locale import lang

When = date | str


class Due(Protocol):
    """A date with what it is worth: a due date, a line of a list, a public clock."""

    @property
    def due(self) -> date:
        """The last day."""

    @property
    def provisional(self) -> bool:
        """Whether it looks at a year whose holidays are not announced yet."""


MONTH = re.compile(r"\d{4}-\d{2}")


def _plain(value: date) -> date:
    """The calendar day of a date or of an instant."""
    return value.date() if isinstance(value, datetime) else value


def _time(iso: str, words: str) -> Markup:
    """Words wrapped in the element that names the machine-readable date."""
    return Markup('<time datetime="{}">{}</time>').format(iso, words)


def day(value: date) -> Markup:
    """2026年3月17日（周二） / Tue 17 March 2026."""
    d = _plain(value)
    return _time(d.isoformat(), day_words(d, lang()))


def day_short(value: date) -> Markup:
    """3月17日（周二） / Tue 17 March: for dates of the year one is in."""
    d = _plain(value)
    return _time(d.isoformat(), day_words(d, lang(), d))


def due_day(due: Due) -> Markup:
    """The last day of a clock, with a mark where holidays not yet announced may move it."""
    return day(due.due) + tentative(due.provisional)


def due_short(due: Due) -> Markup:
    """Like ``due_day`` with a short day; with its year where the date is provisional."""
    return due_day(due) if due.provisional else day_short(due.due)


def tentative(provisional: bool | None) -> Markup:
    """The mark of a provisional date, or nothing."""
    if not provisional:
        return Markup("")
    words = str(_("（暂定）"))
    space = words[: -len(words.lstrip())]  # outside, so that a narrow line may break there
    return Markup('{}<span class="nb">{}</span>').format(space, words.lstrip())


def day_bare(value: date) -> str:
    """3月17日 / 17 Mar, without any element: for SVG text and attributes."""
    d = _plain(value)
    return f"{d.day} {MONTHS_EN[d.month - 1][:3]}" if lang() == "en" else f"{d.month}月{d.day}日"


def month(value: When) -> Markup:
    """2026年3月 / March 2026, from a date or from ``2026-03``."""
    iso = value[:7] if isinstance(value, str) else _plain(value).isoformat()[:7]
    year, number = (int(part) for part in iso.split("-"))
    words = f"{MONTHS_EN[number - 1]} {year}" if lang() == "en" else f"{year}年{number}月"
    return _time(iso, words)


def moment(value: datetime) -> Markup:
    """A day with its time, for acts of staff only: 2026年3月17日 14:05 / 17 March 2026, 14:05."""
    iso, clock = value.isoformat(timespec="minutes"), f"{value:%H:%M}"
    if lang() == "en":
        return _time(iso, f"{value.day} {MONTHS_EN[value.month - 1]} {value.year}, {clock}")
    return _time(iso, f"{value.year}年{value.month}月{value.day}日 {clock}")


def when(value: When) -> Markup | str:
    """A day, a month (``2026-03``), or words that stay as they are."""
    if isinstance(value, str):
        return month(value) if MONTH.fullmatch(value) else value
    return day(value)


def when_short(value: When) -> Markup | str:
    """Like ``when`` with a short day."""
    return when(value) if isinstance(value, str) else day_short(value)


def when_bare(value: When) -> Markup | str:
    """Like ``when`` with a bare day (3月17日)."""
    if isinstance(value, str):
        return when(value)
    return _time(_plain(value).isoformat(), day_bare(value))


def days(count: int) -> str:
    """3 天 / 3 days."""
    return str(ngettext("%(num)s 天", "%(num)s 天", count))


def init_app(app: Flask) -> None:
    """Register the filters under their own names."""
    for write in (
        *(day, day_short, day_bare, month, moment, when, when_short, when_bare, days),
        *(due_day, due_short, tentative),
    ):
        app.jinja_env.filters[write.__name__] = write

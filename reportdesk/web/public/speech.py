"""Published values in words: those the release was made with, in the reader's language."""

from datetime import date
from itertools import groupby

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from reportdesk.domain.case import Visibility
from reportdesk.domain.taxonomy import Measure
from reportdesk.release.reader import Release
from reportdesk.release.schema import Row
from reportdesk.web.locale import lang

Badge = tuple[str, str]
"""Tone and words of a badge."""


def shown() -> Release:
    """The release this request shows; only for views that have one."""
    found: Release = g.release
    return found


def say(group: str, code: str) -> str:
    """The word of a code, as the release has it."""
    zh, en = shown().words.get(group, code)
    return zh if lang() == "zh" else en


def in_chinese(text: str | None) -> str | None:
    """A text or name that exists in Chinese alone, marked as such on an English page."""
    if not text or lang() == "zh":
        return text
    return Markup('<span lang="zh-CN">{}</span>').format(text)


def say_all(group: str, codes: list[str]) -> str:
    """Several words in one line."""
    return str(_("、")).join(say(group, code) for code in codes)


def dated(text: str | None) -> date | str | None:
    """A day as a date, a month as it is."""
    return date.fromisoformat(text) if text and len(text) > len("2026-03") else text


def headline(row: Row) -> str:
    """What a case is called: its title, or where and what."""
    if row["level"] == Visibility.WITHHELD:
        return str(_("不公开的案件"))
    if row["title"]:
        return str(row["title"])
    place = say("province", row["province"])
    if row["school"]:
        place = say("school", row["school"])
    elif row["division"]:
        kind = say("school_kind", row["school_kind"])
        place = _(
            "%(place)s的一所学校（%(kind)s）", place=say("division", row["division"]), kind=kind
        )
    return str(_("%(place)s：%(what)s", place=place, what=say("practice", row["practice"])))


def by_month(rows: list[Row]) -> list[tuple[str | None, list[Row]]]:
    """Rows that are in the order of their months, in groups; tombstones have none."""
    return [(month, list(group)) for month, group in groupby(rows, key=lambda row: row["month"])]


def standing(code: str | None, days: int | None) -> Badge | None:
    """How a date stands; days left are not said, because lateness is computed monthly."""
    count = days or 0
    if code == "overdue":
        return "late", ngettext("逾期 %(num)s 天", "逾期 %(num)s 天", count)
    if code == "missed":
        return "done", ngettext("逾期 %(num)s 天后完成", "逾期 %(num)s 天后完成", count)
    if code == "met":
        return "done", str(_("按期完成"))
    return ("ok", str(_("还没到期"))) if code else None


def measure_badge(promise: dict[str, object]) -> Badge | None:
    """What became of one measure; nothing for "no measure"."""
    code, days = promise["standing"], promise["overdue_days"]
    if promise["code"] == Measure.NONE:
        return None
    if code == "overdue":
        return "late", ngettext("逾期 %(num)s 天", "逾期 %(num)s 天", int(str(days or 0)))
    if code == "missed":
        return "done", ngettext(
            "逾期 %(num)s 天后落实", "逾期 %(num)s 天后落实", int(str(days or 0))
        )
    if promise["evidence_on"] or code == "met":
        return "ok", str(_("已落实"))
    return ("ok", str(_("还没到期"))) if code else ("wait", str(_("没有定日期")))

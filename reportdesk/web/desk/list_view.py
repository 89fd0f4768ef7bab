"""The list of cases as its page shows it: views, filters, three groups, and what empty means."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Actor
from reportdesk.domain.case import Stage
from reportdesk.domain.taxonomy import Practice
from reportdesk.packs.words import day_words
from reportdesk.queries.caseload import PAGE, Caseload, NextDate, Row
from reportdesk.queries.selection import Band, Filters, View
from reportdesk.web.desk import supervision
from reportdesk.web.desk.case_history import name
from reportdesk.web.labels import label
from reportdesk.web.locale import lang, url


def context(
    found: Caseload, view: View, filters: Filters, actor: Actor, people: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """Everything the list's template needs."""
    chosen = {field: getattr(filters, field) for field in Filters.__slots__}
    kept = {name: value for name, value in chosen.items() if value}
    here = {**({} if view is View.ALL else {"view": view.value}), **kept}
    return {
        "found": found,
        "view": view.value,
        "filters": filters,
        "filtered": bool(kept),
        "views": _views(found, view, actor),
        "groups": _groups(found),
        "practices": [(str(code), label("practice", code)) for code in Practice],
        "stages": [(str(code), label("stage", code)) for code in Stage],
        "bands": _bands(),
        "people": [("none", _("未分派")), *people],
        "before": url("desk.home", **here, page=found.page - 1) if found.page > 1 else None,
        "after": url("desk.home", **here, page=found.page + 1)
        if found.page < found.pages
        else None,
        "last": min(found.first + PAGE - 1, found.total),
        "empty": _empty(view, filtered=bool(kept)),
    }


def _page(found: Caseload, here: dict[str, Any], step: int) -> str | None:
    """Address of the page before or after, if there is one."""
    number = found.page + step
    return url("desk.home", **here, page=number) if 1 <= number <= found.pages else None


def _views(found: Caseload, current: View, actor: Actor) -> list[tuple[str, int, str, bool]]:
    """The tabs; the platform desk has no supervised cases, and nobody has an empty return tab."""
    at_platform = actor.authority_id == PLATFORM_AUTHORITY
    words = {
        View.ALL: _("全部"),
        View.MINE: _("我的"),
        View.UNASSIGNED: _("未分派"),
        View.SOON: _("七天内"),
        View.OVERDUE: _("逾期"),
        View.WAITING: _("等学生"),
        View.REVIEW: _("请您复查"),
        View.DEMANDED: _("要报告上级"),
        View.SUPERVISED: _("督办"),
        View.RETURNED: _("已退回") if at_platform else _("改派来的"),
        View.ENDED: _("已结束"),
    }
    return [
        (
            word,
            found.counts[view],
            url("desk.home", **({} if view is View.ALL else {"view": view.value})),
            view is current,
        )
        for view, word in words.items()
    ]


def _groups(found: Caseload) -> list[dict[str, Any]]:
    """The rows under their three headings, with the totals of all pages."""
    titles = {
        Band.OVERDUE: _("已逾期，%(n)s 起", n=found.totals[Band.OVERDUE]),
        Band.SOON: _("七天内到期，%(n)s 起", n=found.totals[Band.SOON]),
        Band.LATER: _("以后，%(n)s 起", n=found.totals[Band.LATER]),
    }
    return [
        {"title": title, "rows": [_row(row) for row in found.rows if row.band is band]}
        for band, title in titles.items()
    ]


def _row(row: Row) -> dict[str, Any]:
    """One case of the list."""
    kind = label("school_kind", row.kind)
    return {
        "name": row.school or _("%(place)s的%(kind)s", place=name(row.place), kind=kind),
        "href": url("desk.case", ref=row.ref),
        "ref": _ref(row),
        "practice": label("practice", row.practice),
        "stage": label("stage", row.stage),
        "due": row.next.due if row.next else None,
        "provisional": row.next is not None and row.next.provisional,
        "due_note": _note(row.next),
        "judged": row.next.judged if row.next else None,
        "next": row.next,
        "assignee": name(row.below.holder) if row.below else row.assignee or _("未分派"),
    }


def _ref(row: Row) -> str:
    """The reference, with how many reports stand behind it and whose case it is."""
    parts = [row.ref]
    if row.reports > 1:
        parts.append(_("%(n)s 份举报", n=row.reports))
    if row.reviews:
        parts.append(_("请本机关复查"))
    elif row.below is not None:
        parts.extend(supervision.listed(row.below))
    if row.report_due is not None:
        parts.append(_("上级要求 %(day)s前报告", day=day_words(row.report_due, lang())))
    return " · ".join(parts)


def _note(due: NextDate | None) -> str:
    """Which clock, of what kind, and whether it moved off a rest day."""
    if due is None:
        return str(_("没有期限"))
    what = label("measure", due.measure) if due.measure else label("clock", due.key)
    text = _("%(clock)s · %(kind)s", clock=what, kind=label("clock_kind", due.kind))
    return str(_("%(text)s，遇休息日顺延", text=text)) if due.raw_due != due.due else str(text)


def _bands() -> list[tuple[str, str]]:
    """The filter on dates."""
    return [
        (Band.LATER.value, _("按期")),
        (Band.SOON.value, _("快到期")),
        (Band.OVERDUE.value, _("逾期")),
    ]


def _empty(view: View, *, filtered: bool) -> tuple[str, str]:
    """What an empty list means and what to do about it."""
    if filtered:
        return _("没有符合的案件"), _("换个条件，或者清除筛选。")
    words = {
        View.ALL: (
            _("现在没有在办的案件"),
            _("新的举报每天 9:00 和 15:00 送到，会有邮件通知。"),
        ),
        View.MINE: (_("没有分派给您的案件"), _("看看“未分派”，可以领一起。")),
        View.UNASSIGNED: (_("每起案件都有人经办"), _("这里不用做什么。")),
        View.SOON: (_("七天内没有到期的"), _("这里不用做什么。")),
        View.OVERDUE: (_("没有逾期的案件"), _("这里不用做什么。")),
        View.WAITING: (_("没有在等学生的案件"), _("要问学生，请打开案件写问题。")),
        View.REVIEW: (
            _("没有等您复查的案件"),
            _("举报人对下级机关的答复不服、请您复查时，案件会出现在这里。"),
        ),
        View.DEMANDED: (_("没有要报告上级的案件"), _("这里不用做什么。")),
        View.SUPERVISED: (
            _("没有督办的案件"),
            _("下级机关逾期 15 天以后，案件会出现在这里。"),
        ),
        View.RETURNED: (_("没有退回的案件"), _("这里不用做什么。")),
        View.ENDED: (_("还没有结束的案件"), _("办结、撤回和不予受理的案件会留在这里。")),
    }
    return words[view]

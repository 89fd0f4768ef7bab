"""The queue of suspected filings: groups, what is in them, and one decision for many."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from reportdesk.domain.abuse import DROPPED_DAYS, MOVES, PASSED_A_SLOT, Apart, By, Decision
from reportdesk.domain.actors import Role
from reportdesk.domain.errors import Conflict
from reportdesk.queries import suspected as queue
from reportdesk.services import suspected
from reportdesk.web.context import read, write
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.case_history import name
from reportdesk.web.desk.forms import PlainForm
from reportdesk.web.labels import label
from reportdesk.web.labels_words import GROUPS
from reportdesk.web.locale import url

LONGEST_KEY = 80
OPEN_TO: dict[Apart, tuple[Decision, ...]] = {
    Apart.WAITING: (Decision.RELEASE, Decision.DROP),
    Apart.RELEASED: (),
    Apart.DROPPED: (Decision.RESTORE,),
}
"""What may be decided about the filings of each view."""


@bp.get("/suspected")
@access(Role.PLATFORM)
def suspects() -> ResponseReturnValue:
    """The groups of one state."""
    state, by = _state(request.args.get("state")), _by(request.args.get("by"))
    number = request.args.get("page", 1, type=int)
    found = read(lambda tx: queue.groups(tx, state, by, number))
    shown = _frame(state, by)
    rows = [(group, group_words(by, group.name, group.code)) for group in found.rows]
    return render_template("desk/suspected.html", found=found, rows=rows, **shown)


@bp.get("/suspected/group")
@access(Role.PLATFORM)
def suspect_group() -> ResponseReturnValue:
    """The filings of one group."""
    state, by, key = _asked(request.args)
    number = request.args.get("page", 1, type=int)
    found = read(lambda tx: queue.entries(tx, state, by, key, number))
    shown = {**_frame(state, by), **_group(by, key), "form": PlainForm(formdata=None)}
    return render_template("desk/suspected_group.html", found=found, **shown)


@bp.post("/suspected/sure")
@access(Role.PLATFORM)
def suspect_sure() -> ResponseReturnValue:
    """What a decision means, before it is taken."""
    return _sure()


@bp.post("/suspected/decide")
@access(Role.PLATFORM)
def decide_suspects() -> ResponseReturnValue:
    """Take the decision about as many as the page before said."""
    state, by, key = _asked(request.form)
    decision, actor = _decision(state), current().actor
    if decision is None:
        return redirect(url("desk.suspects", state=state.value), 303)
    only = request.form.getlist("id") or None
    expected = request.form.get("count", 0, type=int)
    try:
        count = write(
            lambda tx: suspected.decide(tx, actor, decision, by, key, expected=expected, only=only)
        )
    except Conflict:
        return _sure(moved=True)
    flash(_said(decision, count))
    back = By.PLACE if by is By.ALL else by
    return redirect(url("desk.suspects", state=state.value, by=back.value), 303)


def _sure(*, moved: bool = False) -> ResponseReturnValue:
    """The page with the consequences; back to the group when nothing is chosen."""
    state, by, key = _asked(request.form)
    decision, only = _decision(state), request.form.getlist("id")
    here = url("desk.suspect_group", state=state.value, by=by.value, key=key)
    whole = request.form.get("all") == "1"
    if decision is None or not (only or whole):
        flash(_("还没有选。先勾选，再按按钮。"))
        return redirect(here, 303)
    found = read(lambda tx: queue.entries(tx, state, by, key, 1))
    page = render_template(
        "desk/suspected_sure.html",
        form=PlainForm(formdata=None),
        decision=decision.value,
        only=[] if whole else only,
        count=found.total if whole else len(only),
        moved=moved,
        here=here,
        days=DROPPED_DAYS,
        **{**_frame(state, by), **_group(by, key)},
    )
    return page, 409 if moved else 200


def _frame(state: Apart, by: By) -> dict[str, Any]:
    """What all three pages show around."""
    counts = read(queue.counts)
    words = {
        Apart.WAITING: _("等决定"),
        Apart.RELEASED: _("已放行，等送达"),
        Apart.DROPPED: _("已搁置"),
    }
    views = [
        (words[one], counts[one], url("desk.suspects", state=one.value, by=by.value), one is state)
        for one in queue.SHOWN
    ]
    return {
        "state": state.value,
        "by": by.value,
        "views": views,
        "waiting": counts[state],
        "ways": [(one.value, label("suspected_by", one)) for one in By if one is not By.ALL],
        "may": [one.value for one in OPEN_TO[state]],
        "a_slot": PASSED_A_SLOT,
        "name": name,
    }


def _group(by: By, key: str) -> dict[str, Any]:
    """The group of a page."""
    names, code = read(lambda tx: queue.named(tx, by, key))
    return {"key": key, "title": group_words(by, names, code)}


def group_words(by: By, names: tuple[str, str], code: str) -> str:
    """What a group is called."""
    if by is By.ALL:
        return str(_("全部"))
    if by is By.REASON:
        return label("suspicion", code) if code in GROUPS["suspicion"] else code
    if by is By.DAY:
        return code
    if by is By.PLACE and code:
        return str(_("%(place)s的%(kind)s", place=name(names), kind=_kind(code)))
    return name(names)


def _kind(code: str) -> str:
    """The word for a kind of school that may come from an address."""
    return label("school_kind", code) if code in queue.KINDS else code


def _said(decision: Decision, count: int) -> str:
    """What was done, in a sentence."""
    if decision is Decision.RELEASE:
        said = "已放行 %(num)s 份，下一个时段送出。"
        return str(ngettext("已放行 %(num)s 份，下一个时段送出。", said, count))
    if decision is Decision.DROP:
        return str(ngettext("已搁置 %(num)s 份。", "已搁置 %(num)s 份。", count))
    return str(ngettext("已放回 %(num)s 份。", "已放回 %(num)s 份。", count))


def _asked(given: Any) -> tuple[Apart, By, str]:
    """The state, the way of grouping and the group that an address or a form names."""
    key = str(given.get("key", ""))[:LONGEST_KEY]
    return _state(given.get("state")), _by(given.get("by")), key


def _state(text: str | None) -> Apart:
    """One of the views; the first in doubt."""
    return next((one for one in queue.SHOWN if one.value == text), Apart.WAITING)


def _by(text: str | None) -> By:
    """A way of grouping; by place in doubt."""
    return next((one for one in By if one.value == text), By.PLACE)


def _decision(state: Apart) -> Decision | None:
    """What was pressed, if it is open in this view."""
    pressed = request.form.get("decision", "")
    return next((one for one in Decision if one.value == pressed and MOVES[one][0] is state), None)

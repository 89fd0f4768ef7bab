"""What happens next and what a reporter can do now: dates and consequences in words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from reportdesk.domain.case import Stage
from reportdesk.domain.clocks import StandingCode
from reportdesk.domain.following import ASKED, Following, Remedy, Sent
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.web.dates import due_short
from reportdesk.web.labels import clock_length, label
from reportdesk.web.locale import lang

WINDOWS = frozenset({ClockKey.REVIEW_WINDOW, ClockKey.SECOND_REVIEW_WINDOW})
HEADINGS = {
    Sent.DISPUTE: _l("要求重新办理"),
    Sent.REVIEW: _l("申请复查"),
    Sent.SECOND_REVIEW: _l("申请复核"),
}
WAITING_FOR = {
    Stage.REDO: ClockKey.REDO,
    Stage.REVIEW1: ClockKey.REVIEW_OPINION,
    Stage.REVIEW2: ClockKey.SECOND_REVIEW_OPINION,
}


DATED = frozenset({None, "remedy_over"})
"""Ways whose date says something: open ones, and those that were."""


def context(view: Following) -> dict[str, Any]:
    """What the page of the case says about next steps."""
    if view.withdrawn:
        return {"ways": [], "expects": [], "rates": None, "elsewhere": False}
    ways = [_way(remedy) for remedy in view.remedies]
    return {
        "ways": ways,
        "expects": _expects(view),
        "rates": view.rated if view.rated and (view.rated.open or view.rated.solved) else None,
        "elsewhere": (bool(view.answers) or view.stage is Stage.DECLINED)
        and not any(way["open"] for way in ways),
    }


def name(both: tuple[str, str] | None) -> str:
    """An authority's name in the reader's language."""
    return both[lang() == "en"] if both else ""


def heading(remedy: Remedy) -> str:
    """What this way is called."""
    return str(HEADINGS[remedy.kind])


def say(words: str, **facts: object) -> Markup:
    """A sentence with its names escaped and its dates as dates."""
    return escape(words) % facts


def _way(remedy: Remedy) -> dict[str, Any]:
    """One way to object: its name, in a sentence what it is, until when, or why it is closed."""
    return {
        "kind": remedy.kind.value,
        "name": heading(remedy),
        "open": remedy.refusal is None,
        "text": _about(remedy) if remedy.refusal is None else _closed(remedy),
        "until": remedy.until if remedy.refusal in DATED else None,
    }


def _about(remedy: Remedy) -> Markup:
    """What an open way is for."""
    to = name(remedy.to)
    if remedy.joins:
        return say(_("这起案件已经有举报人提了。你的理由会并进去一起办。"))
    if remedy.kind is Sent.DISPUTE:
        return say(_("答复有问题没回答，或者事实不对：请%(name)s再办一次。只有一次。"), name=to)
    if remedy.kind is Sent.REVIEW:
        return say(_("不服这个决定：请上一级%(name)s来判断。"), name=to)
    return say(_("不服复查意见：请再上一级%(name)s来判断。这是最后一级。"), name=to)


def _closed(remedy: Remedy) -> Markup:
    """Why a way is closed."""
    if remedy.refusal == "remedy_over" and remedy.until is not None:
        return say(_("期限是 %(day)s，已经过了。"), day=due_short(remedy.until))
    words = {
        "remedy_over": _("期限已经过了。"),
        "remedy_redone": _("已经重办过了，每起案件只有一次。"),
        "remedy_sent": _("你已经提过了。"),
        "remedy_no_superior": _("%(name)s上面没有能复查的部门。"),
    }
    return say(words[remedy.refusal or "remedy_over"], name=name(remedy.to))


def _expects(view: Following) -> list[Markup]:
    """What happens next and by when, in one or two sentences."""
    if view.stage in WAITING_FOR:
        return _awaited(view)
    open_now = [remedy for remedy in view.remedies if remedy.refusal is None]
    until = open_now[0].until if open_now else None
    if until is not None:
        what = _("、").join(heading(remedy) for remedy in open_now)
        words = _("到 %(day)s为止（含当天），你可以：%(what)s。")
        first = say(words, day=due_short(until), what=what)
        then = _("到期没有人提出，承诺的措施也落实了，案件就办结。")
        return [first] if view.stage is Stage.DECLINED else [first, say(then)]
    running = [t for t in view.timers if t.due.key in WINDOWS and t.stopped_on is None]
    window = [t for t in running if t.standing.code is not StandingCode.OVERDUE]
    if window and view.stage is not Stage.DECLINED:
        words = _("到 %(day)s，承诺的措施也落实了，案件就办结。")
        return [say(words, day=due_short(window[0].due))]
    if view.closure == "procedure_ended":
        return [say(_("复核意见是最后一级，程序到此终结。这不等于事情已经解决。"))]
    if view.closure is not None:
        return [say(label("closure_reason", view.closure)) + _("。")]
    return []


def _awaited(view: Following) -> list[Markup]:
    """Who has to answer by when, and who asked for it."""
    if view.review_kept:
        kept = _(
            "上级还没有人用本站。申请由本站工作人员保管，他们打不开你写的内容；"
            "上级有人加入以后马上转交。"
        )
        return [say(kept)]
    key = WAITING_FOR[view.stage]
    running = [t for t in view.timers if t.due.key == key and t.stopped_on is None]
    if not running:
        return []  # whoever joined later does not learn on which day another one asked
    when = due_short(running[0].due)
    words = {
        Stage.REDO: _("%(name)s要在 %(day)s前给出新的答复。"),
        Stage.REVIEW1: _("%(name)s要在 %(day)s前给出复查意见。"),
        Stage.REVIEW2: _("%(name)s要在 %(day)s前给出复核意见。这是最后一级。"),
    }
    who = view.holder if view.stage is Stage.REDO else view.reviewer
    found = [say(words[view.stage], name=name(who), day=when)]
    began = running[0].due.start
    mine = any(step.event in ASKED and step.on == began for step in view.steps)
    if not mine and view.stage is not Stage.REDO:
        found.append(say(_("是这起案件的另一位举报人申请的。")))
    return found


def consequences(view: Following, remedy: Remedy) -> list[Markup]:
    """What this step does, before it is taken: who, by when, and what it does to the other ways."""
    if remedy.joins:
        joined = say(_("已经有举报人提了，时间从那时起算。你的理由会并进去一起办。"))
        return [joined] if remedy.kind is Sent.DISPUTE else [joined, _readers(remedy)]
    return _CONSEQUENCES[remedy.kind](view, remedy)


def _of_dispute(view: Following, remedy: Remedy) -> list[Markup]:
    """A redo is once, stops the window, and leaves the review for later."""
    review = view.remedy(Sent.REVIEW)
    until = due_short(remedy.until) if remedy.until else ""
    then = due_short(remedy.then)
    found = [
        say(_("由%(name)s再办一次，最迟 %(day)s给出新的答复。"), name=name(remedy.to), day=then),
        say(_("每起案件只能重办一次，用过就没有了，别的举报人的意见也一起并进这一次。")),
        say(
            _("现在的期限（%(day)s）停止。有了新的答复，再给你 %(length)s评价或申请复查。"),
            day=until,
            length=clock_length(ClockKey.REVIEW_WINDOW),
        ),
    ]
    if review is not None and review.refusal is None:
        found.append(say(_("也可以不要求重办，到 %(day)s为止直接申请复查。"), day=until))
    return found


def _of_review(view: Following, remedy: Remedy) -> list[Markup]:
    """A review goes above, is read there, and takes the place of a redo."""
    dispute, then = view.remedy(Sent.DISPUTE), due_short(remedy.then)
    found = [_readers(remedy)]
    if remedy.direct:
        found.append(say(_("最迟 %(day)s给出复查意见：维持、改变，或者发回重办。"), day=then))
    if dispute is not None and dispute.refusal is None:
        again = _("申请复查以后，就不能再要求重办，除非上级发回重办。想先重办一次的，先选重办。")
        found.append(say(again))
    if any(letter.waits and letter.kind == Sent.DISPUTE for letter in view.letters):
        found.append(
            say(_("你刚才要求的重办还没有送到。申请复查以后就不重办了，你写的理由上级读得到。"))
        )
    if view.above[-1:] != (remedy.to,):
        found.append(
            say(
                _("对复查意见还不服，可以在 %(length)s内再申请一次复核。"),
                length=clock_length(ClockKey.SECOND_REVIEW_WINDOW),
            )
        )
    return found


def _of_second_review(_view: Following, remedy: Remedy) -> list[Markup]:
    """The second review is the last."""
    then = due_short(remedy.then)
    direct = [say(_("最迟 %(day)s给出复核意见。"), day=then)] if remedy.direct else []
    last = say(_("复核意见是最后一级：给出以后程序终结，不能再申请。"))
    return [_readers(remedy), *direct, last]


_CONSEQUENCES = {
    Sent.DISPUTE: _of_dispute,
    Sent.REVIEW: _of_review,
    Sent.SECOND_REVIEW: _of_second_review,
}


def _readers(remedy: Remedy) -> Markup:
    """Who will be able to read what."""
    words = _("交给%(name)s。从那时起，它能打开你的举报、附件和往来消息；别人的举报不会因此打开。")
    if not remedy.direct:
        words = _(
            "应当由%(name)s判断，但它还没有人用本站。申请由本站工作人员保管，他们打不开你写的内容；"
            "有上级加入以后马上转交，到那时它能打开你的举报。"
        )
    return say(words, name=name(remedy.to))

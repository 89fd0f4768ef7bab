"""The top of a case's page: where it stands, whose turn, by when, what to do, what is new."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from reportdesk.domain.case import WAITS_ON, Stage, Waits
from reportdesk.domain.clocks import StandingCode
from reportdesk.domain.errors import Busy, Unavailable
from reportdesk.domain.following import Following, Name, Timer
from reportdesk.domain.own import News, Own, ReceivedFile, Seen, news, seen_now
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.services import keeping
from reportdesk.web.context import read, runtime, write
from reportdesk.web.locale import lang
from reportdesk.web.report.remedies import WAITING_FOR, WINDOWS
from reportdesk.web.report.visit import Visit

MEANS: Mapping[str, LazyString] = {
    "apart": _l("先由本站工作人员看一眼，下面写了为什么。"),
    "dropped": _l("没有往下送，下面写了为什么。"),
    "filed": _l("承办人员很快就能看到。你现在不用做什么。"),
    "forwarding": _l("主管部门还没有开通本站，我们正在用公函转过去。"),
    "routed": _l("主管部门收到了，还没决定管不管（受理还是不受理）。"),
    "registered": _l("主管部门记下了收文号，还没决定受理还是不受理。"),
    "returned": _l("收到的部门认为不归它管，我们正在找对的部门。你不用重新举报。"),
    "accepted": _l("主管部门决定管这件事，接下来要调查，然后答复你。"),
    "investigating": _l("主管部门正在了解情况，接下来要答复你。"),
    "needs_info": _l("主管部门问了你一个问题。不回答也会继续办，不会因此结案。"),
    "answered": _l("主管部门答复了，看看说清楚了没有。"),
    "correcting": _l("答复里答应了措施，正在落实，每一项都有日期。"),
    "redo": _l("主管部门要再办一次，给出新的答复。"),
    "review1": _l("有人不服主管部门的决定，上一级部门正在重新看（复查）。"),
    "review2": _l("有人不服复查，再上一级部门正在重新看（复核）。"),
    "kept": _l("有人申请由上级重新看。上级还没有人用本站，申请先由本站保管。"),
    "opinion": _l("重新看的部门给出了意见，看看说清楚了没有。"),
    "closed": _l("办理结束了，下面的答复一直看得到。"),
    "declined": _l("主管部门决定不办。理由和你还能走的路写在下面。"),
    "withdrawn": _l("你已经撤回，不会再有人问你什么。"),
    "merged": _l("同一件事合在一起办。"),
}
"""What each stage means for somebody who does not know the words."""
OTHERWISE: Mapping[str, Waits] = {
    "withdrawn": Waits.NOBODY,
    "dropped": Waits.NOBODY,
    "apart": Waits.PLATFORM,
    "kept": Waits.PLATFORM,
    "forwarding": Waits.PLATFORM,
}
"""Whose turn it is where the stage does not say it."""
TURNS: Mapping[Waits, LazyString] = {
    Waits.PLATFORM: _l("本站工作人员"),
    Waits.SUPERIOR: _l("上一级部门"),
    Waits.NOBODY: _l("没有人，已经结束"),
}
STEP_MEANS: Mapping[str, LazyString] = {
    "delivered": _l("从这天起，它有期限要守。"),
    "redelivered": _l("换了部门，期限重新算。"),
    "register": _l("只是记下收文号，还不是受理。"),
    "return": _l("我们会找对的部门，你不用重新举报。"),
    "accept": _l("受理，就是它承认这件事归它管，要给出处理决定。"),
    "decline": _l("不受理，就是它不办。有上一级部门的，可以在期限内申请复查。"),
    "investigate": _l("它在了解情况、查材料。"),
    "extend": _l("只能延长一次，要由负责人批准并写明理由。"),
    "answer": _l("这份答复有两个人看过才算数。"),
    "correct": _l("答应的每项措施都有日期，到期没做会算逾期。"),
    "notice_overdue": _l("系统按已经受理接着算期限，不用你去催。"),
    "demand": _l("报告的内容和举报一起封着，你看不到；案件的期限照常走。"),
    "order_acceptance": _l("受理，就是它要给出处理决定，不能再拖着不管。"),
    "take_over": _l("原来的部门打不开你写的内容了，看过的人可能还记得。期限不变。"),
    "transfer": _l("原来的部门打不开你写的内容了，看过的人可能还记得。新部门的期限重新算。"),
    "merge": _l("编号换成那一起的。下面接着写那一起的经过，日期可能更早。"),
    "clock_rejudged": _l(
        "放假安排公布了，或者规则换了版本，正在走的期限就重算一次，改了都写在这里。"
    ),
    "contact_erased": _l("承办人员打不开了；看过的人可能还记得。"),
    "files_erased": _l("承办人员打不开了；看过、存过的人可能还有。"),
}
"""What an event means, where its name does not say it."""
RUNG_MEANS: Mapping[str, LazyString] = {
    "S1": _l("逾期以后自动发生，不用你去催。"),
    "S2": _l(
        "上一级有人用本站的，也能打开你的举报了；按情况可以要求写报告、要求受理，或者接过去自己办。"
    ),
    "S3": _l("更上一级有人用本站的，也能打开你的举报了，能做的一样。"),
    "S4": _l("名单写的是机关，不写你是谁。"),
}
"""What each rung of supervision means."""
ANSWERS = frozenset({"answer", "give_opinion", "give_final_opinion"})
BINDING = frozenset({Waits.AUTHORITY, Waits.SUPERIOR})
"""Who, when it is their turn, has a date to keep."""
CLOCK_STEPS = frozenset({"extend", "notice_overdue", "rung_fired", "clock_rejudged"})
"""Events that the clocks show."""


class Now(NamedTuple):
    """Four answers; ``late`` are days over, ``by`` is None while no date runs."""

    means: str
    turn: str
    by: date | None
    provisional: bool
    clock: ClockKey | None
    late: int
    do: str
    over: bool
    """Whether nobody has to do anything any more."""
    unsaid: bool = False
    """Whether a date may run that tells on which day another reporter did something."""


def look(visit: Visit) -> Own:
    """What is the reporter's own; what was new when the visit began stays new until it ends."""
    own = read(lambda tx: keeping.look(tx, runtime().vault, visit.follower))
    if visit.seen is None:
        visit.seen = list(own.seen) if own.seen else []
    return own


def since(visit: Visit, own: Own, view: Following) -> News | None:
    """What is new; None on the first visit."""
    seen = Seen(*visit.seen) if visit.seen else None
    return news(seen, own.case, view.steps, view.letters)


def remember(visit: Visit, own: Own, view: Following) -> None:
    """Note how far the page just made goes; a page that could not be made is no look.

    Where the note cannot be written, the reader sees the same news once more.
    """
    now = seen_now(own.case, view.steps, view.letters)
    if own.seen is not None and own.seen.grown(now) == own.seen:
        return
    try:
        write(lambda tx: keeping.remember(tx, runtime().vault, visit.follower, now))
    except (Busy, Unavailable):
        return


def stand(view: Following, worst: Timer | None, holder: str, apart: str | None = None) -> Now:
    """Where it stands, in the words of somebody who is asked over the shoulder.

    ``apart`` is the key of a report that nobody at the authority was shown.
    """
    name = _stage(view, apart)
    timer = worst if name not in {"withdrawn", "dropped"} else None
    turn = OTHERWISE.get(name) or WAITS_ON[view.stage]
    if name == "needs_info":
        timer = _running(view, ClockKey.NEEDS_INFO)
    if name in {"answered", "opinion"}:
        timer = _running(view, ClockKey.REVIEW_WINDOW, ClockKey.SECOND_REVIEW_WINDOW)
    if view.stage in WAITING_FOR:
        timer = _running(view, WAITING_FOR[view.stage])
    late = timer is not None and timer.standing.code is StandingCode.OVERDUE
    return Now(
        means=str(MEANS[name]),
        turn=_turn(turn, holder, view.reviewer),
        by=timer.due.due if timer else None,
        provisional=timer is not None and timer.due.provisional,
        clock=_named(view, timer),
        late=timer.standing.days if timer and late else 0,
        do=_do(view, name),
        over=turn is Waits.NOBODY,
        unsaid=timer is None and turn in BINDING and view.joined,
    )


def _stage(view: Following, apart: str | None) -> str:
    """The key of how it stands."""
    if view.withdrawn or view.stage is Stage.WITHDRAWN:
        return "withdrawn"
    if apart is not None:
        return apart
    if not view.arrived:
        return "filed"
    if view.stage is Stage.ANSWERED and view.answers and view.answers[-1].level:
        return "opinion"
    if view.review_kept:
        return "kept"
    return "forwarding" if view.stage is Stage.ROUTED and not view.direct else view.stage.value


def _named(view: Following, timer: Timer | None) -> ClockKey | None:
    """What the date is for; a window in which nothing can be asked for has no name."""
    if timer is None:
        return None
    shut = all(remedy.refusal is not None for remedy in view.remedies)
    return None if timer.due.key in WINDOWS and shut else ClockKey(timer.due.key)


def _turn(waits: Waits, holder: str, reviewer: Name | None) -> str:
    """Who has to do something next."""
    if waits is Waits.REPORTER:
        return str(_("你，不着急"))
    if waits is Waits.SUPERIOR and reviewer is not None:
        return reviewer[lang() == "en"]
    return str(TURNS[waits]) if waits in TURNS else holder


def _running(view: Following, *keys: ClockKey) -> Timer | None:
    """The running clock of these keys."""
    found = (t for t in view.timers if t.stopped_on is None and t.due.key in keys)
    return next(found, None)


def _do(view: Following, name: str) -> str:
    """What the reader can do, or need not."""
    if name == "withdrawn":
        return str(_("不用做什么。"))
    if view.question is not None:
        return str(_("愿意就回答；不知道也可以按「我不知道」。"))
    if name in {"answered", "opinion", "correcting", "declined", "apart", "dropped"}:
        if any(remedy.refusal is None for remedy in view.remedies):
            return str(_("读一读下面写了什么。不服，下面写着怎么提、到哪天。"))
        return str(_("读一读下面写了什么。"))
    if name in {"closed", "merged"}:
        return str(_("不用做什么。"))
    return str(_("不用做什么，等就行。有新情况可以补充。"))


def target(event: str) -> str:
    """Where on the page an event is told in full."""
    if event in ANSWERS:
        return "#answers"
    return "#clocks" if event in CLOCK_STEPS else "#steps"


def shown(
    visit: Visit,
    mine: Own,
    view: Following,
    holder: str,
    worst: Timer | None,
    apart: str | None = None,
) -> dict[str, Any]:
    """The top of the page, and what is the reporter's own."""
    received: dict[int, list[ReceivedFile]] = {}
    for file in mine.received:
        received.setdefault(file.letter, []).append(file)
    return {
        "holder": holder,
        "worst": worst,
        "now": stand(view, worst, holder, apart),
        "news": since(visit, mine, view),
        "news_target": target,
        "mine": mine,
        "received": received,
    }

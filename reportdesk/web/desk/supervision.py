"""Supervision in words: what a list says of cases below, and the next steps on a late case."""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _
from markupsafe import escape

from reportdesk.domain.access import Relation
from reportdesk.domain.actors import Actor
from reportdesk.domain.case import Action
from reportdesk.domain.ladders import superiors_of
from reportdesk.domain.supervising import Demand, DemandState
from reportdesk.packs.words import day_words
from reportdesk.queries.casefile import CaseFile
from reportdesk.queries.supervision import SupervisionLine
from reportdesk.web.context import runtime
from reportdesk.web.dates import day_short
from reportdesk.web.desk.card import Card
from reportdesk.web.desk.case_history import name
from reportdesk.web.labels import label
from reportdesk.web.locale import lang, url


def listed(line: SupervisionLine) -> Iterator[str]:
    """What the list says about a case that another authority holds."""
    yield _("下级机关在办")
    if line.rung is not None and line.since is not None:
        yield _("%(rung)s，%(day)s起", rung=label("rung", line.rung), day=_day(line.since))
    if line.last is None or line.last_on is None:
        yield _("它还没有做过什么")
    else:
        yield _("它最后一步：%(what)s，%(day)s", what=_act(line.last), day=_day(line.last_on))
    if line.reported:
        yield _("报告到了，等您看")
    elif line.due is not None:
        yield _("要在 %(day)s前报告", day=_day(line.due))


def _act(event: str) -> str:
    """What was done."""
    return label("event", event)


def _day(when: date) -> str:
    """A day inside a line."""
    return day_words(when, lang(), runtime().clock().date())


def cards(file: CaseFile, actor: Actor) -> list[Card]:
    """Next steps about lateness: what a superior may do, or what it waits for from here."""
    above = file.relation is not Relation.HOLDER
    return list(_above(file, actor) if above else _asked(file))


def _asked(file: CaseFile) -> Iterator[Card]:
    """Reports that superiors demand of the member's own authority, the soonest first."""
    if Action.REPORT_UP not in file.actions:
        return
    waiting = [one for one in file.facts.demands if one.state is DemandState.WAITS]
    for one in sorted(waiting, key=lambda demand: demand.until):
        who = name(file.authorities[one.by])
        text = escape(_("%(who)s要求您在 %(day)s前书面报告。")) % {
            "who": who,
            "day": day_short(due_of(file, one)),
        }
        href = url("desk.report_up", ref=file.case.ref, number=one.number)
        yield Card(_("向上级报告"), text, href, _("写报告"))


def due_of(file: CaseFile, demand: Demand) -> date:
    """The day on which a demanded report is due, rolled off rest days."""
    line = next(
        (
            clock
            for clock in file.clocks
            if clock.demand == demand.number and clock.stopped_on is None
        ),
        None,
    )
    return line.due if line else demand.until


def own(file: CaseFile, actor: Actor) -> Demand | None:
    """What the member's authority demands and has not settled."""
    return next((one for one in file.facts.demands if one.by == actor.authority_id), None)


def _above(file: CaseFile, actor: Actor) -> Iterator[Card]:
    """What a superior may do, a report that came first."""
    here, who, mine = file.case.ref, name(file.holder), own(file, actor)
    if Action.ACCEPT_REPORT in file.actions:
        text = _("%(who)s报告了。够了就认可；没写清楚，退回去并定一个新的日期。", who=who)
        yield Card(_("看报告"), escape(text), url("desk.judge_report", ref=here), _("看报告"))
    for action, (endpoint, text, button) in _steps(who).items():
        if action in file.actions:
            href = url(endpoint, ref=here)
            yield Card(label("action", action), escape(text), href, button)
    if mine is not None and mine.state is DemandState.WAITS and Action.DROP_DEMAND in file.actions:
        text = escape(_("%(who)s要在 %(day)s前报告，现在还没有。")) % {
            "who": who,
            "day": day_short(due_of(file, mine)),
        }
        href = url("desk.drop_demand", ref=here)
        yield Card(_("等着报告"), text, href, _("不再要求报告"))


def _steps(who: str) -> dict[Action, tuple[str, str, str]]:
    """The four steps: page, consequence and button."""
    return {
        Action.DEMAND: (
            "desk.demand",
            _("定一个日期，要%(who)s书面报告。它多一个期限，案件仍由它办。", who=who),
            _("要求报告"),
        ),
        Action.ORDER_ACCEPTANCE: (
            "desk.order_acceptance",
            _("从今天起算受理，%(who)s要按法定时间作出决定。", who=who),
            _("责令受理"),
        ),
        Action.TAKE_OVER: (
            "desk.take_over",
            _("案件归您的机关办，期限不变；%(who)s不能再打开它。", who=who),
            _("提级办理"),
        ),
        Action.TRANSFER: (
            "desk.transfer",
            _("交给另一个机关重新开始计时；%(who)s和您都不再能打开它。", who=who),
            _("改交其他机关"),
        ),
    }


def closed(file: CaseFile, actor: Actor) -> str:
    """What to tell a superior for whom nothing is open; empty where there are steps."""
    if file.relation is Relation.HOLDER or cards(file, actor):
        return ""
    who = name(file.holder)
    late = actor.authority_id in file.facts.late_before
    if not late and file.may_open:
        held = _("案件由%(who)s办理。让案件到您这里的期限已经停了，上级现在不能插手。", who=who)
        return str(held + _("您可以查看全部内容，并在下面写备注。"))
    return str(_("案件仍由%(who)s办理。您可以查看全部内容，并在下面写备注。", who=who))


def reviewer_of(file: CaseFile, actor: Actor) -> str | None:
    """Who would review a decision of the member's authority, if anybody."""
    above = superiors_of(actor.authority_id, file.case.ladder)
    return name(file.authorities.get(above[0])) if above else None

"""Words for keeping: how the day comes about on which content goes, and on what it rests."""

from collections.abc import Callable, Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from reportdesk.domain.retention import Schedule, Step, Why
from reportdesk.domain.taxonomy import Outcome
from reportdesk.packs.words import cite, day_words
from reportdesk.web.labels import the_pack
from reportdesk.web.locale import lang


def _day(day: date) -> str:
    """A day with its year, inside a sentence."""
    return day_words(day, lang())


SENTENCES: Mapping[Why, Callable[[Step], str]] = {
    Why.ENDED: lambda step: _("案件在%(day)s结束。", day=_day(step.on)),
    Why.WINDOW: lambda step: _("最后一个期限或申请时间到%(day)s为止。", day=_day(step.on)),
    Why.FOLLOWED: lambda step: _("由它引出的案件在%(day)s结束。", day=_day(step.on)),
    Why.COUNTED: lambda step: ngettext(
        "往后数 %(num)s 天，是%(day)s。",
        "往后数 %(num)s 天，是%(day)s。",
        step.days,
        day=_day(step.on),
    ),
    Why.HELD: lambda step: _("暂缓销毁结束后的第一天是%(day)s。", day=_day(step.on)),
    Why.WARNED: lambda step: ngettext(
        "预告满 %(num)s 天，是%(day)s。",
        "预告满 %(num)s 天，是%(day)s。",
        step.days,
        day=_day(step.on),
    ),
}


def how_kept(plan: Schedule) -> Markup:
    """How a day comes about, as a list of sentences, with the rule it rests on."""
    lines = [SENTENCES[step.why](step) for step in plan.trace]
    lines.append(why_kept(plan.outcome))
    return Markup("<ul>{}</ul>").format(
        Markup("").join(Markup("<li>{}</li>").format(escape(line)) for line in lines)
    )


def why_kept(outcome: str) -> str:
    """The reason for the length of time, and its source."""
    pack = the_pack()
    reason = pack.labels("retention", outcome, lang())
    basis = cite(pack.retention[outcome].citation, pack, lang())
    return str(_("%(reason)s（%(basis)s）。", reason=reason, basis=basis))


def withdrawn_days() -> int:
    """How long what somebody withdrew is kept."""
    return the_pack().retention[Outcome.WITHDRAWN.value].days

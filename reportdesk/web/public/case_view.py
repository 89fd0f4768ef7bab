"""One case in words: what it comes to, its clocks, both sides, and its steps."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from reportdesk.domain.case import ENDED, Action
from reportdesk.domain.sheet import differs
from reportdesk.domain.taxonomy import Answer, ClockKey, Measure, Outcome, Question
from reportdesk.packs.words import day_words
from reportdesk.release.schema import Row
from reportdesk.web.labels import label
from reportdesk.web.locale import lang
from reportdesk.web.public.speech import Badge, dated, in_chinese, say, shown, standing

DECISIONS = frozenset({ClockKey.DECISION, ClockKey.EXTENSION})
GOOD = frozenset({Outcome.CORRECTED, Outcome.ACCOUNTABILITY, Outcome.EXPLAINED})


@dataclass(frozen=True, slots=True)
class Note:
    """What a case comes to, in one line and a sentence or two."""

    title: str
    tone: str
    badge: Badge | None
    sentences: tuple[str, ...]


def note(row: Row) -> Note:
    """The note that heads the page."""
    late = bool(row["measures_late"]) or row["standing"] == "overdue"
    if row["level"] == "withheld":
        reason = say("withheld_reason", row["withheld_reason"])
        return Note(str(_("这起案件不公开")), "", None, (str(_("原因：%(why)s。", why=reason)),))
    if row["level"] == "full":
        stage = say("stage", row["stage"])
        title = _("%(finding)s，%(stage)s", finding=say("finding", row["finding"]), stage=stage)
    else:
        title = say("stage", row["stage"])
    tone = "bad" if late else "good" if row["outcome"] in GOOD else ""
    about = (*_delivery(row), *_follow_through(row), *_taken(row))
    sentences = (*about, *_lateness(row), *_linked(row))
    return Note(str(title), tone, _badge(row), sentences)


def _badge(row: Row) -> Badge | None:
    """The lateness that matters most."""
    if row["measures_late"]:
        n = row["measures_late"]
        return "late", ngettext("%(num)s 项承诺逾期", "%(num)s 项承诺逾期", n)
    return standing(row["standing"], row["overdue_days"]) if row["standing"] == "overdue" else None


def _delivery(row: Row) -> tuple[str, ...]:
    """Whether the case is still on its way, and how late this site is with it."""
    waiting = [clock for clock in row["clocks"] or () if clock["key"] == ClockKey.DISPATCH]
    if not waiting:
        return ()
    said = [str(_("还没有送达承办机关，本站正在转送。"))]
    if waiting[0]["standing"] == "overdue":
        days = waiting[0]["days"]
        said.append(
            ngettext("本站自己的期限过了 %(num)s 天。", "本站自己的期限过了 %(num)s 天。", days)
        )
    return tuple(said)


def _linked(row: Row) -> tuple[str, ...]:
    """That it was given back late; what it goes on with, and what goes on with it."""
    said = []
    if row["returned_late"]:
        said.append(str(_("有机关过了提出的期限才退回（逾期退回）。")))
    if row["reopens"]:
        said.append(str(_("接着已经办结的案件 %(ref)s。", ref=row["reopens"])))
    if row["reopened_as"]:
        refs = str(_("、")).join(row["reopened_as"].split(";"))
        said.append(str(_("办结以后有了新情况，由 %(refs)s 接着办。", refs=refs)))
    return tuple(said)


def _follow_through(row: Row) -> tuple[str, ...]:
    """How many measures are proven, open and late; why a case was declined; where it was merged."""
    if row["stage"] == "merged" and row["merged_into"]:
        return (str(_("已并入案件 %(ref)s，由它继续。", ref=row["merged_into"])),)
    if row["decline_reason"]:
        why = say("decline_reason", row["decline_reason"])
        path = label("decline_reason_path", row["decline_reason"])
        return (str(_("机关的理由：%(why)s。", why=why)), path)
    real = [promise for promise in row["promises"] or () if promise["code"] != Measure.NONE]
    if not real:
        return ()
    proven, total = sum(bool(promise["evidence_on"]) for promise in real), len(real)
    return (str(_("%(total)s 项措施，%(proven)s 项有证明。", total=total, proven=proven)),)


def _taken(row: Row) -> tuple[str, ...]:
    """That a superior took the case from whoever was late with it."""
    if not row["taken_from"]:
        return ()
    who = say("authority", row["taken_from"])
    return (str(_("因为逾期，上级从%(who)s接走了这起案件，到那天为止的逾期是它的。", who=who)),)


def _lateness(row: Row) -> tuple[str, ...]:
    """Which date passed, what kind of date it is, and who supervises now."""
    if row["standing"] != "overdue":
        return ()
    said = [
        str(
            ngettext(
                "“%(what)s”的日期过了 %(num)s 天。",
                "“%(what)s”的日期过了 %(num)s 天。",
                row["overdue_days"],
                what=_what_is_late(row),
            )
        )
    ]
    if row["clock_kind"] == "guideline":
        said.append(str(_("这是参考时间，过期不等于违法。")))
    if row["listed"]:
        said.append(str(_("承办机关已列入公开逾期名单。")))
    return tuple(said)


def _what_is_late(row: Row) -> str:
    """The measure that was promised longest ago, or the name of the clock."""
    late = [promise for promise in row["promises"] or () if promise["standing"] == "overdue"]
    if row["clock"] == ClockKey.MEASURE and late:
        return say("measure", min(late, key=lambda promise: str(promise["promised"]))["code"])
    return say("clock", row["clock"])


def counted(row: Row) -> str | None:
    """How the date that heads a case was counted, in the reader's language; None for a month."""
    for clock in row["clocks"] or ():
        if clock["exact"] and (clock["key"], clock["due"]) == (row["clock"], row["due"]):
            return str(clock[f"how_{lang()}"])
    return None


def promised(row: Row, promise: dict[str, Any]) -> str | None:
    """How the date of a promise was counted."""
    for clock in row["clocks"] or ():
        if clock["key"] == ClockKey.MEASURE and clock["measure"] == promise["code"]:
            return str(clock[f"how_{lang()}"])
    return None


def clocks(row: Row) -> list[dict[str, Any]]:
    """The clocks with their words: late ones first, then running ones, then those that are over.

    What was met is left out, except the decision: measures stand in a table of their own.
    """
    every = row["clocks"] or ()
    made = [
        _clock(clock) for clock in every if clock["key"] in DECISIONS or clock["standing"] != "met"
    ]
    return sorted(made, key=lambda clock: (clock["standing"] != "overdue", bool(clock["stopped"])))


def _clock(clock: dict[str, Any]) -> dict[str, Any]:
    """One clock: dates as dates, months as they are; ``today`` is the day it was judged for."""
    words = shown().words
    start = dated(clock["start"])
    today = shown().header.standing_on
    name = ("measure", clock["measure"]) if clock["measure"] else ("clock", clock["key"])
    return {
        **clock,
        "name": say(*name) if name in words.by_code else name[1],
        "start": start,
        "due": dated(clock["due"]),
        "stopped": dated(clock["stopped"]),
        "today": max(today, start) if isinstance(start, date) else today,
        "badge": standing(clock["standing"], clock["days"]),
        "how": clock[f"how_{lang()}"],
        "entered": dated(clock.get("entered")),
        "provisional": bool(clock.get("provisional")),
        "was": dated(clock.get("was")),
    }


def sheet(row: Row) -> list[dict[str, Any]]:
    """Both sides of the question sheet; empty without a published answer."""
    if row["level"] != "full":
        return []
    return [_question(row, question) for question in Question]


def _question(row: Row, question: Question) -> dict[str, Any]:
    """One question; contradictions are marked."""
    left, right = row[f"students_{question}"], row[f"authority_{question}"]
    words = row[f"authority_{question}_words"]
    return {
        "question": say("question", question.value),
        "left": (say("answer", left), None) if left else None,
        "right": (say("answer", right), in_chinese(words)) if right else None,
        "differ": differs(Answer(left) if left else None, Answer(right) if right else None),
        "unasked": left is None and any(row[f"students_{one}"] for one in Question),
    }


EVENTS_OF_REPORTERS = frozenset({Action.DISPUTE, Action.ASK_REVIEW, Action.ASK_SECOND_REVIEW})
OF_SUPERIORS = frozenset(
    {
        *(Action.GIVE_OPINION, Action.SEND_BACK, Action.GIVE_FINAL_OPINION),
        *(Action.ORDER_ACCEPTANCE, Action.TAKE_OVER, Action.TRANSFER),
    }
)


def steps(row: Row) -> list[dict[str, Any]]:
    """The timeline; when a change of stage came last, that is where the case stands."""
    made = [_step(step, row) for step in row["steps"] or ()]
    if made and made[-1]["title"] and row["stage"] not in ENDED:
        made[-1]["state"] = "now"
    return made


def _step(step: dict[str, Any], row: Row) -> dict[str, Any]:
    """One line of the timeline."""
    when = dated(step["when"])
    if step["event"] == "rung":
        return {"when": when, "title": None, "text": say("rung", step["code"]), "state": "late"}
    if step["event"] == "evidence":
        text = _("%(measure)s，证明已接受", measure=say("measure", step["code"]))
        return {"when": when, "title": None, "text": str(text), "state": ""}
    text = _detail(step["event"], step["when"], row)
    if step.get("entered"):
        text = str(_("，")).join(part for part in (text, _entered(step["entered"])) if part)
    return {"when": when, "title": say("stage", step["stage"]), "text": text, "state": ""}


def _entered(day: str) -> str:
    """On which later day an act was entered."""
    return str(_("%(day)s登记", day=day_words(date.fromisoformat(day), lang())))


def _detail(event: str, on: str, row: Row) -> str:
    """What else there is to say about a step."""
    if event == "filed":
        return say("authority", row["authority"])
    if event == Action.ANSWER and row["accepted"]:
        days = (date.fromisoformat(on) - date.fromisoformat(row["accepted"])).days
        return str(_("受理后第 %(n)s 天", n=days))
    if event == Action.EXTEND or event in EVENTS_OF_REPORTERS | OF_SUPERIORS:
        return label("event", event)
    return ""


def rungs(row: Row) -> str:
    """The supervision so far, in one line."""
    return str(_("；")).join(say("rung", code) for code in row["rungs"] or [])

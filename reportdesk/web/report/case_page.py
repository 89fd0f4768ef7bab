"""The page of a case as its reporter sees it."""

from datetime import date
from typing import Any, NamedTuple

from flask import Response, make_response, render_template
from flask_babel import gettext as _

from reportdesk.domain.case import Stage
from reportdesk.domain.clocks import StandingCode
from reportdesk.domain.filing_parts import Fault
from reportdesk.domain.following import Answered, Following, Letter, Sent, Step, Timer
from reportdesk.domain.supervising import MOVED_AWAY
from reportdesk.domain.taxonomy import ClockKey, ClosureReason
from reportdesk.packs.words import day_words
from reportdesk.queries import suspected
from reportdesk.services import followup
from reportdesk.web.context import read, runtime
from reportdesk.web.kept import why_kept
from reportdesk.web.labels import label
from reportdesk.web.locale import lang
from reportdesk.web.rejudged import moved
from reportdesk.web.report import files, now, own_answers, remedies
from reportdesk.web.report.forms import ComposeForm, Edits
from reportdesk.web.report.sentences import HEADINGS, STEPS
from reportdesk.web.report.visit import Visit
from reportdesk.web.report.walk import kept

NO_NEXT = frozenset(
    {ClockKey.OBJECTION, ClockKey.REVIEW_WINDOW, ClockKey.SECOND_REVIEW_WINDOW, ClockKey.NEEDS_INFO}
)
"""Clocks whose end is no next step of the authority."""
NOT_ENDED_BY_ACT = frozenset(
    {*("extended", "withdrawn", "closed", "window_over", "question_lapsed"), *MOVED_AWAY}
)
"""What stops a clock without its being met or missed."""
OVERTAKEN = frozenset(
    {
        (ClockKey.NOTICE, "returned"),
        *((ClockKey.DECISION, one) for one in ("accepted", "declined", "returned")),
    }
)
"""What ends a time without what it was for: nobody decided, and nobody was late."""
REASONS = {"withheld": "withheld_reason", "hold_put": "hold_reason"}
"""Events whose reason stands beside them, with the list that has its words."""
LATE_EVENTS = frozenset({"notice_overdue", "rung_fired"})


class Unsent(NamedTuple):
    """A message given back: its text and the names of its files."""

    text: str
    files: tuple[str, ...]


def show(
    visit: Visit,
    faults: tuple[Fault, ...] = (),
    *,
    sent: Sent | None = None,
    unsent: Unsent | None = None,
    done: str | None = None,
    editing: Edits = (),
    rating: str = "",
) -> Response:
    """The page; the reply being written, if any, stays in it.

    ``unsent`` is a message that cannot be sent to this case any more, nor can such a reply;
    ``done`` is what was just done besides, ``editing`` what the writer chose to change, ``rating``
    ``kept``, ``pressed`` or ``late``.
    """
    site, view, apart, mine = runtime(), look(visit), _apart(visit), now.look(visit)
    html = render_template(
        "report/following.html",
        form=_reply(visit, faults, editing),
        view=view,
        today=site.clock().date(),
        apart=apart,
        files=kept(visit.files),
        limits=files.limits(),
        done=done,
        sent=sent,
        unsent=unsent or _late_reply(visit, view),
        rating=rating,
        **remedies.context(view),
        at_once=site.settings.slots_at_once,
        name=name,
        why_kept=why_kept,
        **_told(view, apart),
        **now.shown(visit, mine, view, name(view.holder), _worst(view), _how(apart)),
    )
    now.remember(visit, mine, view)
    return make_response(html, 422 if faults else 200)


def _values(step: Step) -> dict[str, str]:
    """What the sentence of a step names: the authority, days, a clock."""
    found = {"name": name(step.authority) if step.authority else ""}
    days = ("old", "new", "first", "last")
    written = {key: step.fields[key] for key in days if key in step.fields}
    found |= {key: day_words(date.fromisoformat(text), lang()) for key, text in written.items()}
    if "clock" in step.fields:
        found["clock"] = label("clock", step.fields["clock"])
    return found


def _told(view: Following, apart: suspected.Standing | None) -> dict[str, Any]:
    """The case itself, in the parts of the page."""
    return {
        "heading": _heading(view, apart),
        "timers": _timers(view),
        "past": [_step(step) for step in view.steps],
        "coming": _coming(view),
        "news_line": _step,
        "letters": _letters(view),
        **_both_sides(view),
    }


def _late_reply(visit: Visit, view: Following) -> Unsent | None:
    """A reply that was begun and that nobody waits for any more."""
    if Sent.REPLY in view.may or not (visit.text or visit.files):
        return None
    return Unsent(visit.text, tuple(file["name"] for file in visit.files))


def look(visit: Visit) -> Following:
    """The case as it is now."""
    site = runtime()
    return read(lambda tx: followup.look(tx, site.vault, site.pack, visit.follower))


def name(both: tuple[str, str]) -> str:
    """An authority's name in the reader's language."""
    return both[lang() == "en"]


def _reply(visit: Visit, faults: tuple[Fault, ...], editing: Edits) -> ComposeForm:
    """The form of a reply, with what was begun."""
    form = ComposeForm(formdata=None, data={"text": visit.text})
    form.text.label.text = _("你的回答")
    form.show(faults)
    form.editing = editing
    form.step.data, form.state.data = "compose", visit.seal()
    return form


def _apart(visit: Visit) -> suspected.Standing | None:
    """Whether the report waits to be passed on, or was dropped."""
    me = visit.follower
    return read(lambda tx: suspected.apart(tx, me.case_id, me.report_id))


def _how(apart: suspected.Standing | None) -> str | None:
    """How it stands with a report that nobody at the authority was shown, if it is one."""
    if apart is None:
        return None
    return "dropped" if apart.destroyed_after is not None else "apart"


def _heading(view: Following, apart: suspected.Standing | None) -> str:
    """How it stands, in a sentence."""
    if view.withdrawn or view.stage is Stage.WITHDRAWN:
        return str(HEADINGS["withdrawn"])
    if apart is not None and apart.destroyed_after is not None:
        return str(HEADINGS["dropped"])
    if not view.arrived:
        return str(HEADINGS["filed"])
    if view.stage is Stage.ROUTED and not view.direct:
        return str(HEADINGS["forwarding"])
    if view.review_kept:
        return str(HEADINGS["kept"])
    if view.closure == ClosureReason.PROCEDURE_ENDED:
        return str(HEADINGS["procedure_ended"])
    return str(HEADINGS[view.stage.value])


def _worst(view: Following) -> Timer | None:
    """The authority's running clock that is latest or due next."""
    running = [
        timer for timer in view.timers if timer.stopped_on is None and timer.due.key not in NO_NEXT
    ]
    late = [timer for timer in running if timer.standing.code is StandingCode.OVERDUE]
    return max(late, key=lambda t: t.standing.days) if late else next(iter(running), None)


def _coming(view: Following) -> list[Timer]:
    """The authority's next dates; those already missed stand among the clocks."""
    return [
        timer
        for timer in view.timers
        if timer.stopped_on is None
        and timer.due.key not in NO_NEXT
        and timer.standing.code is not StandingCode.OVERDUE
    ]


def _timers(view: Following) -> list[Timer]:
    """The clocks worth showing: none after a withdrawal, none that ended without an act."""
    if view.withdrawn:
        return []
    return [
        timer
        for timer in view.timers
        if timer.by not in NOT_ENDED_BY_ACT
        and (timer.due.key, timer.by) not in OVERTAKEN
        and (timer.due.key != ClockKey.OBJECTION or _still_objects(timer))
        and (timer.due.key != ClockKey.SECOND_REVIEW_WINDOW or not _highest(view))
    ]


def _highest(view: Following) -> bool:
    """Whether nobody stands above whoever gave the opinion, so that its window opens nothing."""
    second = view.remedy(Sent.SECOND_REVIEW)
    return second is not None and second.refusal == "remedy_no_superior"


def _still_objects(timer: Timer) -> bool:
    """Whether the time to object says anything: it may be let pass, which is no lateness."""
    if timer.stopped_on is not None:
        return timer.by == "returned"
    return timer.standing.code is not StandingCode.OVERDUE


def _step(step: Step) -> dict[str, Any]:
    """One event as a line of the timeline."""
    kind = f"/{step.fields['kind']}" if step.event == "letter_issued" else ""
    words = STEPS.get(step.event + kind)
    until = step.fields.get("until")
    return {
        "when": step.on,
        "event": step.event,
        "text": _text(step, str(words) % _values(step) if words else None),
        "rung": step.fields.get("rung"),
        "who": name(step.authority) if step.authority else "",
        "until": date.fromisoformat(until) if until else None,
        "why": _why(step),
        "means": now.STEP_MEANS.get(step.event) or now.RUNG_MEANS.get(step.fields.get("rung", "")),
        "state": "late" if step.event in LATE_EVENTS else "",
    }


def _why(step: Step) -> str:
    """The reason that an event gives, where it concerns the reporter."""
    group = REASONS.get(step.event)
    return label(group, step.fields["reason"]) if group else ""


def _text(step: Step, words: str | None) -> str | None:
    """An event in a sentence of its own; None where its label says it."""
    return moved(step.fields) if step.event == "clock_rejudged" else words


def _both_sides(view: Following) -> dict[str, Any]:
    """What the reporter answered, and each answer of an authority beside it."""
    found, before = _answers(view), len(view.before)
    given = own_answers.given(view)
    return {"own": given, "answers": found[before:], "before": found[:before]}


Paired = tuple[Answered, Letter | None, list[dict[str, Any]]]
"""An answer, the letter that says it, and the question sheet of both sides."""


def _answers(view: Following) -> list[Paired]:
    """Each answer, those of the case before first."""
    letters = [letter for letter in view.letters if letter.kind == "answer"]
    found: list[Paired] = []
    for answer in (*view.before, *view.answers):
        said = [one for one in letters if (one.sender, one.on) == (answer.authority, answer.on)]
        letter = said[0] if said else None
        letters = [one for one in letters if one is not letter]
        found.append((answer, letter, own_answers.rows(view, answer.sheet)))
    return found


def _letters(view: Following) -> list[Letter]:
    """Messages both ways without the answers that stand by themselves.

    One of a case that this report follows no more stays a message.
    """
    apart = [letter for _answer, letter, _rows in _answers(view) if letter is not None]
    return [letter for letter in view.letters if letter not in apart]

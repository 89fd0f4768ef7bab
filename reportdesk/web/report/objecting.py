"""Objecting and rating: what each does and until when is said before it is done."""

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectMultipleField

from reportdesk.domain.errors import Busy, NotAllowed, Unavailable
from reportdesk.domain.filing_parts import Fault
from reportdesk.domain.following import OBJECTIONS, Following, Remedy, Sent
from reportdesk.domain.sheet import left_open
from reportdesk.domain.taxonomy import Answer, Question, Solved
from reportdesk.services import rating
from reportdesk.web.context import runtime, write
from reportdesk.web.labels import choices, label
from reportdesk.web.report import case_page, files
from reportdesk.web.report.forms import ComposeForm, Edits, WalkForm
from reportdesk.web.report.remedies import consequences, heading
from reportdesk.web.report.visit import Visit
from reportdesk.web.report.walk import code, kept

MOST = rating.MOST_SATISFIED
NOTHING: frozenset[str] = frozenset()


class ObjectForm(ComposeForm):
    """Grounds, and the questions of the sheet that they are about."""

    questions = SelectMultipleField(_l("哪些问题没有答清楚，或者和事实不符？"), choices=[])


class RateForm(WalkForm):
    """What a reporter says about an answer."""

    solved = RadioField(_l("事情解决了吗？"), choices=[], validate_choice=False)
    satisfied = RadioField(_l("对这次答复满意吗？"), choices=[], validate_choice=False)
    pressed = RadioField(_l("有没有人因为这件事为难你？"), choices=[], validate_choice=False)

    def fill(self) -> None:
        """Words of the choices in the reader's language."""
        self.solved.choices = choices("solved", Solved)
        self.satisfied.choices = [
            SelectChoice(str(number), label("satisfied", number)) for number in range(1, MOST + 1)
        ]
        self.pressed.choices = [
            SelectChoice("no", str(_l("没有"))),
            SelectChoice("yes", str(_l("有"))),
        ]


def take_questions(visit: Visit) -> None:
    """Keep which questions were ticked."""
    if visit.sending in OBJECTIONS:
        known = set(Question)
        visit.questions = [one for one in request.form.getlist("questions") if one in known]


def compose(visit: Visit, wrong: tuple[Fault, ...] = (), *, editing: Edits = ()) -> Response:
    """The page on which grounds are written; the case itself when this way is not open.

    ``editing`` is what the writer chose to change.
    """
    view = case_page.look(visit)
    remedy = view.remedy(visit.sending) if visit.sending else None
    if remedy is None or remedy.refusal is not None:
        return case_page.show(visit.turned(Sent.REPLY), unsent=_unsent(visit))
    if visit.about is None:
        _begin(visit, view)
    form = ObjectForm(formdata=None, data={"text": visit.text, "questions": visit.questions})
    form.questions.choices = choices("question", Question) if view.answers else []
    form.text.label.text = _text_label(remedy)
    form.show(wrong)
    form.editing = editing
    form.step.data, form.state.data = "compose", visit.seal()
    html = render_template(
        "report/object.html",
        form=form,
        kind=visit.kind,
        heading=heading(remedy),
        lines=consequences(view, remedy),
        remedy=remedy,
        hints=_both_sides(view),
        files=kept(visit.files),
        limits=files.limits(),
        name=case_page.name,
    )
    return make_response(html, 422 if wrong else 200)


def _unsent(visit: Visit) -> case_page.Unsent | None:
    """What was written for a way that is not open any more."""
    names = tuple(file["name"] for file in visit.files)
    return case_page.Unsent(visit.text, names) if visit.text or names else None


def _begin(visit: Visit, view: Following) -> None:
    """Tick what the newest answer leaves open; remember which answer it is about."""
    newest = view.answers[-1] if view.answers else None
    visit.about = newest.number if newest else 0
    if newest is not None and not visit.questions:
        visit.questions = [question.value for question in left_open(view.own_sheet, newest.sheet)]


def _text_label(remedy: Remedy) -> str:
    """What the grounds are called."""
    if remedy.kind is Sent.DISPUTE:
        return str(_("哪里不对，还有什么没有查？"))
    return str(_("为什么不服？"))


def _both_sides(view: Following) -> dict[str, str]:
    """For each question what the reporter said and what the newest answer says."""
    if not view.answers:
        return {}
    theirs = view.answers[-1].sheet
    return {
        question.value: _(
            "你说：%(own)s；部门答：%(theirs)s",
            own=_own(view.own_sheet.get(question)),
            theirs=_word(theirs.get(question, {}).get("a")),
        )
        for question in Question
    }


def _own(entry: Mapping[str, str] | None) -> str:
    """What the reporter said, or that they were not asked."""
    return str(_("没有问")) if entry is None else _word(entry.get("a"))


def _word(answer: str | None) -> str:
    """One answer in words."""
    return label("answer", answer) if answer in set(Answer) else str(_("没有填"))


def beside(visit: Visit) -> dict[str, Any]:
    """What the page before sending says about an objection; nothing about other messages."""
    if visit.sending not in OBJECTIONS:
        return {"objection": None}
    view = case_page.look(visit)
    remedy = view.remedy(visit.sending)
    if remedy is None:
        return {"objection": None}
    return {
        "objection": {
            "heading": heading(remedy),
            "lines": consequences(view, remedy),
            "questions": [label("question", one) for one in visit.questions],
        }
    }


def rate(visit: Visit, wrong: tuple[Fault, ...] = ()) -> Response:
    """The page on which an answer is rated."""
    view = case_page.look(visit)
    said = view.rated
    if said is None or not said.open or view.withdrawn:
        return case_page.show(visit.turned(Sent.REPLY))
    typed = {name: request.form.get(name) for name in ("solved", "satisfied", "pressed")}
    if typed["solved"] is None and said.solved:
        typed |= {"solved": said.solved, "satisfied": str(said.satisfied)}
    form = RateForm(formdata=None, data=typed)
    form.fill()
    form.show(wrong)
    visit.about = view.answers[-1].number
    form.step.data, form.state.data = "rate", visit.seal()
    html = render_template(
        "report/rate.html",
        form=form,
        view=view,
        said=said,
        at_once=runtime().settings.slots_at_once,
    )
    return make_response(html, 422 if wrong else 200)


def take_rating(visit: Visit, do: str) -> Response:
    """A button of that page."""
    if do == "back":
        return case_page.show(visit.fresh())
    if do == "lang":
        return rate(visit)
    solved = code(Solved, request.form.get("solved"))
    satisfied = request.form.get("satisfied", "")
    pressed = request.form.get("pressed", "")
    wrong = tuple(
        Fault(name, f"{name}_missing")
        for name, there in (
            ("solved", solved is not None),
            ("satisfied", satisfied in {str(n) for n in range(1, MOST + 1)}),
            ("pressed", pressed in {"yes", "no"}),
        )
        if not there
    )
    if wrong or solved is None:
        return rate(visit, wrong)
    return _rated(visit, solved, int(satisfied), pressed=pressed == "yes")


def _rated(visit: Visit, solved: Solved, satisfied: int, *, pressed: bool) -> Response:
    """Keep the rating and show the case with it; with pressure also what to do at once."""
    site = runtime()
    try:
        write(
            lambda tx: rating.rate(
                tx,
                site.vault,
                site.pack,
                site.settings,
                visit.follower,
                answer=visit.about or 0,
                solved=solved,
                satisfied=satisfied,
                pressed=pressed,
                once=bytes.fromhex(visit.once),
            )
        )
    except NotAllowed:
        return case_page.show(visit.fresh(), rating="late")
    except (Busy, Unavailable) as error:
        response = rate(visit, (Fault("solved", error.code),))
        response.status_code = 503
        return response
    return case_page.show(visit.fresh(), rating="pressed" if pressed else "kept")

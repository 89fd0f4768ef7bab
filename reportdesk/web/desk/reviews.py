"""Objections of reporters and the opinions on them, as the desk shows them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.access import LEVELS, Relation
from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.answer import AnswerDraft, Answered
from reportdesk.domain.case import Action
from reportdesk.domain.following import OBJECTIONS
from reportdesk.domain.taxonomy import Answer, Finding, Question
from reportdesk.queries.casefile import CaseFile
from reportdesk.services import casework
from reportdesk.services.reading import MessageView
from reportdesk.web.context import runtime
from reportdesk.web.desk import case_forms as forms
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.step import step
from reportdesk.web.labels import label


class Ground(NamedTuple):
    """Why a reporter objects."""

    kind: str
    on: date
    report: int
    questions: list[str]
    text: str


@bp.route("/cases/<ref>/send-back", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD, Role.SUPERVISOR)
def send_back(ref: str) -> ResponseReturnValue:
    """Have the authority below work on the case again."""
    kit, holder, form = runtime(), current(), forms.SendBackForm()
    return step(
        ref,
        Action.SEND_BACK,
        form,
        "desk/send_back.html",
        _("已发回重办，原承办机关和申请人都收到了您的要求。"),
        lambda tx: casework.send_back(
            tx, kit.vault, kit.pack, holder, ref, text=form.text.data, version=form.made_for()
        ),
    )


def grounds(messages: Sequence[MessageView]) -> list[Ground]:
    """What reporters object to, newest first."""
    found = [
        Ground(
            kind=label("message_kind", message.kind),
            on=message.on,
            report=message.report,
            questions=[label("question", one) for one in message.questions],
            text=message.text,
        )
        for message in messages
        if message.kind in OBJECTIONS and not message.mine
    ]
    return found[::-1]


def level(file: CaseFile) -> int:
    """What the member writes now: 0 the answer, 1 or 2 the opinion of a review."""
    return LEVELS[file.drafting] if file.drafting else 0


def words(file: CaseFile) -> dict[str, Any]:
    """What the pages of writing and approving are called."""
    names = {
        0: (_("答复"), _("答复已生效，并已送到学生手里。")),
        1: (_("复查意见"), _("复查意见已生效，并已送到申请人手里。")),
        2: (_("复核意见"), _("复核意见已生效，并已送到申请人手里。程序终结。")),
    }
    found = level(file)
    return {"level": found, "what": names[found][0], "done": names[found][1]}


def begun(file: CaseFile) -> AnswerDraft | None:
    """A new opinion begins with the public half of the answer it is about."""
    return from_answer(file) if level(file) else None


def from_answer(file: CaseFile) -> AnswerDraft | None:
    """The public half of the newest answer."""
    if not file.answers:
        return None
    before = file.answers[-1]
    return AnswerDraft(
        finding=Finding(before.finding) if before.finding else None,
        sheet={
            question: Answered(Answer(said["a"]), said["w"])
            for question in Question
            if (said := before.sheet.get(question.value)) and said["a"]
        },
        legal_basis=before.legal_basis,
        public_title=before.public_title,
        public_summary=before.public_summary,
    )


def context(file: CaseFile, messages: Sequence[MessageView]) -> dict[str, Any]:
    """What the page of a case says about objections and reviews."""
    return {
        "grounds": grounds(messages),
        "reviewer": file.relation is Relation.REVIEWER,
        "outside": file.relation is not Relation.HOLDER,
        "kept": file.facts.reviewer == PLATFORM_AUTHORITY and file.waits == "superior",
        "earlier": file.answers[:-1],
        "ratings": file.ratings,
    }

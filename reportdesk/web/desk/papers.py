"""What an authority without accounts answered on paper: copied by one, compared by another."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import Role
from reportdesk.domain.errors import NotAllowed, NotFound
from reportdesk.domain.identity import public_details
from reportdesk.domain.official import ANSWERING, Reply
from reportdesk.domain.taxonomy import Measure, Question
from reportdesk.queries.casefile import CaseFile
from reportdesk.queries.choosing import authority_names
from reportdesk.services import transcribing
from reportdesk.web.context import read, runtime, write
from reportdesk.web.desk import case_page, reviews
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.answers import warnings
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.case_forms import ApproveForm
from reportdesk.web.desk.case_history import name
from reportdesk.web.desk.choosing import offer_authorities, offer_other_body
from reportdesk.web.desk.paper_forms import FORMS, AnswerPaper, PaperForm, ProofPaper, ReturnPaper
from reportdesk.web.desk.step import attempt, is_look, open_file, page
from reportdesk.web.labels import label


@bp.get("/cases/<ref>/paper")
@access(Role.PLATFORM)
def papers(ref: str) -> ResponseReturnValue:
    """Which kind of document it is."""
    file = open_file(ref)
    if not file.replies:
        raise NotAllowed("not_your_step", action="reply_on_paper")
    return render_template("desk/papers.html", file=file, heading=case_page.title(file), name=name)


@bp.route("/cases/<ref>/paper/<kind>", methods=["GET", "POST"])
@access(Role.PLATFORM)
def copy_paper(ref: str, kind: str) -> ResponseReturnValue:
    """Copy a document; nothing changes until another officer compared it."""
    file = open_file(ref)
    reply = _reply(file, kind)
    form = FORMS[reply]()
    _prepare(form, file)
    if not is_look() and form.validate():
        done = _enter(form, file, reply)
        if done is not None:
            return done
    more = _answering(form, file) if isinstance(form, AnswerPaper) else {}
    template = "desk/copy_answer.html" if reply in ANSWERING else "desk/copy_paper.html"
    return page(template, form, ref, reply=reply, **more)


@bp.route("/cases/<ref>/paper/compare", methods=["GET", "POST"])
@access(Role.PLATFORM)
def compare_paper(ref: str) -> ResponseReturnValue:
    """Compare a copy with the paper; let it count, or give it back."""
    form, file = ApproveForm(), open_file(ref)
    kit, holder = runtime(), current()
    copied = write(lambda tx: transcribing.copied(tx, kit.vault, holder, ref))
    if not is_look() and form.validate():
        done = _judge(form, file)
        if done is not None:
            return done
    answer = copied.content.answer
    found = warnings(answer) if answer else _details(copied.content.words)
    writer = file.people.get(copied.entered_by, "")
    return page(
        "desk/compare_paper.html",
        form,
        ref,
        copied=copied,
        writer=writer,
        warnings=found,
        questions=list(Question),
        competent_name=_competent(copied.content.competent_id),
    )


def _reply(file: CaseFile, kind: str) -> Reply:
    """The kind of document, if the case takes it now."""
    if kind not in set(Reply):
        raise NotFound("draft")
    if Reply(kind) not in file.replies:
        raise NotAllowed("not_your_step", action="reply_on_paper")
    return Reply(kind)


def _prepare(form: PaperForm, file: CaseFile) -> None:
    """What the form needs of the case: bodies to choose, an opinion begun from the answer."""
    if isinstance(form, ReturnPaper):
        near = [*file.case.ladder, *file.case.copied]
        own = [file.case.target_id]
        offer_authorities(form.competent, file, near, without=own, typed=form.q.data or "")
        offer_other_body(form.competent)
    if isinstance(form, ProofPaper):
        still = [one for one in file.measures if one.evidence_on is None]
        form.measure.choices = [(str(one.number), label("measure", one.code)) for one in still]
    if isinstance(form, AnswerPaper) and request.method == "GET" and file.answers:
        before = reviews.from_answer(file)
        if before is not None:
            form.fill(before)


def _enter(form: PaperForm, file: CaseFile, reply: Reply) -> ResponseReturnValue | None:
    """Hand the copy to another officer; None with the reasons on the form when it was refused."""
    kit, holder, ref = runtime(), current(), file.case.ref
    document, content, version = form.document(), form.content(), form.made_for()
    return attempt(
        form,
        file,
        lambda tx: transcribing.enter(
            tx,
            kit.vault,
            holder,
            ref,
            reply=reply,
            document=document,
            content=content,
            version=version,
        ),
        _("已录入，等另一位同事对照原件。核对以前，什么都不变。"),
    )


def _judge(form: ApproveForm, file: CaseFile) -> ResponseReturnValue | None:
    """Let the copy count, or give it back with a reason."""
    kit, holder, ref = runtime(), current(), file.case.ref
    version, reason = form.made_for(), form.reason.data or ""
    if request.form.get("do") == "approve":
        return attempt(
            form,
            file,
            lambda tx: transcribing.approve(tx, kit.vault, kit.pack, holder, ref, version=version),
            _("已按公文生效，注明文号和日期。"),
        )
    return attempt(
        form,
        file,
        lambda tx: transcribing.give_back(
            tx, kit.vault, holder, ref, reason=reason, version=version
        ),
        _("已退回，请重新录入。"),
    )


def _answering(form: AnswerPaper, file: CaseFile) -> dict[str, Any]:
    """What the page of an answer shows beside its fields; what students said is sealed."""
    level = {"review1": 1, "review2": 2}.get(file.facts.stage.value, 0)
    return {
        "level": level,
        "sealed": True,
        "what": label("paper_kind", "opinion" if level else "answer"),
        "told": dict.fromkeys(Question),
        "unasked": [],
        "questions": list(Question),
        "reports": [],
        "grounds": [],
        "none_code": Measure.NONE.value,
        "asked": [],
        "unmet": [],
        "draft": None,
        "warnings": warnings(form.draft()),
    }


def _competent(authority_id: str | None) -> str:
    """The name of the body that a return names; empty when the register does not have it."""
    if authority_id is None:
        return ""
    return name(read(lambda tx: authority_names(tx, [authority_id])).get(authority_id))


def _details(text: str) -> list[tuple[str, str, str]]:
    """What in a document's words may name somebody."""
    return [
        ("words", label("detail_kind", detail.kind), text[detail.start : detail.end])
        for detail in public_details(text)
    ]

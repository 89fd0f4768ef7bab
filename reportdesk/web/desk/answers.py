"""Writing the answer, and the second person's reading of it."""

from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import Role
from reportdesk.domain.answer import AnswerDraft, unmet
from reportdesk.domain.errors import NotAllowed, NotFound
from reportdesk.domain.identity import public_details
from reportdesk.domain.sheet import said
from reportdesk.domain.taxonomy import Measure, Question
from reportdesk.queries.casefile import CaseFile
from reportdesk.services import answering, reading
from reportdesk.services.reading import DraftView, Opened
from reportdesk.web.context import runtime, write
from reportdesk.web.desk import case_page, reviews
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.answer_form import AnswerForm
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.case_forms import ApproveForm
from reportdesk.web.desk.step import attempt, is_look, open_file, page
from reportdesk.web.labels import label
from reportdesk.web.locale import url


@bp.route("/cases/<ref>/answer", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD, Role.SUPERVISOR)
def answer(ref: str) -> ResponseReturnValue:
    """Write the answer: keep it for later, or hand it to a second person."""
    form, file = AnswerForm(), open_file(ref)
    opened = _open(file)
    draft = opened.draft
    if draft is not None and draft.submitted:
        return redirect(url("desk.approve", ref=ref), 303)
    if request.method == "GET":
        begun = draft.draft if draft is not None else reviews.begun(file)
        if begun is not None:
            form.fill(begun)
    if not is_look() and form.validate():
        done = _hand_in(form, file)
        if done is not None:
            return done
    more = {**reviews.words(file), **_beside(form.draft(), opened)}
    return page("desk/answer.html", form, ref, draft=draft, **more)


@bp.route("/cases/<ref>/approve", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD, Role.SUPERVISOR)
def approve(ref: str) -> ResponseReturnValue:
    """Read a colleague's answer as student and public will; let it count, or give it back."""
    form, file = ApproveForm(), open_file(ref)
    opened = _open(file)
    draft = opened.draft
    if draft is None or not draft.submitted:
        raise NotFound("draft")
    own = draft.writer == current().actor.account_id
    if not is_look() and form.validate():
        done = _judge(form, file)
        if done is not None:
            return done
    shown = _shown(file, draft, opened)
    more = {**reviews.words(file), **shown}
    return page("desk/approve.html", form, ref, draft=draft, own=own, **more)


def _open(file: CaseFile) -> Opened:
    """The sealed half, for somebody who may work on the answer."""
    if not file.may_draft:
        raise NotAllowed("not_your_step", action="answer")
    kit, holder, ref = runtime(), current(), file.case.ref
    opened = write(lambda tx: reading.read(tx, kit.vault, holder, ref))
    if opened is None:
        raise NotAllowed("not_keyed")
    return opened


def _hand_in(form: AnswerForm, file: CaseFile) -> ResponseReturnValue | None:
    """Keep the draft, or submit it; None with the reasons on the form when it was refused."""
    kit, holder, ref = runtime(), current(), file.case.ref
    draft, version = form.draft(), form.made_for()
    form.blame(draft.lengths())
    if form.errors:
        return None
    if request.form.get("do") == "submit":
        return attempt(
            form,
            file,
            lambda tx: answering.submit(tx, kit.vault, holder, ref, draft=draft, version=version),
            _("答复已交给同事批准。批准之前，计时不停。"),
        )
    return attempt(
        form,
        file,
        lambda tx: answering.save(tx, kit.vault, holder, ref, draft=draft, version=version),
        _("草稿已保存，只有本机关能打开。"),
        url("desk.answer", ref=ref),
    )


def _judge(form: ApproveForm, file: CaseFile) -> ResponseReturnValue | None:
    """Approve, or send back with a reason."""
    kit, holder, ref = runtime(), current(), file.case.ref
    version, reason = form.made_for(), form.reason.data or ""
    if request.form.get("do") == "approve":
        return attempt(
            form,
            file,
            lambda tx: answering.approve(tx, kit.vault, kit.pack, holder, ref, version=version),
            reviews.words(file)["done"],
        )
    return attempt(
        form,
        file,
        lambda tx: answering.send_back(tx, kit.vault, holder, ref, reason=reason, version=version),
        _("草稿已退回。"),
    )


def _beside(draft: AnswerDraft, opened: Opened) -> dict[str, Any]:
    """What stands beside the form: what students said and asked, and warnings."""
    contents = [report.content for report in opened.reports if report.content]
    told = said([content["sheet"] for content in contents])
    asked = list(dict.fromkeys(code for content in contents for code in content["asked"]))
    measures = [promised.measure.value for promised in draft.measures]
    return {
        "told": {question: case_page.theirs(told[question]) for question in Question},
        "unasked": [question for question in Question if contents and not told[question].counts],
        "questions": list(Question),
        "reports": [report for report in opened.reports if report.content],
        "grounds": reviews.grounds(opened.messages),
        "none_code": Measure.NONE.value,
        "asked": asked,
        "unmet": unmet(asked, measures),
        "warnings": warnings(draft),
    }


def _shown(file: CaseFile, draft: DraftView, opened: Opened) -> dict[str, Any]:
    """The answer as it will be read, beside what the students say."""
    rows = case_page.sheet_rows(opened.reports, draft.draft, None)
    beside = _beside(draft.draft, opened)
    writer = file.people.get(draft.writer, "")
    return {"sheet": rows, "writer": writer, **beside}


def warnings(draft: AnswerDraft) -> list[tuple[str, str, str]]:
    """Personal details in what the public will read: field, kind in words, and the find."""
    found = []
    for field, text in draft.public_texts.items():
        for detail in public_details(text):
            kind = label("detail_kind", detail.kind)
            found.append((field, kind, text[detail.start : detail.end]))
    return found

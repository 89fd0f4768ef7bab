"""Writing to the authority: a text and files, checked for personal details, then sent once."""

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _

from reportdesk.domain.errors import BadInput, Busy, NotAllowed, Unavailable
from reportdesk.domain.filing_parts import Fault
from reportdesk.domain.following import OBJECTIONS, WITHDRAWALS, Sent, longest
from reportdesk.domain.identity import School
from reportdesk.queries import register
from reportdesk.services import followup
from reportdesk.web.context import read, runtime, write
from reportdesk.web.labels import error_words
from reportdesk.web.report import case_page, files, objecting
from reportdesk.web.report.finds import Finds, decisions, finds, marked, masked
from reportdesk.web.report.forms import ComposeForm, Edits, SureForm
from reportdesk.web.report.visit import Visit
from reportdesk.web.report.walk import attached, kept

TEXT = "text"
PAGES = {
    Sent.WITHDRAWAL: "withdraw",
    Sent.WITHDRAWAL_TOLD: "withdraw",
    Sent.PRESSURE: "pressure",
    Sent.EXCERPT: "excerpt",
    Sent.EXCERPT_BACK: "excerpt_back",
}
"""Messages whose page is not the common one."""
PLACES = {TEXT: ""}


def take_text(visit: Visit) -> None:
    """Keep what was typed; on the withdrawal page also whether somebody demanded it."""
    visit.text = request.form.get(TEXT, visit.text)
    objecting.take_questions(visit)
    if visit.sending is None:
        visit.kind = Sent.REPLY.value
    if visit.sending in WITHDRAWALS:
        told = request.form.get("told") == "y"
        visit.kind = (Sent.WITHDRAWAL_TOLD if told else Sent.WITHDRAWAL).value


def faults(visit: Visit) -> tuple[Fault, ...]:
    """What keeps the message from being sent."""
    most = longest(visit.sending or Sent.REPLY)
    if len(visit.text) > most:
        return (Fault(TEXT, "too_long", {"most": most}),)
    if visit.sending is Sent.EXCERPT and not visit.text.strip():
        return (Fault(TEXT, "excerpt_missing"),)
    if visit.sending in followup.WORDED and not visit.text.strip() and not attached(visit.files):
        return (Fault(TEXT, "message_missing"),)
    return ()


def compose(
    visit: Visit,
    wrong: tuple[Fault, ...] = (),
    *,
    refused: bool = False,
    editing: Edits = (),
) -> Response:
    """The page on which a message is written; a reply is written on the page of the case.

    ``refused`` says that it was a reply, which nobody waits for any more; ``editing`` what the
    writer chose to change.
    """
    if visit.sending is Sent.REPLY:
        return case_page.show(visit, wrong, editing=editing)
    if visit.sending in OBJECTIONS:
        return objecting.compose(visit, wrong, editing=editing)
    form = ComposeForm(formdata=None, data={TEXT: visit.text})
    if visit.sending in WITHDRAWALS:
        form.text.label.text = _("原因（可以不写）")
    if visit.sending is Sent.EXCERPT:
        form.text.label.text = _("愿意公开的那段话")
    form.told.data = visit.sending is Sent.WITHDRAWAL_TOLD
    form.show(wrong)
    form.editing = editing
    form.step.data, form.state.data = "compose", visit.seal()
    name = PAGES.get(visit.sending or Sent.REPLY, "compose")
    html = render_template(
        f"report/{name}.html",
        form=form,
        kind=visit.kind,
        files=kept(visit.files),
        limits=files.limits(),
        refused=refused,
        at_once=runtime().settings.slots_at_once,
    )
    return make_response(html, 422 if wrong else 409 if refused else 200)


def make_sure(visit: Visit, held_up: Busy | Unavailable | None = None) -> Response:
    """The message as the authority will see it, with what could give the writer away.

    ``held_up`` is why it could not be sent a moment ago; it may be sent again from here.
    """
    form = SureForm(formdata=None, data={TEXT: visit.text})
    form.step.data, form.state.data = "sure", visit.seal()
    found = _found(visit)
    html = render_template(
        "report/sure.html",
        form=form,
        kind=visit.kind,
        text=marked(TEXT, visit.text, found),
        found=found,
        places=PLACES,
        files=kept(visit.files),
        at_once=runtime().settings.slots_at_once,
        **objecting.beside(visit),
        notices=[(None, error_words(held_up.code))] if held_up else [],
    )
    return waiting(make_response(html), held_up)


def waiting(response: Response, held_up: Busy | Unavailable | None) -> Response:
    """The same page, which says 503 and when to come back if something was held up."""
    if held_up is not None:
        response.status_code = 503
    if isinstance(held_up, Busy):
        response.headers["Retry-After"] = str(held_up.retry_after)
    return response


def decide(visit: Visit) -> None:
    """Keep the choices about details."""
    visit.decided = {**visit.decided, **decisions(request.form)}


def to_edit(visit: Visit) -> Edits:
    """What the writer chose to change themselves; asked once."""
    edits = _found(visit).chosen("edit")
    for find in edits:
        visit.decided.pop(find.name, None)
    return tuple((TEXT, find.words) for find in edits)


def send(visit: Visit) -> Response:
    """Send it once, however often it is pressed, and show the case with it."""
    site, kind = runtime(), visit.sending or Sent.REPLY
    text = masked({TEXT: visit.text}, _found(visit))[TEXT]
    try:
        write(
            lambda tx: followup.send(
                tx,
                site.vault,
                site.pack,
                site.settings,
                visit.follower,
                kind,
                text,
                once=bytes.fromhex(visit.once),
                files=attached(visit.files),
                questions=visit.questions,
                about=visit.about,
            )
        )
    except NotAllowed:
        return _refused(visit)
    except (Busy, Unavailable) as error:
        return make_sure(visit, error)
    except BadInput as error:
        gone = files.forget_gone(visit)
        return compose(visit, gone or (Fault(error.field, error.code, error.params),))
    files.settle(visit)
    return case_page.show(visit.fresh(), sent=kind)


def _refused(visit: Visit) -> Response:
    """What cannot be sent now, given back: a late reply as an addition, where that is open."""
    if visit.sending is Sent.REPLY and Sent.ADDITION in case_page.look(visit).may:
        addition = visit.turned(Sent.ADDITION)
        reply = addition.drafts.pop(Sent.REPLY.value, {})
        parts = [text for text in (addition.text, reply.get("text")) if text]
        addition.text = "\n\n".join(parts)
        addition.files = [*addition.files, *reply.get("files", [])]
        addition.decided = {}
        return compose(addition, refused=True)
    names = tuple(file["name"] for file in visit.files)
    return case_page.show(visit.fresh(), unsent=case_page.Unsent(visit.text, names))


def _found(visit: Visit) -> Finds:
    """Personal details in the text, with what was decided."""
    kind = read(lambda tx: register.kind_of_school(tx, visit.follower.case_id))
    public = visit.sending is Sent.EXCERPT
    return finds({TEXT: visit.text}, visit.decided, School(kind), public=public)

"""The address of following: the receipt opens it, and every button posts to the same place."""

from collections.abc import Callable

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _

from reportdesk.domain.errors import BadInput, Busy, Expired, NotFound, Unavailable
from reportdesk.domain.filing_parts import Fault
from reportdesk.domain.following import OBJECTIONS, Sent
from reportdesk.services import followup
from reportdesk.web import limits
from reportdesk.web.context import runtime, write
from reportdesk.web.kept import withdrawn_days
from reportdesk.web.report import again, case_page, files, objecting, own, proof_ways, sending
from reportdesk.web.report.forms import EnterForm
from reportdesk.web.report.visit import Visit
from reportdesk.web.report.walk import code
from reportdesk.web.uploads import takes_files

follow = Blueprint("follow", __name__)
ALSO = frozenset(
    {Sent.ADDITION, Sent.PRESSURE, Sent.WITHDRAWAL, Sent.EXCERPT, Sent.EXCERPT_BACK, *OBJECTIONS}
)
"""What the buttons beside the page lead to."""


@follow.context_processor
def words_of_the_side() -> dict[str, Callable[[], object]]:
    """Whether a proof of filing can be taken here, and how long what is withdrawn is kept."""
    return {"proves": lambda: runtime().vault.proves, "withdrawn_days": withdrawn_days}


@follow.get("/follow/")
def start() -> Response:
    """Where the receipt is typed."""
    return _ask()


@follow.post("/follow/")
@takes_files
@limits.unhurried
def turn() -> Response:
    """The receipt, or any button behind it."""
    if "state" not in request.form:
        return _enter(request.form.get("receipt", ""))
    try:
        visit = Visit.open(request.form["state"])
    except (Expired, BadInput):
        return _ask(ended=True, kept=request.form.get("text", ""), status=410)
    try:
        return _pressed(visit)
    except NotFound:
        kept = request.form.get("text", "")
        return _ask(faults=(Fault("receipt", "receipt_unknown"),), status=404, kept=kept)


@follow.post("/follow/proof")
@takes_files
@limits.unhurried
def proof_page() -> Response:
    """The way to a proof of filing, or a button of the page from which it is taken."""
    try:
        return proof_ways.pressed(request.form)
    except (Expired, BadInput):
        return _ask(ended=True, status=410)
    except NotFound:
        return _ask(faults=(Fault("receipt", "receipt_unknown"),), status=404)


@follow.get("/follow/proof")
def no_proof_page() -> Response:
    """Typed as an address: the receipt comes first."""
    return _ask()


def _enter(typed: str) -> Response:
    """A receipt: its check digits first, then the one expensive look-up."""
    if request.form.get("do") == "lang":
        return _ask(typed)
    site = runtime()
    try:
        if not typed.strip():
            raise BadInput("receipt", "receipt_missing")
        if seconds := limits.missing(limits.RECEIPT):
            return limits.wait(seconds)
        known = site.vault.lookups(typed, "following")
        me = write(lambda tx: followup.enter(tx, site.vault, known))
    except BadInput as error:
        return _ask(typed, (Fault("receipt", error.code, error.params),), 422)
    except NotFound:
        return _ask(typed, (Fault("receipt", "receipt_unknown"),), 404)
    except (Busy, Unavailable) as error:
        return sending.waiting(_ask(typed, (Fault("receipt", error.code),)), error)
    return case_page.show(Visit(me.carried()))


def _ask(
    typed: str = "",
    faults: tuple[Fault, ...] = (),
    status: int = 200,
    *,
    ended: bool = False,
    kept: str = "",
) -> Response:
    """The form for the receipt; ``kept`` is a text that could not be sent any more."""
    form = EnterForm(formdata=None, data={"receipt": typed})
    form.show(faults)
    html = render_template("report/enter.html", form=form, ended=ended, kept=kept.strip())
    return make_response(html, status)


def _pressed(visit: Visit) -> Response:
    """A button of one of the pages behind the receipt."""
    step, do = request.form.get("step", ""), request.form.get("do", "")
    answer = own.pressed(visit)
    if answer is not None:
        return answer
    chosen = code(Sent, request.form.get("go"))
    if chosen in ALSO:
        if step == "compose":
            sending.take_text(visit)
        return sending.compose(visit.turned(chosen))
    if request.form.get("go") == "again":
        return again.begin(visit)
    if request.form.get("go") == "rate":
        return objecting.rate(visit)
    if step == "rate":
        return objecting.take_rating(visit, do)
    if step == "compose":
        return _composed(visit, do)
    if step == "sure":
        return _made_sure(visit, do)
    return case_page.show(visit)


def _composed(visit: Visit, do: str) -> Response:
    """A button under a text being written."""
    sending.take_text(visit)
    if do == "back":
        return case_page.show(visit.turned(Sent.REPLY))
    if do == "none" and visit.sending is Sent.REPLY:
        visit.text, visit.files = _("我不知道，请继续办理。"), []
        return sending.send(visit)
    files.choose(visit)
    if do != "lang" and (refused := files.take(visit)):
        return sending.compose(visit, refused)
    if do in {"lang", "upload"} or "drop" in request.form:
        return sending.compose(visit)
    if faults := sending.faults(visit):
        return sending.compose(visit, faults)
    return sending.make_sure(visit)


def _made_sure(visit: Visit, do: str) -> Response:
    """A button of the page that shows a message before it is sent."""
    sending.decide(visit)
    if do == "back":
        return sending.compose(visit)
    if do != "send":
        return sending.make_sure(visit)
    if editing := sending.to_edit(visit):
        return sending.compose(visit, editing=editing)
    return sending.send(visit)

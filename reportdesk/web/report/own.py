"""What a reporter takes back or fetches: contact and files deleted, files of the authority."""

from contextlib import suppress

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectMultipleField

from reportdesk.domain.errors import Busy, NotFound, Unavailable
from reportdesk.domain.filing_parts import Fault
from reportdesk.domain.own import Own
from reportdesk.services import intake, keeping, retention
from reportdesk.web.context import read, runtime, write
from reportdesk.web.report import case_page, sending
from reportdesk.web.report.forms import WalkForm
from reportdesk.web.report.visit import Visit

CONTACT = "contact"
MOST_DIGITS = 6
"""Of the number of a file; a longer one is nobody's."""
ENDINGS = frozenset(
    {"pdf", "jpg", "png", "txt", "docx", "xlsx", "pptx", "mp3", "mp4", "webp", "gif"}
)
"""Endings that a downloaded file keeps; what else it was called stays behind."""


class EraseForm(WalkForm):
    """What to delete: the contact, or files by their numbers."""

    what = SelectMultipleField(_l("要删除什么？"), choices=[], validate_choice=False)

    def fill(self, own: Own) -> None:
        """Everything that is left to delete."""
        contact = [SelectChoice(CONTACT, str(_l("联系方式")))] if own.contact else []
        self.what.choices = contact + [
            SelectChoice(str(file.number), str(_l("附件：%(what)s", what=file.name)))
            for file in own.files
            if file.erased_on is None
        ]


def pressed(visit: Visit) -> Response | None:
    """The answer to a button of these pages; None for any other."""
    step = request.form.get("step", "")
    number = request.form.get("fetch")
    if step == "compose" and (number is not None or request.form.get("go") == "erase"):
        sending.take_text(visit)
    if number is not None:
        return _fetched(visit, number)
    if request.form.get("go") == "erase":
        return _ask(visit)
    if step == "erase":
        return _answered(visit, request.form.get("do", ""))
    return None


def _ask(visit: Visit, faults: tuple[Fault, ...] = (), trouble: str | None = None) -> Response:
    """What can be deleted, and what that means, before anything is."""
    own = read(lambda tx: keeping.look(tx, runtime().vault, visit.follower))
    if not own.erasable:
        return case_page.show(visit)
    form = EraseForm(formdata=request.form if request.form.get("step") == "erase" else None)
    form.fill(own)
    form.show(faults)
    form.step.data, form.state.data = "erase", visit.seal()
    html = render_template(
        "report/erase.html",
        form=form,
        own=own,
        at_once=runtime().settings.slots_at_once,
        trouble=trouble,
    )
    return make_response(html, 503 if trouble else 422 if faults else 200)


def _answered(visit: Visit, do: str) -> Response:
    """Back, another language, or the deletion itself."""
    if do == "back":
        return case_page.show(visit)
    if do != "erase":
        return _ask(visit)
    chosen = request.form.getlist("what")
    if not chosen:
        return _ask(visit, (Fault("what", "erase_nothing"),))
    try:
        _erase(visit, chosen)
    except (Busy, Unavailable):
        return _ask(visit, trouble=_("刚才没有删成，请再按一次。"))
    return case_page.show(visit, done="erased")


def _erase(visit: Visit, chosen: list[str]) -> None:
    """Delete it; what is left of files goes right after, or with the next sweep."""
    site, me = runtime(), visit.follower
    files = frozenset(int(one) for one in chosen if _is_number(one))
    blobs = write(
        lambda tx: keeping.erase(
            tx, site.vault, site.settings, me, contact=CONTACT in chosen, files=files
        )
    )
    with suppress(Busy, Unavailable):
        for blob in blobs:
            _discard(blob)
        write(lambda tx: retention.drop_erased(tx, site.vault))


def _discard(blob: str) -> None:
    """Remove a file to which nothing refers."""
    write(lambda tx: intake.discard(tx, runtime().vault, blob))


def _fetched(visit: Visit, number: str) -> Response:
    """A file of the authority, saved under a name that says nothing."""
    if not _is_number(number):
        return case_page.show(visit)
    try:
        file, chunks = read(
            lambda tx: keeping.fetch(tx, runtime().vault, visit.follower, int(number))
        )
    except NotFound as error:
        if error.code == "receipt_unknown":
            raise
        return case_page.show(visit, done="file_gone")
    response = Response(chunks, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{neutral(file.name, number)}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def neutral(name: str, number: str) -> str:
    """What a file is saved as: its kind and a number."""
    ending = name.rpartition(".")[2].lower()
    return f"file-{number}.{ending}" if ending in ENDINGS else f"file-{number}"


def _is_number(text: str) -> bool:
    """Whether it can be the number of a file."""
    return len(text) <= MOST_DIGITS and text.isascii() and text.isdecimal()

"""A file for the reporters: cleaned and sealed on arrival, looked at, then sent with a message."""

from datetime import timedelta

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField

from reportdesk.domain.actors import Role
from reportdesk.domain.errors import BadInput, Busy, Expired, NotFound, Unavailable
from reportdesk.domain.filing import AttachedFile
from reportdesk.evidence.clean import prepare
from reportdesk.queries.casefile import CaseFile
from reportdesk.services import enclosing
from reportdesk.web.context import runtime
from reportdesk.web.desk import case_forms as forms
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.forms import put_error
from reportdesk.web.desk.step import attempt, is_look, open_file, page
from reportdesk.web.desk.writing import offer_reporters
from reportdesk.web.labels import error_words
from reportdesk.web.uploads import arrived, takes_files

PURPOSE = "desk file"
KEPT = timedelta(hours=12)
"""How long a file waits for its message: as long as a session lasts."""


class EncloseForm(forms.AddressedForm):
    """A message with a file; ``kept`` is the file once it was taken, sealed."""

    text = forms.words(_l("给学生写消息"))
    file = FileField(_l("文件"))
    kept = HiddenField()


@bp.route("/cases/<ref>/enclose", methods=["GET", "POST"])
@access(Role.OFFICER, Role.HEAD, Role.PLATFORM)
@takes_files
def enclose(ref: str) -> ResponseReturnValue:
    """Take a file, show it with the message as the students will get them, then send both."""
    form, open_case = EncloseForm(), open_file(ref)
    if not open_case.may_write:
        raise NotFound("case")
    offer_reporters(form, open_case)
    kept = None if request.method == "GET" else _kept(form, ref)
    ready = not is_look() and form.validate() and not form.file.errors
    if ready and kept is None:
        put_error(form.file, str(_("请选一个文件")))
    if ready and kept is not None and request.form.get("do") == "send":
        done = _sent(form, open_case, kept)
        if done is not None:
            return done
    return page("desk/enclose.html", form, ref, kept=kept, shown=ready and kept is not None)


def _sent(form: EncloseForm, case: CaseFile, file: AttachedFile) -> ResponseReturnValue | None:
    """The message with its file, on its way to whoever was chosen."""
    kit, holder, ref = runtime(), current(), case.case.ref
    text, number = form.text.data, form.addressee()
    return attempt(
        form,
        case,
        lambda tx: enclosing.send(tx, kit.vault, holder, ref, text=text, file=file, report=number),
        _("消息和文件已发送。"),
    )


def _kept(form: EncloseForm, ref: str) -> AttachedFile | None:
    """The file of this request, or the one taken before; what is wrong stands at the field."""
    upload = request.files.get("file")
    try:
        file = _taken() if upload is not None and upload.filename else _before(form, ref)
    except (BadInput, Busy, Unavailable) as error:
        form.file.errors = [error_words(error.code, **error.params)]
        file = None
    form.kept.data = _sealed(file, ref) if file else ""
    return file


def _taken() -> AttachedFile:
    """The uploaded file without what it says about whoever made it, sealed and stored."""
    kit, upload = runtime(), request.files["file"]
    name, most = upload.filename or "", kit.settings.max_file_bytes
    cleaned = prepare(arrived(upload), name, most=most)
    stored = kit.vault.store_file(cleaned.chunks, kit.clock().date())
    return AttachedFile(
        blob=stored.blob_name,
        key=stored.key.hex(),
        name=cleaned.name,
        type=cleaned.type,
        size=stored.size,
        removed=cleaned.removed,
    )


def _sealed(file: AttachedFile, ref: str) -> str:
    """The file as the form carries it, for this case and this member alone."""
    kit, account = runtime(), current().actor.account_id
    data = {"file": file._asdict(), "ref": ref, "account": account}
    return kit.vault.seal_state(PURPOSE, data, kit.clock())


def _before(form: EncloseForm, ref: str) -> AttachedFile | None:
    """The file that the form carries; none when it is too old or somebody else's."""
    kit, token = runtime(), form.kept.data or ""
    if not token:
        return None
    try:
        data = kit.vault.open_state(PURPOSE, token, kit.clock(), KEPT)
    except (Expired, BadInput):
        return None
    if (data["ref"], data["account"]) != (ref, current().actor.account_id):
        return None
    return AttachedFile(**{**data["file"], "removed": tuple(data["file"]["removed"])})


allow_files = takes_files(lambda: None)
"""Lets the form of this page be read at all, which the check of its token does first."""
EXPECTING = "desk.enclose"
"""The endpoint whose forms bring files."""

"""The letter to the school: what is asked, and what must not be said."""

from datetime import timedelta

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import READS_CASES
from reportdesk.domain.inquiry import asked_since
from reportdesk.domain.letter import LetterKind
from reportdesk.queries.casefile import CaseFile
from reportdesk.queries.letters import school_line
from reportdesk.services import inquiring
from reportdesk.web.context import read, runtime
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.letter_forms import InquiryForm
from reportdesk.web.desk.letters import require_kind, sent_to
from reportdesk.web.desk.step import attempt, is_look, open_file, page

USUAL = timedelta(days=15)
"""What a school is given when nobody says otherwise."""


@bp.route("/cases/<ref>/letters/new/inquiry", methods=["GET", "POST"])
@access(*READS_CASES)
def inquire(ref: str) -> ResponseReturnValue:
    """Write to the school and send it."""
    form, file, actor = InquiryForm(), open_file(ref), current().actor
    require_kind(ref, LetterKind.INQUIRY)
    if not is_look() and form.validate():
        done = _send(form, file)
        if done is not None:
            return done
    today = runtime().clock().date()
    if not form.is_submitted():
        form.by.data, form.practices.data = today + USUAL, [file.case.practice]
    school = read(lambda tx: school_line(tx, actor, ref))
    since = asked_since(file.case.period_from, today)
    return page("desk/inquiry.html", form, ref, school=school, since=since)


def _send(form: InquiryForm, file: CaseFile) -> ResponseReturnValue | None:
    """Send it, and go on to its page; None when it was refused."""
    kit, holder, ref = runtime(), current(), file.case.ref
    version, number = form.made_for(), list[int]()
    done = attempt(
        form,
        file,
        lambda tx: number.append(
            inquiring.send_inquiry(
                tx, kit.vault, kit.pack, holder, ref, form.wish(), version=version
            )
        ),
        _("函件已经编号保存。请打印或下载，用本机关的公文纸印发；寄出以前再读一遍。"),
    )
    return None if done is None else sent_to(ref, number[-1])

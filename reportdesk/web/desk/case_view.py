"""Puts a case's page together: the plain half, the opened half, and the next steps as cards."""

from typing import Any
from urllib.parse import quote

from flask_babel import gettext as _

from reportdesk.domain.access import Relation
from reportdesk.domain.actors import Actor, Role
from reportdesk.queries.casefile import CaseFile
from reportdesk.queries.letters import letters, open_kinds
from reportdesk.services.reading import Opened
from reportdesk.web.context import read
from reportdesk.web.desk import case_forms as forms
from reportdesk.web.desk import case_page, reviews, supervision
from reportdesk.web.desk.cards import cards
from reportdesk.web.desk.case_history import name, reminders, timeline
from reportdesk.web.desk.supervision_forms import SuperiorsNoteForm
from reportdesk.web.desk.writing import offer_reporters
from reportdesk.web.locale import lang

NOT_IN_A_NAME = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


def context(file: CaseFile, opened: Opened | None, actor: Actor) -> dict[str, Any]:
    """Everything the case's template needs."""
    reports = opened.reports if opened else ()
    draft = opened.draft if opened else None
    answer = file.answers[-1] if file.answers else None
    message = forms.MessageForm(formdata=None)
    message.show(file)
    offer_reporters(message, file)
    return {
        "file": file,
        "opened": opened,
        "heading": case_page.title(file),
        "superior": file.relation is Relation.SUPERIOR,
        **reviews.context(file, opened.messages if opened else ()),
        "at_platform": actor.role is Role.PLATFORM,
        "main": case_page.main_clock(file),
        "running": case_page.running(file),
        "ended": case_page.ended(file),
        "clock_name": lambda line: case_page.clock_name(file, line),
        "sheet": case_page.sheet_rows(reports, draft.draft if draft else None, answer),
        "right": _right(file, draft is not None),
        "reports": [(report, case_page.details(report, file)) for report in reports],
        "sheet_hint": case_page.sheet_hint(file, reports),
        "draft": draft,
        "offers": opened.offers if opened and file.may_write else (),
        "answer": answer,
        "closed": supervision.closed(file, actor),
        "cards": cards(file, draft, actor, opened.proofs if opened else ()),
        "timeline": timeline(file, opened),
        "reminders": reminders(file),
        "thread": case_page.thread(file, opened.messages if opened else (), len(reports) > 1),
        "notes": case_page.notes(file, opened.notes if opened else ()),
        "message": message,
        "note": note_form(file),
        "may_send": read(lambda tx: open_kinds(tx, actor, file.case.ref)),
        "letters": read(lambda tx: letters(tx, actor, file.case.ref, lang())),
        "name": name,
        "size_words": case_page.size_words,
    }


def note_form(file: CaseFile) -> forms.NoteForm:
    """An empty note; a superior also chooses who reads it."""
    outside = file.relation is not Relation.HOLDER
    form = SuperiorsNoteForm(formdata=None) if outside else forms.NoteForm(formdata=None)
    form.show(file)
    for field in form:
        field.id = f"note-{field.id}"
    return form


def _right(file: CaseFile, drafting: bool) -> str:
    """The heading of the authority's column."""
    if drafting or (file.may_draft and not file.answers):
        return str(_("本机关的草稿"))
    return str(_("机关的答复"))


def disposition(name_of_file: str) -> str:
    """The header that makes a browser save a file, under a name that every system accepts."""
    printable = "".join(sign for sign in name_of_file if sign.isprintable())
    clean = printable.translate(NOT_IN_A_NAME).strip(" .")[-120:] or "file"
    return f"attachment; filename*=UTF-8''{quote(clean, safe='')}"

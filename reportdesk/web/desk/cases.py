"""The list of cases, the page of one, and its files."""

from typing import Any

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import READS_CASES, Actor, Role
from reportdesk.queries import handover
from reportdesk.queries import keeping as kept
from reportdesk.queries.caseload import caseload
from reportdesk.queries.choosing import colleagues_for
from reportdesk.queries.platform_day import HANDS, platform_day
from reportdesk.queries.selection import Filters, View
from reportdesk.services import reading
from reportdesk.web.context import read, runtime, write
from reportdesk.web.desk import case_view, list_view
from reportdesk.web.desk.access import STAFF, access, current
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.step import open_file
from reportdesk.web.kept import why_kept
from reportdesk.web.locale import url

FILTERS = ("q", "practice", "stage", "clock", "assignee")
LONGEST_FILTER = 80
SANDBOX = "default-src 'none'; sandbox"


@bp.get("/")
@access(*STAFF)
def home() -> ResponseReturnValue:
    """The list of cases; those who read no cases go to what they do."""
    actor = current().actor
    if actor.role not in READS_CASES:
        return redirect(url("desk.record" if actor.role is Role.AUDITOR else "desk.staff"), 303)
    chosen = request.args.get("view", "")
    view = View(chosen) if chosen in set(View) else View.ALL
    filters = Filters(*(request.args.get(name, "")[:LONGEST_FILTER].strip() for name in FILTERS))
    number = request.args.get("page", 1, type=int)
    found = read(lambda tx: caseload(tx, actor, view, filters, number, pack=runtime().pack))
    people = read(lambda tx: colleagues_for(tx, actor))
    shown = list_view.context(found, view, filters, actor, people)
    return render_template("desk/home.html", **shown, **_beside(actor))


def _beside(actor: Actor) -> dict[str, Any]:
    """What stands above the list: the day of the platform, what comes, what is about to go."""
    return {
        "today": runtime().clock().date(),
        "ending": read(lambda tx: kept.soon_destroyed(tx, actor)),
        "day": read(lambda tx: platform_day(tx, actor)),
        "hands": HANDS,
        "coming": read(lambda tx: handover.coming(tx, actor)),
    }


@bp.get("/cases/<ref>")
@access(*READS_CASES)
def case(ref: str) -> ResponseReturnValue:
    """One case: what was said, its dates, what may be done next; the look is recorded."""
    kit, holder = runtime(), current()
    file = open_file(ref)
    opened = write(lambda tx: reading.read(tx, kit.vault, holder, ref))
    shown = case_view.context(file, opened, holder.actor)
    found = read(lambda tx: kept.keeping(tx, kit.pack, holder.actor, ref))
    shown |= {"keeping": found, "why_kept": why_kept}
    return render_template("desk/case.html", today=kit.clock().date(), **shown)


@bp.get("/cases/<ref>/files/<int:report>/<int:number>")
@access(*READS_CASES)
def download(ref: str, report: int, number: int) -> ResponseReturnValue:
    """An attachment as a download, never shown inline; recorded."""
    kit, holder = runtime(), current()
    found, chunks = write(lambda tx: reading.download(tx, kit.vault, holder, ref, report, number))
    name = _("原件未处理 %(name)s", name=found.name) if found.original else found.name
    response = Response(chunks, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = case_view.disposition(name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Frame-Options"] = "DENY"
    response.content_length = found.size
    return response

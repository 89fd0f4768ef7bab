"""From a public case to a filing: the button "this happened to me too".

The public page posts the case's reference, so that nothing stands in an address. What can be joined
is read from the newest release alone; one answer stands for everything that cannot.
"""

from dataclasses import asdict
from typing import Any

from flask import Response, current_app, make_response, render_template, request
from flask_babel import lazy_gettext as _l

from reportdesk.domain.filing import Filing
from reportdesk.domain.joining import Apart, PublicMatter
from reportdesk.queries import published
from reportdesk.release.reader import Releases
from reportdesk.services import intake
from reportdesk.web.context import read, runtime
from reportdesk.web.locale import lang
from reportdesk.web.report.pages import PAGES
from reportdesk.web.report.render import show
from reportdesk.web.report.walk import Walk

FIELD = "case"
APART = {
    Apart.INVOLVED: _l("你说主管部门里有人牵涉其中，所以绕过它，不加入 %(ref)s，单独送出。"),
    Apart.PRACTICE: _l("你说的做法和 %(ref)s 不同，所以单独成为一起案件。"),
    Apart.PERIOD: _l("你说的时间和 %(ref)s 相隔很久，所以单独成为一起案件。"),
    Apart.SCHOOL: _l("你说的学校和 %(ref)s 不同，所以单独成为一起案件。"),
    Apart.UNNAMED: _l(
        "%(ref)s 还没有公开是哪所学校。为了不让别人借此打听，你的举报先单独送出；"
        "承办部门会看到你说的是同一件事。"
    ),
}
"""Why a report does not join the case at which its reporter began."""
AGAIN = _l(
    "%(ref)s 已经办完，或者快要办完了。你的举报接着它另立一起案件，期限重新算；"
    "承办部门看得到是接着哪一起。"
)
"""What becomes of a report about a matter that is over."""


def begins_here() -> bool:
    """Whether the form comes from the page of a public case, and not from a page of the walk."""
    return FIELD in request.form and "state" not in request.form


def begin() -> Response:
    """The first question, with what is public filled in; or how to file on one's own."""
    if not read(intake.is_open):
        return make_response(render_template("report/closed.html"))
    releases: Releases = current_app.extensions["reportdesk.releases"]
    matter = published.joinable(releases.newest(), request.form.get(FIELD, ""))
    if matter is None:
        return make_response(render_template("report/apart.html"))
    carried = Walk(matter=asdict(matter))
    carried.answers["what"] = {"practice": matter.practice}
    if matter.school is not None:
        carried.answers["where"] = {"school": matter.school}
    return show(PAGES["who"], carried)


def outcome(matter: PublicMatter | None, filing: Filing) -> dict[str, Any]:
    """What the check page says: who gets a report that joins, or why it is a case of its own."""
    if matter is None:
        return {"joins": None, "why_apart": ""}
    apart = matter.apart(filing)
    if apart is not None:
        return {"joins": None, "why_apart": str(APART[apart]) % {"ref": matter.ref}}
    english = lang() == "en"
    found = read(lambda tx: intake.receive(tx, runtime().pack, filing, matter))
    if not found.joins:
        return {"joins": None, "why_apart": str(AGAIN) % {"ref": matter.ref}, "linked": True}
    above = [one[english] for one in found.above]
    joins = {"ref": matter.ref, "holder": found.holder[english], "above": above}
    return {"joins": joins, "why_apart": ""}

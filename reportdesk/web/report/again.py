"""From the page of an ended report to a new one that goes on with it."""

from dataclasses import asdict

from flask import Response, make_response, render_template

from reportdesk.services import intake, reopening
from reportdesk.web.context import read
from reportdesk.web.report import case_page
from reportdesk.web.report.pages import PAGES
from reportdesk.web.report.render import show
from reportdesk.web.report.visit import Visit
from reportdesk.web.report.walk import Walk


def begin(visit: Visit) -> Response:
    """The first question, with school and practice of the ended case filled in.

    The page of the case again when it has not ended, or goes on already.
    """
    if not read(intake.is_open):
        return make_response(render_template("report/closed.html"))
    matter = read(lambda tx: reopening.again(tx, visit.follower))
    if matter is None:
        return case_page.show(visit)
    carried = Walk(matter=asdict(matter))
    carried.answers["what"] = {"practice": matter.practice}
    if matter.school is not None:
        carried.answers["where"] = {"school": matter.school}
    return show(PAGES["who"], carried)

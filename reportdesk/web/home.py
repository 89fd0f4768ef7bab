"""Pages that belong to nobody in particular: home, who runs this, rights, quick exit, style guide.

Served by every process, whatever its audiences; reads settings, pack and the newest release only.
"""

from datetime import date

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
)

from reportdesk.domain.clocks import Citation
from reportdesk.packs.words import cite
from reportdesk.settings import Settings
from reportdesk.web.headers import LEAVE_NOTHING
from reportdesk.web.labels import the_pack
from reportdesk.web.locale import lang
from reportdesk.web.samples import sample_form

site = Blueprint("site", __name__)
guide = Blueprint("guide", __name__)


def _settings() -> Settings:
    """The settings this application was made with."""
    settings: Settings = current_app.extensions["reportdesk.settings"]
    return settings


@site.get("/")
def home() -> str:
    """Three doors, and how it stands according to the newest release."""
    return render_template("site/home.html", figures=current_app.extensions["reportdesk.figures"]())


@site.get("/about")
def about() -> str:
    """Who runs this, how to reach them, who can read what."""
    return render_template("site/about.html")


@site.get("/rights")
def rights() -> str:
    """Know your rights: every question with its answer in one sentence."""
    return render_template("site/rights.html", rights=the_pack().rights)


@site.get("/rights/<topic>")
def right(topic: str) -> str:
    """One question, with what each point rests on and how far that was checked."""
    pages = the_pack().rights
    place = next((n for n, page in enumerate(pages) if page.code == topic), None)
    if place is None:
        abort(404)
    following = pages[place + 1] if place + 1 < len(pages) else None
    return render_template("site/right.html", right=pages[place], following=following, cited=_cited)


def _cited(citation: Citation) -> str:
    """A citation in the reader's language."""
    return cite(citation, the_pack(), lang())


@site.get("/leave")
def leave() -> Response:
    """Quick exit: clear what the browser kept of this site and go to a neutral page."""
    response = make_response(redirect(_settings().leave_url, code=303))
    response.headers["Clear-Site-Data"] = LEAVE_NOTHING
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@guide.get("/styleguide")
def styleguide() -> str:
    """Every component in every state; never on a production site."""
    form = sample_form()
    due = the_pack().due_date("K2", date(2026, 3, 17))
    return render_template("styleguide.html", form=form, today=date(2026, 4, 9), sample_due=due)


def register(app: Flask, settings: Settings) -> None:
    """Add these pages; the style guide outside production only."""
    app.extensions["reportdesk.settings"] = settings
    app.register_blueprint(site)
    if not settings.production:
        app.register_blueprint(guide)

"""Pages that belong to nobody in particular: home, who runs this, the quick exit, the style guide.

Served by every process, whatever its audiences; reads settings and the newest release only.
"""

from datetime import date

from flask import Blueprint, Flask, Response, current_app, make_response, redirect, render_template

from reportdesk.settings import Settings
from reportdesk.web.headers import LEAVE_NOTHING
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
    return render_template("styleguide.html", form=form, today=date(2026, 4, 9))


def register(app: Flask, settings: Settings) -> None:
    """Add these pages; the style guide outside production only."""
    app.extensions["reportdesk.settings"] = settings
    app.register_blueprint(site)
    if not settings.production:
        app.register_blueprint(guide)

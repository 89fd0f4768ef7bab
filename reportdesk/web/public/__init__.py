"""The public audience: what releases show. It reaches no live database, no key, no sealed value."""

from flask import Flask

from reportdesk.web.public import (
    case_view,
    data,
    deadlines,
    feeds,
    figures,
    pages,
    places,
    speech,
    verify,
)
from reportdesk.web.public.blueprint import public

SPOKEN = ("say", "say_all", "headline", "by_month", "standing", "measure_badge", "in_chinese")
"""Functions that templates call as ``public_<name>``."""
__all__ = ["data", "deadlines", "feeds", "pages", "places", "register", "verify"]


def register(app: Flask) -> None:
    """Add this audience's pages to the application, and the figures of the home page."""
    app.register_blueprint(public)
    app.extensions["reportdesk.figures"] = figures.at_home
    app.jinja_env.filters["dated"] = speech.dated
    for name in (
        "say",
        "say_all",
        "headline",
        "by_month",
        "standing",
        "measure_badge",
        "in_chinese",
    ):
        app.jinja_env.globals[f"public_{name}"] = getattr(speech, name)
    app.jinja_env.globals["public_counted"] = case_view.counted
    app.jinja_env.globals["public_promised"] = case_view.promised

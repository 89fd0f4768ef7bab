"""The report audience: filing and following, for whoever has something to report."""

from flask import Flask

from reportdesk.web.report import before  # noqa: F401 -- adds its page to the blueprint
from reportdesk.web.report.filing import report
from reportdesk.web.report.follow import follow


def register(app: Flask) -> None:
    """Add this audience's pages to the application."""
    app.register_blueprint(report)
    app.register_blueprint(follow)

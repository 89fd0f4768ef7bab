"""The page for an authority without accounts: the reference on a letter, and nothing else."""

from flask import Flask

from reportdesk.web.office.letter import office


def register(app: Flask) -> None:
    """Add this page to the application."""
    app.register_blueprint(office)

"""The public audience."""

from flask import Flask


def register(app: Flask) -> None:
    """Add this audience's pages to the application."""

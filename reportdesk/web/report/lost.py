"""A form whose sealed state is gone: what that means for the report, and the typed words back."""

from collections.abc import Mapping

from flask import Response, make_response, render_template
from wtforms import StringField, TextAreaField

from reportdesk.domain.errors import DomainError, Expired
from reportdesk.web.report.forms import CheckForm, WalkForm
from reportdesk.web.report.pages import PAGES

TYPED = frozenset({StringField, TextAreaField})
"""Exactly these: hidden fields and choices are kinds of text fields too."""


def show(error: DomainError, form: Mapping[str, str]) -> Response:
    """The page for a posted form; after the receipt was shown, nothing is lost but the digits."""
    step = form.get("step", "")
    html = render_template(
        "report/lost.html", step=step, kept=_typed(step, form), expired=isinstance(error, Expired)
    )
    return make_response(html, 410)


def _typed(step: str, form: Mapping[str, str]) -> list[str]:
    """The texts of this page that were typed, in the order of its fields."""
    return [
        form[field.name].strip()
        for kind in _forms(step)
        for field in kind(formdata=None)
        if type(field) in TYPED and form.get(field.name, "").strip()
    ]


def _forms(step: str) -> list[type[WalkForm]]:
    """The form of a page; of all pages when the form does not say which."""
    if step == "receipt":
        return []
    of_pages = {name: page.form for name, page in PAGES.items()} | {"check": CheckForm}
    return [of_pages[step]] if step in of_pages else list(of_pages.values())

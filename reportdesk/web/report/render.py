"""Shows one page of a filing with its sealed state."""

from flask import Response, make_response, render_template

from reportdesk.domain.errors import NotFound
from reportdesk.domain.filing_parts import Fault
from reportdesk.web.report.forms import Edits
from reportdesk.web.report.pages import PAGES, STEPS, Page
from reportdesk.web.report.walk import Walk


def show(
    page: Page,
    carried: Walk,
    faults: tuple[Fault, ...] = (),
    editing: Edits = (),
) -> Response:
    """A page with what was typed on it; with faults it is the same page again.

    ``editing`` is what the person chose to change on it.

    The page of schools stands in for one about a school that the register lost.
    """
    form = page.made(carried)
    try:
        context = page.fill(carried, form)
    except NotFound:
        return show(PAGES["where"], carried, (Fault("school", "school_missing"),))
    form.show(faults)
    form.editing = editing
    form.state.data = carried.seal()
    html = render_template(
        f"report/{page.name}.html",
        form=form,
        steps=STEPS,
        step=page.step,
        matter=carried.joins,
        **context,
    )
    return make_response(html, 422 if faults else 200)

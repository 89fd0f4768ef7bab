"""One step on a case as every page takes it: shown, refused with what was typed, or done."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from reportdesk.domain.case import Action
from reportdesk.domain.errors import (
    BadInput,
    Conflict,
    NotAllowed,
    Stale,
    Unavailable,
    Unfinished,
)
from reportdesk.queries.casefile import CaseFile, casefile
from reportdesk.web.context import read, runtime, write
from reportdesk.web.desk.access import current
from reportdesk.web.desk.case_forms import StepForm
from reportdesk.web.desk.case_history import name, news
from reportdesk.web.desk.case_page import clock_name, main_clock, title
from reportdesk.web.desk.forms import put_error
from reportdesk.web.labels import error_words
from reportdesk.web.locale import url

if TYPE_CHECKING:
    from reportdesk.storage.db import Tx

REFUSED = (Stale, NotAllowed, Conflict, Unavailable)


def open_file(ref: str) -> CaseFile:
    """The plain half of a case as the signed-in member may see it."""
    kit, actor = runtime(), current().actor
    return read(lambda tx: casefile(tx, kit.pack, actor, ref))


def step(
    ref: str,
    action: Action | None,
    form: StepForm,
    template: str,
    done: str,
    use_case: "Callable[[Tx], Any]",
    fill: Callable[[CaseFile], None] | None = None,
    *,
    then: str | None = None,
    **more: Any,
) -> ResponseReturnValue:
    """A step's page, and the step itself when its form is sent.

    ``fill`` gives the form what depends on the case (its choices); ``done`` is said afterwards, on
    the case's page or at the address ``then``. ``action`` is None for steps that the lifecycle does
    not name.
    """
    file = open_file(ref)
    if fill is not None:
        fill(file)
    if is_look():
        require(file, action)
    elif form.validate():
        response = attempt(form, file, use_case, done, then)
        if response is not None:
            return response
    return page(template, form, ref, **more)


def require(file: CaseFile, action: Action | None) -> None:
    """Raises NotAllowed when the step is not open to the member now."""
    if action is not None and action not in file.actions:
        raise NotAllowed("action_not_open", action=action.value, stage=file.facts.stage.value)


def attempt(
    form: StepForm,
    file: CaseFile,
    use_case: "Callable[[Tx], Any]",
    done: str,
    then: str | None = None,
) -> ResponseReturnValue | None:
    """Run a use case; None with the reason on the form when it was refused.

    A stale form keeps its text and is made for the case as it is now, so that sending it again is a
    decision taken with open eyes.
    """
    try:
        write(use_case)
    except BadInput as error:
        sentence = error_words(error.code, **error.params)
        if error.field in form:
            put_error(form[error.field], sentence)
        else:
            form.form_errors.append(sentence)
    except Unfinished as error:
        for fault in error.faults:
            sentence = error_words(fault.code, **fault.params)
            if fault.field in form:
                put_error(form[fault.field], sentence)
            else:
                form.form_errors.append(sentence)
    except REFUSED as error:
        form.form_errors.append(error_words(error.code, **error.params))
    else:
        flash(done)
        return redirect(then or url("desk.case", ref=file.case.ref), 303)
    return None


def page(template: str, form: StepForm, ref: str, **more: Any) -> ResponseReturnValue:
    """The page of a step, for the case as it is now; says what changed since the form was made."""
    file = open_file(ref)
    changed: list[str] = []
    if form.is_submitted() and form.made_for() != file.case.version:
        changed = news(file, [event for event in file.history if event.number > form.seen_event()])
    status = 409 if changed else 422 if form.errors else 200
    form.show(file)
    shown = {
        "form": form,
        "file": file,
        "heading": title(file),
        "main": main_clock(file),
        "clock_name": lambda line: clock_name(file, line),
        "today": runtime().clock().date(),
        "changed": changed,
        "name": name,
    }
    return render_template(template, **{**shown, **more}), status


def is_look() -> bool:
    """Whether the page is only shown: opened, or sent to search, to count, for another language."""
    return request.method == "GET" or request.form.get("do") in {"lang", "find", "date"}

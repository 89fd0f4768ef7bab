"""Errors become pages, once, in the reader's language: what happened and what to do now.

A page that may not be seen and one that does not exist answer alike, to the byte. Data addresses
(``.json``, ``.csv``, ``/api/``) get problem details instead of a page.
"""

import json
from http import HTTPStatus

from flask import Flask, Response, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from reportdesk.domain import errors as domain
from reportdesk.web.headers import audience_of, is_data
from reportdesk.web.labels import error_words
from reportdesk.web.labels_words import ERRORS, PAGES

STATUS: dict[type[domain.DomainError], int] = {
    domain.NotFound: 404,
    domain.NotAllowed: 403,
    domain.Stale: 409,
    domain.Conflict: 409,
    domain.BadInput: 422,
    domain.Busy: 503,
    domain.Expired: 410,
    domain.Unavailable: 503,
}


def status_of(error: domain.DomainError) -> int:
    """The HTTP status of a domain error; subclasses take their parent's."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def answer(status: int, detail: str | None = None) -> Response:
    """The page or problem document of a status; ``detail`` is one more sentence."""
    g.failed = True
    title, advice = PAGES.get(status, PAGES[500])
    if is_data(request.path):
        body = {"type": "about:blank", "status": status, "title": HTTPStatus(status).phrase}
        if detail:
            body["detail"] = detail
        return Response(
            json.dumps(body, ensure_ascii=False), status, mimetype="application/problem+json"
        )
    audience = audience_of(request.path)
    frame = "report" if audience == "static" else audience
    page = render_template(
        "errors/page.html",
        frame=f"{frame}/base.html",
        status=status,
        heading=title,
        advice=advice,
        detail=detail,
    )
    return make_response(page, status)


def on_domain_error(error: domain.DomainError) -> Response:
    """A refusal of a use case that no route turned into something better."""
    status = status_of(error)
    known = status != 404 and error.code in ERRORS
    response = answer(status, error_words(error.code, **error.params) if known else None)
    if isinstance(error, domain.Busy):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def on_http_error(error: HTTPException) -> Response:
    """An error that Flask or werkzeug raised; its own headers (Allow, Retry-After) are kept."""
    if error.response is not None or error.code is None or error.code < 400:
        return make_response(error.get_response())
    response = answer(error.code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def on_crash(_error: InternalServerError) -> Response:
    """A fault of ours: nothing about it is shown."""
    return answer(500)


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(domain.DomainError, on_domain_error)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(500, on_crash)

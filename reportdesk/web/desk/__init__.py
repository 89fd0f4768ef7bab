"""The desk: pages for the staff of authorities and of the platform."""

from flask import Flask, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.runtime import Runtime
from reportdesk.web.desk import (
    account,
    answers,
    auth,
    cases,
    complaining,
    correcting,
    dates_ahead,
    enclosing,
    handover,
    inquiring,
    joining,
    keeping,
    letters,
    merging,
    operations,
    oversight,
    papers,
    people,
    posting,
    proofs,
    quoting,
    refusals,
    reviews,
    steps,
    supervising,
    suspected,
    writing,
)
from reportdesk.web.desk.access import check_access
from reportdesk.web.desk.blueprint import bp
from reportdesk.web.desk.device import Limits
from reportdesk.web.locale import url

PAGES = (
    account,
    answers,
    auth,
    cases,
    correcting,
    complaining,
    enclosing,
    handover,
    inquiring,
    joining,
    keeping,
    letters,
    merging,
    operations,
    oversight,
    papers,
    people,
    posting,
    proofs,
    quoting,
    refusals,
    reviews,
    steps,
    supervising,
    suspected,
    writing,
)
"""Modules whose import puts their routes on the blueprint."""


def register(app: Flask) -> None:
    """Add this audience's pages, the key of its form tokens, and its access check."""
    kit: Runtime = app.extensions["reportdesk.runtime"]
    app.secret_key = kit.vault.secret("flask")
    app.config.update(
        SESSION_COOKIE_NAME="desk_form",
        SESSION_COOKIE_PATH="/desk",
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=kit.settings.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
    )
    app.extensions["reportdesk.desk.limits"] = Limits()
    app.register_blueprint(bp)


@bp.before_request
def before() -> ResponseReturnValue | None:
    """Who is this, and may they?"""
    if request.endpoint == enclosing.EXPECTING:
        enclosing.allow_files()
    return check_access(auth.sign_in_page)


@bp.context_processor
def frame() -> dict[str, object]:
    """What every desk page's frame shows: the member and the pages open to their role."""
    found = g.get("member")
    if found is None:
        return {"member": None, "desk_nav": []}
    nav = [("cases", _("案件"), url("desk.home"))] if found.role not in NO_CASES else []
    if found.role is Role.PLATFORM:
        nav.append(("mailroom", _("公函"), url("desk.mailroom")))
        nav.append(("routes", _("送错的疑问"), url("desk.route_complaints")))
        nav.append(("handover", _("交接"), url("desk.handover")))
        nav.append(("suspected", _("疑似自动"), url("desk.suspects")))
        nav.append(("oversight", _("公开与保存"), url("desk.oversight")))
    if found.holder.actor.authority_id == PLATFORM_AUTHORITY and found.role in operations.SEES:
        nav.append(("operations", _("运行状况"), url("desk.operations")))
    if found.role is not Role.AUDITOR:
        nav.append(("staff", _("同事"), url("desk.staff")))
    nav.append(("record", _("操作记录"), url("desk.record")))
    return {"member": found, "desk_nav": nav, "promise_due": dates_ahead.promise}


NO_CASES = frozenset({Role.AUDITOR, Role.ADMIN})

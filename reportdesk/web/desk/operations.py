"""How timed work stands, for whoever looks after the site."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from reportdesk.domain.actors import PLATFORM_AUTHORITY, Role
from reportdesk.domain.errors import NotFound
from reportdesk.queries.timework import JobHealth, timework
from reportdesk.web.context import read, runtime
from reportdesk.web.desk.access import access, current
from reportdesk.web.desk.blueprint import bp

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SEES = (Role.PLATFORM, Role.ADMIN)
"""Who may open the page, at the platform; authorities' administrators look after accounts alone."""


@bp.get("/operations")
@access(*SEES)
def operations() -> ResponseReturnValue:
    """Every job's last run, lateness, trouble and backlog."""
    if current().actor.authority_id != PLATFORM_AUTHORITY:
        raise NotFound("page")
    at_once = runtime().settings.slots_at_once
    found = read(lambda tx: timework(tx, at_once=at_once))
    rows = [(job, _standing(job)) for job in found.jobs]
    return render_template("desk/operations.html", found=found, rows=rows, span=span)


def _standing(job: JobHealth) -> tuple[str, str]:
    """Tone and words of a job's badge, the worst first."""
    if job.trouble is not None:
        return "late", ngettext("失败了 %(num)d 次", "失败了 %(num)d 次", job.trouble.times)
    if job.late:
        return "late", str(_("晚了 %(span)s", span=span(job.late)))
    if job.last is not None and job.last.left:
        return "soon", ngettext("%(num)d 件没做成", "%(num)d 件没做成", job.last.left)
    return ("ok", str(_("按时"))) if job.last is not None else ("soon", str(_("还没有运行过")))


def span(time: timedelta) -> str:
    """A length of time in its largest unit, in words."""
    if time >= 2 * DAY:
        words = ngettext("%(num)d 天", "%(num)d 天", time // DAY)
    elif time >= HOUR:
        words = ngettext("%(num)d 小时", "%(num)d 小时", time // HOUR)
    else:
        words = ngettext("%(num)d 分钟", "%(num)d 分钟", max(time // MINUTE, 1))
    return str(words)

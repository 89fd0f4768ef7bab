"""What speaks for a script rather than a person; the person is never told, and never refused."""

from reportdesk.domain.abuse import Signs, Suspicion, suspicion, too_fast
from reportdesk.domain.filing import Filing
from reportdesk.queries.suspected import filed_today
from reportdesk.web import limits
from reportdesk.web.context import read, runtime
from reportdesk.web.report.walk import Walk

TRAP = "memo"
"""A field that people do not see; programs that fill in everything fill it in. No browser knows the
name, so that none fills it in for a person."""


def of(carried: Walk, filing: Filing) -> Suspicion | None:
    """Why this filing has to wait apart, or None."""
    site, where = runtime(), filing.where
    settings, seconds = site.settings, site.clock().timestamp()
    at_school, at_site = read(lambda tx: filed_today(tx, where))
    signs = Signs(
        trapped=carried.trapped,
        fast=too_fast(carried.began, seconds, settings.min_fill_seconds),
        burst=limits.missing(limits.FILING) > 0,
        at_school=at_school,
        at_site=at_site,
    )
    return suspicion(signs, settings.school_ceiling, settings.site_ceiling)

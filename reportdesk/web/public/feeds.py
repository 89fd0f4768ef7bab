"""Feeds of the public record: dates that an authority's own act fixed, for calendars."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reportdesk.release.reader import Release
from reportdesk.release.schema import Row
from reportdesk.web.ical import KIND, Entry, calendar_file, uid
from reportdesk.web.locale import lang, url
from reportdesk.web.public.answers import Visit, answering, origin
from reportdesk.web.public.blueprint import public
from reportdesk.web.public.speech import say

A_DAY = timedelta(days=1)
"""How often a subscriber should look: releases come weekly, corrections with them."""


@public.get("/feeds/deadlines.ics")
@answering("province", "authority", "release")
def deadlines_feed(visit: Visit) -> ResponseReturnValue:
    """Open dates that are public to the day; those that rest on a reporter's act are not."""
    name = str(_("公开案件的期限"))
    entries = [] if visit.release is None else list(_entries(visit.release, visit))
    return Response(calendar_file(name, entries, every=A_DAY), content_type=KIND)


def _entries(release: Release, visit: Visit) -> Iterator[Entry]:
    """One entry for every running clock that is public to the day."""
    for row in release.cases(visit.query.filters):
        times: Counter[str] = Counter()
        for clock in row["clocks"] or ():
            if not clock["exact"]:
                continue
            times[clock["key"]] += 1
            if clock["stopped"] is None:
                yield _entry(release, row, clock, times[clock["key"]])


def _entry(release: Release, row: Row, clock: dict[str, Any], nth: int) -> Entry:
    """One date; ``nth`` tells the promises of one case apart."""
    what = say("measure", clock["measure"]) if clock["measure"] else say("clock", clock["key"])
    mark = str(_("【演示】")) if row["demonstration"] else ""
    who = say("authority", row["authority"])
    return Entry(
        uid=uid("public", row["ref"], clock["key"], str(nth)),
        on=date.fromisoformat(clock["due"]),
        title=mark + str(_("最迟：%(what)s（%(ref)s）", what=what, ref=row["ref"])),
        text="\n".join((who, say("clock_kind", clock["kind"]), clock[f"how_{lang()}"])),
        stamp=release.header.as_of,
        url=origin(release) + url("public.case", ref=row["ref"]),
        reminds=False,
    )

"""A date that was judged anew, in words: for the desk's history and the reporter's page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from reportdesk.packs.words import day_words
from reportdesk.web.labels import label
from reportdesk.web.locale import lang


def moved(fields: Mapping[str, Any]) -> str:
    """Which clock, from which date to which; or why the old date stays."""
    was, due = (day_words(date.fromisoformat(fields[name]), lang()) for name in ("was", "due"))
    facts = {
        "clock": label("clock", fields["clock"]),
        "was": was,
        "due": due,
        "kind": label("clock_kind", fields["kind"]),
    }
    if fields["kept"]:
        text = _(
            "“%(clock)s”按新的日历或规则应是 %(due)s。那天已经过去，或者已经按原来的日期处理，"
            "所以仍以 %(was)s为准",
            **facts,
        )
    elif was == due:
        text = _("“%(clock)s”按新的规则算作“%(kind)s”，最后一天仍是 %(due)s", **facts)
    else:
        text = _("“%(clock)s”的最后一天按新的日历或规则，从 %(was)s改为 %(due)s", **facts)
    return str(text)


def versions(fields: Mapping[str, Any]) -> str:
    """The pack and the calendar before and after."""
    return " → ".join(" / ".join(fields[name]) for name in ("was_by", "by"))

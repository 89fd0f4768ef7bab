"""Calendar files (RFC 5545): days, never times, and the same bytes for the same dates.

The package icalendar folds at 75 bytes between signs, escapes, and ends lines with CRLF. What it
would add on its own is given here instead: a stamp of now, and random names.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vDuration

from reportdesk.domain.calendar import DAY

KIND = "text/calendar; charset=utf-8"
PRODID = "-//Reportdesk//Dates//ZH"
THREE_DAYS_BEFORE = timedelta(hours=9) - 3 * DAY
"""Nine in the morning of the third day before, counted from the midnight that begins the day."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One whole day. ``uid`` stays the same when its date changes; ``sequence`` then grows.

    ``stamp`` is a day: the time that the format demands is midnight.
    """

    uid: str
    on: date
    title: str
    text: str
    stamp: date
    url: str | None = None
    sequence: int = 0
    reminds: bool = True
    private: bool = False


def uid(*parts: str) -> str:
    """A lasting name made from what never changes of an entry; it leads back to none of it."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32] + "@reportdesk"


def calendar_file(name: str, entries: Iterable[Entry], *, every: timedelta | None = None) -> bytes:
    """A calendar with these entries; ``every`` is how often a subscriber should look again."""
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", PRODID)
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    if every is not None:
        made.add("refresh-interval", every, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", vDuration(every))
    for entry in sorted(entries, key=lambda one: (one.on, one.uid)):
        made.add_component(_event(entry))
    return bytes(made.to_ical())


def _event(entry: Entry) -> Event:
    """One entry that keeps nobody's day busy."""
    made = Event()
    made.add("uid", entry.uid)
    made.add("dtstamp", datetime.combine(entry.stamp, datetime.min.time(), UTC))
    made.add("dtstart", entry.on)
    made.add("dtend", entry.on + DAY)
    made.add("summary", entry.title)
    made.add("description", entry.text)
    made.add("sequence", entry.sequence)
    made.add("transp", "TRANSPARENT")
    made.add("class", "PRIVATE" if entry.private else "PUBLIC")
    if entry.url:
        made.add("url", entry.url)
    if entry.reminds:
        made.add_component(_alarm(entry))
    return made


def _alarm(entry: Entry) -> Alarm:
    """A reminder three days before."""
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("trigger", THREE_DAYS_BEFORE)
    made.add("description", entry.title)
    return made

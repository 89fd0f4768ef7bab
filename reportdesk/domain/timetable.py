"""When timed work is due: the slots of each job, how late one is, and what a clock may not do.

A slot is done at most once. Its beginning is when the work was due, so lateness is counted from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

DELIVERY_HOURS = (9, 15)
"""New reports and messages reach the desk at these hours, so that no arrival is a timer."""
GRACE = timedelta(minutes=10)
"""How long a slot may have begun before its work counts as late."""
BACK = timedelta(minutes=2)
"""How far a machine's clock may be set back before timed work waits for it."""
AHEAD = timedelta(days=35)
"""How far it may be ahead of the last round before somebody has to say that it is right."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One time for one job: its name in the record of runs, and the instant it began."""

    name: str
    began: datetime


class Leap(StrEnum):
    """Why a machine's clock is not believed."""

    BACK = "back"
    AHEAD = "ahead"


def hourly(now: datetime) -> Slot:
    """The slot of work done every hour: cheap, and a failure is made good soon."""
    began = now.replace(minute=0, second=0, microsecond=0)
    return Slot(began.strftime("%Y-%m-%dT%H"), began)


def daily(now: datetime) -> Slot:
    """The slot of work done once a day."""
    return Slot(now.date().isoformat(), _midnight(now, now.date()))


def delivery(now: datetime) -> Slot:
    """The newest delivery slot that has begun; yesterday's last before nine o'clock."""
    begun = [hour for hour in DELIVERY_HOURS if hour <= now.hour]
    day = now.date() if begun else now.date() - timedelta(days=1)
    hour = (begun or DELIVERY_HOURS)[-1]
    return Slot(f"{day.isoformat()}T{hour:02}", _midnight(now, day) + timedelta(hours=hour))


def each_minute(now: datetime) -> Slot:
    """The slot of deliveries in the demonstration, where nobody has to be protected."""
    return Slot(now.strftime("%Y-%m-%dT%H:%M"), now.replace(second=0, microsecond=0))


def weekly(now: datetime) -> Slot:
    """The ISO week, which begins on Monday, as releases are labelled: ``2026-W47``."""
    year, week, weekday = now.isocalendar()
    monday = now.date() - timedelta(days=weekday - 1)
    return Slot(f"{year}-W{week:02}", _midnight(now, monday))


def _midnight(now: datetime, day: date) -> datetime:
    """The beginning of a day, where ``now`` is."""
    return datetime.combine(day, time(), tzinfo=now.tzinfo)


Times = Callable[[datetime], Slot]
TIMETABLE: Mapping[str, Times] = {
    "sweep": hourly,
    "deliver": delivery,
    "publish": weekly,
    "redact": hourly,
    "retain": daily,
    "tidy": daily,
}
"""Every job, in the order in which a round runs them, and its slots."""


def times_of(job: str, *, at_once: bool) -> Times:
    """The slots of a job; ``at_once`` (the demonstration) delivers every minute."""
    return each_minute if at_once and job == "deliver" else TIMETABLE[job]


def lateness(slot: Slot, done: str | None, now: datetime) -> timedelta:
    """How long the work of the newest slot has waited; nothing when it is done, or just due.

    ``done`` is the name of the newest slot that was finished. Names of a job's slots sort by time;
    one that is ahead of the clock (a demonstration that was played) is done.
    """
    waited = now - slot.began
    if (done is not None and done >= slot.name) or waited <= GRACE:
        return timedelta()
    return waited


def leap(seen: datetime | None, now: datetime) -> Leap | None:
    """Why ``now`` cannot follow the instant of the last round, or None when it can.

    A clock set back would let what happened yesterday be written after tomorrow; one that is years
    ahead, as after a dead battery, would let every deadline of every case pass at once.
    """
    if seen is None:
        return None
    if now < seen - BACK:
        return Leap.BACK
    return Leap.AHEAD if now > seen + AHEAD else None

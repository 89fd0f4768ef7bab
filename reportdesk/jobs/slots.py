"""Which slot each job is in at an instant; a slot is done at most once."""

from datetime import date, datetime, timedelta

DELIVERY_HOURS = (9, 15)
"""New reports and messages reach the desk at these hours, so that no arrival is a timer."""


def hourly(now: datetime) -> str:
    """The slot of work done every hour: cheap, and a failure is made good soon."""
    return now.strftime("%Y-%m-%dT%H")


def daily(now: datetime) -> str:
    """The slot of work done once a day."""
    return now.date().isoformat()


def delivery(now: datetime, *, at_once: bool) -> str:
    """The newest delivery slot that has begun; yesterday's last before nine o'clock.

    ``at_once`` (the demonstration) makes every minute a slot.
    """
    if at_once:
        return now.strftime("%Y-%m-%dT%H:%M")
    begun = [hour for hour in DELIVERY_HOURS if hour <= now.hour]
    day: date = now.date() if begun else now.date() - timedelta(days=1)
    return f"{day.isoformat()}T{(begun or DELIVERY_HOURS)[-1]:02}"


def weekly(now: datetime) -> str:
    """The ISO week, which begins on Monday, as releases are labelled: ``2026-W47``."""
    year, week, _ = now.isocalendar()
    return f"{year}-W{week:02}"

"""Small hand-written stand-ins that several tests share."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = time(10, 0)


@dataclass
class FixedClock:
    """A clock that stands still until a test moves it; calling it gives the aware instant."""

    instant: datetime = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        return self.instant

    def set(self, day: date | str, at: time = MORNING) -> None:
        """Stand at ``at`` (Asia/Shanghai) on ``day``, a date or ``YYYY-MM-DD``."""
        day = date.fromisoformat(day) if isinstance(day, str) else day
        self.instant = datetime.combine(day, at, tzinfo=SHANGHAI)

    def advance(self, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0) -> None:
        """Move forward by the given spans."""
        self.instant += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)

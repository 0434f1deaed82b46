"""The one place that knows the hour."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Makassar")  # WITA, UTC+8: East Kalimantan


def day_of(moment: datetime) -> date:
    """The day that it is in East Kalimantan."""
    return moment.astimezone(LOCAL).date()


class SystemClock:
    """The real time, aware, UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ManualClock:
    """A clock that moves only when it is told to: for talks, `puspaga chat` and tests."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def pass_(self, span: timedelta) -> None:
        self.at += span

"""Opening hours in a place's own time. `is_open` holds the rule; it survives clock changes.

A period belongs to the day it opens on: a holiday takes away the periods that open on it, and a
period past midnight runs to its end. When the clocks go back, a period opens at the first and
closes at the last occurrence of its times; times that the clocks skip mean the moment of the skip.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NewType
from zoneinfo import ZoneInfo

import msgspec

HoursId = NewType("HoursId", str)

_DAY = timedelta(days=1)
_LOOKED_AHEAD_DAYS = 35


class Period(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A time of opening on one weekday (0 is Monday), as `HH:MM`.

    Closing at or before the opening time means on the next day.
    """

    day: int
    opens: str
    closes: str


class Holiday(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A day on which nothing opens."""

    date: date
    name: str


class OpeningHours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When somebody is there, in the time of `timezone`."""

    id: HoursId
    name: str
    timezone: str
    weekly: tuple[Period, ...]
    holidays: tuple[Holiday, ...] = ()


def is_open(hours: OpeningHours, now: datetime) -> bool:
    """Whether `now` lies in a period."""
    zone = _zone(hours.timezone)
    today = now.astimezone(zone).date()
    closed = {holiday.date for holiday in hours.holidays}
    # Where clocks go back over midnight, tomorrow's period may open while it is still today.
    for day in (today - _DAY, today, today + _DAY):
        if day in closed:
            continue
        for period in hours.weekly:
            if period.day == day.weekday():
                opens, closes = _instants(period, day, zone)
                if opens <= now < closes:
                    return True
    return False


def next_opening(hours: OpeningHours, now: datetime) -> datetime | None:
    """When the next period begins, looking five weeks ahead; None when none does."""
    zone = _zone(hours.timezone)
    today = now.astimezone(zone).date()
    closed = {holiday.date for holiday in hours.holidays}
    days = (today + _DAY * ahead for ahead in range(-1, _LOOKED_AHEAD_DAYS))
    begins = (
        _instants(period, day, zone)[0]
        for day in days
        if day not in closed
        for period in hours.weekly
        if period.day == day.weekday()
    )
    return min((opens for opens in begins if opens > now), default=None)


def problems(hours: OpeningHours) -> dict[str, str]:
    """What is wrong, by the path of the field; empty when all is well."""
    found: dict[str, str] = {}
    if not is_zone(hours.timezone):
        found["timezone"] = "is not a known time zone, such as Asia/Shanghai"
    if len(hours.weekly) > 100 or len(hours.holidays) > 1_000:
        found["weekly"] = "has too many entries (at most 100 periods and 1,000 holidays)"
    for index, period in enumerate(hours.weekly):
        if not 0 <= period.day <= 6:
            found[f"weekly.{index}.day"] = "is from 0 (Monday) to 6 (Sunday)"
        for field, value in (("opens", period.opens), ("closes", period.closes)):
            if _clock(value) is None:
                found[f"weekly.{index}.{field}"] = "is a time such as 09:00"
    return found


@lru_cache(maxsize=512)
def is_zone(name: str) -> bool:
    """Whether `name` is a time zone we know."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True


def _zone(name: str) -> tzinfo:
    # A journal may be older than the machine's zone table: reading it must not fail.
    return ZoneInfo(name) if is_zone(name) else UTC


def _clock(text: str) -> time | None:
    hour, separator, minute = text.partition(":")
    if not (separator and len(hour) == len(minute) == 2 and (hour + minute).isascii()):
        return None
    if not (hour + minute).isdigit() or int(hour) > 23 or int(minute) > 59:
        return None
    return time(int(hour), int(minute))


def _instants(period: Period, day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    opens, closes = _clock(period.opens), _clock(period.closes)
    if opens is None or closes is None:
        return datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)
    last = day if closes > opens else day + _DAY
    first = _occurrences(datetime.combine(day, opens), zone)[0]
    return first, _occurrences(datetime.combine(last, closes), zone)[-1]


def _occurrences(wall: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    early, late = sorted(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early == late or early.astimezone(zone).replace(tzinfo=None) == wall:
        return early, late
    return (_skip(early, late, zone),) * 2


def _skip(early: datetime, late: datetime, zone: tzinfo) -> datetime:
    # The clocks were put forward between the two; find when, to the second.
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)

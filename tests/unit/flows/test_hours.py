"""Opening hours, above all on the days when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antiphon.flows.hours import Holiday, HoursId, OpeningHours, Period, is_open, problems

pytestmark = pytest.mark.unit

ZONES = [
    "UTC",
    "Asia/Shanghai",
    "Asia/Kolkata",
    "Europe/Berlin",
    "Europe/Dublin",
    "America/New_York",
    "America/Havana",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Cairo",
]
HOUR = timedelta(hours=1)


def some_hours(
    *periods: tuple[int, str, str], zone: str = "UTC", holidays: tuple[date, ...] = ()
) -> OpeningHours:
    return OpeningHours(
        id=HoursId("hours"),
        name="Office",
        timezone=zone,
        weekly=tuple(Period(day=day, opens=opens, closes=closes) for day, opens, closes in periods),
        holidays=tuple(Holiday(date=day, name="Holiday") for day in holidays),
    )


def at(zone: str, text: str, *, fold: int = 0) -> datetime:
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return local.astimezone(UTC)


def every_day(opens: str, closes: str, zone: str) -> OpeningHours:
    return some_hours(*((day, opens, closes) for day in range(7)), zone=zone)


def test_the_opening_minute_is_open_and_the_closing_minute_is_not() -> None:
    hours = some_hours((0, "09:00", "18:00"), zone="Asia/Shanghai")
    assert not is_open(hours, at("Asia/Shanghai", "2026-01-05T08:59:59"))
    assert is_open(hours, at("Asia/Shanghai", "2026-01-05T09:00:00"))
    assert is_open(hours, at("Asia/Shanghai", "2026-01-05T17:59:59"))
    assert not is_open(hours, at("Asia/Shanghai", "2026-01-05T18:00:00"))
    assert not is_open(hours, at("Asia/Shanghai", "2026-01-06T12:00:00"))


def test_a_day_may_have_a_lunch_break() -> None:
    hours = some_hours((0, "09:00", "12:00"), (0, "13:30", "18:00"))
    assert is_open(hours, at("UTC", "2026-01-05T11:59:00"))
    assert not is_open(hours, at("UTC", "2026-01-05T12:30:00"))
    assert is_open(hours, at("UTC", "2026-01-05T13:30:00"))


def test_a_period_past_midnight_runs_into_the_next_day() -> None:
    hours = some_hours((6, "22:00", "06:00"))  # Sunday night into Monday
    assert is_open(hours, at("UTC", "2026-01-04T23:00:00"))
    assert is_open(hours, at("UTC", "2026-01-05T05:59:00"))
    assert not is_open(hours, at("UTC", "2026-01-05T06:00:00"))
    assert not is_open(hours, at("UTC", "2026-01-05T23:00:00"))


def test_equal_times_mean_the_whole_day() -> None:
    hours = some_hours((0, "00:00", "00:00"))
    assert is_open(hours, at("UTC", "2026-01-05T00:00:00"))
    assert is_open(hours, at("UTC", "2026-01-05T23:59:59"))
    assert not is_open(hours, at("UTC", "2026-01-06T00:00:00"))


def test_a_holiday_takes_its_own_periods_and_leaves_the_night_before() -> None:
    hours = some_hours((3, "22:00", "06:00"), (4, "09:00", "18:00"), holidays=(date(2026, 12, 25),))
    assert is_open(hours, at("UTC", "2026-12-25T03:00:00"))
    assert not is_open(hours, at("UTC", "2026-12-25T12:00:00"))
    assert is_open(hours, at("UTC", "2026-12-18T12:00:00"))


@pytest.mark.parametrize(
    ("zone", "opens", "closes", "moment", "fold", "expected"),
    [
        # The hour 02:00-03:00 does not exist on 29 March 2026 in Berlin.
        ("Europe/Berlin", "02:30", "04:00", "2026-03-29T01:59:59", 0, False),
        ("Europe/Berlin", "02:30", "04:00", "2026-03-29T03:00:00", 0, True),
        ("Europe/Berlin", "01:00", "02:30", "2026-03-29T01:59:59", 0, True),
        ("Europe/Berlin", "01:00", "02:30", "2026-03-29T03:00:00", 0, False),
        # 02:00-03:00 comes twice on 25 October: open from the first to the last occurrence.
        ("Europe/Berlin", "02:30", "04:00", "2026-10-25T02:15:00", 0, False),
        ("Europe/Berlin", "02:30", "04:00", "2026-10-25T02:30:00", 0, True),
        ("Europe/Berlin", "02:30", "04:00", "2026-10-25T02:15:00", 1, True),
        ("Europe/Berlin", "01:00", "02:30", "2026-10-25T02:45:00", 0, True),
        ("Europe/Berlin", "01:00", "02:30", "2026-10-25T02:15:00", 1, True),
        ("Europe/Berlin", "01:00", "02:30", "2026-10-25T02:30:00", 1, False),
        # Lord Howe moves its clocks by half an hour, at 02:00.
        ("Australia/Lord_Howe", "02:15", "03:00", "2026-10-04T01:59:00", 0, False),
        ("Australia/Lord_Howe", "02:15", "03:00", "2026-10-04T02:30:00", 0, True),
        ("Australia/Lord_Howe", "01:00", "01:45", "2026-04-05T01:40:00", 1, True),
        ("Australia/Lord_Howe", "01:00", "01:45", "2026-04-05T01:45:00", 1, False),
        ("America/New_York", "02:30", "03:30", "2026-03-08T03:00:00", 0, True),
    ],
)
def test_hours_on_the_day_the_clocks_change(
    zone: str, opens: str, closes: str, *, moment: str, fold: int, expected: bool
) -> None:
    assert is_open(every_day(opens, closes, zone), at(zone, moment, fold=fold)) is expected


# The machine may be busy: time is no verdict here.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

minutes = st.integers(0, 1439)
moments = st.integers(1_577_836_800, 2_051_222_400).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@patient
@given(st.sampled_from(ZONES), minutes, minutes, moments)
def test_far_from_a_clock_change_the_wall_clock_decides(
    zone: str, opens: int, closes: int, now: datetime
) -> None:
    local = now.astimezone(ZoneInfo(zone))
    near = {
        (now + timedelta(hours=hour)).astimezone(ZoneInfo(zone)).utcoffset()
        for hour in range(-50, 51)
    }
    if len(near) > 1:
        return
    wall = local.hour * 60 + local.minute
    after, before = wall >= opens, wall < closes
    expected = (after and before) if opens < closes else (after or before)
    assert is_open(every_day(clock(opens), clock(closes), zone), now) is expected


@patient
@given(st.sampled_from(ZONES), minutes, st.integers(1, 1439), st.integers(2021, 2034), st.data())
def test_each_period_opens_once_and_closes_once_also_when_clocks_change(
    zone: str, opens: int, length: int, year: int, data: st.DataObject
) -> None:
    changes = clock_changes(zone, year)
    now = data.draw(st.sampled_from(changes)) if changes else datetime(year, 7, 1, tzinfo=UTC)
    day = now.astimezone(ZoneInfo(zone)).date()
    hours = some_hours((day.weekday(), clock(opens), clock((opens + length) % 1440)), zone=zone)
    start = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) - 3 * HOUR
    states = [is_open(hours, start + timedelta(minutes=5 * step)) for step in range(54 * 12)]
    opened = sum(after and not before for before, after in pairwise(states))
    assert opened <= 1
    assert not states[0]
    assert not states[-1]
    # At most the hour that is skipped or comes twice is lost or won.
    assert abs(sum(states) * 5 - length) <= 60 + 5


def clock_changes(zone: str, year: int) -> list[datetime]:
    start = datetime(year, 1, 1, tzinfo=UTC)
    hours = [start + timedelta(hours=hour) for hour in range(0, 8760, 6)]
    offsets = [hour.astimezone(ZoneInfo(zone)).utcoffset() for hour in hours]
    return [hours[i] for i in range(1, len(hours)) if offsets[i] != offsets[i - 1]]


def test_a_day_that_a_zone_skipped_has_no_opening_hours() -> None:
    hours = every_day("09:00", "18:00", "Pacific/Apia")
    start = datetime(2011, 12, 30, 5, tzinfo=UTC)  # 29 December 19:00, the last before the skip
    open_hours = [is_open(hours, start + HOUR * step) for step in range(24)]
    # The next morning is that of 31 December, 04:00 later.
    assert sum(open_hours) == 9


def test_a_zone_that_the_machine_does_not_know_counts_as_utc() -> None:
    hours = every_day("09:00", "10:00", "Mars/Olympus_Mons")
    assert is_open(hours, datetime(2026, 1, 5, 9, 30, tzinfo=UTC))
    assert "timezone" in problems(hours)


@pytest.mark.parametrize("name", ["", "../etc/passwd", "/etc/passwd", "a\0b", "x" * 5_000])
def test_a_hostile_zone_name_is_a_problem_not_a_crash(name: str) -> None:
    assert "timezone" in problems(every_day("09:00", "10:00", name))


@pytest.mark.parametrize("text", ["9:00", "24:00", "09:60", "٠٩:00", "", "09-00", "09:00:00"])
def test_a_time_that_is_none_is_named(text: str) -> None:
    assert problems(some_hours((0, text, "18:00"))) == {"weekly.0.opens": "is a time such as 09:00"}
    assert not is_open(some_hours((0, text, "18:00")), datetime(2026, 1, 5, 12, tzinfo=UTC))


def test_a_day_outside_the_week_is_named() -> None:
    assert "weekly.0.day" in problems(some_hours((7, "09:00", "18:00")))

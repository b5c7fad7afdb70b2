"""When the engine counts as overloaded: not when reports waited for us once."""

from datetime import UTC, datetime, timedelta

from antiphon.app.centre.engine.engine_lag import EngineLag

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def reports(lag: EngineLag, *, first_s: float, last_s: float, count: int, age_s: float) -> bool:
    """What the last of `count` reports, `age_s` old each, makes of it."""
    is_overloaded = False
    for number in range(count):
        at_s = first_s + (last_s - first_s) * number / max(1, count - 1)
        now = NOON + timedelta(seconds=at_s)
        is_overloaded = lag.is_overloaded(now - timedelta(seconds=age_s), now)
    return is_overloaded


def test_reports_that_go_on_being_late_are_an_overload() -> None:
    assert reports(EngineLag(), first_s=0, last_s=3, count=400, age_s=2.5)


def test_a_backlog_that_is_heard_at_once_is_none() -> None:
    assert not reports(EngineLag(), first_s=0, last_s=0.4, count=400, age_s=8.0)


def test_a_few_late_reports_are_none() -> None:
    assert not reports(EngineLag(), first_s=0, last_s=60, count=100, age_s=8.0)


def test_one_report_in_time_ends_it() -> None:
    lag = EngineLag()
    assert reports(lag, first_s=0, last_s=3, count=400, age_s=2.5)
    assert not reports(lag, first_s=3, last_s=3, count=1, age_s=0.1)
    assert not reports(lag, first_s=3, last_s=4, count=400, age_s=2.5)

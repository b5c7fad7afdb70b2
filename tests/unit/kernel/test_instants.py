"""Instants as they are stored."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernel.instants import micros, moment


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_comes_back_to_the_microsecond(instant: datetime) -> None:
    assert moment(micros(instant)) == instant


def test_another_zone_names_the_same_instant() -> None:
    noon = datetime(2026, 1, 5, 20, tzinfo=timezone(timedelta(hours=8)))
    assert moment(micros(noon)) == datetime(2026, 1, 5, 12, tzinfo=UTC)

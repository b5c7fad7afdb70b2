"""Instants as they are stored: whole microseconds since 1970, in UTC, exact both ways."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(instant: datetime) -> int:
    """An aware instant as it is stored."""
    return (instant - _EPOCH) // _MICROSECOND


def moment(stored: int) -> datetime:
    """The instant that `micros` was given."""
    return _EPOCH + _MICROSECOND * stored

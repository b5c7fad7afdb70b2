"""Wall clock times of the centre's zone and the instants that they are. Pure."""

from datetime import UTC, datetime, tzinfo

from antiphon.kernel.events import RuleBroken


def instant_of(at: datetime, zone: tzinfo) -> datetime:
    """The instant in UTC; a time without an offset is one of the zone's, the first if it is twice.

    Raises:
        RuleBroken: the clocks are put forward over it, so that day does not have it.
    """
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    instant = at.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != at:
        raise RuleBroken("shift.no_such_time", "The clocks are put forward over this time.")
    return instant


def wall_clock(at: datetime, zone: tzinfo) -> str:
    """The instant as a wall clock of the zone shows it, such as 2026-01-05T09:30."""
    return at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")

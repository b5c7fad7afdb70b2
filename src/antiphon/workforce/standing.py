"""Where an agent stands in the plan, and whether the agent's state is what it asks for. Pure.

`departure_of` is the rule: who has a customer in hand never departs from a plan, and who is not
planned at all cannot. A departure is told only once it has lasted `TOLERANCE`.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from antiphon.agents.contract import AgentState
from antiphon.workforce.contract import Planned, Shift

# A kettle, a stair, a last sentence: shorter departures are nobody's business.
TOLERANCE = timedelta(minutes=3)
# Work this far from any shift is not compared with it.
NEAR = timedelta(hours=12)

BUSY = frozenset({AgentState.OFFERED, AgentState.HANDLING, AgentState.WRAP_UP})


class Standing(msgspec.Struct, frozen=True):
    """What is planned now, since when, and until when; None: nothing before, or nothing after."""

    planned: Planned
    since: datetime | None
    until: datetime | None


class DepartureKind(StrEnum):
    """How a state differs from the plan.

    Not signed in, or not ready, when there should be work; ready in a break or the like; ready
    outside the shifts.
    """

    ABSENT = "absent"
    AWAY = "away"
    STILL_READY = "still_ready"
    UNPLANNED = "unplanned"


class Departure(msgspec.Struct, frozen=True, kw_only=True):
    """A state that differs from the plan: since when, and when it has become worth telling."""

    kind: DepartureKind
    since: datetime
    told_from: datetime


def standing_at(shifts: Iterable[Shift], now: datetime) -> Standing | None:
    """What an agent of these shifts, in their order, is to do; None without any shift."""
    stretches = [stretch for shift in shifts for stretch in stretches_of(shift)]
    if not stretches:
        return None
    ended: datetime | None = None
    for planned, begins, ends in stretches:
        if now < begins:
            return Standing(Planned.OFF, ended, begins)
        if now < ends:
            return Standing(planned, begins, ends)
        ended = ends
    return Standing(Planned.OFF, ended, None)


def stretches_of(shift: Shift) -> Iterable[tuple[Planned, datetime, datetime]]:
    """A shift as what follows what: its activities, and the work between them."""
    at = shift.starts_at
    for activity in sorted(shift.activities, key=lambda one: one.starts_at):
        if at < activity.starts_at:
            yield Planned.WORK, at, activity.starts_at
        yield activity.kind, activity.starts_at, activity.ends_at
        at = activity.ends_at
    if at < shift.ends_at:
        yield Planned.WORK, at, shift.ends_at


def departure_of(standing: Standing | None, state: AgentState, since: datetime) -> Departure | None:
    """How an agent who is in `state` since then differs from the plan; None: not at all."""
    if standing is None or state in BUSY:
        return None
    kind = _kind_of(standing.planned, state)
    if kind is None:
        return None
    begun = max(since, standing.since or since)
    if kind is DepartureKind.UNPLANNED and not _is_near(standing, begun):
        return None
    return Departure(kind=kind, since=begun, told_from=begun + TOLERANCE)


def _kind_of(planned: Planned, state: AgentState) -> DepartureKind | None:
    if planned is Planned.WORK:
        if state is AgentState.READY:
            return None
        return DepartureKind.ABSENT if state is AgentState.OFFLINE else DepartureKind.AWAY
    if state is not AgentState.READY:
        return None
    return DepartureKind.UNPLANNED if planned is Planned.OFF else DepartureKind.STILL_READY


def _is_near(standing: Standing, at: datetime) -> bool:
    after = standing.since is not None and at - standing.since < NEAR
    before = standing.until is not None and standing.until - at < NEAR
    return after or before

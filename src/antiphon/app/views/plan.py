"""What is planned for agents now and whether they keep to it; an agent's own shifts beside it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from antiphon.agents.live import AgentLive
from antiphon.app.centre.world import World
from antiphon.kernel.clock import Clock
from antiphon.kernel.ids import AgentId
from antiphon.live.contract import Key
from antiphon.workforce.api import PlanReading
from antiphon.workforce.contract import Planned, Shift
from antiphon.workforce.standing import DepartureKind, departure_of, standing_at

# A week before, so that the whole of this one can be shown, and as many as fill two.
SHOWN_BEFORE = timedelta(days=7)
MOST_SHOWN = 28


class PlanNowView(msgspec.Struct, frozen=True, kw_only=True):
    """What is planned now and what comes next; how the agent's state differs, if it does.

    A departure is worth telling from `told_from` on, not before.
    """

    planned: Planned
    since: datetime | None
    until: datetime | None
    next: Planned
    departure: DepartureKind | None
    departed_at: datetime | None
    told_from: datetime | None


class PlannedActivityView(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a shift in which no interactions are taken."""

    kind: Planned
    starts_at: datetime
    ends_at: datetime
    note: str


class OwnShiftView(msgspec.Struct, frozen=True, kw_only=True):
    """One of the agent's own shifts."""

    id: str
    starts_at: datetime
    ends_at: datetime
    activities: list[PlannedActivityView]
    note: str


class OwnPlanView(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's own plan: now, and the shifts around it in their order."""

    now: PlanNowView
    shifts: list[OwnShiftView]


def plan_now(world: World, agent_id: AgentId, live: AgentLive) -> PlanNowView | None:
    """Where an agent stands; None for one without a plan."""
    standing = world.shifts.standing(agent_id)
    if standing is None:
        return None
    departure = departure_of(standing, live.state, live.since)
    after = None
    if standing.until is not None:
        after = standing_at(world.shifts.of(agent_id), standing.until)
    return PlanNowView(
        planned=standing.planned,
        since=standing.since,
        until=standing.until,
        next=after.planned if after is not None else Planned.OFF,
        departure=departure.kind if departure is not None else None,
        departed_at=departure.since if departure is not None else None,
        told_from=departure.told_from if departure is not None else None,
    )


def own_plan(world: World, agent_id: AgentId) -> Iterator[tuple[Key, msgspec.Struct]]:
    """The same with the shifts, for the agent's own page."""
    live = world.agents.live.get(agent_id)
    now = plan_now(world, agent_id, live) if live is not None else None
    if now is None:
        return
    turn = now.since or now.until
    shifts = [
        shift
        for shift in world.shifts.of(agent_id)
        if turn is None or shift.ends_at > turn - SHOWN_BEFORE
    ]
    yield (
        ("plan", agent_id),
        OwnPlanView(now=now, shifts=[_shift(one) for one in shifts[:MOST_SHOWN]]),
    )


def plan_reading_of(world: World, clock: Clock) -> PlanReading:
    """Reads this world."""
    return PlanReading(
        zone=world.zone,
        now=clock.now,
        agents=lambda: world.agents.profiles,
        teams=lambda: world.teams.teams,
    )


def _shift(shift: Shift) -> OwnShiftView:
    return OwnShiftView(
        id=shift.id,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        activities=[
            PlannedActivityView(
                kind=one.kind, starts_at=one.starts_at, ends_at=one.ends_at, note=one.note
            )
            for one in shift.activities
        ],
        note=shift.note,
    )

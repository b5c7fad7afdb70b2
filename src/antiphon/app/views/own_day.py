"""An agent's day beside what the agent aims at, as the own desk shows it."""

from datetime import UTC, datetime

import msgspec

from antiphon.agents.contract import AgentState
from antiphon.app.centre.world import World
from antiphon.kernel.clock import Clock
from antiphon.kernel.ids import AgentId, TeamId, UserId
from antiphon.supervision.goals import Goals
from antiphon.supervision.goals_api import GoalReading


class ResultCount(msgspec.Struct, frozen=True):
    """How often a result was chosen."""

    name: str
    count: int


class StateSpan(msgspec.Struct, frozen=True):
    """A state of the agent, and when it lasted."""

    state: AgentState
    begun_at: datetime
    ended_at: datetime


class OwnDay(msgspec.Struct, frozen=True, kw_only=True):
    """Today's work of one agent; the averages are None of nothing.

    `busy_s` and `ready_s` are counted since the agent signed in, and so is the occupancy: the share
    of busy time in both. `with_colleagues_s`, calls among agents, is in no other sum. `by_hour`
    holds, for each hour of the centre's day, what ended in it; `course` the states of that day.
    """

    handled_count: int
    handle_s: float | None
    talk_s: float
    hold_s: float
    wrap_up_s: float
    with_colleagues_s: float
    busy_s: float
    ready_s: float
    occupancy_percent: float | None
    begun_at: datetime
    by_hour: list[int]
    course: list[StateSpan]
    results: list[ResultCount]
    goals: Goals


def own_day(world: World, agent_id: AgentId, now: datetime) -> OwnDay:
    """How the agent's day stands now."""
    day = world.agent_days.of(agent_id, now)
    agent, live = world.agents.find_agent(agent_id), world.agents.live.get(agent_id)
    busy, ready = live.times(now) if live is not None else (0.0, 0.0)
    local = now.astimezone(world.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    tree = world.interactions.dispositions
    results = [
        ResultCount(" › ".join(tree.path_of(disposition_id)), count)
        for disposition_id, count in day.by_disposition.items()
    ]
    spent = day.spent.total_seconds()
    return OwnDay(
        handled_count=day.handled_count,
        handle_s=round(spent / day.handled_count, 1) if day.handled_count else None,
        talk_s=day.talk.total_seconds(),
        hold_s=day.hold.total_seconds(),
        wrap_up_s=day.wrap_up.total_seconds(),
        with_colleagues_s=day.with_colleagues.total_seconds(),
        busy_s=busy,
        ready_s=ready,
        occupancy_percent=round(100 * busy / (busy + ready), 1) if busy + ready else None,
        begun_at=midnight,
        course=[StateSpan(*span) for span in live.course.spans(midnight, now)] if live else [],
        by_hour=[day.by_hour.get(hour, 0) for hour in range(24)],
        results=sorted(results, key=lambda one: (-one.count, one.name)),
        goals=world.goals.of_agent(agent.teams if agent is not None else ()),
    )


def goal_reading_of(world: World, clock: Clock) -> GoalReading:
    """Reads this world."""

    def teams_of(user_id: UserId | None) -> list[tuple[TeamId, str]]:
        teams = list(world.teams.teams)
        led = [team for team in teams if user_id in team.supervisors]
        return [(team.id, team.name) for team in led or teams]

    return GoalReading(
        teams_of=teams_of,
        goals_of=world.goals.of_team,
        day_of=lambda agent_id: (
            own_day(world, agent_id, clock.now()) if world.agents.find_agent(agent_id) else None
        ),
    )

"""Goals over HTTP: those of the teams one leads, and an agent's own day beside them."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from antiphon.agents.contract import AgentState
from antiphon.edge.caller import Caller, OwnAgent, permitted
from antiphon.edge.fields import Input
from antiphon.edge.oversight import NOT_YOURS, Oversight
from antiphon.edge.parts import Centre, part
from antiphon.edge.problems import not_found
from antiphon.identity.contract import Permission, Role
from antiphon.kernel.ids import AgentId, TeamId, UserId
from antiphon.supervision.goals import Goals, SetTeamGoals

router = APIRouter(prefix="/v1", tags=["goals"])

Leader = Annotated[Caller, permitted(Permission.FLOOR_ACT)]
Watcher = Annotated[Caller, permitted(Permission.CENTRE_WATCH)]
Limits = Annotated[Oversight, part(Oversight)]
AnAgent = Annotated[str, Path(alias="agent_id", min_length=1, max_length=64)]
ATeam = Annotated[str, Path(alias="team_id", min_length=1, max_length=64)]


class DayGoals(Input):
    """A day's goals of one agent; null for none."""

    handled_count: int | None = Field(None, ge=1, le=1_000, description="Conversations a day.")
    handle_s: int | None = Field(
        None, ge=1, le=86_400, description="Seconds for each on average, at most."
    )
    occupancy_percent: int | None = Field(
        None, ge=1, le=100, description="The share of the time at work with work in hand."
    )


class TeamGoals(BaseModel):
    """What the agents of one team aim at."""

    team_id: str
    team_name: str
    goals: DayGoals


class GoalList(BaseModel):
    """The goals of the teams that the caller leads; of all for who leads none."""

    items: list[TeamGoals]


class ResultShare(BaseModel):
    """How often a result was chosen."""

    name: str
    count: int


class StateSpanView(BaseModel):
    """A state of an agent, and when it lasted; the last one goes on."""

    state: AgentState
    begun_at: datetime
    ended_at: datetime


class AgentDayView(BaseModel):
    """Today's work of one agent; averages are null of nothing."""

    handled_count: int
    handle_s: float | None = Field(description="Seconds for each conversation on average.")
    talk_s: float
    hold_s: float
    wrap_up_s: float
    with_colleagues_s: float = Field(description="In calls among agents; in no other sum.")
    busy_s: float = Field(description="With work in hand since signing in.")
    ready_s: float = Field(description="Ready without work since signing in.")
    occupancy_percent: float | None = Field(description="Busy of busy and ready.")
    begun_at: datetime = Field(description="When the centre's day began.")
    by_hour: list[int] = Field(description="What ended in each hour of the centre's day.")
    course: list[StateSpanView] = Field(description="The agent's states since the day began.")
    results: list[ResultShare]
    goals: DayGoals


class GoalReading(msgspec.Struct, frozen=True):
    """Reads teams, goals and days. The app fills it in.

    `teams_of` gives id and name of the teams that a user leads; all of them for None, and for a
    user who leads none. `day_of` gives None for an agent who is not there.
    """

    teams_of: Callable[[UserId | None], list[tuple[TeamId, str]]]
    goals_of: Callable[[TeamId], Goals]
    day_of: Callable[[AgentId], msgspec.Struct | None]


Reading = Annotated[GoalReading, part(GoalReading)]


@router.get("/floor/goals", operation_id="list_team_goals")
async def list_team_goals(reading: Reading, caller: Leader) -> GoalList:
    """What the agents of one's teams aim at each day."""
    items = [
        TeamGoals(
            team_id=team_id,
            team_name=name,
            goals=DayGoals.model_validate(msgspec.to_builtins(reading.goals_of(team_id))),
        )
        for team_id, name in _teams(reading, caller)
    ]
    return GoalList(items=items)


@router.put(
    "/floor/teams/{team_id}/goals",
    operation_id="set_team_goals",
    status_code=HTTPStatus.NO_CONTENT,
)
async def set_team_goals(
    team_id: ATeam, body: DayGoals, reading: Reading, caller: Leader, centre: Centre
) -> None:
    """Decide what the agents of a team aim at each day."""
    if TeamId(team_id) not in dict(_teams(reading, caller)):
        raise NOT_YOURS
    goals = Goals(**body.model_dump())
    await centre.submit(SetTeamGoals(team_id=TeamId(team_id), goals=goals, by=caller.user_id))


@router.get("/desk/day", operation_id="get_own_day")
async def get_own_day(reading: Reading, agent_id: OwnAgent) -> AgentDayView:
    """The signed-in agent's day, and what it is to come to."""
    return _day(reading, agent_id)


@router.get("/floor/agents/{agent_id}/day", operation_id="get_agent_day")
async def get_agent_day(
    agent_id: AnAgent, reading: Reading, limits: Limits, caller: Watcher
) -> AgentDayView:
    """The day of an agent of one's teams."""
    limits.check_agent(caller, AgentId(agent_id))
    return _day(reading, AgentId(agent_id))


def _day(reading: GoalReading, agent_id: AgentId) -> AgentDayView:
    day = reading.day_of(agent_id)
    if day is None:
        raise not_found("agent")
    return AgentDayView.model_validate(msgspec.to_builtins(day))


def _teams(reading: GoalReading, caller: Caller) -> list[tuple[TeamId, str]]:
    return reading.teams_of(None if Role.ADMIN in caller.roles else caller.user_id)

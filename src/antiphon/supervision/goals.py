"""What the agents of a team aim at each day, set by who leads it. Pure."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import ClassVar

import msgspec

from antiphon.agents.contract import TeamRemoved
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import TeamId, UserId


class Goals(msgspec.Struct, frozen=True, kw_only=True):
    """A day's goals of one agent; None where there is none.

    At least so many conversations, at most so many seconds for each on average, and at least such
    a share of the time at work with work in hand.
    """

    handled_count: int | None = None
    handle_s: int | None = None
    occupancy_percent: int | None = None


class TeamGoalsSet(Event, frozen=True, kw_only=True):
    """What the agents of a team aim at each day was decided."""

    type: ClassVar[str] = "supervision.team_goals_set"
    team_id: TeamId
    goals: Goals
    name: str
    by: UserId | None

    def stream(self) -> str:
        return f"team/{self.team_id}"


class SetTeamGoals(Command, frozen=True, kw_only=True):
    """Decide what the agents of a team aim at each day."""

    team_id: TeamId
    goals: Goals


class GoalBook:
    """The goals of all teams."""

    def __init__(self) -> None:
        self._of: dict[TeamId, Goals] = {}

    def of_team(self, team_id: TeamId) -> Goals:
        """The goals of a team; a team without any has empty ones."""
        return self._of.get(team_id, Goals())

    def of_agent(self, teams: Collection[TeamId]) -> Goals:
        """What an agent of these teams aims at: of each goal, that of the first team with one."""
        known = [self.of_team(team_id) for team_id in teams]

        def first(values: Iterable[int | None]) -> int | None:
            return next((value for value in values if value is not None), None)

        return Goals(
            handled_count=first(goals.handled_count for goals in known),
            handle_s=first(goals.handle_s for goals in known),
            occupancy_percent=first(goals.occupancy_percent for goals in known),
        )

    def set(self, command: SetTeamGoals, now: datetime, team_name: str) -> Iterable[Event]:
        """Decide; what is so already changes nothing."""
        if command.goals != self.of_team(command.team_id):
            yield TeamGoalsSet(
                at=now,
                team_id=command.team_id,
                goals=command.goals,
                name=team_name,
                by=command.by,
            )

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case TeamGoalsSet():
                self._of[event.team_id] = event.goals
            case TeamRemoved():
                self._of.pop(event.team_id, None)
            case _:
                pass

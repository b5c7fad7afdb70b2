"""Teams: which agents are led by whom. Pure.

`TeamBook.overseen_by` is the rule that every view and act of a supervisor goes by: who leads teams
oversees their agents and nobody else; who leads none oversees all.
"""

from collections.abc import Iterable
from datetime import datetime

from antiphon.agents.contract import RemoveTeam, SaveTeam, Team, TeamRemoved, TeamSaved
from antiphon.agents.domain import AgentBook
from antiphon.kernel.catalogue import Catalogue, refuse_in_use
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, TeamId, UserId


class TeamBook:
    """The teams of a tenant."""

    def __init__(self, agents: AgentBook) -> None:
        self._agents = agents
        self.teams: Catalogue[Team] = Catalogue("team")

    def overseen_by(self, user_id: UserId) -> frozenset[AgentId] | None:
        """The agents whom this supervisor sees and acts on; None means all of them."""
        led = {team.id for team in self.teams if user_id in team.supervisors}
        if not led:
            return None
        return frozenset(agent.id for agent in self._agents.profiles if led & {*agent.teams})

    def members_of(self, team_id: TeamId) -> list[AgentId]:
        """The agents of a team."""
        return [agent.id for agent in self._agents.profiles if team_id in agent.teams]

    def check_teams(self, teams: Iterable[TeamId]) -> None:
        """Raise RuleBroken for a team that does not exist."""
        for team_id in teams:
            self.teams.get(team_id)

    def save(self, command: SaveTeam, now: datetime) -> Iterable[Event]:
        """Decide about a team."""
        self.teams.check_save(command.team, command.edited_version)
        yield TeamSaved(at=now, team=command.team, by=command.by)

    def remove(self, command: RemoveTeam, now: datetime) -> Iterable[Event]:
        """Decide about removing a team."""
        self.teams.get(command.id)
        members = [agent.name for agent in self._agents.profiles if command.id in agent.teams]
        refuse_in_use(members)
        yield TeamRemoved(at=now, team_id=command.id, by=command.by)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case TeamSaved():
                self.teams.save(event.team, event)
            case TeamRemoved():
                self.teams.remove(event.team_id, event)
            case _:
                pass

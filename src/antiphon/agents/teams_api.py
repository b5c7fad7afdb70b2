"""Teams over HTTP."""

from pydantic import Field

from antiphon.agents.contract import RemoveTeam, SaveTeam, Team
from antiphon.agents.teams import TeamBook
from antiphon.edge.catalogue import CatalogueApi
from antiphon.edge.fields import Ids, Input, Name
from antiphon.edge.parts import part_of
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import TeamId


class NewTeam(Input):
    """Agents who are led together. Who leads teams sees and acts on their agents only."""

    name: Name = Field(examples=["Early shift"])
    supervisors: Ids = Field(default=[], description="The users who lead the team.")


TEAMS = CatalogueApi(
    path="teams",
    noun="team",
    plural="teams",
    new=NewTeam,
    item=Team,
    catalogue=lambda connection: part_of(connection, TeamBook).teams,
    save=lambda team, version, by: SaveTeam(team=team, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveTeam(id=TeamId(item_id), by=by),
    read=Permission.TEAM_READ,
    edit=Permission.TEAM_EDIT,
)

router = TEAMS.router

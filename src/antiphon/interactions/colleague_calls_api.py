"""Calling a colleague over HTTP: whom one can call, and the call itself."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from antiphon.edge.caller import OwnAgent, SignedIn
from antiphon.edge.fields import Input
from antiphon.edge.parts import Centre, part
from antiphon.interactions.call_control_api import AgentTarget, Directory
from antiphon.interactions.colleague_calls import CallColleague
from antiphon.kernel.ids import AgentId, InteractionId, new_id

router = APIRouter(prefix="/v1/desk/colleagues", tags=["desk"])


class Colleagues(BaseModel):
    """The signed-in agent's colleagues, with what each is doing."""

    agents: list[AgentTarget]


class WhichColleague(Input):
    """Whom to call."""

    agent_id: str = Field(min_length=1, max_length=64, description="The id of the colleague.")


class ColleagueCall(BaseModel):
    """The call as it is known from now on."""

    interaction_id: str


@router.get("", operation_id="list_colleagues")
async def list_colleagues(
    agent_id: OwnAgent,
    directory: Annotated[Directory, part(Directory)],
    q: Annotated[str, Query(max_length=64, description="A part of a name, or an extension.")] = "",
    limit: Annotated[int, Query(ge=1, le=200, description="At most so many.")] = 50,
) -> Colleagues:
    """Whom the agent can call now, those first; and why others cannot be called."""
    return Colleagues(agents=directory.find_colleagues(q, agent_id, limit))


@router.post("/calls", operation_id="call_colleague")
async def call_colleague(
    body: WhichColleague, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> ColleagueCall:
    """Call a colleague: the own phone rings first, then the colleague's."""
    interaction_id = InteractionId(new_id(datetime.now(UTC)))
    await centre.submit(
        CallColleague(
            interaction_id=interaction_id,
            agent_id=agent_id,
            colleague_id=AgentId(body.agent_id),
            by=caller.user_id,
        )
    )
    return ColleagueCall(interaction_id=interaction_id)

"""What an agent does with the call in hand, over HTTP: transfer, consult, conference, let go."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field

from antiphon.edge.caller import OwnAgent, SignedIn
from antiphon.edge.fields import Input
from antiphon.edge.parts import Centre, part
from antiphon.interactions.call_control import (
    AddParty,
    CallWish,
    CancelConsult,
    CompleteConsult,
    ConsultSide,
    LeaveConversation,
    MergeConsult,
    MuteParty,
    RemoveParty,
    StartConsult,
    Target,
    TargetKind,
    ToggleConsult,
    TransferInteraction,
)
from antiphon.kernel.ids import AgentId, InteractionId, PartyId

AnInteraction = Annotated[str, Path(alias="interaction_id", min_length=1, max_length=200)]
AParty = Annotated[str, Path(alias="party_id", min_length=1, max_length=220)]

_call = APIRouter(prefix="/v1/desk/interactions/{interaction_id}", tags=["desk"])
_desk = APIRouter(prefix="/v1/desk", tags=["desk"])


class TargetFields(Input):
    """To whom: an agent, a queue, or a number outside."""

    kind: TargetKind
    id: str = Field(
        min_length=1,
        max_length=64,
        description="The id of the agent or queue; or the telephone number.",
    )


class Passing(Input):
    """To whom the call is passed, or who is asked in."""

    target: TargetFields


class Muting(Input):
    """Whether a party is heard."""

    is_muted: bool


class Toggling(Input):
    """With whom the agent wants to talk."""

    side: ConsultSide | None = Field(
        None, description="None: whichever it is not now. With a side, the wish may be repeated."
    )


class Whose:
    """The call of a request, and the agent who asks."""

    def __init__(
        self, interaction_id: AnInteraction, agent_id: OwnAgent, caller: SignedIn, centre: Centre
    ) -> None:
        self.interaction_id = InteractionId(interaction_id)
        self.agent_id = agent_id
        self.by = caller.user_id
        self._centre = centre

    async def wish(self, kind: type[CallWish]) -> None:
        """Have a wish decided that needs no more than the call and the agent."""
        await self.submit(
            kind(interaction_id=self.interaction_id, agent_id=self.agent_id, by=self.by)
        )

    async def pass_to(
        self, kind: type[TransferInteraction | StartConsult | AddParty], body: Passing
    ) -> None:
        """Have a wish decided that names a target."""
        target = Target(kind=body.target.kind, id=body.target.id)
        await self.submit(
            kind(
                interaction_id=self.interaction_id,
                agent_id=self.agent_id,
                target=target,
                by=self.by,
            )
        )

    async def submit(self, command: CallWish) -> None:
        """Have a wish decided."""
        await self._centre.submit(command)


TheCall = Annotated[Whose, Depends()]


@_call.post("/transfer", operation_id="transfer_interaction", status_code=HTTPStatus.NO_CONTENT)
async def transfer_interaction(call: TheCall, body: Passing) -> None:
    """Pass the customer on and leave at once; the customer comes back if nobody answers."""
    await call.pass_to(TransferInteraction, body)


@_call.post("/consult", operation_id="start_consult", status_code=HTTPStatus.NO_CONTENT)
async def start_consult(call: TheCall, body: Passing) -> None:
    """Hold the customer and call somebody; of a queue, who has been free for longest."""
    await call.pass_to(StartConsult, body)


@_call.post("/conference", operation_id="add_party", status_code=HTTPStatus.NO_CONTENT)
async def add_party(call: TheCall, body: Passing) -> None:
    """Ask somebody into the conversation, which goes on until the phone is answered."""
    await call.pass_to(AddParty, body)


@_call.post("/consult/toggle", operation_id="toggle_consult", status_code=HTTPStatus.NO_CONTENT)
async def toggle_consult(call: TheCall, body: Toggling | None = None) -> None:
    """Change between the customer and who is consulted; the other one hears music."""
    await call.submit(
        ToggleConsult(
            interaction_id=call.interaction_id,
            agent_id=call.agent_id,
            side=body.side if body is not None else None,
            by=call.by,
        )
    )


@_call.post("/consult/merge", operation_id="merge_consult", status_code=HTTPStatus.NO_CONTENT)
async def merge_consult(call: TheCall) -> None:
    """Bring customer, agent and who is consulted together."""
    await call.wish(MergeConsult)


@_call.post("/consult/complete", operation_id="complete_consult", status_code=HTTPStatus.NO_CONTENT)
async def complete_consult(call: TheCall) -> None:
    """Leave the customer to who is consulted."""
    await call.wish(CompleteConsult)


@_call.post("/consult/cancel", operation_id="cancel_consult", status_code=HTTPStatus.NO_CONTENT)
async def cancel_consult(call: TheCall) -> None:
    """Let who is consulted go, and return to the customer."""
    await call.wish(CancelConsult)


@_call.post("/leave", operation_id="leave_conversation", status_code=HTTPStatus.NO_CONTENT)
async def leave_conversation(call: TheCall) -> None:
    """Leave a conversation that goes on between the others."""
    await call.wish(LeaveConversation)


@_call.put("/parties/{party_id}/mute", operation_id="mute_party", status_code=HTTPStatus.NO_CONTENT)
async def mute_party(call: TheCall, party_id: AParty, body: Muting) -> None:
    """Let nobody hear a party, or everybody again."""
    await call.submit(
        MuteParty(
            interaction_id=call.interaction_id,
            agent_id=call.agent_id,
            party_id=PartyId(party_id),
            is_muted=body.is_muted,
            by=call.by,
        )
    )


@_call.post(
    "/parties/{party_id}/remove", operation_id="remove_party", status_code=HTTPStatus.NO_CONTENT
)
async def remove_party(call: TheCall, party_id: AParty) -> None:
    """Take a party out of the conversation, or stop ringing it."""
    await call.submit(
        RemoveParty(
            interaction_id=call.interaction_id,
            agent_id=call.agent_id,
            party_id=PartyId(party_id),
            by=call.by,
        )
    )


class AgentTarget(BaseModel):
    """A colleague; `why_not` is empty when the colleague can be asked now."""

    id: str
    name: str
    state: str
    why_not: str | None


class QueueTarget(BaseModel):
    """A queue: how many wait, how many of its agents are free; `why_not` when it is closed."""

    id: str
    name: str
    waiting_count: int
    free_count: int
    why_not: str | None


class NumberTarget(BaseModel):
    """What was searched for, as a number to call; `why_not` when it must not be called."""

    number: str
    why_not: str | None


class FlowTarget(BaseModel):
    """A flow that agents may send customers into."""

    id: str
    name: str


class Targets(BaseModel):
    """To whom the signed-in agent may pass a call, and the flows it can be sent through."""

    agents: list[AgentTarget]
    queues: list[QueueTarget]
    flows: list[FlowTarget]
    number: NumberTarget | None


class Directory:
    """Finds targets by a text, for an agent, at most so many of a kind. The app fills it in.

    `find` gives those of a call in hand, `find_colleagues` whom the agent may call.
    """

    def __init__(
        self,
        find: Callable[[str, AgentId, int], Targets],
        find_colleagues: Callable[[str, AgentId, int], list[AgentTarget]],
    ) -> None:
        self.find = find
        self.find_colleagues = find_colleagues


@_desk.get("/targets", operation_id="list_targets")
async def list_targets(
    agent_id: OwnAgent,
    directory: Annotated[Directory, part(Directory)],
    q: Annotated[str, Query(max_length=64, description="A part of a name, or a number.")] = "",
    limit: Annotated[int, Query(ge=1, le=200, description="At most so many of a kind.")] = 50,
) -> Targets:
    """To whom a call can be passed now, those who can be asked first; and why others cannot."""
    return directory.find(q, agent_id, limit)


routers = (_call, _desk)

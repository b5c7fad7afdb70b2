"""The floor over HTTP: what supervisors do there, messages, and raised hands."""

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path
from pydantic import BaseModel, Field, StringConstraints

from antiphon.agents.contract import Presence, ReleaseAgent
from antiphon.edge.caller import Caller, OwnAgent, SignedIn, permitted
from antiphon.edge.fields import Id, Ids, Input, Note, SkillLevels
from antiphon.edge.oversight import Oversight
from antiphon.edge.parts import Centre, part
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import (
    AgentId,
    InteractionId,
    MessageId,
    QueueId,
    ReasonId,
    SkillId,
    new_id,
)
from antiphon.supervision.contract import (
    AssignAgent,
    FreeInteraction,
    GiveBackParked,
    LowerHand,
    MoveWaiting,
    PickWaiting,
    RaiseHand,
    ReadMessages,
    SendMessage,
    SetAgentState,
)
from antiphon.supervision.domain import LONGEST_NOTE, LONGEST_TEXT

AnAgent = Annotated[str, Path(alias="agent_id", min_length=1, max_length=64)]
AnInteraction = Annotated[str, Path(alias="interaction_id", min_length=1, max_length=200)]
Actor = Annotated[Caller, permitted(Permission.FLOOR_ACT)]
Releaser = Annotated[Caller, permitted(Permission.AGENT_RELEASE)]
Limits = Annotated[Oversight, part(Oversight)]
Text = Annotated[Note, StringConstraints(max_length=LONGEST_TEXT)]

DONE = HTTPStatus.NO_CONTENT


class AgentStateChange(Input):
    """What a supervisor chooses for an agent; `note` is shown to the agent."""

    presence: Presence
    reason_id: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="A reason code; needed for not_ready and only for it."
    )
    note: Text = ""


class Assignment(Input):
    """What an agent answers from now on."""

    queues: Ids
    skills: SkillLevels


class Pick(Input):
    """Who shall have the waiting customer; without an agent the caller's own one."""

    agent_id: Id | None = None


class Move(Input):
    """Where somebody waits from now on; what is left out stays."""

    queue_id: Id | None = None
    priority: int | None = Field(None, ge=0, le=9)


class OutgoingMessage(Input):
    """A message to some agents."""

    agents: Ids = Field(min_length=1, description="Whom it goes to; several make a broadcast.")
    text: Text


class OwnMessage(Input):
    """A message to those who oversee the agent."""

    text: Text


class ReadUntil(Input):
    """The newest message that was seen."""

    message_id: Id


class Hand(Input):
    """Why somebody is asked to come, if the agent says so."""

    note: Annotated[Note, StringConstraints(max_length=LONGEST_NOTE)] = ""


class AgentMessage(BaseModel):
    """A message; with `presence` it tells of a state that a supervisor set."""

    id: str
    at: datetime
    sender_name: str
    text: str
    is_from_agent: bool
    is_broadcast: bool
    presence: str | None
    reason_name: str | None


class AgentThread(BaseModel):
    """The newest messages of one agent."""

    unread: int = Field(description="How many of the agent's messages nobody has read yet.")
    messages: list[AgentMessage]


class Threads:
    """Reads threads. The app fills it in."""

    def __init__(self, of: Callable[[AgentId], msgspec.Struct]) -> None:
        self.of = of


_floor = APIRouter(prefix="/v1/floor", tags=["floor"])
_agents = APIRouter(prefix="/v1/agents", tags=["agents"])
_desk = APIRouter(prefix="/v1/desk", tags=["desk"])


@_floor.put("/agents/{agent_id}/state", operation_id="set_agent_state", status_code=DONE)
async def set_agent_state(
    agent_id: AnAgent, body: AgentStateChange, caller: Actor, limits: Limits, centre: Centre
) -> None:
    """Choose for an agent who is at work; offline signs the agent out."""
    limits.check_agent(caller, AgentId(agent_id))
    await centre.submit(
        SetAgentState(
            message_id=_new_message(),
            agent_id=AgentId(agent_id),
            presence=body.presence,
            reason_id=None if body.reason_id is None else ReasonId(body.reason_id),
            note=body.note,
            sender_name=caller.name,
            by=caller.user_id,
        )
    )


@_agents.post("/{agent_id}/release", operation_id="release_agent", status_code=DONE)
async def release_agent(
    agent_id: AnAgent, caller: Releaser, limits: Limits, centre: Centre
) -> None:
    """End the block of an agent who did not answer; the agent becomes ready by hand then."""
    limits.check_agent(caller, AgentId(agent_id))
    await centre.submit(ReleaseAgent(agent_id=AgentId(agent_id), by=caller.user_id))


@_floor.put("/agents/{agent_id}/assignment", operation_id="assign_agent", status_code=DONE)
async def assign_agent(
    agent_id: AnAgent, body: Assignment, caller: Actor, limits: Limits, centre: Centre
) -> None:
    """Give an agent other queues and skills; who waits is offered by them at once."""
    limits.check_agent(caller, AgentId(agent_id))
    await centre.submit(
        AssignAgent(
            agent_id=AgentId(agent_id),
            queues=tuple(map(QueueId, body.queues)),
            skills={SkillId(skill_id): level for skill_id, level in body.skills.items()},
            by=caller.user_id,
        )
    )


@_floor.post("/waiting/{interaction_id}/pick", operation_id="pick_waiting", status_code=DONE)
async def pick_waiting(
    interaction_id: AnInteraction, body: Pick, caller: Actor, limits: Limits, centre: Centre
) -> None:
    """Offer somebody who waits to one agent now, or to oneself."""
    limits.check_interaction(caller, InteractionId(interaction_id))
    agent_id = AgentId(body.agent_id or caller.agent_id or "")
    limits.check_agent(caller, agent_id)
    await centre.submit(
        PickWaiting(
            interaction_id=InteractionId(interaction_id), agent_id=agent_id, by=caller.user_id
        )
    )


@_floor.post("/waiting/{interaction_id}/move", operation_id="move_waiting", status_code=DONE)
async def move_waiting(
    interaction_id: AnInteraction, body: Move, caller: Actor, limits: Limits, centre: Centre
) -> None:
    """Let somebody wait in another queue or at another priority; the wait so far counts on."""
    limits.check_interaction(caller, InteractionId(interaction_id))
    await centre.submit(
        MoveWaiting(
            interaction_id=InteractionId(interaction_id),
            queue_id=None if body.queue_id is None else QueueId(body.queue_id),
            priority=body.priority,
            by=caller.user_id,
        )
    )


@_floor.post(
    "/parked/{interaction_id}/give-back", operation_id="give_back_parked", status_code=DONE
)
async def give_back_parked(
    interaction_id: AnInteraction, caller: Actor, limits: Limits, centre: Centre
) -> None:
    """Let a parked customer wait in the queue again, in front of all others."""
    limits.check_interaction(caller, InteractionId(interaction_id))
    command = GiveBackParked(interaction_id=InteractionId(interaction_id), by=caller.user_id)
    await centre.submit(command)


@_floor.post(
    "/interactions/{interaction_id}/free", operation_id="free_interaction", status_code=DONE
)
async def free_interaction(
    interaction_id: AnInteraction, caller: Actor, limits: Limits, centre: Centre
) -> None:
    """End an interaction that does not end by itself; everybody in it hangs up."""
    limits.check_interaction(caller, InteractionId(interaction_id))
    command = FreeInteraction(interaction_id=InteractionId(interaction_id), by=caller.user_id)
    await centre.submit(command)


@_floor.post("/messages", operation_id="send_message", status_code=DONE)
async def send_message(
    body: OutgoingMessage, caller: Actor, limits: Limits, centre: Centre
) -> None:
    """Write to one agent, or to several at once."""
    for agent_id in body.agents:
        limits.check_agent(caller, AgentId(agent_id))
    await centre.submit(
        SendMessage(
            message_id=_new_message(),
            agents=tuple(dict.fromkeys(map(AgentId, body.agents))),
            text=body.text,
            sender_name=caller.name,
            by=caller.user_id,
        )
    )


@_floor.get("/agents/{agent_id}/messages", operation_id="list_agent_messages")
async def list_agent_messages(
    agent_id: AnAgent, caller: Actor, limits: Limits, threads: Annotated[Threads, part(Threads)]
) -> AgentThread:
    """The newest messages between an agent and those who oversee the agent, oldest first."""
    limits.check_agent(caller, AgentId(agent_id))
    return AgentThread.model_validate(msgspec.to_builtins(threads.of(AgentId(agent_id))))


@_floor.put("/agents/{agent_id}/read", operation_id="read_agent_messages", status_code=DONE)
async def read_agent_messages(
    agent_id: AnAgent, body: ReadUntil, caller: Actor, limits: Limits, centre: Centre
) -> None:
    """Say that what an agent wrote was read; it is then read for all who oversee the agent."""
    limits.check_agent(caller, AgentId(agent_id))
    await centre.submit(
        ReadMessages(
            agent_id=AgentId(agent_id),
            is_by_agent=False,
            until=MessageId(body.message_id),
            by=caller.user_id,
        )
    )


@_floor.delete("/agents/{agent_id}/hand", operation_id="lower_agent_hand", status_code=DONE)
async def lower_agent_hand(
    agent_id: AnAgent, caller: Actor, limits: Limits, centre: Centre
) -> None:
    """Say that somebody came."""
    limits.check_agent(caller, AgentId(agent_id))
    await centre.submit(LowerHand(agent_id=AgentId(agent_id), by=caller.user_id))


@_desk.post("/messages", operation_id="send_own_message", status_code=DONE)
async def send_own_message(
    body: OwnMessage, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Write to those who oversee the signed-in agent."""
    await centre.submit(
        SendMessage(
            message_id=_new_message(),
            agents=(agent_id,),
            text=body.text,
            sender_name=caller.name,
            is_from_agent=True,
            by=caller.user_id,
        )
    )


@_desk.put("/messages/read", operation_id="read_own_messages", status_code=DONE)
async def read_own_messages(
    body: ReadUntil, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Say up to which message one has read."""
    await centre.submit(
        ReadMessages(
            agent_id=agent_id,
            is_by_agent=True,
            until=MessageId(body.message_id),
            by=caller.user_id,
        )
    )


@_desk.put("/hand", operation_id="raise_hand", status_code=DONE)
async def raise_hand(body: Hand, agent_id: OwnAgent, caller: SignedIn, centre: Centre) -> None:
    """Ask for a supervisor."""
    await centre.submit(RaiseHand(agent_id=agent_id, note=body.note, by=caller.user_id))


@_desk.delete("/hand", operation_id="lower_hand", status_code=DONE)
async def lower_hand(agent_id: OwnAgent, caller: SignedIn, centre: Centre) -> None:
    """Nobody is needed any more."""
    await centre.submit(LowerHand(agent_id=agent_id, by=caller.user_id))


def _new_message() -> MessageId:
    return MessageId(new_id(datetime.now(UTC)))


routers = (_floor, _agents, _desk)

"""The preview of a queue's choice over HTTP: who would be chosen now by settings not saved yet."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter
from pydantic import BaseModel, Field

from antiphon.agents.contract import AgentState
from antiphon.edge.caller import Caller, permitted
from antiphon.edge.catalogue import of_conversion
from antiphon.edge.fields import Id, Input
from antiphon.edge.parts import part
from antiphon.edge.problems import bad_fields
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import QueueId
from antiphon.routing.api import NewQueue
from antiphon.routing.choice_preview import Placed, QueueLength, Ranked
from antiphon.routing.contract import Queue

router = APIRouter(prefix="/v1/routing", tags=["explanations"])

_MOST = 50
# The id of a queue that is not saved yet: no queue is called so.
DRAFT = QueueId("draft")


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """The order of the agents, and of those who wait."""

    at: datetime
    agents: Sequence[Ranked]
    line: Sequence[Placed]
    lengths: Sequence[QueueLength] = ()


class ChoicePreviews:
    """Looks at the centre as it is now. The app fills it in."""

    def __init__(self, look: Callable[[Queue], Preview]) -> None:
        self.look = look


class PreviewWanted(Input):
    """A queue as it would be."""

    queue_id: Id | None = Field(None, description="The stored queue that is edited, if it is one.")
    queue: NewQueue


class PreviewAgent(BaseModel):
    """An agent with what the choice compares."""

    id: str
    name: str
    state: AgentState
    is_free: bool
    is_able: bool = Field(description="Serves the queue and has what it asks for.")
    is_asked: bool = Field(description="Would be offered the next caller now.")
    ready_s: int = Field(description="Since the last pause or interaction.")
    idle_s: int = Field(description="Since the last interaction.")
    last_turn: int = Field(description="The number of the last offer; the smallest is next.")
    handled_count: int
    occupied_percent: int
    level: int = Field(description="The sum of the levels asked for.")
    points: float | None = Field(description="When the choice is made by points.")


class PreviewPlace(BaseModel):
    """One who waits, in the order in which the settings would serve."""

    interaction_id: str
    since: datetime
    priority: int
    vip_level: int
    head_start_s: int
    place_now: int = Field(description="The place by the stored settings, from 1.")


class PreviewLength(BaseModel):
    """A queue under ratio control, and how many wait in it."""

    queue_id: str
    name: str
    waiting_count: int
    weight: int


class ChoicePreview(BaseModel):
    """Agents in the order in which they would be chosen; customers in that of being served."""

    agents: list[PreviewAgent]
    agent_count: int = Field(description="How many agents there are; `agents` may show fewer.")
    waiting: list[PreviewPlace]
    waiting_count: int = Field(description="How many wait; `waiting` may show fewer.")
    lengths: list[PreviewLength] = Field(
        description="The queues under ratio control, longest for its weight first, if this is one."
    )


@router.post("/choice-preview", operation_id="preview_choice")
async def preview_choice(
    body: PreviewWanted,
    previews: Annotated[ChoicePreviews, part(ChoicePreviews)],
    _caller: Annotated[Caller, permitted(Permission.QUEUE_EDIT)],
) -> ChoicePreview:
    """Which agent would an ordinary caller get now, and who would be next? Nothing changes."""
    fields: dict[str, Any] = body.queue.model_dump(mode="json")
    try:
        queue = msgspec.convert({**fields, "id": body.queue_id or DRAFT}, Queue)
    except msgspec.ValidationError as error:
        path, message = of_conversion(error)
        raise bad_fields({f"queue.{path}": message}) from error
    found = previews.look(queue)
    return ChoicePreview(
        agents=[_agent(one, found.at) for one in found.agents[:_MOST]],
        agent_count=len(found.agents),
        waiting=[PreviewPlace(**msgspec.structs.asdict(one)) for one in found.line[:_MOST]],
        waiting_count=len(found.line),
        lengths=[PreviewLength(**msgspec.structs.asdict(one)) for one in found.lengths[:_MOST]],
    )


def _agent(one: Ranked, at: datetime) -> PreviewAgent:
    agent, facts = one.standing.agent, one.standing.facts
    now = at.timestamp()
    return PreviewAgent(
        id=agent.id,
        name=agent.name,
        state=one.standing.state,
        is_free=one.standing.is_free,
        is_able=one.is_able,
        is_asked=one.is_asked,
        ready_s=max(0, int(now - facts.ready_since)),
        idle_s=max(0, int(now - facts.idle_since)),
        last_turn=facts.last_offer_number,
        handled_count=facts.handled_count,
        occupied_percent=round(facts.occupancy * 100),
        level=one.level,
        points=one.points,
    )

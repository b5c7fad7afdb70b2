"""Explanations over HTTP: why a waiting customer and an agent are not connected, and what would."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Protocol, TypedDict

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from antiphon.edge.caller import Caller, permitted
from antiphon.edge.oversight import Oversight
from antiphon.edge.parts import part
from antiphon.edge.problems import not_found
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.routing.explanation import ChangeKind, Explanation, Obstacle, Reason
from antiphon.routing.line import Waiting

router = APIRouter(prefix="/v1/routing/explanations", tags=["explanations"])

Reader = Annotated[Caller, permitted(Permission.EXPLANATION_READ)]
Most = Annotated[int, Query(ge=1, le=500, description="At most so many pairs.")]


class Names(Protocol):
    """What things are called, by id."""

    def queue(self, queue_id: str) -> str:
        """A queue's name; the id when it is gone."""

    def agent(self, agent_id: str) -> str:
        """An agent's name; the id when it is gone."""

    def subject(self, reason: Reason, subject: str) -> str:
        """The name of the queue, skill or reason code; a language or channel stays as it is."""


class Explanations:
    """Explains any pair of the centre as it is now. The app fills it in."""

    def __init__(
        self,
        *,
        names: Names,
        line: Callable[[], Sequence[Waiting]],
        agents: Callable[[], Sequence[AgentId]],
        state_of: Callable[[AgentId], str],
        explain: Callable[[InteractionId, AgentId], Explanation],
    ) -> None:
        """`line` gives all who wait, first in line first; `explain` raises KeyError."""
        self.names = names
        self.line = line
        self.agents = agents
        self.state_of = state_of
        self.explain = explain


class NamedThing(BaseModel):
    """A thing with its name."""

    id: str
    name: str


class ObstacleView(BaseModel):
    """One thing in the way, and the change that takes it away."""

    reason: Reason = Field(description="What is in the way; a text belongs to each code.")
    change: ChangeKind | None = Field(
        description="What would take it away; a text belongs to each code."
    )
    subject: NamedThing | None = Field(
        description="The queue, skill, reason code, language or channel that it is about."
    )
    has: int | None = Field(
        description="The agent's level; for `others_before`: how many go first; for"
        " `queue_before`: how many wait in that queue."
    )
    needs: int | None = Field(
        description="The level asked for; for `others_before`: the first one's lead in seconds."
    )
    interaction_id: str | None = Field(description="Another interaction that it is about.")
    agent: NamedThing | None = Field(description="Another agent that it is about.")
    until: datetime | None = Field(description="When it ends by itself at the latest.")


class PairView(BaseModel):
    """Why one waiting interaction is not with one agent now."""

    reason: Reason = Field(description="The one reason: the most lasting of the obstacles.")
    obstacles: list[ObstacleView] = Field(
        description="Everything that would have to change together, in order; the first is the "
        "reason. Those at `offer_by_hand` need a supervisor, since others go first by the rules."
    )


class _PairFields(TypedDict):
    reason: Reason
    obstacles: list[ObstacleView]


class WaitingHead(BaseModel):
    """Somebody who waits."""

    interaction_id: str
    queue: NamedThing
    since: datetime
    position: int = Field(description="The place in the queue, from 1.")
    priority: int


class AgentHead(BaseModel):
    """An agent now."""

    id: str
    name: str
    state: str = Field(examples=["not_ready"])


class AgentPair(PairView):
    """An agent, as seen from somebody who waits."""

    agent: AgentHead


class WaitingPair(PairView):
    """Somebody who waits, as seen from an agent."""

    waiting: WaitingHead


class WaitingExplanation(BaseModel):
    """Why somebody still waits: each agent, those with the fewest obstacles first."""

    waiting: WaitingHead
    agents: list[AgentPair]
    agent_count: int = Field(description="How many agents there are; `agents` may show fewer.")


class AgentExplanation(BaseModel):
    """Why an agent has none of the waiting: each of them, first in line first."""

    agent: AgentHead
    waiting: list[WaitingPair]
    waiting_count: int = Field(description="How many wait; `waiting` may show fewer.")


# Comparing one pair looks at everybody who waits: beyond this the answer shows fewer pairs.
_LOOKS = 200_000

The = Annotated[Explanations, part(Explanations)]
Limits = Annotated[Oversight, part(Oversight)]
AnInteraction = Annotated[str, Path(alias="interaction_id", min_length=1, max_length=200)]
AnAgent = Annotated[str, Path(alias="agent_id", min_length=1, max_length=64)]


@router.get("/waiting/{interaction_id}", operation_id="explain_waiting")
async def explain_waiting(
    interaction_id: AnInteraction, the: The, limits: Limits, caller: Reader, limit: Most = 200
) -> WaitingExplanation:
    """For one who waits: each agent, with the reason why not now and what would connect them."""
    limits.check_interaction(caller, InteractionId(interaction_id))
    line = the.line()
    waiting = next((one for one in line if one.id == interaction_id), None)
    if waiting is None:
        raise not_found("waiting interaction")
    held_to = limits.limit_of(caller)
    agents = [one for one in the.agents() if held_to is None or one in held_to.agents]
    pairs = [
        AgentPair(agent=_agent(the, agent_id), **_pair(the, waiting.id, agent_id))
        for agent_id in agents[: _room(limit, len(line))]
    ]
    pairs.sort(key=lambda pair: (len(pair.obstacles), pair.agent.name))
    head = _head(the, waiting, _positions(line)[waiting.id])
    return WaitingExplanation(waiting=head, agents=pairs, agent_count=len(agents))


@router.get("/agents/{agent_id}", operation_id="explain_agent")
async def explain_agent(
    agent_id: AnAgent, the: The, limits: Limits, caller: Reader, limit: Most = 200
) -> AgentExplanation:
    """For one agent: each of the waiting, with the reason why not now and what would connect."""
    known = AgentId(agent_id)
    limits.check_agent(caller, known)
    if known not in the.agents():
        raise not_found("agent")
    everybody = the.line()
    positions = _positions(everybody)
    held_to = limits.limit_of(caller)
    line = [one for one in everybody if held_to is None or one.queue_id in held_to.queues]
    pairs = [
        WaitingPair(
            waiting=_head(the, waiting, positions[waiting.id]), **_pair(the, waiting.id, known)
        )
        for waiting in line[: _room(limit, len(line))]
    ]
    return AgentExplanation(agent=_agent(the, known), waiting=pairs, waiting_count=len(line))


def _room(limit: int, waiting: int) -> int:
    return min(limit, max(10, _LOOKS // max(1, waiting)))


def _positions(line: Sequence[Waiting]) -> dict[InteractionId, int]:
    counts: dict[str, int] = {}
    positions = {}
    for waiting in line:
        counts[waiting.queue_id] = positions[waiting.id] = counts.get(waiting.queue_id, 0) + 1
    return positions


def _head(the: Explanations, waiting: Waiting, position: int) -> WaitingHead:
    return WaitingHead(
        interaction_id=waiting.id,
        queue=NamedThing(id=waiting.queue_id, name=the.names.queue(waiting.queue_id)),
        since=waiting.since,
        position=position,
        priority=waiting.priority,
    )


def _agent(the: Explanations, agent_id: AgentId) -> AgentHead:
    return AgentHead(id=agent_id, name=the.names.agent(agent_id), state=the.state_of(agent_id))


def _pair(the: Explanations, interaction_id: InteractionId, agent_id: AgentId) -> _PairFields:
    told = the.explain(interaction_id, agent_id)
    return _PairFields(
        reason=told.reason, obstacles=[_obstacle(the.names, one) for one in told.obstacles]
    )


def _obstacle(names: Names, one: Obstacle) -> ObstacleView:
    subject = one.subject
    return ObstacleView(
        reason=one.reason,
        change=one.change,
        subject=NamedThing(id=subject, name=names.subject(one.reason, subject))
        if subject
        else None,
        has=one.has,
        needs=one.needs,
        interaction_id=one.interaction_id,
        agent=NamedThing(id=one.agent_id, name=names.agent(one.agent_id)) if one.agent_id else None,
        until=one.until,
    )

"""What the time machine is asked and answers, between the processes and over HTTP."""

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from antiphon.agents.contract import AgentState
from antiphon.routing.explanation import Reason
from antiphon.routing.scoring import AgentChoice

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Named(BaseModel):
    """A thing with the name it had."""

    id: str
    name: str


class PastCustomer(BaseModel):
    """Who was outside."""

    number: str
    name: str


class PastQueue(BaseModel):
    """A queue at that instant; the counts are of the centre's day until then."""

    id: str
    name: str
    waiting: int
    longest_waiting_since: datetime | None
    ready_agents: int
    busy_agents: int = Field(description="Agents of the queue with work in hand.")
    offered: int
    answered: int
    abandoned: int
    answered_in_target: int
    service_level_s: int


class PastAgent(BaseModel):
    """An agent at that instant."""

    id: str
    name: str
    state: AgentState
    reason: Named | None = Field(description="Why not ready, if so.")
    since: datetime = Field(description="Since when in this state.")
    interaction_id: str | None = Field(description="What the agent had in hand.")
    is_phone_reachable: bool


class PastInteraction(BaseModel):
    """An interaction in progress at that instant."""

    id: str
    state: str = Field(
        examples=["talking"],
        description="flow, waiting, connecting, talking, held, suspended or wrap_up.",
    )
    since: datetime | None
    arrived_at: datetime
    customer: PastCustomer
    queue: Named | None
    agent: Named | None = Field(description="Who talked to the customer, or was offered.")
    position: int | None = Field(description="The place in the queue, from 1; null: not waiting.")
    priority: int | None = Field(description="Of one who waits.")


class PastEvent(BaseModel):
    """Something that happened before that instant; `text_key` names its sentence."""

    at: datetime
    position: int
    text_key: str = Field(examples=["timeline.routing_offer_made"])
    params: dict[str, Any] = Field(description="What stands in the sentence.")
    interaction_id: str | None = Field(description="Null for what an agent did.")
    agent_id: str | None = Field(description="The agent it was about, if any.")
    customer: PastCustomer | None = Field(description="Null once the interaction was over.")


class PastBoard(BaseModel):
    """The centre at one instant: every queue, every agent, everything in progress."""

    at: datetime
    position: int = Field(description="The last record of the journal that is in it.")
    queues: list[PastQueue]
    agents: list[PastAgent]
    interactions: list[PastInteraction] = Field(description="Those who wait come first, in order.")
    events: list[PastEvent] = Field(description="What happened last, the newest first.")


class Point(BaseModel):
    """The centre at the end of one minute."""

    at: datetime
    waiting: int
    ready: int = Field(description="Agents free for work.")
    busy: int = Field(description="Agents with an offer, a conversation or wrap-up.")


class PastSeries(BaseModel):
    """The centre minute by minute; minutes before the first record are left out."""

    points: list[Point]


class Candidate(BaseModel):
    """An agent when an offer was made."""

    agent: Named
    is_chosen: bool
    reason: Reason | None = Field(
        description="Why not this agent; null for the one chosen, and for those who stood behind "
        "the one chosen by the rule."
    )
    score: float | None = Field(
        description="What the rule compared, the smallest first: epoch seconds since when ready or "
        "idle, a count, a share or points; null for agents who could not be chosen."
    )
    level: float | None = Field(description="The agent's levels in what was asked for, summed.")


class Contender(BaseModel):
    """One who waited for an agent like this when the offer was made."""

    interaction_id: str
    queue: Named
    waited_s: float
    head_start_s: int = Field(description="From priority, VIP level and service-level target.")
    is_chosen: bool


class Assignment(BaseModel):
    """One offer: who could have had it, and by which rule it went where it went."""

    offer_id: str
    at: datetime
    position: int = Field(description="The offer's record in the journal.")
    queue: Named
    queue_version: int = Field(description="Which edit of the queue's configuration was in force.")
    rule: AgentChoice
    agent: Named
    kept_for: Named | None = Field(description="The agent for whom the customer was kept, if any.")
    candidates: list[Candidate] = Field(description="The one chosen first, then by score.")
    candidate_count: int
    line: list[Contender] = Field(
        description="Those whom this agent could have got, first in line first; at most 20."
    )


class Assignments(BaseModel):
    """Every offer of an interaction, in order."""

    assignments: list[Assignment]


class Ask(BaseModel):
    """A question to the time machine; `keep` only has it read on and keep what it read."""

    number: int
    kind: Literal["board", "series", "assignments", "keep"]
    at: datetime = BEGINNING
    until: datetime = BEGINNING
    interaction_id: str = ""


class Told(BaseModel):
    """The answer: JSON of the model that belongs to the question, or why there is none."""

    number: int
    answer: str | None = None
    problem: Literal["", "unknown", "failed"] = ""

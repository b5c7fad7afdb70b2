"""What routing keeps of each interaction that waits, and of each offer that is open. Pure."""

from datetime import datetime

import msgspec

from antiphon.interactions.contract import Channel, InteractionQueued
from antiphon.kernel.ids import AgentId, InteractionId, OfferId, QueueId, TeamId
from antiphon.routing.contract import Queue, RelaxationStep
from antiphon.routing.demand import demand_of, head_start_of
from antiphon.routing.preference import steps_of
from antiphon.routing.scoring import TEAM, Demand, Rank, interaction_rank


class Waiting(msgspec.Struct):
    """An interaction that waits, offered or not. `steps` are what may yet be asked for less."""

    id: InteractionId
    queue_id: QueueId
    demand: Demand
    priority: int
    head_start_s: int
    order_at: datetime
    since: datetime
    is_returning: bool
    announce_position: bool
    channel: Channel
    language: str
    vip_level: int
    overflow_at: datetime | None = None
    keep_for: AgentId | None = None
    steps: tuple[RelaxationStep, ...] = ()
    steps_done: int = 0

    @property
    def rank(self) -> Rank:
        """Smaller is served first."""
        return interaction_rank(
            self.id,
            self.order_at.timestamp(),
            head_start_s=self.head_start_s,
            is_returning=self.is_returning,
        )

    @property
    def kept_for_team(self) -> TeamId | None:
        """The team whose agents alone are asked as yet."""
        terms = (name for alternative in self.demand.alternatives for name, _ in alternative)
        team = next((name for name in terms if name.startswith(TEAM)), None)
        return TeamId(team.removeprefix(TEAM)) if team is not None else None


def begun(queue: Queue, event: InteractionQueued) -> Waiting:
    """The wait that begins with `event`."""
    return Waiting(
        id=event.interaction_id,
        queue_id=event.queue_id,
        demand=demand_of(queue, event),
        priority=event.priority,
        head_start_s=head_start_of(queue, event),
        order_at=event.order_at,
        since=event.at,
        is_returning=event.is_returning,
        announce_position=event.announce_position,
        channel=event.channel,
        language=event.language,
        vip_level=event.vip_level,
        overflow_at=event.overflow_at,
        keep_for=event.preferred_agent_id,
        steps=steps_of(queue, is_kept_for_team=event.preferred_team_id is not None),
    )


def moved_on(waiting: Waiting, target: Queue, now: datetime, *, priority: int) -> InteractionQueued:
    """The same wait in another queue: all that the customer has, and what that queue asks for."""
    return InteractionQueued(
        at=now,
        interaction_id=waiting.id,
        queue_id=target.id,
        skills=dict(target.required_skills),
        priority=priority,
        order_at=waiting.order_at,
        is_returning=waiting.is_returning,
        announce_position=waiting.announce_position,
        overflow_at=waiting.overflow_at,
        channel=waiting.channel,
        language=waiting.language,
        vip_level=waiting.vip_level,
    )


class Offer(msgspec.Struct, frozen=True):
    """An offer that is neither accepted nor ended."""

    id: OfferId
    interaction_id: InteractionId
    agent_id: AgentId
    queue_id: QueueId
    made_at: datetime
    expires_at: datetime


def offer_deadline(offer_id: OfferId) -> str:
    """The key of an offer's deadline."""
    return f"offer/{offer_id}"


def relax_deadline(interaction_id: InteractionId) -> str:
    """The key of the next step of relaxation."""
    return f"relax/{interaction_id}"


def prefer_deadline(interaction_id: InteractionId) -> str:
    """The key of the end of waiting for one agent."""
    return f"prefer/{interaction_id}"

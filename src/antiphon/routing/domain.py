"""The routing engine: who waits, who is offered what, and how an offer ends. Pure.

Policy: `offer_to_waiting` and `offer_to_agent` choose (over `selection.py`), `accept`, `decline`,
`expire` and `withdraw` end an offer. An interaction that comes back from an offer keeps its rank.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from antiphon.agents.contract import (
    Agent,
    AgentPhoneChanged,
    AgentRemoved,
    AgentSaved,
    PresenceChanged,
)
from antiphon.interactions.contract import (
    ConversationEnded,
    InteractionClosed,
    InteractionDequeued,
    InteractionQueued,
    WrapUpEnded,
)
from antiphon.kernel.catalogue import Catalogue
from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, OfferId, QueueId, SkillId
from antiphon.routing.contract import (
    AcceptOffer,
    DeclineOffer,
    ExpireOffer,
    OfferAccepted,
    OfferDeclined,
    OfferEvent,
    OfferExpired,
    OfferMade,
    OfferWithdrawn,
    Queue,
    QueueRemoved,
    QueueSaved,
    RemoveQueue,
    SaveQueue,
    WithdrawReason,
)
from antiphon.routing.selection import Profile, Rank, Requirement, Selection

# A returning interaction goes before every priority that an administrator can give.
RETURNING_PRIORITY = 10


class AgentDirectory(Protocol):
    """What routing needs to know of agents."""

    def find_agent(self, agent_id: AgentId) -> Agent | None:
        """The profile, or None."""

    def find_idle_since(self, agent_id: AgentId) -> datetime | None:
        """Since when this agent is free for work; None while not."""

    def check_skills(self, levels: dict[SkillId, int]) -> None:
        """Raise RuleBroken for an unknown skill or a level outside 1 to 10."""

    def names_serving(self, queue_id: QueueId) -> list[str]:
        """The agents who serve a queue, by name."""


class Waiting(msgspec.Struct):
    """An interaction that waits, offered or not."""

    id: InteractionId
    queue_id: QueueId
    requirement: Requirement
    priority: int
    order_at: datetime
    since: datetime
    announce_position: bool
    offer_id: OfferId | None = None

    @property
    def rank(self) -> Rank:
        """Smaller is served first."""
        return (-self.priority, self.order_at.timestamp())


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


class RoutingBook:
    """The routing state of a tenant. Reads the agents' state; changes only its own."""

    def __init__(self, agents: AgentDirectory, deadlines: Deadlines) -> None:
        self._agents = agents
        self._deadlines = deadlines
        self.queues: Catalogue[Queue] = Catalogue("queue")
        self.waiting: dict[InteractionId, Waiting] = {}
        self.offers: dict[OfferId, Offer] = {}
        self.selection = Selection()
        # Counts an interaction's offers over all its waits: an offer's id names its agent's leg,
        # and a leg that comes back under an old name is not rung again.
        self._offers_made: dict[InteractionId, int] = {}

    # Decisions

    def save_queue(self, command: SaveQueue, now: datetime) -> Iterable[Event]:
        """Decide about a queue."""
        queue = command.queue
        self.queues.check_save(queue, command.edited_version)
        self._agents.check_skills(queue.required_skills)
        if not 0 <= queue.priority <= 9:
            raise RuleBroken("routing.priority_out_of_range", "Priorities run from 0 to 9.")
        if not 5 <= queue.offer_timeout_s <= 120:
            raise RuleBroken("routing.offer_timeout", "An offer lasts from 5 to 120 seconds.")
        yield QueueSaved(at=now, queue=queue, by=command.by)

    def names_requiring(self, skill_id: SkillId) -> list[str]:
        """The queues that ask for this skill, by name."""
        return [queue.name for queue in self.queues if skill_id in queue.required_skills]

    def remove_queue(
        self, command: RemoveQueue, now: datetime, *, flows: list[str]
    ) -> Iterable[Event]:
        """Decide about removing a queue; `flows` are the names of those that lead to it."""
        self.queues.get(command.id)
        if any(waiting.queue_id == command.id for waiting in self.waiting.values()):
            raise RuleBroken("routing.queue_not_empty", "Somebody waits in this queue.")
        users = [*self._agents.names_serving(command.id), *flows]
        if users:
            raise RuleBroken("catalogue.in_use", f"Still a queue of {', '.join(users[:3])}.")
        yield QueueRemoved(at=now, queue_id=command.id, by=command.by)

    def offer_to_waiting(self, interaction_id: InteractionId, now: datetime) -> Iterable[Event]:
        """Offer this interaction to the best idle agent, if there is one."""
        agent_id = self.selection.best_agent_for(interaction_id)
        if agent_id is not None:
            yield self._offer(interaction_id, agent_id, now)

    def offer_to_agent(self, agent_id: AgentId, now: datetime) -> Iterable[Event]:
        """Offer this agent the best waiting interaction, if the agent is idle and there is one."""
        interaction_id = self.selection.best_interaction_for(agent_id)
        if interaction_id is not None:
            yield self._offer(interaction_id, agent_id, now)

    def _offer(self, interaction_id: InteractionId, agent_id: AgentId, now: datetime) -> OfferMade:
        waiting = self.waiting[interaction_id]
        queue = self.queues.get(waiting.queue_id)
        number = self._offers_made.get(interaction_id, 0) + 1
        return OfferMade(
            at=now,
            offer_id=OfferId(f"{interaction_id}.o{number}"),
            interaction_id=interaction_id,
            agent_id=agent_id,
            queue_id=waiting.queue_id,
            expires_at=now + timedelta(seconds=queue.offer_timeout_s),
        )

    def accept(self, command: AcceptOffer, now: datetime) -> Iterable[Event]:
        """The agent takes the offer; a second time changes nothing."""
        offer = self._offer_of(command.offer_id, command.agent_id)
        yield self._end(OfferAccepted, offer, now)

    def decline(self, command: DeclineOffer, now: datetime) -> Iterable[Event]:
        """The agent refuses the offer."""
        offer = self._offer_of(command.offer_id, command.agent_id)
        yield OfferDeclined(
            at=now,
            offer_id=offer.id,
            interaction_id=offer.interaction_id,
            agent_id=offer.agent_id,
            reason=command.reason,
        )

    def expire(self, command: ExpireOffer, now: datetime) -> Iterable[Event]:
        """Time is over; an offer that ended meanwhile is left alone."""
        offer = self.offers.get(command.offer_id)
        if offer is not None:
            yield self._end(OfferExpired, offer, now)

    def withdraw(
        self, interaction_id: InteractionId, reason: WithdrawReason, now: datetime
    ) -> Iterable[Event]:
        """Take back the offer of this interaction, if it has one."""
        waiting = self.waiting.get(interaction_id)
        if waiting is not None and waiting.offer_id is not None:
            offer = self.offers[waiting.offer_id]
            yield OfferWithdrawn(
                at=now,
                offer_id=offer.id,
                interaction_id=interaction_id,
                agent_id=offer.agent_id,
                reason=reason,
            )

    def find_offer(self, interaction_id: InteractionId) -> Offer | None:
        """The open offer of an interaction."""
        waiting = self.waiting.get(interaction_id)
        if waiting is None or waiting.offer_id is None:
            return None
        return self.offers[waiting.offer_id]

    def position(self, interaction_id: InteractionId) -> int:
        """The place in the queue, from 1. Counts those ahead, so ask only to announce it."""
        own = self.waiting[interaction_id]
        return 1 + sum(
            1
            for other in self.waiting.values()
            if other.queue_id == own.queue_id and other.rank < own.rank
        )

    def _offer_of(self, offer_id: OfferId, agent_id: AgentId) -> Offer:
        offer = self.offers.get(offer_id)
        if offer is None or offer.agent_id != agent_id:
            raise RuleBroken("offer.over", "This offer is over.")
        return offer

    def _end(
        self, kind: type[OfferAccepted] | type[OfferExpired], offer: Offer, now: datetime
    ) -> Event:
        return kind(
            at=now,
            offer_id=offer.id,
            interaction_id=offer.interaction_id,
            agent_id=offer.agent_id,
        )

    # Evolution: runs after the agents have folded the event in.

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case InteractionQueued():
                self._apply_queued(event)
            case InteractionDequeued():
                self._forget(event.interaction_id)
            case InteractionClosed():
                self._forget(event.interaction_id)
                self._offers_made.pop(event.interaction_id, None)
            case OfferMade():
                self._apply_made(event)
            case OfferAccepted():
                self._end_offer(event)
                self._forget(event.interaction_id)
            case OfferDeclined() | OfferExpired() | OfferWithdrawn():
                self._end_offer(event)
                self._wait_again(event.interaction_id)
            case QueueSaved():
                self.queues.save(event.queue)
            case QueueRemoved():
                self.queues.remove(event.queue_id)
            case _:
                pass
        self._refresh_supply(event)

    def _apply_queued(self, event: InteractionQueued) -> None:
        terms = {(f"queue:{event.queue_id}", 1), *event.skills.items()}
        self._forget(event.interaction_id)
        self.waiting[event.interaction_id] = Waiting(
            id=event.interaction_id,
            queue_id=event.queue_id,
            requirement=frozenset(terms),
            priority=RETURNING_PRIORITY if event.is_returning else event.priority,
            order_at=event.order_at,
            since=event.at,
            announce_position=event.announce_position,
        )
        self._wait_again(event.interaction_id)

    def _wait_again(self, interaction_id: InteractionId) -> None:
        waiting = self.waiting.get(interaction_id)
        if waiting is not None:
            self.selection.add_waiting(interaction_id, waiting.requirement, waiting.rank)

    def _forget(self, interaction_id: InteractionId) -> None:
        waiting = self.waiting.pop(interaction_id, None)
        self.selection.remove_waiting(interaction_id)
        if waiting is not None and waiting.offer_id is not None:
            self.offers.pop(waiting.offer_id, None)
            self._deadlines.clear(offer_deadline(waiting.offer_id))

    def _apply_made(self, event: OfferMade) -> None:
        waiting = self.waiting[event.interaction_id]
        waiting.offer_id = event.offer_id
        self._offers_made[waiting.id] = self._offers_made.get(waiting.id, 0) + 1
        self.selection.remove_waiting(event.interaction_id)
        self.offers[event.offer_id] = Offer(
            id=event.offer_id,
            interaction_id=event.interaction_id,
            agent_id=event.agent_id,
            queue_id=event.queue_id,
            made_at=event.at,
            expires_at=event.expires_at,
        )
        self._deadlines.set(
            offer_deadline(event.offer_id), event.expires_at, ExpireOffer(offer_id=event.offer_id)
        )

    def _end_offer(self, event: OfferEvent) -> None:
        self.offers.pop(event.offer_id, None)
        self._deadlines.clear(offer_deadline(event.offer_id))
        waiting = self.waiting.get(event.interaction_id)
        if waiting is not None:
            waiting.offer_id = None

    def _refresh_supply(self, event: Event) -> None:
        match event:
            case AgentSaved():
                self._refresh_agent(event.agent.id)
            case (
                PresenceChanged()
                | AgentPhoneChanged()
                | AgentRemoved()
                | OfferEvent()
                | ConversationEnded()
                | WrapUpEnded()
            ):
                self._refresh_agent(event.agent_id)
            case _:
                pass

    def _refresh_agent(self, agent_id: AgentId) -> None:
        """Let the selection agree with what the agents' book says of this agent."""
        self.selection.remove_idle(agent_id)
        agent = self._agents.find_agent(agent_id)
        idle_since = self._agents.find_idle_since(agent_id)
        if agent is not None and idle_since is not None:
            self.selection.add_idle(agent_id, _profile(agent), (idle_since.timestamp(), 0.0))


def _profile(agent: Agent) -> Profile:
    return frozenset([*agent.skills.items(), *((f"queue:{q}", 1) for q in agent.queues)])

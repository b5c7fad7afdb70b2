"""When somebody waits or is free, or an offer ends: what the router is asked next.

Reactions only: they look at the world and give events. The choice itself is in `routing`.
"""

from collections.abc import Iterable

from antiphon.agents.blocking import block
from antiphon.agents.contract import (
    AgentPhoneChanged,
    AgentRoomChanged,
    AgentSaved,
    Presence,
    PresenceChanged,
    SystemReason,
)
from antiphon.agents.interruptions import InterruptionsChanged
from antiphon.app.centre.talking.conversation import withdraw_from
from antiphon.app.centre.world import World
from antiphon.interactions.contract import (
    AgentLeft,
    InteractionClosed,
    InteractionQueued,
    WrapUpEnded,
)
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, ReasonId
from antiphon.routing.contract import (
    OfferDeclined,
    OfferEvent,
    OfferExpired,
    PreferenceEnded,
    Queue,
    RequirementRelaxed,
    UnblockedBy,
    WithdrawReason,
)
from antiphon.telephony.contract import PartyLeft


def offer_to_waiting(
    world: World,
    event: InteractionQueued | OfferEvent | PreferenceEnded | RequirementRelaxed,
) -> Iterable[Event]:
    """Somebody waits (again): is there an agent?"""
    return world.routing.offer_to_waiting(event.interaction_id, event.at)


def offer_elsewhere(
    world: World, event: InteractionQueued | OfferEvent | AgentLeft | PartyLeft
) -> Iterable[Event]:
    """An agent lost the customer: does the customer belong to another, who was free before?"""
    former = event.from_agent_id if isinstance(event, InteractionQueued) else event.agent_id
    best = world.routing.selection.best_agent_for(event.interaction_id)
    if former is None or best is None or best == former:
        return []
    return world.routing.offer_to_waiting(event.interaction_id, event.at)


def offer_to_agent(
    world: World,
    event: PresenceChanged | AgentPhoneChanged | AgentRoomChanged | WrapUpEnded | OfferEvent,
) -> Iterable[Event]:
    """An agent may be free: is there somebody waiting?"""
    return world.routing.offer_to_agent(event.agent_id, event.at)


def offer_to_released(
    world: World, event: InteractionClosed | InteractionQueued
) -> Iterable[Event]:
    """An agent lost the customer, to the street or back to the queue: is there another one?"""
    released = event.agent_id if isinstance(event, InteractionClosed) else event.from_agent_id
    return [] if released is None else world.routing.offer_to_agent(released, event.at)


def offer_to_departed(world: World, event: AgentLeft | PartyLeft) -> Iterable[Event]:
    """An agent is out of a call and may be free: is there somebody waiting?"""
    return [] if event.agent_id is None else world.routing.offer_to_agent(event.agent_id, event.at)


def offer_to_changed_agent(world: World, event: AgentSaved) -> Iterable[Event]:
    """An agent can do something else now."""
    return world.routing.offer_to_agent(event.agent.id, event.at)


def room_changes(world: World, event: InterruptionsChanged) -> Iterable[Event]:
    """Who has work in hand may take other work now, each in turn: one customer for each."""
    for agent_id, live in world.agents.live.items():
        if live.work and live.presence is Presence.READY:
            yield AgentRoomChanged(at=event.at, agent_id=agent_id)


def block_after_misses(world: World, event: OfferExpired) -> Iterable[Event]:
    """An agent who keeps missing offers is blocked, as the queue says."""
    if not event.counts:
        return
    waiting = world.routing.waiting[event.interaction_id]
    queue = world.routing.queues.find(waiting.queue_id) or Queue(id=waiting.queue_id, name="")
    if world.agents.live[event.agent_id].missed_offers >= queue.missed_offers_limit:
        needs_supervisor = queue.unblocked_by is UnblockedBy.SUPERVISOR
        live = world.agents.live[event.agent_id]
        yield from block(live, event, queue.id, needs_supervisor=needs_supervisor)


def rest_after_refusal(world: World, event: OfferDeclined) -> Iterable[Event]:
    """An agent who refuses gets no offer until the agent asks for work again."""
    return _rest(world, event.agent_id, SystemReason.DECLINED_OFFER, event)


def _rest(world: World, agent_id: AgentId, reason: ReasonId, event: Event) -> Iterable[Event]:
    if world.agents.live[agent_id].presence is Presence.READY:
        yield world.agents.made_not_ready(agent_id, reason, event.at)


def withdraw_from_absent(world: World, event: PresenceChanged) -> Iterable[Event]:
    """An agent who is no longer ready is not asked any further."""
    if event.presence is Presence.READY:
        return
    for interaction_id in world.agents.work_of(event.agent_id):
        yield from withdraw_from(
            world, interaction_id, event.agent_id, WithdrawReason.AGENT_LEFT, event.at
        )


def let_go_of_absent(world: World, event: PresenceChanged) -> Iterable[Event]:
    """Customers who were kept for an agent who goes home may be answered by others."""
    if event.presence is not Presence.OFFLINE:
        return []
    return world.routing.let_go_of(event.agent_id, event.at)

"""Calls to customers that we begin: with which number shown, and by whose hand.

`place` decides about an agent's wish: the own phone rings first, then `dial` calls the customer.
Every number passes the dial guard, twice for a call by hand: when it is wished and when it is made.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from antiphon.agents.contract import Agent, Presence
from antiphon.app.centre.talking.outside_phones import ring_time
from antiphon.app.centre.talking.recorded_legs import leg_recording
from antiphon.app.centre.talking.way_out import trunk_of
from antiphon.app.centre.world import World
from antiphon.customers.contract import Customer
from antiphon.interactions.contract import (
    CallPlaced,
    Channel,
    ColleagueCalled,
    EndedBy,
    InteractionArrived,
)
from antiphon.interactions.outbound_calls import PlaceCall
from antiphon.interactions.record import Interaction
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, LegId, QueueId, TrunkId
from antiphon.kernel.telephone_number import bare_number
from antiphon.routing.contract import Queue
from antiphon.routing.waiting import CallBackRules
from antiphon.telephony.contract import AgentRung, CustomerDialled
from antiphon.telephony.leg_ids import LEG_SUFFIX, leg_to_customer

# How long the phone of an agent rings who wants to call somebody: the agent sits in front of it.
RING_OWN = timedelta(seconds=20)
# Why it ended before anybody was called.
OWN_PHONE = "own_phone"
# We were not there when somebody called us, or answered our call.
WHILE_UNAVAILABLE = "while_unavailable"


def place(world: World, command: PlaceCall, now: datetime) -> Iterable[Event]:
    """Decide about an agent's wish to call somebody."""
    if world.calls.is_known(command.interaction_id):
        return
    agent = world.agents.profiles.get(command.agent_id)
    check_free(world, agent.id)
    queue = _queue_for(world, agent, command.queue_id)
    number = world.dial_guard.allow(bare_number(command.number), now, by=agent.id)
    if trunk_of(world, queue.id) is None:
        raise RuleBroken("call.no_trunk", "There is no trunk to call the outside with.")
    customer = _customer(world, command, number)
    yield InteractionArrived(
        at=now,
        interaction_id=command.interaction_id,
        channel=Channel.VOICE,
        entry_point_id=None,
        dialled="",
        customer_id=customer.id if customer is not None else None,
        customer_number=number,
        customer_name=customer.name if customer is not None else command.customer_name,
        language=(customer.language if customer is not None else "") or command.language or "en",
        placed_by=agent.id,
    )
    yield CallPlaced(
        at=now,
        interaction_id=command.interaction_id,
        agent_id=agent.id,
        queue_id=queue.id,
        expires_at=now + ring_time(world, agent.id, RING_OWN),
    )


def check_free(world: World, agent_id: AgentId, *, besides: InteractionId | None = None) -> None:
    """Raise RuleBroken for an agent who cannot begin a call now.

    Who writes up the interaction `besides` is free for it.
    """
    live = world.agents.live[agent_id]
    if live.presence is Presence.OFFLINE:
        raise RuleBroken("call.offline", "Sign in for work first, then call.")
    is_own = list(live.work) == [besides]
    if not is_own and Channel.VOICE not in world.agents.free_channels(agent_id):
        raise RuleBroken("call.busy", "Finish what you have in hand, then call.")
    if agent_id in world.calls.listening:
        raise RuleBroken("call.listening", "Stop listening first, then call.")
    if not live.is_phone_reachable:
        raise RuleBroken("call.phone_away", "Your phone is not connected: call when it is back.")


def _queue_for(world: World, agent: Agent, queue_id: QueueId | None) -> Queue:
    if queue_id is None:
        queue_id = next((one for one in agent.queues if one in world.routing.queues), None)
    if queue_id is None or queue_id not in agent.queues:
        raise RuleBroken("call.queue_not_yours", "Call for a queue that you serve.")
    return world.routing.queues.get(queue_id)


def _customer(world: World, command: PlaceCall, number: str) -> Customer | None:
    if command.customer_id is not None:
        return world.customers.customers.find(command.customer_id)
    return world.customers.find_by_number(number)


def after_placed(world: World, event: CallPlaced | ColleagueCalled) -> Iterable[Event]:
    """The agent's own phone rings first."""
    leg = LegId(f"{event.interaction_id}.own{LEG_SUFFIX}")
    yield AgentRung(
        at=event.at,
        interaction_id=event.interaction_id,
        leg_id=leg,
        agent_id=event.agent_id,
        offer_id=None,
        recording_id=leg_recording(world, event.interaction_id, leg, event.at),
    )


def needs_dialling(world: World, interaction_id: InteractionId) -> bool:
    """Whether the agent is there and the customer is still to be called."""
    call = world.calls.calls.get(interaction_id)
    interaction = world.interactions.open.get(interaction_id)
    return (
        call is not None
        and interaction is not None
        and interaction.is_outbound
        and not call.is_customer_up
    )


def dial(world: World, interaction: Interaction, now: datetime) -> Iterator[Event]:
    """Call the customer of a call by hand: once, and only if that is still allowed."""
    if world.calls.calls[interaction.id].customer_leg is not None:
        return
    queue = world.routing.queues.find(interaction.queue_id)
    trunk_id = trunk_of(world, queue.id) if queue is not None else None
    if queue is None or trunk_id is None:
        yield from ended(world, interaction, "no_trunk", now)
        return
    try:
        world.dial_guard.allow(interaction.customer_number, now)
    except RuleBroken as refusal:
        yield from ended(world, interaction, refusal.code, now)
        return
    yield customer_dialled(world, interaction, queue.waiting.call_back, trunk_id, now)


def ended(world: World, interaction: Interaction, reason: str, now: datetime) -> Iterable[Event]:
    """Nobody was reached by an agent; who called by hand may write down why."""
    return world.interactions.end_conversation(
        interaction, EndedBy.SYSTEM, reason, now, _time_to_write(world, interaction)
    )


def _time_to_write(world: World, interaction: Interaction) -> timedelta:
    queue = world.routing.queues.find(interaction.queue_id)
    if queue is None or interaction.placed_by is None:
        return timedelta()  # an attempt to call back is tried again by itself
    return timedelta(seconds=queue.wrap_up_s)


def never_began(world: World, interaction: Interaction, now: datetime) -> Iterable[Event]:
    """The agent's own phone was not answered: nobody was called."""
    return world.interactions.end_conversation(
        interaction, EndedBy.SYSTEM, OWN_PHONE, now, timedelta()
    )


def customer_dialled(
    world: World, interaction: Interaction, rules: CallBackRules, trunk_id: TrunkId, now: datetime
) -> Event:
    """The customer is called, and shown the number of the queue."""
    return CustomerDialled(
        at=now,
        interaction_id=interaction.id,
        leg_id=leg_to_customer(interaction.id),
        trunk_id=trunk_id,
        number=interaction.customer_number,
        shown_number=rules.caller_number or world.entry_points.own_number(),
        gives_up_at=now + timedelta(seconds=rules.ring_s),
    )

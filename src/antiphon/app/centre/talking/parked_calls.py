"""Parking and picking up: the customer waits at a numbered place for any agent of the queue.

Whoever picks up is rung like a colleague who is asked to take over. Who is not picked up in time
goes back to who parked the call, and if that fails to the head of the queue: nobody is forgotten.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from antiphon.app.centre.talking import (
    call_control,
    conversation,
    outbound,
    parties,
    targets,
)
from antiphon.app.centre.world import World
from antiphon.interactions.contract import LeaveReason, WrapUpEnded
from antiphon.interactions.parking import (
    EndParking,
    InteractionParked,
    ParkInteraction,
    PickUpParked,
    parked_until,
)
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId
from antiphon.supervision.contract import GiveBackParked, ParkedGivenBack
from antiphon.telephony.contract import Purpose


def park(world: World, wish: ParkInteraction, now: datetime) -> Iterator[Event]:
    """Decide about parking the customer in hand."""
    if wish.interaction_id in world.parking.parked or call_control.has_handed_on(world, wish):
        return
    interaction, call = call_control.with_customer(world, wish)
    if call.parties:
        raise RuleBroken(
            "transfer.others_in_call", "First let the others go, or leave the call to them."
        )
    queue = world.routing.queues.find(interaction.queue_id)
    if queue is None:
        raise RuleBroken("parked.no_queue", "This call belongs to no queue: transfer it instead.")
    yield parties.agent_left(world, interaction, LeaveReason.TRANSFERRED, now)
    name = queue.park_name.strip()
    yield InteractionParked(
        at=now,
        interaction_id=interaction.id,
        agent_id=wish.agent_id,
        queue_id=queue.id,
        place=world.parking.free_place(name),
        place_name=name,
        until=parked_until(queue, now),
    )


def pick_up(world: World, wish: PickUpParked, now: datetime) -> Iterator[Event]:
    """Decide about an agent's wish to have a parked customer."""
    there = world.parking.parked.get(wish.interaction_id)
    interaction = world.interactions.open.get(wish.interaction_id)
    call = world.calls.calls.get(wish.interaction_id)
    if call is not None and any(one.agent_id == wish.agent_id for one in call.parties.values()):
        return
    is_there = interaction is not None and interaction.state is State.PARKED
    if there is None or interaction is None or call is None or not is_there:
        raise RuleBroken("parked.gone", "This customer is not parked any more.")
    agent = world.agents.profiles.get(wish.agent_id)
    if there.queue_id not in agent.queues:
        raise RuleBroken("parked.not_yours", "Only agents of this queue pick the call up.")
    outbound.check_free(world, agent.id, besides=interaction.id)
    yield from _written(interaction, agent.id, now)
    asking = targets.Asking(Purpose.PICKED_UP, None, now)
    yield targets.colleague(world, call, agent.id, asking)


def give_back(world: World, command: GiveBackParked, now: datetime) -> Iterator[Event]:
    """Decide about a supervisor's wish that a parked customer be first in the queue."""
    there = world.parking.parked.get(command.interaction_id)
    interaction = world.interactions.open.get(command.interaction_id)
    if there is None or interaction is None:
        raise RuleBroken("parked.gone", "This customer is not parked any more.")
    if interaction.state is not State.PARKED:
        raise RuleBroken("parked.rung", "Somebody is being rung to pick this customer up.")
    queue = world.routing.queues.find(there.queue_id)
    yield ParkedGivenBack(
        at=now,
        interaction_id=interaction.id,
        queue_id=there.queue_id,
        name=queue.name if queue is not None else there.queue_id,
        by=command.by,
    )
    yield from conversation.give_back(world, interaction, now)


def _written(interaction: Interaction, agent_id: AgentId, now: datetime) -> Iterator[Event]:
    """Who takes back what was just left need not write it up twice."""
    if interaction.parts.open_share(agent_id) is not None:
        yield WrapUpEnded(
            at=now, interaction_id=interaction.id, agent_id=agent_id, is_over_limit=False
        )


def end(world: World, command: EndParking, now: datetime) -> Iterable[Event]:
    """Nobody came: the customer goes back to who parked the call, else to the queue."""
    there = world.parking.parked.get(command.interaction_id)
    interaction = world.interactions.open.get(command.interaction_id)
    call = world.calls.calls.get(command.interaction_id)
    if there is None or interaction is None or call is None:
        return []
    if interaction.state is not State.PARKED:
        return []  # a phone rings for it; if it is not answered the time begins anew
    if now < there.until:
        return []  # it has begun anew: this was due while the phone rang, and came late
    return parties.back_to(world, interaction, call, there.agent_id, now)

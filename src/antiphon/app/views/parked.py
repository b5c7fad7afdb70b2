"""Who is parked: on the desks of those who may pick them up, and on the board."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from antiphon.app.centre.world import World
from antiphon.app.views.named import CustomerView, Named, customer_of
from antiphon.interactions.parking import Parked
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import State
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.live.contract import Key


class ParkedView(msgspec.Struct, frozen=True, kw_only=True):
    """A parked customer; while a phone rings to pick the call up, nobody else can."""

    id: str
    place: int
    place_name: str
    customer: CustomerView
    queue: Named
    parked_by: Named
    note: str
    since: datetime
    until: datetime
    is_rung: bool


def parked_for(world: World, agent_id: AgentId) -> Iterator[tuple[Key, ParkedView]]:
    """What this agent may pick up."""
    agent = world.agents.find_agent(agent_id)
    for interaction_id, parked, interaction in _all(world):
        if agent is not None and parked.queue_id in agent.queues:
            yield ("parked", interaction_id), _view(world, interaction, parked)


def parked_on_board(world: World) -> Iterator[tuple[Key, ParkedView]]:
    """Everybody who is parked."""
    for interaction_id, parked, interaction in _all(world):
        yield ("parked_call", interaction_id), _view(world, interaction, parked)


def _all(world: World) -> Iterator[tuple[InteractionId, Parked, Interaction]]:
    for interaction_id, parked in world.parking.parked.items():
        interaction = world.interactions.open.get(interaction_id)
        if interaction is not None:
            yield interaction_id, parked, interaction


def _view(world: World, interaction: Interaction, parked: Parked) -> ParkedView:
    queue, agent = (
        world.routing.queues.find(parked.queue_id),
        world.agents.find_agent(parked.agent_id),
    )
    notes = [share.note for share in interaction.parts.shares if share.note]
    return ParkedView(
        id=interaction.id,
        place=parked.place,
        place_name=parked.place_name,
        customer=customer_of(interaction),
        queue=Named(parked.queue_id, queue.name if queue is not None else parked.queue_id),
        parked_by=Named(parked.agent_id, agent.name if agent is not None else parked.agent_id),
        note=notes[-1] if notes else "",
        since=parked.since,
        until=parked.until,
        is_rung=interaction.state is not State.PARKED,
    )

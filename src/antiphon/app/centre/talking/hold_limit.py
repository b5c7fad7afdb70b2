"""A customer on hold is not forgotten: the agent is reminded when the queue's limit is over.

With the limit over, the customer is either only reminded of, again and again, or taken off hold.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from antiphon.app.centre.world import World
from antiphon.interactions.contract import InteractionHeld, InteractionResumed
from antiphon.interactions.hold_limit import HoldOverdue, HoldTimed, RemindOfHold
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import State
from antiphon.kernel.events import Event
from antiphon.routing.contract import HoldEnd, Queue
from antiphon.telephony.contract import Place


def after_held(world: World, event: InteractionHeld) -> Iterator[Event]:
    """The time of a hold begins, if the queue limits it."""
    interaction = world.interactions.open.get(event.interaction_id)
    limit = _limit_of(world, interaction)
    if limit is not None:
        yield HoldTimed(
            at=event.at,
            interaction_id=event.interaction_id,
            agent_id=event.agent_id,
            remind_at=event.at + limit,
        )


def remind(world: World, command: RemindOfHold, now: datetime) -> Iterator[Event]:
    """The limit is over: the agent is told, and while not consulting hears the customer again."""
    interaction = world.interactions.open.get(command.interaction_id)
    call = world.calls.calls.get(command.interaction_id)
    if interaction is None or interaction.state is not State.HELD or interaction.agent_id is None:
        return
    limit = _limit_of(world, interaction) or timedelta(minutes=1)
    whose = interaction.agent_id
    yield HoldOverdue(
        at=now,
        interaction_id=interaction.id,
        agent_id=whose,
        held_at=interaction.since or now,
        remind_at=now + limit,
    )
    queue = _queue_of(world, interaction)
    is_alone = call is not None and call.agent_place is Place.MAIN
    if queue is not None and queue.hold_end is HoldEnd.RESUME and is_alone:
        yield InteractionResumed(at=now, interaction_id=interaction.id, agent_id=whose)


def _queue_of(world: World, interaction: Interaction | None) -> Queue | None:
    return world.routing.queues.find(interaction.queue_id) if interaction is not None else None


def _limit_of(world: World, interaction: Interaction | None) -> timedelta | None:
    queue = _queue_of(world, interaction)
    return timedelta(seconds=queue.hold_limit_s) if queue and queue.hold_limit_s else None

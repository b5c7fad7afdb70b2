"""The keys that lead out of a queue: a call-back, a message, or another queue."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec.structs import replace

from antiphon.app.centre.callbacks import instead_of_waiting
from antiphon.app.centre.world import World
from antiphon.flows.contract import FlowMoved
from antiphon.flows.run import RecordVoicemail, Waiting
from antiphon.interactions.contract import InteractionDequeued, InteractionQueued
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId, QueueId
from antiphon.routing.waiting import ExitKind

LONGEST_MESSAGE_S = 120


def pressed(
    world: World, interaction_id: InteractionId, digit: str, now: datetime
) -> Iterable[Event]:
    """A customer who waits pressed a key. While a phone rings for them, it is too late to leave."""
    waiting = world.routing.waiting[interaction_id]
    queue = world.routing.queues.find(waiting.queue_id)
    way = queue.waiting.exits.get(digit) if queue is not None else None
    call = world.calls.calls.get(interaction_id)
    interaction = world.interactions.open[interaction_id]
    if way is None or waiting.offer_id is not None or call is None or call.customer_leg is not None:
        return []
    if interaction.call_back_id is not None:
        return []
    if way.kind is ExitKind.CALL_BACK:
        return instead_of_waiting(world, interaction_id, now)
    if way.kind is ExitKind.VOICEMAIL:
        return _to_voicemail(world, interaction_id, now)
    return _to_queue(world, interaction_id, way.queue_id, now)


def _to_voicemail(world: World, interaction_id: InteractionId, now: datetime) -> Iterator[Event]:
    progress = world.flows.progress.get(interaction_id)
    if progress is None:
        return
    turn = progress.run.turn + 1
    # The flow knows no such step: when the message is complete it ends there.
    run = replace(progress.run, step="", waiting=Waiting.MESSAGE, turn=turn)
    yield InteractionDequeued(at=now, interaction_id=interaction_id)
    yield FlowMoved(
        at=now,
        interaction_id=interaction_id,
        run=run,
        actions=(RecordVoicemail(turn=turn, max_s=LONGEST_MESSAGE_S),),
    )


def _to_queue(
    world: World, interaction_id: InteractionId, queue_id: QueueId | None, now: datetime
) -> Iterator[Event]:
    queue = world.routing.queues.find(queue_id)
    waiting = world.routing.waiting[interaction_id]
    if queue is None or queue.id == waiting.queue_id:
        return
    interaction = world.interactions.open[interaction_id]
    yield InteractionQueued(
        at=now,
        interaction_id=interaction_id,
        queue_id=queue.id,
        skills=queue.required_skills,
        priority=interaction.priority,
        order_at=waiting.order_at,
        is_returning=False,
        announce_position=waiting.announce_position,
        overflow_at=None,
    )

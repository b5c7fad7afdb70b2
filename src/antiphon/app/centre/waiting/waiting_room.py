"""The waiting room: what is said in it, and the keys that lead out: call-back, message, queue."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec.structs import replace

from antiphon.app.centre.waiting.call_back_wishes import instead_of_waiting
from antiphon.app.centre.waiting.greeting import message_flow
from antiphon.app.centre.world import World
from antiphon.flows.contract import FlowMoved
from antiphon.flows.run import RecordVoicemail, SpokenText, Waiting
from antiphon.interactions.contract import InteractionDequeued
from antiphon.interactions.states import State
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId, QueueId
from antiphon.routing.announcements import PositionAnnounced
from antiphon.routing.line import moved_on
from antiphon.routing.spoken import announcement, call_back_text
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
    is_offered = bool(world.routing.offers.of(interaction_id))
    if way is None or is_offered or call is None or call.customer_leg is not None:
        return []
    if interaction.is_outbound:
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
    queue_id = world.routing.waiting[interaction_id].queue_id
    if (flow := message_flow(world, queue_id)) is not None:
        run = progress.run
        move = world.flows.begin(flow, run.language, now, before=run)
        yield InteractionDequeued(at=now, interaction_id=interaction_id)
        yield FlowMoved(
            at=now,
            interaction_id=interaction_id,
            run=move.run,
            actions=move.actions,
            own_flow=flow,
        )
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
    # Whoever chose this queue is not taken out of it by the flow that led to the other one.
    yield replace(moved_on(waiting, queue, now, priority=waiting.priority), overflow_at=None)


def announced(world: World, event: PositionAnnounced) -> SpokenText | None:
    """What a customer who waits still, and is on the line, is told now."""
    interaction = world.interactions.open.get(event.interaction_id)
    call = world.calls.calls.get(event.interaction_id)
    if not event.is_said or interaction is None or call is None or call.is_caller_gone:
        return None
    if interaction.state is not State.WAITING:
        return None
    queue = world.routing.queues.find(interaction.queue_id)
    low, high = event.wait_low_s, event.wait_high_s
    first, last = event.quiet_from, event.quiet_until
    text = announcement(
        interaction.language,
        position=event.position,
        wait_s=(low, high) if low is not None and high is not None else None,
        quiet_hours=(first, last) if first is not None and last is not None else None,
        room=queue.waiting if queue is not None else None,
        priority=interaction.priority,
    )
    return SpokenText(language=interaction.language, text=text) if text else None


def promised(world: World, interaction_id: InteractionId) -> SpokenText:
    """What is said to somebody who is going to be called back."""
    pending = world.call_backs.find_by_source(interaction_id)
    language = pending.call_back.language if pending is not None else "en"
    return SpokenText(language=language, text=call_back_text(language))

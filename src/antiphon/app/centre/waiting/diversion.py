"""Customers who do not wait on: their queue is closed, or has somewhere else for them by now.

Reactions and a decision: they look at the world and give events. Policy: `after_closed` says where
those go who come to a closed queue, `relax` where those go who waited too long. Each goes through
a small flow of its own, so that what is said, recorded or promised is on record like any other.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from antiphon.app.centre.entering import arrival
from antiphon.app.centre.talking import parties
from antiphon.app.centre.world import World
from antiphon.flows.graph import (
    CallBackStep,
    Flow,
    HangUpStep,
    OutsideStep,
    QueueStep,
    SayStep,
    Step,
    Text,
    VoicemailStep,
)
from antiphon.flows.run import Waiting
from antiphon.interactions.contract import InteractionDequeued
from antiphon.interactions.states import State
from antiphon.kernel.events import Event
from antiphon.kernel.ids import FlowId, InteractionId, QueueId
from antiphon.routing.callbacks import CallBackRefused
from antiphon.routing.contract import (
    OverflowKind,
    QueueFoundClosed,
    QueueOverflow,
    RelaxationStep,
    RelaxRequirement,
    WithdrawReason,
)
from antiphon.routing.relaxation import Outlook, holds
from antiphon.routing.spoken import CLOSED, LEAVE_A_MESSAGE
from antiphon.telephony.contract import OutsideRefused, PartyLeft

DIVERSION = FlowId("diversion")
_SORRY = QueueOverflow(kind=OverflowKind.HANG_UP, text=CLOSED)


def after_closed(world: World, event: QueueFoundClosed) -> Iterable[Event]:
    """Who comes to a closed queue goes where the queue says, else where the flow overflows to."""
    progress = world.flows.progress.get(event.interaction_id)
    queue = world.routing.queues.find(event.queue_id)
    if progress is None or queue is None:
        return []
    step = progress.flow.steps.get(progress.run.step)
    if queue.when_closed is None and isinstance(step, QueueStep) and step.overflow is not None:
        return _go_on(world, event.interaction_id, event.at)
    way = queue.when_closed or _SORRY
    return _diverted(world, event.interaction_id, way, queue.id, event.at)


def after_refusal(world: World, event: CallBackRefused | OutsideRefused) -> Iterable[Event]:
    """Who cannot be called back, or passed on, goes on in the flow."""
    return _go_on(world, event.interaction_id, event.at)


def after_party_left(world: World, event: PartyLeft) -> Iterable[Event]:
    """Nobody answered outside: the flow that passed the customer on knows what comes next."""
    interaction = world.interactions.open.get(event.interaction_id)
    progress = world.flows.progress.get(event.interaction_id)
    is_ours = progress is not None and progress.run.waiting is Waiting.OUTSIDE
    if interaction is None or interaction.state is not State.TRANSFERRING or not is_ours:
        return parties.after_left(world, event)
    dequeued = InteractionDequeued(at=event.at, interaction_id=event.interaction_id)
    return [dequeued, *_go_on(world, event.interaction_id, event.at)]


def relax(world: World, command: RelaxRequirement, now: datetime) -> Iterator[Event]:
    """Decide about the step of relaxation that is due: less is asked for, or the wait ends."""
    step = world.routing.due_step(command)
    if step is None:
        return
    waiting = world.routing.waiting[command.interaction_id]
    outlook = outlook_of(world, waiting.id, step, now)
    way = step.overflow if is_diverted(step) and not _is_gone(world, waiting.id) else None
    if way is None or not holds(step, outlook):
        yield from world.routing.relax(command, outlook, now)
        return
    yield from world.routing.offers.withdraw(waiting.id, WithdrawReason.OVERFLOWED, now)
    yield InteractionDequeued(at=now, interaction_id=waiting.id)
    yield from _diverted(world, waiting.id, way, waiting.queue_id, now)


def outlook_of(
    world: World, interaction_id: InteractionId, step: RelaxationStep, now: datetime
) -> Outlook:
    """What a step's conditions are about; the wait is foretold only for a step that asks."""
    queue_id = world.routing.waiting[interaction_id].queue_id
    expected = None
    if step.if_expected_wait_over_s is not None:
        interval = world.waits.ask(queue_id, world.routing.position(interaction_id) - 1, now)
        expected = interval.high_s if interval is not None else None
    return Outlook(world.routing.in_line[queue_id], expected)


def is_diverted(step: RelaxationStep) -> bool:
    """Whether the step takes the customer out of the line; another queue goes on without a word."""
    way = step.overflow
    return way is not None and (way.kind is not OverflowKind.QUEUE or bool(way.text))


def _is_gone(world: World, interaction_id: InteractionId) -> bool:
    """Whether nobody is on the line to hear anything, as while a call-back waits for its turn."""
    call = world.calls.calls.get(interaction_id)
    return call is None or call.is_caller_gone or interaction_id not in world.flows.progress


def _go_on(world: World, interaction_id: InteractionId, now: datetime) -> Iterable[Event]:
    progress = world.flows.progress.get(interaction_id)
    if progress is None:
        return []
    move = world.flows.finished(interaction_id, progress.run.turn, now)
    return arrival.moved(world, interaction_id, move, now)


def _diverted(
    world: World,
    interaction_id: InteractionId,
    way: QueueOverflow,
    queue_id: QueueId,
    now: datetime,
) -> Iterator[Event]:
    language = world.interactions.open[interaction_id].language
    flow = _flow_of(way, queue_id)
    before = world.flows.progress[interaction_id].run
    move = world.flows.begin(flow, language, now, before=before)
    yield from arrival.moved(world, interaction_id, move, now, own_flow=flow)


def _flow_of(way: QueueOverflow, queue_id: QueueId) -> Flow:
    """What the customer goes through instead of waiting in the queue `queue_id`."""
    steps: dict[str, Step] = {}
    match way.kind:
        case OverflowKind.QUEUE:
            steps["go"] = QueueStep(queue_id=way.queue_id or queue_id, announce_position=True)
        case OverflowKind.VOICEMAIL:
            return _flow({"go": VoicemailStep(text=way.text or LEAVE_A_MESSAGE)})
        case OverflowKind.EXTERNAL:
            steps["go"] = OutsideStep(number=way.number, refused="message")
            steps["message"] = VoicemailStep(text=LEAVE_A_MESSAGE)
        case OverflowKind.CALL_BACK:
            steps["go"] = CallBackStep(queue_id=queue_id, refused="message")
            steps["message"] = VoicemailStep(text=LEAVE_A_MESSAGE)
        case OverflowKind.HANG_UP:
            steps["go"] = HangUpStep()
    return _flow(_said(way.text) | steps)


def _said(text: Text) -> dict[str, Step]:
    return {"say": SayStep(text=text, next="go")} if text else {}


def _flow(steps: dict[str, Step]) -> Flow:
    return Flow(id=DIVERSION, name="Instead of waiting", start=next(iter(steps)), steps=steps)

"""What people wish about call-backs and lost calls: that one be made, by whom, or not at all."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from antiphon.app.centre.waiting.callbacks import FURTHEST, finished, is_open_for_calls
from antiphon.app.centre.world import World
from antiphon.interactions.contract import EndedBy, InteractionClosed, Outcome
from antiphon.interactions.record import Interaction
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import CallBackId, InteractionId, QueueId
from antiphon.routing.callbacks import (
    AssignCallBack,
    CallBack,
    CallBackAssigned,
    CallBackPostponed,
    CallBackRefused,
    CallBackRequested,
    CancelCallBack,
    MoveCallBack,
    Origin,
    RequestCallBack,
    Result,
)
from antiphon.routing.contract import Queue, WithdrawReason
from antiphon.routing.lost_calls import (
    AssignLostCall,
    DismissLostCall,
    LostCallAssigned,
    LostCallDismissed,
)
from antiphon.telephony.engine import EndCause

# Where somebody waited already, the place is that of the wait.
KEEPS_PLACE = frozenset({Origin.QUEUE, Origin.CUT_OFF})
# Why a call-back is due at another time than before: somebody wished it.
WISHED = "wished"


def request(world: World, command: RequestCallBack, now: datetime) -> Iterable[Event]:
    """Decide about a wish that somebody be called back."""
    call_back = command.call_back
    queue = world.routing.queues.get(call_back.queue_id)
    world.dial_guard.allow(call_back.number, now)
    if world.call_backs.find_by_number(call_back.number) is not None:
        raise RuleBroken("call_back.exists", "This number is going to be called already.")
    if call_back.agent_id is not None:
        world.agents.profiles.get(call_back.agent_id)
    _check_time(world, queue, call_back.due_at, now)
    due_at = max(call_back.due_at, now)
    order_at = call_back.order_at if call_back.origin in KEEPS_PLACE else due_at
    call_back = replace(call_back, due_at=due_at, order_at=order_at)
    yield CallBackRequested(at=now, call_back_id=call_back.id, call_back=call_back, by=command.by)


def move(world: World, command: MoveCallBack, now: datetime) -> Iterable[Event]:
    """Decide about another time for a call; one that goes on cannot be moved."""
    pending = world.call_backs.get(command.call_back_id)
    if command.agent_id not in (None, pending.agent_id):
        raise RuleBroken("call_back.not_yours", "This call-back is not meant for you.")
    if pending.attempt_id is not None:
        raise RuleBroken("call_back.under_way", "An attempt is under way: let it end first.")
    queue = world.routing.queues.get(pending.call_back.queue_id)
    _check_time(world, queue, command.due_at, now)
    yield CallBackPostponed(
        at=now,
        call_back_id=command.call_back_id,
        due_at=max(command.due_at, now),
        reason=WISHED,
    )


def _check_time(world: World, queue: Queue, due_at: datetime, now: datetime) -> None:
    """Refuse a time that is too far away, or at which the queue calls nobody."""
    if due_at > now + FURTHEST:
        raise RuleBroken("call_back.too_far", "Choose a time within the next fourteen days.")
    if due_at > now and not is_open_for_calls(world, queue, due_at):
        raise RuleBroken("call_back.closed_then", "The queue is closed at that time.")


def instead_of_waiting(world: World, interaction_id: InteractionId, now: datetime) -> list[Event]:
    """The customer hangs up and is called at the turn that waiting would have had."""
    waiting = world.routing.waiting[interaction_id]
    interaction = world.interactions.open[interaction_id]
    call_back = _of(interaction, waiting.queue_id, now)
    call_back = replace(
        call_back,
        order_at=waiting.order_at,
        priority=interaction.priority,
        skills=interaction.skills,
    )
    try:
        return _promised(world, interaction_id, call_back, now)
    except RuleBroken:
        return []


def instead_of_flow(
    world: World, interaction_id: InteractionId, queue_id: QueueId, now: datetime, *, language: str
) -> list[Event]:
    """The flow promises a call: as if the customer had begun to wait when the call came in."""
    interaction = world.interactions.open[interaction_id]
    queue = world.routing.queues.find(queue_id)
    call_back = replace(_of(interaction, queue_id, now), language=language, is_from_flow=True)
    if queue is not None:
        call_back = replace(call_back, skills=queue.required_skills, priority=queue.priority)
    try:
        return _promised(world, interaction_id, call_back, now)
    except RuleBroken as refusal:
        refused = CallBackRefused(
            at=now, interaction_id=interaction_id, queue_id=queue_id, reason=refusal.code
        )
        return [refused]


def after_cut_off(
    world: World, interaction: Interaction, cause: EndCause, now: datetime
) -> Iterable[Event]:
    """A fault of ours ended the call: where the queue wants it, the customer is called."""
    queue = world.routing.queues.find(interaction.queue_id)
    if queue is None or cause is not EndCause.FAILED or not queue.waiting.call_back.after_cut_off:
        return []
    call_back = replace(
        _of(interaction, queue.id, now),
        origin=Origin.CUT_OFF,
        order_at=interaction.order_at or interaction.arrived_at,
        priority=interaction.priority,
        skills=interaction.skills,
    )
    try:
        return list(request(world, RequestCallBack(call_back=call_back), now))
    except RuleBroken:
        # Who may not be called stays in the list of lost calls.
        return []


def _of(interaction: Interaction, queue_id: QueueId, now: datetime) -> CallBack:
    return CallBack(
        id=CallBackId(f"{interaction.id}.b"),
        number=interaction.customer_number,
        queue_id=queue_id,
        order_at=interaction.arrived_at,
        due_at=now,
        origin=Origin.QUEUE,
        language=interaction.language,
        customer_id=interaction.customer_id,
        customer_name=interaction.customer_name,
        source_id=interaction.id,
    )


def _promised(
    world: World, interaction_id: InteractionId, call_back: CallBack, now: datetime
) -> list[Event]:
    try:
        requested = list(request(world, RequestCallBack(call_back=call_back), now))
    except RuleBroken as refusal:
        if refusal.code != "call_back.exists":
            raise
        requested = []
    closed = InteractionClosed(
        at=now,
        interaction_id=interaction_id,
        outcome=Outcome.CALL_BACK,
        ended_by=EndedBy.CUSTOMER,
        reason="call_back",
    )
    return [closed, *requested]


def assign(world: World, command: AssignCallBack, now: datetime) -> Iterable[Event]:
    """Decide who is to call back."""
    pending = world.call_backs.get(command.call_back_id)
    if command.agent_id is not None:
        world.agents.profiles.get(command.agent_id)
    if pending.agent_id != command.agent_id:
        yield CallBackAssigned(
            at=now, call_back_id=command.call_back_id, agent_id=command.agent_id, by=command.by
        )


def dismiss_lost(_world: World, command: DismissLostCall, now: datetime) -> Iterable[Event]:
    """Put on record that nothing is to be done; the list knows what it is about."""
    yield LostCallDismissed(
        at=now, interaction_id=command.interaction_id, reason=command.reason, by=command.by
    )


def assign_lost(world: World, command: AssignLostCall, now: datetime) -> Iterable[Event]:
    """Put on record who takes care of a lost call."""
    if command.agent_id is not None:
        world.agents.profiles.get(command.agent_id)
    yield LostCallAssigned(
        at=now, interaction_id=command.interaction_id, agent_id=command.agent_id, by=command.by
    )


def cancel(world: World, command: CancelCallBack, now: datetime) -> Iterable[Event]:
    """Decide about not calling back."""
    pending = world.call_backs.get(command.call_back_id)
    attempt_id = pending.attempt_id
    if attempt_id is not None:
        call, waiting = world.calls.calls.get(attempt_id), world.routing.waiting.get(attempt_id)
        if waiting is None or call is None or call.customer_leg is not None:
            raise RuleBroken("call_back.under_way", "An attempt is under way: let it end first.")
    yield finished(pending, Result.CANCELLED, command.reason or "cancelled", now, by=command)
    if attempt_id is not None:
        yield from world.routing.offers.withdraw(attempt_id, WithdrawReason.CUSTOMER_LEFT, now)
        yield from world.interactions.close(
            attempt_id, Outcome.NOT_REACHED, EndedBy.SYSTEM, "cancelled", now
        )

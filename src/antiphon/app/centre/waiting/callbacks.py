"""Call-backs in the centre: when one begins, who is called, and what an attempt came to.

Decisions and reactions look at the world and give events; they change nothing. Policy: `start`
says when an attempt may begin, `called` who is called at its turn, `after_attempt` what follows.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from antiphon.app.centre.talking.outbound import customer_dialled, ended
from antiphon.app.centre.talking.way_out import trunk_of
from antiphon.app.centre.waiting.place_in_line import in_line
from antiphon.app.centre.world import World
from antiphon.flows.hours import HoursId, is_open
from antiphon.interactions.contract import (
    Channel,
    EndedBy,
    InteractionArrived,
    InteractionClosed,
    InteractionConnected,
    InteractionDequeued,
    InteractionQueued,
    Outcome,
)
from antiphon.interactions.record import Interaction, arrived
from antiphon.interactions.states import State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId
from antiphon.routing.callback_book import PendingCallBack, attempt_of
from antiphon.routing.callbacks import (
    CallBack,
    CallBackAssigned,
    CallBackFinished,
    CallBackMissed,
    CallBackPostponed,
    CallBackRequested,
    CallBackStarted,
    CancelCallBack,
    Result,
    StartCallBack,
)
from antiphon.routing.contract import OfferMade, Queue, WithdrawReason
from antiphon.routing.waiting import CallBackRules, CalledFirst
from antiphon.telephony.contract import CustomerAnswered, GiveUpDialling

# How long a call-back waits for the one person it is meant for before anybody may take it.
NAMED_PATIENCE = timedelta(hours=4)
ASK_AGAIN = timedelta(minutes=5)
# What stands in the way (no trunk, the hourly limit) is looked at again after this.
OBSTACLE = timedelta(minutes=10)
LOOK_AHEAD = timedelta(minutes=15)
FURTHEST = timedelta(days=14)


def start(world: World, command: StartCallBack, now: datetime) -> Iterable[Event]:
    """Begin an attempt, unless one goes on or something stands in the way."""
    pending = world.call_backs.open.get(command.call_back_id)
    if pending is None or pending.attempt_id is not None:
        return
    wanted_by = command.agent_id
    if wanted_by is not None:
        if not world.routing.selection.is_idle(wanted_by):
            raise RuleBroken("call_back.not_ready", "Become ready first, then call back.")
    elif pending.due_at > now:
        return
    elif pending.agent_id is not None:
        wanted_by = pending.agent_id
        if not world.routing.selection.is_idle(wanted_by):
            yield from _wait_for_named(pending, now)
            return
    yield from _begin(world, pending, wanted_by, now)


def start_at_once(world: World, event: CallBackRequested) -> Iterable[Event]:
    """One that is due begins to wait before anybody else can be served."""
    return start(world, StartCallBack(call_back_id=event.call_back_id), event.at)


def _wait_for_named(pending: PendingCallBack, now: datetime) -> Iterator[Event]:
    call_back_id = pending.call_back.id
    if now >= pending.call_back.due_at + NAMED_PATIENCE:
        yield CallBackAssigned(at=now, call_back_id=call_back_id, agent_id=None, by=None)
    yield CallBackPostponed(
        at=now, call_back_id=call_back_id, due_at=now + ASK_AGAIN, reason="agent_busy"
    )


def _begin(
    world: World, pending: PendingCallBack, wanted_by: AgentId | None, now: datetime
) -> Iterator[Event]:
    call_back = pending.call_back
    queue = world.routing.queues.find(call_back.queue_id)
    if queue is None:
        yield finished(pending, Result.GIVEN_UP, "queue_missing", now)
        return
    obstacle = _obstacle(world, queue, call_back.number, now)
    if obstacle is not None:
        due_at, reason = obstacle
        yield CallBackPostponed(at=now, call_back_id=call_back.id, due_at=due_at, reason=reason)
        return
    attempt_id = attempt_of(pending)
    yield CallBackStarted(
        at=now, call_back_id=call_back.id, attempt_id=attempt_id, agent_id=wanted_by
    )
    attempt = InteractionArrived(
        at=now,
        interaction_id=attempt_id,
        channel=Channel.VOICE,
        entry_point_id=None,
        dialled="",
        customer_id=call_back.customer_id,
        customer_number=call_back.number,
        customer_name=call_back.customer_name,
        language=call_back.language,
        call_back_id=call_back.id,
    )
    yield attempt
    yield _queued(world, call_back, arrived(attempt), now)


def _queued(
    world: World, call_back: CallBack, interaction: Interaction, now: datetime
) -> InteractionQueued:
    return in_line(
        world,
        interaction,
        now,
        queue_id=call_back.queue_id,
        skills=call_back.skills,
        priority=call_back.priority,
        order_at=call_back.order_at,
    )


def _obstacle(
    world: World, queue: Queue, number: str, now: datetime
) -> tuple[datetime, str] | None:
    if not is_open_for_calls(world, queue, now):
        return _next_opening(world, queue, now), "closed"
    if trunk_of(world, queue.id) is None:
        return now + OBSTACLE, "no_trunk"
    try:
        world.dial_guard.allow(number, now)
    except RuleBroken as refusal:
        return now + OBSTACLE, refusal.code
    return None


def is_open_for_calls(world: World, queue: Queue, at: datetime) -> bool:
    """Whether this queue makes call-backs then: in hours of their own, or in the queue's."""
    hours_id = queue.waiting.call_back.hours_id or queue.hours_id
    hours = world.flows.hours.find(HoursId(hours_id)) if hours_id is not None else None
    return hours is None or is_open(hours, at)


def _next_opening(world: World, queue: Queue, now: datetime) -> datetime:
    at = now + LOOK_AHEAD
    while at < now + FURTHEST and not is_open_for_calls(world, queue, at):
        at += LOOK_AHEAD
    return at


def offer_to_named(world: World, event: InteractionQueued) -> Iterable[Event]:
    """An attempt that somebody wants to make goes to that agent, if still free."""
    pending = world.call_backs.find_by_attempt(event.interaction_id)
    if pending is not None and pending.wanted_by is not None:
        yield from world.routing.offer_to_named(event.interaction_id, pending.wanted_by, event.at)


def called(world: World, event: OfferMade) -> Iterable[Event]:
    """The turn has come: where the customer is called first, the agent stays free meanwhile."""
    if event.offer_id not in world.routing.offers.open:
        return  # another of the same group brought it about
    call = world.calls.calls.get(event.interaction_id)
    interaction = world.interactions.open.get(event.interaction_id)
    queue = world.routing.queues.find(event.queue_id)
    pending = world.call_backs.find_by_attempt(event.interaction_id)
    if call is None or interaction is None or queue is None or pending is None:
        return
    if queue.waiting.call_back.first is not CalledFirst.CUSTOMER or call.is_customer_up:
        return
    if pending.wanted_by is not None:
        return
    reason = WithdrawReason.CUSTOMER_CALLED
    yield from world.routing.offers.withdraw(interaction.id, reason, event.at)
    yield InteractionDequeued(at=event.at, interaction_id=interaction.id)
    yield from dial(world, interaction, event.at)


def dial(world: World, interaction: Interaction, now: datetime) -> Iterator[Event]:
    """Call the customer of an attempt: once, and only if that is still allowed."""
    call = world.calls.calls[interaction.id]
    if call.customer_leg is not None:
        return
    queue = world.routing.queues.find(interaction.queue_id)
    number = interaction.customer_number
    # Hours may have passed since the attempt began to wait.
    obstacle = _obstacle(world, queue, number, now) if queue is not None else (now, "queue_missing")
    trunk_id = trunk_of(world, queue.id) if queue is not None else None
    if queue is None or trunk_id is None or obstacle is not None:
        reason = obstacle[1] if obstacle is not None else "no_trunk"
        yield from _not_reached(world, interaction, reason, now)
        return
    yield customer_dialled(world, interaction, queue.waiting.call_back, trunk_id, now)


def after_answer(world: World, event: CustomerAnswered) -> Iterable[Event]:
    """The customer is there: together with the agent, or waiting as the first in line."""
    interaction = world.interactions.open.get(event.interaction_id)
    pending = world.call_backs.find_by_attempt(event.interaction_id)
    if interaction is None or interaction.state is not State.DIALLING:
        return
    if interaction.agent_id is not None:
        yield InteractionConnected(
            at=event.at, interaction_id=interaction.id, agent_id=interaction.agent_id
        )
    elif pending is not None:
        yield _queued(world, pending.call_back, interaction, event.at)


def give_up_dialling(world: World, command: GiveUpDialling, now: datetime) -> Iterable[Event]:
    """The customer's telephone has rung long enough."""
    interaction = world.interactions.open.get(command.interaction_id)
    if interaction is not None and interaction.state is State.DIALLING:
        yield from _not_reached(world, interaction, "no_answer", now)


def not_reached(
    world: World, interaction: Interaction, reason: str, now: datetime
) -> Iterable[Event]:
    """The customer's leg ended before anybody talked."""
    return _not_reached(world, interaction, reason, now)


def _not_reached(
    world: World, interaction: Interaction, reason: str, now: datetime
) -> Iterator[Event]:
    if interaction.agent_id is not None:
        yield from ended(world, interaction, reason, now)
    else:
        yield from world.interactions.close(
            interaction.id, Outcome.NOT_REACHED, EndedBy.SYSTEM, reason, now
        )


def after_attempt(world: World, event: InteractionClosed) -> Iterable[Event]:
    """An attempt is over: done, to be tried again, or given up."""
    pending = world.call_backs.find_by_attempt(event.interaction_id)
    if pending is None:
        return
    queue = world.routing.queues.find(pending.call_back.queue_id)
    rules = queue.waiting.call_back if queue is not None else CallBackRules()
    if event.outcome is Outcome.HANDLED:
        yield finished(pending, Result.REACHED, event.reason, event.at)
    elif pending.attempts >= rules.attempts:
        yield finished(pending, Result.GIVEN_UP, event.reason, event.at)
    else:
        yield CallBackMissed(
            at=event.at,
            call_back_id=pending.call_back.id,
            attempt_id=event.interaction_id,
            reason=event.reason,
            due_at=event.at + timedelta(seconds=rules.retry_after_s),
        )


def after_connection(world: World, event: InteractionConnected) -> Iterable[Event]:
    """Who called again and was served, or was called by hand, need not be called back any more."""
    interaction = world.interactions.open.get(event.interaction_id)
    if interaction is None or interaction.call_back_id is not None:
        return
    pending = world.call_backs.find_by_number(interaction.customer_number)
    if pending is None or pending.attempt_id is not None:
        return
    if interaction.placed_by is not None:
        yield finished(pending, Result.REACHED, "called_by_hand", event.at)
    else:
        yield finished(pending, Result.CALLED_AGAIN, "called_again", event.at)


def finished(
    pending: PendingCallBack,
    result: Result,
    reason: str,
    now: datetime,
    *,
    by: CancelCallBack | None = None,
) -> Event:
    """The end of a call-back."""
    return CallBackFinished(
        at=now,
        call_back_id=pending.call_back.id,
        result=result,
        reason=reason,
        agent_id=pending.wanted_by or pending.agent_id,
        by=by.by if by is not None else None,
    )

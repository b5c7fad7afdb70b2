"""What the engine tells of legs: one was answered, a key was pressed on it, or it is gone.

A leg to an agent's outside number is answered for us when its agent took it, see
`outside_phones.py`; what is known already changes nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from antiphon.app.centre.talking import agent_lines, monitoring, outside_phones, parties
from antiphon.app.centre.world import World
from antiphon.kernel.events import Event
from antiphon.kernel.ids import LegId
from antiphon.telephony.agent_lines import is_line
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import (
    AgentLegAnswered,
    AgentLegEnded,
    CallerLegEnded,
    CustomerAnswered,
)
from antiphon.telephony.engine import EndCause, LegAnswered, LegEnded
from antiphon.telephony.leg_ids import interaction_of
from antiphon.telephony.outside_phones import (
    NotTaken,
    OutsidePhoneBarred,
    OutsidePhoneNotTaken,
    OutsidePhoneTaken,
)


def answered(world: World, event: LegAnswered, now: datetime) -> Iterable[Event]:
    """Somebody picked up."""
    if is_line(event.leg):
        return agent_lines.answered(world, event, now)
    call = _call_of(world, event.leg)
    if call is None:
        return []
    phone = call.outside_phones.get(event.leg)
    if phone is not None and not phone.is_taken:
        return outside_phones.answered(call, event.leg, phone, now)
    return _up(call, event.leg, now)


def _up(call: Call, leg: LegId, now: datetime) -> Iterator[Event]:
    ringing = call.ringing.get(leg)
    is_picked_up = ringing is not None and not ringing.is_up
    if is_picked_up or (call.agent_leg == leg and not call.is_agent_up):
        yield AgentLegAnswered(at=now, interaction_id=call.id, leg_id=leg)
    elif call.customer_leg == leg and not call.is_customer_up:
        yield CustomerAnswered(at=now, interaction_id=call.id, leg_id=leg)
    elif (party := call.find_party(leg)) is not None:
        yield from parties.answered(call, party, now)
    elif (monitor := call.find_monitor(leg)) is not None:
        yield from monitoring.answered(call, monitor, now)


def ended(world: World, event: LegEnded, now: datetime) -> Iterator[Event]:
    """A leg is gone."""
    if is_line(event.leg):
        yield from agent_lines.ended(world, event, now)
        return
    call = _call_of(world, event.leg)
    if call is None:
        return
    yield from agent_lines.found_gone(world, call, event, now)
    event = agent_lines.as_cancelled(call, outside_phones.as_refusal(call, event))
    if event.leg == call.agent_leg or event.leg in call.ringing:
        yield AgentLegEnded(
            at=now,
            interaction_id=call.id,
            leg_id=event.leg,
            cause=event.cause,
            by_far_end=event.by_far_end,
        )
        if call.is_closed and call.agent_id is not None:
            # With its last leg the call is forgotten: nobody could react for its agent's line.
            yield from agent_lines.tend(world, call.agent_id, now)
    elif event.leg == call.caller_leg and not call.is_caller_gone:
        yield CallerLegEnded(
            at=now, interaction_id=call.id, cause=event.cause, by_far_end=event.by_far_end
        )
    elif (party := call.find_party(event.leg)) is not None:
        yield from parties.ended(world, call, party, event, now)
    elif (monitor := call.find_monitor(event.leg)) is not None:
        yield from monitoring.ended(world, call, monitor, event)


def _call_of(world: World, leg: LegId) -> Call | None:
    return world.calls.calls.get(interaction_of(leg))


# Reactions


def after_taken(world: World, event: OutsidePhoneTaken) -> Iterable[Event]:
    """The agent has the outside phone at the ear: as with any other phone that is picked up."""
    return _up(world.calls.calls[event.interaction_id], event.leg_id, event.at)


def after_not_taken(world: World, event: OutsidePhoneNotTaken) -> Iterable[Event]:
    """Nobody took the call there: as with any other phone that refuses, or is not answered."""
    is_refusal = event.reason is NotTaken.DECLINED
    cause = EndCause.DECLINED if is_refusal else EndCause.NO_ANSWER
    gone = LegEnded(at=event.at, leg=event.leg_id, cause=cause, by_far_end=is_refusal)
    return ended(world, gone, event.at)


def after_barred(world: World, event: OutsidePhoneBarred) -> Iterator[Event]:
    """The number may not be called: the agent gets no work until that is put right."""
    yield from outside_phones.taken_out(world, event)
    gone = LegEnded(at=event.at, leg=event.leg_id, cause=EndCause.UNREACHABLE, by_far_end=False)
    yield from ended(world, gone, event.at)

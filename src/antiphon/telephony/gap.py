"""What differs between our calls and the engine's snapshot after a gap. Pure.

`differences` is the whole of re-adoption: what ended, arrived or answered while nobody listened, as
the engine events that would have told us. `strangers` are the legs and bridges nobody needs.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from antiphon.kernel.ids import LegId
from antiphon.telephony.agent_lines import AgentLine
from antiphon.telephony.calls import Call
from antiphon.telephony.engine import (
    BridgeId,
    EndCause,
    EngineSnapshot,
    LegAnswered,
    LegArrived,
    LegEnded,
    LegSnapshot,
)
from antiphon.telephony.monitors import Monitor
from antiphon.telephony.parties import Party

LegEvent = LegArrived | LegAnswered | LegEnded


def differences(
    calls: Iterable[Call],
    snapshot: EngineSnapshot,
    *,
    settled_before: datetime,
    is_new_engine: bool = False,
) -> Iterator[LegEvent]:
    """What happened while nobody listened, as the engine would have told it.

    A leg that was begun after `settled_before` may be on its way still and is not missed yet. What
    a new engine does not have was lost with the old one: that was nobody's wish.
    """
    gone = EndCause.FAILED if is_new_engine else EndCause.NORMAL
    known: set[LegId] = set()
    for call in calls:
        yield from _customer_side(call, snapshot, gone, settled_before)
        if call.agent_leg is not None:
            agent_leg = snapshot.legs.get(call.agent_leg)
            is_settled = call.rung_at is None or call.rung_at < settled_before
            if agent_leg is None and is_settled:
                yield _ended(call.agent_leg, snapshot, EndCause.CANCELLED)
            elif agent_leg is not None and agent_leg.is_up and not call.is_agent_up:
                yield LegAnswered(at=snapshot.at, leg=call.agent_leg)
        yield from _ringing(call, snapshot, settled_before)
        yield from _beside_it(call, snapshot, gone, settled_before)
        known.update(call.legs())
    for leg in snapshot.legs.values():
        if leg.leg not in known and leg.call is None:
            yield _arrived(leg)


def _customer_side(
    call: Call, snapshot: EngineSnapshot, gone: EndCause, settled_before: datetime
) -> Iterator[LegEvent]:
    leg = snapshot.legs.get(call.caller_leg)
    if call.is_caller_gone:
        return
    if leg is None and call.dialled_at is None:
        yield _ended(call.caller_leg, snapshot, gone)
    elif leg is None and call.dialled_at is not None and call.dialled_at < settled_before:
        cause = gone if call.is_customer_up else _unanswered(call.caller_leg, snapshot)
        yield _ended(call.caller_leg, snapshot, cause)
    elif leg is not None and leg.is_up and call.dialled_at and not call.is_customer_up:
        yield LegAnswered(at=snapshot.at, leg=call.caller_leg)


def _ringing(call: Call, snapshot: EngineSnapshot, settled_before: datetime) -> Iterator[LegEvent]:
    for name, ringing in call.ringing.items():
        leg = snapshot.legs.get(name)
        if leg is None and ringing.rung_at < settled_before:
            yield _ended(name, snapshot, EndCause.CANCELLED)
        elif leg is not None and leg.is_up and not ringing.is_up:
            yield LegAnswered(at=snapshot.at, leg=name)


def _beside_it(
    call: Call, snapshot: EngineSnapshot, gone: EndCause, settled_before: datetime
) -> Iterator[LegEvent]:
    for party in call.parties.values():
        if party.is_lost:
            continue
        yield from _beside(party, party.invited_at, snapshot, gone, settled_before)
    for monitor in call.monitors.values():
        yield from _beside(monitor, monitor.rung_at, snapshot, gone, settled_before)


def _beside(
    one: Party | Monitor,
    rung_at: datetime,
    snapshot: EngineSnapshot,
    gone: EndCause,
    settled_before: datetime,
) -> Iterator[LegEvent]:
    leg = snapshot.legs.get(one.leg)
    if leg is None and (one.is_up or rung_at < settled_before):
        yield _ended(one.leg, snapshot, gone if one.is_up else _unanswered(one.leg, snapshot))
    elif leg is not None and leg.is_up and not one.is_up:
        yield LegAnswered(at=snapshot.at, leg=one.leg)


def _unanswered(leg: LegId, snapshot: EngineSnapshot) -> EndCause:
    """Why a leg that we never knew to be up is gone: perhaps it was up, and we were not there."""
    return EndCause.FAILED if leg in snapshot.unheard else EndCause.CANCELLED


def line_differences(
    lines: Iterable[AgentLine], snapshot: EngineSnapshot, *, settled_before: datetime
) -> Iterator[LegAnswered | LegEnded]:
    """What became of lines that are kept open, while nobody listened."""
    for line in lines:
        leg = snapshot.legs.get(line.leg) if line.leg is not None else None
        if line.leg is None or line.since is None:
            continue
        if leg is None and line.since < settled_before:
            yield _ended(line.leg, snapshot, EndCause.CANCELLED)
        elif leg is not None and leg.is_up and not line.is_open:
            yield LegAnswered(at=snapshot.at, leg=line.leg)


def strangers(
    calls: Iterable[Call],
    snapshot: EngineSnapshot,
    *,
    settled_before: datetime,
    lines: Iterable[LegId] = (),
) -> tuple[set[LegId], set[BridgeId]]:
    """Legs that no call needs any more and that are no `lines`, and bridges of no call."""
    needed: set[LegId] = set(lines)
    bridges: set[BridgeId] = set()
    unneeded: set[LegId] = set()
    for call in calls:
        (unneeded if call.is_closed else needed).update(call.legs())
        if call.last_words_until is not None and snapshot.at < call.last_words_until:
            unneeded.discard(call.caller_leg)
            needed.add(call.caller_leg)
        if not call.is_closed:
            bridges |= {call.bridge, call.consult_bridge}
            bridges |= {monitor.bridge for monitor in call.monitors.values()}
    made_by_us = {
        leg.leg
        for leg in snapshot.legs.values()
        if leg.call is not None and leg.created_at <= settled_before
    }
    gone_on = (made_by_us - needed) | (unneeded & set(snapshot.legs))
    return gone_on, set(snapshot.bridges) - bridges


def _ended(leg: LegId, snapshot: EngineSnapshot, cause: EndCause) -> LegEnded:
    return LegEnded(at=snapshot.at, leg=leg, cause=cause, by_far_end=cause is EndCause.NORMAL)


def _arrived(leg: LegSnapshot) -> LegArrived:
    return LegArrived(
        at=leg.created_at,
        leg=leg.leg,
        dialled=leg.dialled,
        caller_number=leg.caller_number,
        caller_name=leg.caller_name,
        trunk=leg.trunk,
        phone=leg.phone,
    )

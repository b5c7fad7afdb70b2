"""Re-adoption: after every reconnect, and every minute, the engine is compared with what should be.

The journal says what should be, the engine's snapshot what is. What differs is told to the centre
as the reports that were missed; what nobody needs is removed; what should be heard is started
again. Events are only the fast path; this is the rule.
"""

from collections.abc import Container, Mapping
from datetime import datetime, timedelta

import structlog
from prometheus_client import Counter

from antiphon.app.centre.engine.effects import CallEffects
from antiphon.app.centre.engine.returning_phones import ReturningPhones
from antiphon.app.centre.entering.missed import RecordMissedCall
from antiphon.app.centre.loop import Centre, Recorded
from antiphon.interactions.states import State
from antiphon.kernel.ids import InteractionId, LegId
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import HearEngine, PartyInvited, Place
from antiphon.telephony.engine import (
    CallMissed,
    EndCause,
    EngineSnapshot,
    LegAnswered,
    LegArrived,
    LegEnded,
    TelephoneEngine,
)
from antiphon.telephony.gap import LegEvent, differences, line_differences, strangers
from antiphon.telephony.leg_ids import interaction_of

log = structlog.get_logger()

_drift = Counter(
    "antiphon_adoption_drift", "What the minute's comparison with the engine had to repair."
)

# How long a leg that was just begun, or one that is being ended, may take to show or to go.
SETTLING = timedelta(seconds=5)


def was_missed(event: LegEvent, known: Container[InteractionId]) -> bool:
    """Whether nobody heard this; `known` are the calls from before the snapshot was asked for.

    A call that came while the snapshot was taken may not be in it yet, and one that went may still
    be: both were told.
    """
    was_known = interaction_of(event.leg) in known
    return was_known is not isinstance(event, LegArrived)


def is_asked(calls: Mapping[InteractionId, Call], event: LegEvent) -> bool:
    """Whether an outside phone is up of which we know: it waits for a key."""
    call = calls.get(interaction_of(event.leg))
    phone = call.outside_phones.get(event.leg) if call is not None else None
    return isinstance(event, LegAnswered) and phone is not None and phone.is_asked


def _unsure_orders(centre: Centre) -> dict[LegId, PartyInvited]:
    """Numbers outside that were asked into a call just before the last process died.

    The engine may never have heard of it, and for a customer who was transferred there is no way
    but this one. Agents are rung by an offer made anew.
    """
    orders = centre.take_unsure(PartyInvited)
    return {order.leg_id: order for order in orders if order.trunk_id is not None}


def _never_was(event: LegEvent) -> bool:
    """Whether a leg is missed of which there is no sign that it ever was up."""
    return isinstance(event, LegEnded) and event.cause is EndCause.CANCELLED


class Adoption:
    """Brings the centre and one engine to agreement."""

    def __init__(self, centre: Centre, engine: TelephoneEngine, effects: CallEffects) -> None:
        self._centre = centre
        self._engine = engine
        self._effects = effects
        self.phones = ReturningPhones(centre.world)

    async def run(self, *, away_since: datetime | None = None, is_new_engine: bool = False) -> None:
        """Compare and repair. `away_since`: from then until now nobody listened, so nothing is on
        its way, and who was to ring since then waits for us in the effects."""
        is_first = away_since is not None
        if is_first:
            self._effects.lanes.hold()
        known = frozenset(self._centre.world.calls.calls)
        lines = self._centre.world.lines.legs()
        self.phones.look()
        snapshot = await self._engine.snapshot()
        # Before anything new rings: a phone that should have fallen silent may still be ringing.
        removed = await self._remove_strangers(
            snapshot, snapshot.at if is_first else snapshot.at - SETTLING
        )
        told = differences(
            list(self._centre.world.calls.calls.values()),
            snapshot,
            settled_before=away_since or snapshot.at - SETTLING,
            is_new_engine=is_new_engine,
        )
        calls = self._centre.world.calls.calls
        of_lines = line_differences(
            self._centre.world.lines.lines.values(),
            snapshot,
            settled_before=away_since or snapshot.at - SETTLING,
        )
        missed: list[LegEvent] = [event for event in of_lines if event.leg in lines]
        missed += [
            event for event in told if was_missed(event, known) and not is_asked(calls, event)
        ]
        # Not earlier: they are told once, and an engine that did not answer is compared again.
        unsure = _unsure_orders(self._centre) if is_first else {}
        for event in missed:
            order = unsure.get(event.leg) if _never_was(event) else None
            if order is not None:
                self._effects.listen([Recorded(self._centre.position, order)])
            else:
                await self._centre.submit(HearEngine(event=event))
        # Not earlier: nobody rings for a customer who turns out to be gone.
        self._effects.lanes.release()
        for report in self.phones.changed(snapshot, is_first=is_first):
            await self._centre.submit(report)
        if is_first:
            for call in list(self._centre.world.calls.calls.values()):
                self._restore(call, snapshot)
            await self._effects.lanes.settle()
            kept = len(self._centre.world.calls.calls)
            log.info("calls adopted", kept=kept, missed=len(missed), removed=removed)
        elif missed or removed:
            _drift.inc(len(missed) + removed)
            log.warning("drift repaired", missed=len(missed), removed=removed)
        await self.take_missed()

    async def take_missed(self) -> None:
        """Put on record the calls that came and went while we could not take them."""

        async def keep(call: CallMissed) -> None:
            await self._centre.submit(RecordMissedCall(call=call))

        await self._engine.take_missed(keep)

    async def _remove_strangers(self, snapshot: EngineSnapshot, settled: datetime) -> int:
        calls = self._centre.world.calls.calls.values()
        lines = self._centre.world.lines.legs()
        legs, bridges = strangers(calls, snapshot, settled_before=settled, lines=lines)
        for leg in legs:
            await self._engine.hang_up(leg)
        for bridge in bridges:
            await self._engine.dissolve(bridge)
        return len(legs) + len(bridges)

    def _restore(self, call: Call, snapshot: EngineSnapshot) -> None:
        """Start again what the caller should hear now; all of it may be running already."""
        interaction = self._centre.world.interactions.open.get(call.id)
        if interaction is None:
            return
        if call.on_line:
            on_line = self._effects.agent_lines
            self._effects.lanes.enqueue(call.id, lambda: on_line.adopt(call))
        if call.outside_phones:
            phones = self._effects.outside_phones
            self._effects.lanes.enqueue(call.id, lambda: phones.adopt(call))
        if interaction.state is State.WRAP_UP:
            self._effects.lanes.enqueue(call.id, lambda: self._effects.end(call))
        if call.is_caller_gone:
            return
        match interaction.state:
            case State.FLOW | State.IN_FLOW:
                self._effects.lanes.enqueue(call.id, lambda: self._repeat_move(call, snapshot))
            case State.WAITING | State.CONNECTING:
                self._effects.lanes.enqueue(call.id, lambda: self._music(call))
            case _:
                self._effects.lanes.enqueue(
                    call.id, lambda: self._effects.media.adopt(call, snapshot)
                )

    async def _music(self, call: Call) -> None:
        await self._engine.answer(call.caller_leg)
        await self._engine.leave(call.bridge, [call.caller_leg])
        await self._engine.start_music(call.caller_leg)

    async def _repeat_move(self, call: Call, snapshot: EngineSnapshot) -> None:
        if call.customer_place is Place.FLOW:
            await self._effects.media.adopt(call, snapshot)
            await self._engine.stop_music(call.caller_leg)
        progress = self._centre.world.flows.progress.get(call.id)
        for action in progress.actions if progress is not None else ():
            await self._effects.do(call.id, action)

"""What is done outside for a conversation: legs are begun and ended, and the engine made to agree
with who shall hear whom.

`agree` compares what was last done with what is declared (`telephony/media.py`) and asks the engine
for the difference only. All of it may be repeated.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

from antiphon.agents.outside_number import is_outside
from antiphon.app.centre.talking.shown_caller import shown_caller
from antiphon.app.centre.world import World
from antiphon.interactions.contract import (
    AgentLeft,
    AgentMovedAside,
    FlowVisitEnded,
    InteractionEvent,
    InteractionHandedOver,
    InteractionHeld,
    InteractionSentOutside,
    InteractionSentToFlow,
    InteractionSuspended,
)
from antiphon.interactions.record import Interaction
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, LegId, PartyId, TrunkId
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import (
    AgentLegEnded,
    CallEvent,
    CustomerDialled,
    PartyAnswered,
    PartyInvited,
    PartyLeft,
    PartyLost,
    PartyMoved,
    PartyMuted,
    PartyRung,
    Purpose,
    phone_of,
)
from antiphon.telephony.engine import EndCause, EngineSnapshot, RecordingId, TelephoneEngine
from antiphon.telephony.media import (
    Change,
    Dissolve,
    Join,
    Media,
    Music,
    Mute,
    Overhear,
    Part,
    RingBack,
    changes,
    heard_in,
    media_of,
)
from antiphon.telephony.monitoring import (
    MonitorAnswered,
    MonitorEnd,
    MonitorEnded,
    MonitorModeSet,
    MonitorRung,
)
from antiphon.telephony.outside_phones import OutsidePhoneDialled

# Our own deadline comes first; this only ends a leg that nobody cares for any more.
RING_LIMIT_S = 130
# A supervisor who asked to listen sits at the phone.
MONITOR_RING_S = 30
# For whom a phone rings by the own wish, it may answer by itself: desk phones that can, do.
ANSWER_BY_ITSELF = {
    "Call-Info": "<sip:antiphon>;answer-after=0",
    "Alert-Info": "<http://antiphon>;info=alert-autoanswer;delay=0",
}
OFFER_HEADER = "X-Antiphon-Offer"


async def dial_outside(
    engine: TelephoneEngine,
    event: CustomerDialled | PartyInvited | OutsidePhoneDialled,
    trunk_id: TrunkId,
) -> None:
    """Begin the leg of this event to a number outside."""
    await engine.dial(
        event.leg_id,
        call=event.interaction_id,
        trunk=trunk_id,
        number=event.number,
        caller_number=event.shown_number,
        caller_name="",
        timeout_s=RING_LIMIT_S,
    )


async def ring_phone(
    engine: TelephoneEngine,
    world: World,
    interaction: Interaction,
    leg: LegId,
    *,
    to: AgentId,
    because: Mapping[str, str],
    timeout_s: int = RING_LIMIT_S,
    recording: RecordingId | None = None,
) -> None:
    """Ring an agent's phone for an interaction; `because` tells the page in headers what for.

    A number outside is dialled by an event of its own, and one over an open line is begun by it.
    """
    call = world.calls.calls.get(interaction.id)
    if is_outside(world.agents.find_agent(to)) or (call is not None and leg in call.on_line):
        return
    own_wish = {} if OFFER_HEADER in because else ANSWER_BY_ITSELF
    await engine.ring(
        leg,
        call=interaction.id,
        to=phone_of(to),
        **shown_caller(world, interaction, to),
        headers={"X-Antiphon-Interaction": interaction.id, **because, **own_wish},
        timeout_s=timeout_s,
        recording=recording,
    )


def _why_rung(party_id: PartyId, purpose: Purpose) -> dict[str, str]:
    """Who picks a parked call up wished for it: the phone may answer by itself."""
    return {} if purpose is Purpose.PICKED_UP else {OFFER_HEADER: party_id}


class CallMedia:
    """Knows what the engine was last asked for in each call."""

    def __init__(self, world: World, engine: TelephoneEngine) -> None:
        self._world = world
        self._engine = engine
        self._done: dict[InteractionId, Media] = {}

    def drop(self) -> None:
        """The engine is away; what it has is seen when it is back."""
        self._done.clear()

    def forget(self, interaction_id: InteractionId) -> Media:
        """The call is over; what there was of it is told once more."""
        return self._done.pop(interaction_id, Media())

    async def agree(self, call: Call) -> None:
        """Let everybody hear whom they shall hear."""
        before, after = self._done.get(call.id, Media()), media_of(call)
        if before == after:
            return
        for change in changes(before, after):
            await self._do(change)
        self._done[call.id] = after
        if after == Media():
            self.forget(call.id)

    async def adopt(self, call: Call, snapshot: EngineSnapshot) -> None:
        """Agree after a gap; the engine does not tell who is muted, so that is said anew."""
        self._done[call.id] = heard_in(snapshot, call)
        await self.agree(call)
        heard = [party.leg for party in call.parties.values() if party.is_up]
        heard += [monitor.leg for monitor in call.monitors.values() if monitor.is_up]
        if call.agent_leg is not None and call.is_agent_up:
            heard.append(call.agent_leg)  # who took the call over listened to it before
        muted = media_of(call).muted
        for leg in heard:
            if leg not in muted:
                await self._engine.mute(leg, False)

    async def _do(self, change: Change) -> None:
        match change:
            case Join():
                await self._engine.join(change.bridge, change.legs)
            case Part():
                await self._engine.leave(change.bridge, change.legs)
            case Dissolve():
                await self._engine.dissolve(change.bridge)
            case Music(is_on=True):
                await self._engine.start_music(change.leg)
            case Music():
                await self._engine.stop_music(change.leg)
            case RingBack(leg=leg, is_on=is_on):
                tone = self._engine
                await (tone.start_ring_back if is_on else tone.stop_ring_back)(leg)
            case Mute():
                await self._engine.mute(change.leg, change.is_on)
            case Overhear(is_on=True):
                await self._engine.overhear(change.ear.leg, on=change.ear.on)
            case Overhear():
                await self._engine.hang_up(change.ear.leg)

    async def changed(self, event: InteractionEvent | CallEvent) -> None:
        """Somebody is somewhere else."""
        call = self._world.calls.calls.get(event.interaction_id)
        if call is not None:
            await self.agree(call)

    async def suspended(self, event: InteractionSuspended) -> None:
        """The dead leg is given up, and the customer hears music while the phone is away."""
        call = self._world.calls.calls.get(event.interaction_id)
        if call is not None and call.agent_leg is not None and call.is_agent_up:
            await self._engine.hang_up(call.agent_leg)
        await self.changed(event)

    async def agent_left(self, event: AgentLeft) -> None:
        """The others are seen to first, then the agent's leg ends."""
        await self.changed(event)
        if event.leg_id is not None:
            await self._engine.hang_up(event.leg_id)

    async def invited(self, event: PartyInvited) -> None:
        """Call the party, unless that was overtaken meanwhile."""
        call = self._world.calls.calls.get(event.interaction_id)
        interaction = self._world.interactions.open.get(event.interaction_id)
        if call is None or interaction is None or event.party_id not in call.parties:
            return
        if event.agent_id is not None:
            await ring_phone(
                self._engine,
                self._world,
                interaction,
                event.leg_id,
                to=event.agent_id,
                because=_why_rung(event.party_id, event.purpose),
                recording=event.recording_id,
            )
        elif event.trunk_id is not None:
            await dial_outside(self._engine, event, event.trunk_id)
        await self.agree(call)

    async def party_lost(self, event: PartyLost) -> None:
        """The dead leg is given up; the others go on, or wait with music."""
        await self._engine.hang_up(event.leg_id)
        await self.changed(event)

    async def party_rung(self, event: PartyRung) -> None:
        """Ring a colleague back into the call, unless that was overtaken meanwhile."""
        call = self._world.calls.calls.get(event.interaction_id)
        interaction = self._world.interactions.open.get(event.interaction_id)
        party = call.parties.get(event.party_id) if call is not None else None
        if interaction is None or party is None or event.agent_id is None:
            return
        if party.leg == event.leg_id and not party.is_lost:
            if party.former_leg is not None:
                await self._engine.hang_up(party.former_leg)
            is_asked_still = party.returns_to is None
            await ring_phone(
                self._engine,
                self._world,
                interaction,
                event.leg_id,
                to=event.agent_id,
                because=_why_rung(party.id, party.purpose) if is_asked_still else {},
                recording=event.recording_id,
            )

    async def party_left(self, event: PartyLeft) -> None:
        """The leg ends, if it has not, and the others hear each other as they shall."""
        await self._engine.hang_up(event.leg_id, EndCause.NORMAL)
        await self.changed(event)

    async def monitor_rung(self, event: MonitorRung) -> None:
        """Call the supervisor's phone; the page knows by the header that this was asked for."""
        call = self._world.calls.calls.get(event.interaction_id)
        interaction = self._world.interactions.open.get(event.interaction_id)
        if call is None or interaction is None or event.monitor_id not in call.monitors:
            return
        await ring_phone(
            self._engine,
            self._world,
            interaction,
            event.leg_id,
            to=event.agent_id,
            because={"X-Antiphon-Monitor": event.monitor_id},
            timeout_s=MONITOR_RING_S,
        )

    async def monitor_ended(self, event: MonitorEnded) -> None:
        """The leg ends, unless the supervisor is in the conversation on it."""
        if event.reason is not MonitorEnd.JOINED:
            await self._engine.hang_up(event.leg_id)
        await self.changed(event)

    # What is done for each event, on one screen; the rest is in `effects.py`.
    ACTS: ClassVar[Mapping[type[Event], Callable[["CallMedia", Any], Awaitable[None]]]] = {
        AgentLeft: agent_left,
        AgentLegEnded: changed,
        AgentMovedAside: changed,
        InteractionHandedOver: changed,
        InteractionSentToFlow: changed,
        FlowVisitEnded: changed,
        InteractionSentOutside: changed,
        InteractionHeld: changed,
        InteractionSuspended: suspended,
        PartyInvited: invited,
        PartyAnswered: changed,
        PartyMoved: changed,
        PartyMuted: changed,
        PartyLost: party_lost,
        PartyRung: party_rung,
        PartyLeft: party_left,
        MonitorRung: monitor_rung,
        MonitorAnswered: changed,
        MonitorModeSet: changed,
        MonitorEnded: monitor_ended,
    }

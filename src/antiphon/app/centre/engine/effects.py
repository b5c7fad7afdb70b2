"""What is done outside when an event is on disk: the telephone engine is told what to do.

Every effect may be repeated; `lanes.py` says in which order they run. What fails because the
engine is away is made good by re-adoption (`adoption.py`).
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, ClassVar

import structlog

from antiphon.app.centre.engine.agent_lines import AgentLineEffects
from antiphon.app.centre.engine.call_media import OFFER_HEADER, CallMedia, dial_outside, ring_phone
from antiphon.app.centre.engine.lanes import Lanes
from antiphon.app.centre.engine.outside_phones import OutsidePhoneEffects
from antiphon.app.centre.engine.speaker import Speaker
from antiphon.app.centre.loop import Recorded
from antiphon.app.centre.waiting.waiting_room import announced, promised
from antiphon.app.centre.world import World
from antiphon.flows.contract import FlowMoved
from antiphon.flows.run import (
    Action,
    Answer,
    HoursMissing,
    RecordVoicemail,
    Say,
    SpokenText,
    StopSaying,
    TextMissing,
)
from antiphon.interactions.contract import (
    ConversationEnded,
    InteractionClosed,
    InteractionConnected,
    InteractionDequeued,
    InteractionQueued,
    InteractionResumed,
    Outcome,
)
from antiphon.interactions.states import State
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId, LegId, QueueId
from antiphon.routing.admission.contract import InteractionRefused
from antiphon.routing.announcements import PositionAnnounced
from antiphon.routing.contract import OfferDeclined, OfferExpired, OfferWithdrawn
from antiphon.telephony.agent_lines import AgentLineAsked, AgentLineEvent, LegOnLine
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import AgentRung, CustomerDialled, PartyInvited, PartyRung
from antiphon.telephony.engine import (
    EndCause,
    PlaybackId,
    RecordingId,
    TelephoneEngine,
)
from antiphon.telephony.leg_ids import interaction_of, leg_of_offer
from antiphon.telephony.monitoring import MonitorRung
from antiphon.telephony.outside_phones import OutsidePhoneDialled

log = structlog.get_logger()

MESSAGE_SILENCE_S = 5

# What a caller's side hears who is refused without a word; a rule's own reason is none of these.
CAUSE_OF_REFUSAL = {
    "number_unknown": EndCause.NUMBER_UNKNOWN,
    "overload": EndCause.CONGESTION,
    "surge": EndCause.CONGESTION,
    "open_calls": EndCause.BUSY,
    "source_limit": EndCause.BUSY,
    "black_list": EndCause.DECLINED,
    "anonymous": EndCause.DECLINED,
    "flow_missing": EndCause.FAILED,
}


# Each of these asks whether it was overtaken before it rings anybody.
BEGINS_LEG = (
    AgentLineAsked,
    AgentRung,
    CustomerDialled,
    LegOnLine,
    MonitorRung,
    OutsidePhoneDialled,
    PartyInvited,
    PartyRung,
)


class CallEffects:
    """Acts on the events of calls."""

    def __init__(self, world: World, engine: TelephoneEngine, speaker: Speaker) -> None:
        self._world = world
        self._engine = engine
        self._speaker = speaker
        self.media = CallMedia(world, engine)
        self.outside_phones = OutsidePhoneEffects(world, engine, speaker)
        self.agent_lines = AgentLineEffects(world, engine)
        self.lanes = Lanes()
        # What waiting customers are being told just now.
        self._announcements: dict[InteractionId, PlaybackId] = {}
        # Who hears it ring still: called just now, and was offered to an agent at once.
        self._ringing: set[InteractionId] = set()
        # Whose legs and bridge were removed when the conversation was over.
        self._ended: set[InteractionId] = set()

    def drop(self) -> None:
        """The engine is away: what should be done now is found out by re-adoption later.

        Who begins to ring from here on still has to: the engine cannot tell of a leg that it was
        never asked for.
        """
        self.lanes.drop()
        self.media.drop()
        self._announcements.clear()
        self._ringing.clear()
        self._ended.clear()

    def listen(self, recorded: Sequence[Recorded]) -> None:
        """Put the effects of a batch into their lanes; for `Centre.subscribe`."""
        for _, event in recorded:
            if (act := self._bound(event)) is not None and (lane := _lane_of(event)) is not None:
                self.lanes.enqueue(lane, act, always=isinstance(event, BEGINS_LEG))

    def said(self, playback: PlaybackId) -> None:
        """A playback ended. Each one stops the music: after an announcement it comes back."""
        interaction_id = InteractionId(playback.rpartition(".")[0])
        if self._announcements.get(interaction_id) == playback:
            del self._announcements[interaction_id]
            self.lanes.enqueue(interaction_id, lambda: self.music_again(interaction_id))

    def _bound(self, event: Event) -> Callable[[], Awaitable[None]] | None:
        if (act := self.ACTS.get(type(event))) is not None:
            return lambda: act(self, event)
        if (on_media := CallMedia.ACTS.get(type(event))) is not None:
            return lambda: on_media(self.media, event)
        if (on_phone := OutsidePhoneEffects.ACTS.get(type(event))) is not None:
            return lambda: on_phone(self.outside_phones, event)
        if (on_line := AgentLineEffects.ACTS.get(type(event))) is not None:
            return lambda: on_line(self.agent_lines, event)
        return None

    def _call(self, event: "Event | Call") -> Call | None:
        interaction_id = getattr(event, "interaction_id", None)
        return self._world.calls.calls.get(interaction_id) if interaction_id else None

    async def flow_moved(self, event: FlowMoved) -> None:
        """Do what the flow asks for."""
        for action in event.actions:
            await self.do(event.interaction_id, action)

    async def do(self, interaction_id: InteractionId, action: Action) -> None:
        """Do one thing that a flow asks for."""
        leg = self._world.calls.customer_leg(interaction_id)
        match action:
            case Answer():
                await self._engine.answer(leg)
            case Say(turn=turn, texts=texts):
                await self._say(interaction_id, f"p{turn}", texts)
            case StopSaying(turn=turn):
                await self._engine.stop_playback(_playback(interaction_id, f"p{turn}"))
            case RecordVoicemail(turn=turn, max_s=max_s):
                await self._engine.record_message(
                    leg,
                    RecordingId(f"{interaction_id}.m{turn}"),
                    max_s=max_s,
                    silence_s=MESSAGE_SILENCE_S,
                )
            case TextMissing(step=step, language=language):
                log.warning("text missing", step=step, language=language)
            case HoursMissing(step=step, hours_id=hours_id):
                log.warning("opening hours missing", step=step, hours=hours_id)
            case _:
                pass

    async def _say(
        self, interaction_id: InteractionId, name: str, texts: Sequence[SpokenText]
    ) -> None:
        files = []
        for text in texts:
            try:
                files.append(await self._speaker.render(text.text, text.language))
            except Exception as error:
                log.error("prompt not rendered", language=text.language, why=str(error))
        leg = self._world.calls.customer_leg(interaction_id)
        await self._engine.play(leg, _playback(interaction_id, name), files)

    async def _announce(self, interaction_id: InteractionId, name: str, text: SpokenText) -> None:
        self._announcements[interaction_id] = _playback(interaction_id, name)
        await self._say(interaction_id, name, [text])

    async def queued(self, event: InteractionQueued) -> None:
        """Music while waiting; one who comes back from an agent leaves the bridge first.

        Who called just now and is offered at once hears it ring until the first agent answers.
        """
        call = self._call(event)
        if call is None:
            return
        await self.media.agree(call)
        if event.is_returning:
            for leg in (call.agent_leg, call.former_leg):
                if leg is not None:
                    await self._engine.hang_up(leg)
        if call.is_caller_gone:
            return  # a call-back waits for its turn without a customer on the line
        progress = self._world.flows.progress.get(event.interaction_id)
        interaction = self._world.interactions.open.get(event.interaction_id)
        is_known = interaction is not None and interaction.connected_at is not None
        is_answered = (
            event.is_returning or is_known or (progress is not None and progress.run.is_answered)
        )
        if not is_answered and self._world.routing.offers.of(event.interaction_id):
            self._ringing.add(event.interaction_id)
            return
        await self._let_wait(call, event.queue_id)

    async def _let_wait(self, call: Call, queue_id: QueueId | None) -> None:
        await self._engine.answer(call.caller_leg)
        await self._engine.start_music(call.caller_leg, self._music_of(queue_id))

    async def dequeued(self, event: InteractionDequeued) -> None:
        """The music gives way to the flow."""
        await self._engine.stop_music(LegId(event.interaction_id))

    async def position_announced(self, event: PositionAnnounced) -> None:
        """Say the place in the queue; `said` is told when that is over."""
        text = announced(self._world, event)
        if text is not None:
            await self._announce(event.interaction_id, f"q{event.number}", text)

    async def music_again(self, interaction_id: InteractionId) -> None:
        """An announcement was said to somebody who waits still."""
        interaction = self._world.interactions.open.get(interaction_id)
        call = self._world.calls.calls.get(interaction_id)
        if interaction is None and call is not None:
            await self.end(call)  # the last thing said was that we shall call
        elif interaction is not None and interaction.state in {State.WAITING, State.CONNECTING}:
            music = self._music_of(interaction.queue_id)
            await self._engine.start_music(self._world.calls.customer_leg(interaction_id), music)

    def _music_of(self, queue_id: QueueId | None) -> str:
        queue = self._world.routing.queues.find(queue_id)
        return queue.music if queue is not None else "default"

    async def agent_rung(self, event: AgentRung) -> None:
        """Ring the agent's phone, unless that was overtaken by something else meanwhile."""
        call = self._call(event)
        interaction = self._world.interactions.open.get(event.interaction_id)
        if call is None or interaction is None:
            return
        if event.leg_id != call.agent_leg and not call.rings(event.leg_id):
            return
        if call.former_leg is not None:
            await self._engine.hang_up(call.former_leg)
        await ring_phone(
            self._engine,
            self._world,
            interaction,
            event.leg_id,
            to=event.agent_id,
            because={} if event.offer_id is None else {OFFER_HEADER: event.offer_id},
            recording=event.recording_id,
        )

    async def offer_over(self, event: OfferDeclined | OfferExpired | OfferWithdrawn) -> None:
        """The phone that rang for the offer falls silent; who waits on hears music."""
        await self._engine.hang_up(leg_of_offer(event.offer_id), EndCause.CANCELLED)
        call = self._call(event)
        interaction = self._world.interactions.open.get(event.interaction_id)
        if call is None or interaction is None or event.interaction_id not in self._ringing:
            return
        if interaction.state is State.WAITING and not self._world.routing.offers.of(call.id):
            self._ringing.discard(call.id)
            await self._let_wait(call, interaction.queue_id)

    async def connected(self, event: InteractionConnected | InteractionResumed) -> None:
        """Customer and agent hear each other."""
        call = self._call(event)
        if call is not None and call.agent_leg is not None:
            announcement = self._announcements.pop(event.interaction_id, None)
            if announcement is not None:
                # The leg would enter the bridge only after it was said.
                await self._engine.stop_playback(announcement)
            if event.interaction_id in self._ringing:
                self._ringing.discard(event.interaction_id)
                await self._engine.answer(call.caller_leg)
            await self.media.agree(call)

    async def conversation_ended(self, event: ConversationEnded) -> None:
        """Everybody hangs up."""
        call = self._call(event)
        if call is not None:
            await self.end(call)
            self._ended.add(event.interaction_id)

    async def refused(self, event: InteractionRefused) -> None:
        """Turn a call away as its refusal says, unless the caller is told why first."""
        call = self._call(event)
        if call is not None and not any(event.text.values()):
            by_reason = CAUSE_OF_REFUSAL.get(event.reason, EndCause.DECLINED)
            await self.end(call, EndCause.BUSY if event.is_busy else by_reason)
            self._ended.add(event.interaction_id)

    async def closed(self, event: InteractionClosed) -> None:
        """Nothing of the call stays behind."""
        self._announcements.pop(event.interaction_id, None)
        self._ringing.discard(event.interaction_id)
        if event.interaction_id in self._ended:
            self._ended.discard(event.interaction_id)
            return
        call = self._call(event)
        if call is not None:
            if event.outcome is Outcome.CALL_BACK and not call.is_caller_gone:
                # When it was said, `music_again` hangs up.
                await self._announce(call.id, "b1", promised(self._world, call.id))
                return
            await self.end(call)

    async def customer_dialled(self, event: CustomerDialled) -> None:
        """Call the customer, unless that was overtaken meanwhile; the agent hears it ring."""
        interaction = self._world.interactions.open.get(event.interaction_id)
        call = self._call(event)
        if call is None or interaction is None or interaction.state is not State.DIALLING:
            return
        await dial_outside(self._engine, event, event.trunk_id)
        await self.media.agree(call)

    async def end(self, call: Call, cause: EndCause = EndCause.NORMAL) -> None:
        """Hang up whoever is left of a call, and remove its bridge."""
        for leg in (call.agent_leg, *call.ringing):
            if leg is not None:
                await self._engine.hang_up(leg)
        if not call.is_caller_gone:
            await self._engine.hang_up(call.caller_leg, cause)
        rooms = self.media.forget(call.id).rooms
        if call.rung_at is not None:
            await self._engine.dissolve(call.bridge)
        for bridge in rooms:
            if bridge != call.bridge:
                await self._engine.dissolve(bridge)

    # What is done for each event, on one screen; in a conversation see `call_media.py`.
    ACTS: ClassVar[Mapping[type[Event], Callable[["CallEffects", Any], Awaitable[None]]]] = {
        FlowMoved: flow_moved,
        InteractionRefused: refused,
        InteractionQueued: queued,
        InteractionDequeued: dequeued,
        PositionAnnounced: position_announced,
        AgentRung: agent_rung,
        CustomerDialled: customer_dialled,
        OfferDeclined: offer_over,
        OfferExpired: offer_over,
        OfferWithdrawn: offer_over,
        InteractionConnected: connected,
        InteractionResumed: connected,
        ConversationEnded: conversation_ended,
        InteractionClosed: closed,
    }


def _lane_of(event: Event) -> InteractionId | None:
    """What is done for one interaction, or one line, is done in its order."""
    if isinstance(event, AgentLineEvent):
        return interaction_of(event.leg_id)
    return getattr(event, "interaction_id", None)


def _playback(interaction_id: InteractionId, name: str) -> PlaybackId:
    return PlaybackId(f"{interaction_id}.{name}")

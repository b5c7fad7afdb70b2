"""The telephone engine on Asterisk: the port's commands as requests, Asterisk's events as ours.

Policy: `_attempt` says which refusals mean that a command's work is done, `_prepare` what happens
on every connection. Events that come meanwhile are held back until `EngineConnected` was told.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import structlog

from antiphon.kernel.clock import Clock, SystemClock
from antiphon.kernel.ids import InteractionId, LegId, TrunkId
from antiphon.telephony.asterisk import dialplan, missed
from antiphon.telephony.asterisk.ari.beside import Address, RequestRefused
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.ari.messages import EVENTS, Event
from antiphon.telephony.asterisk.beat import Beat
from antiphon.telephony.asterisk.bridges import Bridges
from antiphon.telephony.asterisk.browser_sound import BrowserSound
from antiphon.telephony.asterisk.causes import q850_of
from antiphon.telephony.asterisk.channels import list_channels
from antiphon.telephony.asterisk.configuration import USER, EngineSettings
from antiphon.telephony.asterisk.ears import Ears
from antiphon.telephony.asterisk.front_door import FrontDoor
from antiphon.telephony.asterisk.kept_lines import KeptLines, is_room_of_line
from antiphon.telephony.asterisk.legs import LegBook
from antiphon.telephony.asterisk.lines import LineRegister
from antiphon.telephony.asterisk.link import Link, is_new_engine
from antiphon.telephony.asterisk.outgoing import NewLeg, make, to_outside, to_phone
from antiphon.telephony.asterisk.recording_switch import RecordingSwitch
from antiphon.telephony.asterisk.ring_back import RingBack
from antiphon.telephony.asterisk.second_look import SecondLook
from antiphon.telephony.asterisk.text import caller_id
from antiphon.telephony.asterisk.trunk_watch import TrunkWatch
from antiphon.telephony.engine import (
    BridgeId,
    CallMissed,
    EndCause,
    EngineConnected,
    EngineEvent,
    EngineLost,
    EngineSnapshot,
    EngineUnavailable,
    LegEnded,
    Phone,
    PhoneId,
    PlaybackEnded,
    PlaybackId,
    RecordingId,
)
from antiphon.telephony.trunk import Trunk, TrunkProbe

log = structlog.get_logger()

# Gone, not in our application (any more), in the wrong state, not in this bridge.
_DONE_ALREADY = (404, 409, 412, 422)


class AsteriskEngine(FrontDoor, KeptLines, RecordingSwitch, RingBack):
    """Fulfils `TelephoneEngine` with one Asterisk."""

    def __init__(self, settings: EngineSettings, *, clock: Clock | None = None) -> None:
        super().__init__()
        self._settings = settings
        self._clock = clock or SystemClock()
        self._sink: Callable[[EngineEvent], None] = lambda _event: None
        # What comes before the connection is prepared is told afterwards; None from then on.
        self._held: list[EngineEvent] | None = []
        self._book = LegBook()
        self._bridges = Bridges()
        self._ears = Ears()
        browser_sound = BrowserSound(settings.browser_switch, settings.console)
        self._lines = LineRegister(settings.address, browser_sound)
        self._playbacks: dict[PlaybackId, LegId] = {}
        self._beat = Beat()
        self._phones = SecondLook(self._look_at_phones)
        self._trunks = TrunkWatch(settings, self._clock, lambda change: self._emit([change]))
        self._link = Link(
            Address(
                port=settings.http_port,
                user=USER,
                password=settings.password,
                application=dialplan.APPLICATION,
            ),
            on_event=self._hear,
            prepare=self._prepare,
            on_ready=self._announce,
            on_lost=self._lost,
        )

    def listen(self, sink: Callable[[EngineEvent], None]) -> None:
        """Send every event to `sink`."""
        self._sink = sink

    async def start(self) -> None:
        """Connect, and stay connected until `stop` is called or this is cancelled."""
        watching = asyncio.create_task(self._trunks.run(), name="trunks")
        try:
            await self._link.run()
        finally:
            watching.cancel()
            self._beat.stop()
            self._phones.stop()

    async def stop(self) -> None:
        """Disconnect; calls are left as they are."""
        self._beat.stop()
        await self._link.stop(is_idle=self._book.is_empty())

    async def snapshot(self) -> EngineSnapshot:
        """What Asterisk holds for us now."""
        connection = self._connection
        channels = await list_channels(connection)
        bridges = await connection.bridges_list()
        seen = await self._lines.reachable(connection)
        reachable = self._book.phones.seen_all(seen, self._clock.now())
        members = self._bridges.seen(bridges)
        channels = self._known_lines(channels, members)
        members = {room: legs for room, legs in members.items() if not is_room_of_line(room)}
        bridge_of = {leg: bridge for bridge, legs in members.items() for leg in legs}
        return EngineSnapshot(
            at=self._clock.now(),
            legs=self._book.snapshot(channels, bridge_of),
            bridges=members,
            reachable_phones=reachable,
            unheard=await missed.unheard(connection),
        )

    async def take_missed(self, keep: Callable[[CallMissed], Awaitable[None]]) -> None:
        """Give the calls that the guard noted to `keep`."""
        await missed.take(self._connection, keep)

    async def answer(self, leg: LegId) -> None:
        """Answer an arriving leg; one that the guard answered only loses the guard's music."""
        known = self._book.find(leg)
        was_up = known is not None and known.is_up
        if known is None or known.is_answer_told:
            return
        if was_up:
            await self.stop_music(leg)
        elif not await self._attempt(self._connection.channels_answer(leg)):
            return
        self._emit(self._book.answered(leg, self._clock.now()))

    async def hang_up(self, leg: LegId, cause: EndCause = EndCause.NORMAL) -> None:
        """End a leg."""
        if self._book.has_ended(leg):
            return
        known = self._book.find(leg)
        if known and known.hung_up_with is None:
            known.hung_up_with = cause
        await self._attempt(self._connection.channels_hangup(leg, reason_code=str(q850_of(cause))))

    async def ring(
        self,
        leg: LegId,
        *,
        call: InteractionId,
        to: PhoneId,
        caller_number: str,
        caller_name: str,
        headers: Mapping[str, str],
        timeout_s: int,
        recording: RecordingId | None,
    ) -> None:
        """Make a leg to a phone; nobody there is an end of the leg, not an error."""
        file = self._settings.recordings / recording if recording else None
        new = to_phone(to, call, headers=headers, recording=file)
        caller = caller_id(caller_name, caller_number)
        await self._make(leg, new, caller=caller, timeout_s=timeout_s)

    async def dial(
        self,
        leg: LegId,
        *,
        call: InteractionId,
        trunk: TrunkId,
        number: str,
        caller_number: str,
        caller_name: str,
        timeout_s: int,
    ) -> None:
        """Make a leg to a number outside; what is no number is an end of the leg."""
        caller = caller_id(caller_name, caller_number)
        await self._make(leg, to_outside(trunk, number, call), caller=caller, timeout_s=timeout_s)

    async def _make(self, leg: LegId, new: NewLeg, *, caller: str, timeout_s: int) -> None:
        now, connection, book = self._clock.now(), self._connection, self._book
        new = self._lines.offering(new)
        made = make(connection, book, leg, new, caller=caller, timeout_s=timeout_s, now=now)
        self._emit(await made)

    async def play(self, leg: LegId, playback: PlaybackId, files: Sequence[Path]) -> None:
        """Play sound files one after another."""
        known = self._book.find(leg)
        if known is None or playback in self._playbacks or self._book.has_finished(playback):
            return
        connection = self._connection
        if not files:
            self._fail_playback(leg, playback)
            return
        if known.is_adopted and await self._attempt(connection.playbacks_get(playback)):
            return  # an earlier control plane started it
        self._playbacks[playback] = leg
        try:
            await connection.channels_play_with_id(
                leg, playback, media=[f"sound:{file}" for file in files]
            )
        except RequestRefused as error:
            self._playbacks.pop(playback, None)
            if error.status not in _DONE_ALREADY:
                self._fail_playback(leg, playback)
        except EngineUnavailable:
            self._playbacks.pop(playback, None)
            raise

    async def stop_playback(self, playback: PlaybackId) -> None:
        """Stop a playback."""
        await self._attempt(self._connection.playbacks_stop(playback))

    async def start_music(self, leg: LegId, music: str = "default") -> None:
        """Let a leg hear music."""
        if known := self._book.find(leg):
            known.may_hear_music = True
        moh_class = self._settings.music_class(music)
        await self._attempt(self._connection.channels_start_moh(leg, moh_class=moh_class))

    async def stop_music(self, leg: LegId) -> None:
        """Silence instead of music."""
        if known := self._book.find(leg):
            known.may_hear_music = False
        await self._attempt(self._connection.channels_stop_moh(leg))

    async def join(self, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        """Let the legs hear each other."""
        for leg in legs:
            # Asterisk would go on with the music over the conversation.
            if (known := self._book.find(leg)) and known.may_hear_music:
                await self.stop_music(leg)
        await self._bridges.join(self._connection, bridge, legs)

    async def leave(self, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        """Take legs out of the bridge."""
        await self._bridges.leave(self._connection, bridge, legs)

    async def dissolve(self, bridge: BridgeId) -> None:
        """Remove a bridge."""
        await self._attempt(self._connection.bridges_destroy(self._bridges.name_of(bridge)))

    async def mute(self, leg: LegId, is_muted: bool) -> None:
        """Let nobody hear what a leg says, or everybody again."""
        change = self._connection.channels_mute if is_muted else self._connection.channels_unmute
        await self._attempt(change(leg, direction="in"))

    async def overhear(self, ear: LegId, *, on: LegId) -> None:
        """Make an ear on a leg."""
        await self._ears.make(self._connection, ear, on=on)

    async def send_digits(self, leg: LegId, digits: str) -> None:
        """Play DTMF towards the far end of a leg."""
        await self._attempt(
            self._connection.channels_send_dtmf(leg, dtmf=digits, between=80, duration=120)
        )

    async def record_message(
        self, leg: LegId, recording: RecordingId, *, max_s: int, silence_s: int
    ) -> None:
        """Beep, then record what a leg says."""
        await self._attempt(
            self._connection.channels_record(
                leg,
                name=recording,
                format="wav",
                max_duration_seconds=max_s,
                max_silence_seconds=silence_s,
                if_exists="fail",
                beep=True,
                terminate_on="#",
            )
        )

    async def set_phone(self, phone: Phone) -> None:
        """Make a phone known, or change its secret."""
        await self._attempt(self._lines.set_phone(self._connection, phone))
        # It may be registered already, or register while nobody is told.
        self._phones.ask()

    async def remove_phone(self, phone: PhoneId) -> None:
        """Forget a phone."""
        await self._attempt(self._lines.remove_phone(self._connection, phone))
        self._emit(self._book.phones.removed(phone, self._clock.now()))

    async def set_trunk(self, trunk: Trunk) -> None:
        """Make a trunk known, or change it."""
        try:
            await self._lines.set_trunk(self._connection, trunk)
        except RequestRefused as error:
            log.warning("engine.line_refused", trunk=trunk.id, why=str(error))
            self._trunks.set(trunk, refused=error.answer)
        else:
            self._trunks.set(trunk)

    async def remove_trunk(self, trunk: TrunkId) -> None:
        """Forget a trunk."""
        self._trunks.forget(trunk)
        await self._attempt(self._lines.remove_trunk(self._connection, trunk))

    async def probe_trunk(self, trunk: Trunk) -> TrunkProbe:
        """Ask the trunk for its options from the address our calls come from."""
        return await self._trunks.probe(trunk)

    @property
    def _connection(self) -> Connection:
        return self._link.connection

    async def _look_at_phones(self) -> None:
        with suppress(EngineUnavailable, RequestRefused):  # the next connection, or the next look
            reachable = await self._lines.reachable(self._connection)
            phones, now = self._book.phones, self._clock.now()
            for phone in self._lines.phones():
                self._emit(phones.seen(phone, now, is_reachable=phone in reachable))

    async def _attempt(self, request: Awaitable[object]) -> bool:
        """Ask; whether it was done now. What is gone or done already is no error."""
        try:
            await request
        except RequestRefused as error:
            if error.status not in _DONE_ALREADY:
                log.warning("engine.refused", why=str(error))
            return False
        return True

    async def _prepare(self, connection: Connection) -> None:
        self._held = self._held or []
        wanted = [{"type": name} for name in ("RESTResponse", *EVENTS)]  # the most frequent first
        await connection.applications_filter(dialplan.APPLICATION, filter={"allowed": wanted})
        await self._lines.push_all(connection)
        is_new = await is_new_engine(connection)
        now = self._clock.now()
        channels = await list_channels(connection)
        unheard = await missed.unheard(connection)
        ended = self._book.end_missing(channels, now, is_new_engine=is_new, unheard=unheard)
        self._held = [EngineConnected(at=now, is_new_engine=is_new), *ended, *self._held]

    def _announce(self) -> None:
        held, self._held = self._held or [], None
        self._emit(held)

    def _lost(self) -> None:
        self._beat.stop()
        self._playbacks.clear()
        self._emit([EngineLost(at=self._clock.now())])
        self._held = []

    def _hear(self, event: Event) -> None:
        if not self._ears.hear(event) and not self._is_far_half(event):
            self._emit(self._book.events_of(event))

    def _emit(self, events: Iterable[EngineEvent]) -> None:
        for event in events:
            if isinstance(event, PlaybackEnded):
                self._playbacks.pop(event.playback, None)
            if self._held is not None:
                self._held.append(event)
                continue
            try:
                self._sink(event)
            except Exception:
                # A fault in one call's handling must not end the connection of all the others.
                log.exception("engine.sink_failed", kind=type(event).__name__)
            if isinstance(event, LegEnded):
                self._after_end(event)

    def _fail_playback(self, leg: LegId, playback: PlaybackId) -> None:
        if self._book.finish(playback):
            now = self._clock.now()
            self._emit([PlaybackEnded(at=now, leg=leg, playback=playback, is_failed=True)])

"""The simulated telephone engine: fulfils the port, and lets a script play callers and phones.

The world's side is in `outside.py`: `arrive`, `hang_up_far`, `press`, `register`, `pick_up`,
`refuse`, `restart`, `disconnect` and `connect`. Time comes from a clock that may be virtual;
nothing is random but the faults of the line, which come from the given generator.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from antiphon.kernel.ids import InteractionId, LegId, TrunkId
from antiphon.telephony.engine import (
    BridgeId,
    CallMissed,
    EndCause,
    EngineEvent,
    EngineSnapshot,
    EngineUnavailable,
    LegAnswered,
    LegArrived,
    LegSnapshot,
    Phone,
    PhoneId,
    PlaybackId,
    RecordingId,
    TrunkChanged,
    TrunkState,
    is_diallable,
)
from antiphon.telephony.simulated.leg import SimulatedLeg
from antiphon.telephony.simulated.outside import MESSAGE, OutsideWorld
from antiphon.telephony.trunk import Trunk, TrunkProbe

# How long one prompt file lasts.
PROMPT = timedelta(seconds=3)


class SimulatedEngine(OutsideWorld):
    """See `TelephoneEngine`."""

    def listen(self, sink: Callable[[EngineEvent], None]) -> None:
        def hear(event: EngineEvent) -> None:
            if isinstance(event, LegArrived):
                self.heard_of.add(event.leg)
            sink(event)

        self._line.listen(hear)

    async def start(self) -> None:
        self.connect(is_new_engine=False)

    async def stop(self) -> None:
        self._line.disconnect()
        self.is_open = False

    async def open_for_calls(self) -> None:
        self._check()
        self.is_open, self.turned_away = True, 0.0
        self._in_guard.clear()
        guarded, self._guarded = self._guarded, {}
        for held in guarded.values():
            self._let_in(held)

    async def close_for_calls(self) -> None:
        self._check()
        self.is_open = False

    async def turn_away(self, share: float) -> None:
        self._check()
        self.turned_away = share

    async def snapshot(self) -> EngineSnapshot:
        self._check()
        if self.unanswered_looks:
            self.unanswered_looks -= 1
            raise EngineUnavailable("no answer in time")
        self.heard_of.update(leg.id for leg in self.legs.values() if leg.call is None)
        legs = {
            leg.id: LegSnapshot(
                leg=leg.id,
                created_at=leg.created_at,
                is_up=leg.is_up,
                dialled=leg.dialled,
                caller_number=leg.caller_number,
                caller_name=leg.caller_name,
                call=leg.call,
                bridge=leg.bridge,
                trunk=leg.trunk,
                phone=leg.phone,
            )
            for leg in self.legs.values()
            if leg.ear_on is None
        }
        return EngineSnapshot(
            at=self._clock.now(),
            legs=legs,
            bridges={bridge: frozenset(members) for bridge, members in self.bridges.items()},
            reachable_phones=frozenset(self.reachable),
            unheard=frozenset(self.unheard),
        )

    async def take_missed(self, keep: Callable[[CallMissed], Awaitable[None]]) -> None:
        self._check()
        for leg, call in list(self.missed.items()):
            await keep(call)
            self.heard_of.add(leg)
            self.missed.pop(leg, None)
        self.unheard.clear()

    async def answer(self, leg: LegId) -> None:
        held = self._find(leg)
        if held is not None and not held.is_up:
            held.is_up = True
            self._line.send(LegAnswered(at=self._clock.now(), leg=leg))

    async def hang_up(self, leg: LegId, cause: EndCause = EndCause.NORMAL) -> None:
        self._check()
        held = self.legs.get(leg)
        if held is not None and held.call and not held.is_up and cause is EndCause.NORMAL:
            cause = EndCause.CANCELLED
        self._end(leg, cause, by_far_end=False)

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
        self._check()
        if leg in self.legs or leg in self.ended:
            return
        self.legs[leg] = SimulatedLeg(
            id=leg,
            created_at=self._clock.now(),
            caller_number=caller_number,
            caller_name=caller_name,
            call=call,
            phone=to,
            recording=recording,
        )
        if to in self.reachable:
            self._alert(leg, timeout_s)
            self.on_ring(leg, to)
        else:
            self._end(leg, EndCause.UNREACHABLE, by_far_end=True)

    async def ring_on(
        self,
        leg: LegId,
        *,
        call: InteractionId,
        line: LegId,
        timeout_s: int,
        recording: RecordingId | None,
    ) -> None:
        self._check()
        if leg in self.legs or leg in self.ended:
            return
        now, kept = self._clock.now(), self.legs.get(line)
        self.legs[leg] = SimulatedLeg(
            id=leg, created_at=now, call=call, line=line, recording=recording
        )
        if kept is None or not kept.is_up or kept.phone is None:
            self._end(leg, EndCause.UNREACHABLE, by_far_end=True)
            return
        kept.hears_ringing = True
        self._alert(leg, timeout_s)
        self.on_ring_on(leg, kept.phone)

    async def take(self, leg: LegId) -> None:
        held = self._find(leg)
        if held is None or held.line is None or held.is_up:
            return
        for other in self._over(held.line):
            if other != leg:
                self._end(other, EndCause.NORMAL, by_far_end=False)
        held.is_up, self.legs[held.line].hears_ringing = True, False
        self._line.send(LegAnswered(at=self._clock.now(), leg=leg))

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
        self._check()
        if leg in self.legs or leg in self.ended:
            return
        self.legs[leg] = SimulatedLeg(
            id=leg,
            created_at=self._clock.now(),
            caller_number=caller_number,
            caller_name=caller_name,
            call=call,
            trunk=trunk,
        )
        if not is_diallable(number):
            self._end(leg, EndCause.NUMBER_UNKNOWN, by_far_end=True)
        elif trunk not in self.trunks:
            self._end(leg, EndCause.UNREACHABLE, by_far_end=True)
        else:
            self._alert(leg, timeout_s)
            self.on_dial(leg, number)

    async def play(self, leg: LegId, playback: PlaybackId, files: Sequence[Path]) -> None:
        held = self._find(leg)
        if held is None or playback in held.playbacks | held.done_playbacks:
            return
        held.playbacks.add(playback)
        if not files:
            self._playback_ended(leg, playback, is_failed=True)
            return
        at = self._clock.now() + PROMPT * len(files)
        self._clock.call_at(at, lambda: self._playback_ended(leg, playback))
        self.on_play(leg)

    async def stop_playback(self, playback: PlaybackId) -> None:
        self._check()
        for leg in list(self.legs.values()):
            if playback in leg.playbacks:
                self._playback_ended(leg.id, playback)

    async def start_music(self, leg: LegId, music: str = "default") -> None:
        held = self._find(leg)
        if held is not None:
            held.music = music

    async def stop_music(self, leg: LegId) -> None:
        held = self._find(leg)
        if held is not None:
            held.music = None

    async def start_ring_back(self, leg: LegId) -> None:
        held = self._find(leg)
        if held is not None:
            held.hears_ringing = True

    async def stop_ring_back(self, leg: LegId) -> None:
        held = self._find(leg)
        if held is not None:
            held.hears_ringing = False

    async def join(self, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        self._check()
        for leg in legs:
            held = self.legs.get(leg)
            if held is not None:
                self._leave(held)
                held.bridge, held.music, held.hears_ringing = bridge, None, False
                self.bridges.setdefault(bridge, set()).add(leg)

    async def leave(self, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        self._check()
        for leg in legs:
            held = self.legs.get(leg)
            if held is not None and held.bridge == bridge:
                self._leave(held)

    async def dissolve(self, bridge: BridgeId) -> None:
        self._check()
        for leg in self.bridges.pop(bridge, set()):
            self.legs[leg].bridge = None

    async def mute(self, leg: LegId, is_muted: bool) -> None:
        held = self._find(leg)
        if held is not None:
            held.is_muted = is_muted

    async def overhear(self, ear: LegId, *, on: LegId) -> None:
        held = self._find(on)
        if held is not None and ear not in self.legs:
            self.legs[ear] = SimulatedLeg(
                id=ear, created_at=self._clock.now(), call=held.call, ear_on=on, is_up=True
            )

    async def send_digits(self, leg: LegId, digits: str) -> None:
        if self._find(leg) is not None:
            self.digits_sent.append((leg, digits))

    async def record_message(
        self, leg: LegId, recording: RecordingId, *, max_s: int, silence_s: int
    ) -> None:
        held = self._find(leg)
        if held is None or recording in self._messages:
            return
        self._messages.add(recording)
        held.recording = recording
        length = min(MESSAGE, timedelta(seconds=max_s))
        self._clock.call_at(
            self._clock.now() + length,
            lambda: self._recording_ended(leg, recording, length.total_seconds()),
        )

    async def pause_recording(self, leg: LegId) -> None:
        held = self._find(leg)
        if held is not None:
            held.recorded_part = None

    async def resume_recording(self, leg: LegId, recording: RecordingId, part: int) -> None:
        held = self._find(leg)
        if held is not None and held.recording in {None, recording}:
            held.recording, held.recorded_part = recording, part

    def recording_files(self, recording: RecordingId) -> tuple[Path, ...]:
        return (self._folder / f"{recording}.raw",)

    async def set_phone(self, phone: Phone) -> None:
        self._check()
        self.phones[phone.id] = phone

    async def remove_phone(self, phone: PhoneId) -> None:
        self._check()
        self.phones.pop(phone, None)
        self.register(phone, is_reachable=False)

    async def set_trunk(self, trunk: Trunk) -> None:
        self._check()
        self.trunks[trunk.id] = trunk
        now, state = self._clock.now(), TrunkState.REACHABLE
        self._line.send(TrunkChanged(at=now, trunk=trunk.id, state=state))

    async def remove_trunk(self, trunk: TrunkId) -> None:
        self._check()
        self.trunks.pop(trunk, None)

    async def probe_trunk(self, trunk: Trunk) -> TrunkProbe:
        self._check()
        return TrunkProbe(round_trip_ms=1.0, status=200)

"""The world around the simulated engine: what callers, phones and the line between us do.

It holds the engine's legs and bridges, because whatever the world does happens to them.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from antiphon.kernel.ids import LegId, TrunkId
from antiphon.telephony.engine import (
    BridgeId,
    CallMissed,
    DigitPressed,
    EndCause,
    EngineConnected,
    EngineLost,
    EngineUnavailable,
    LegAnswered,
    LegEnded,
    LegRinging,
    Phone,
    PhoneChanged,
    PhoneId,
    PlaybackEnded,
    PlaybackId,
    RecordingEnded,
    RecordingId,
)
from antiphon.telephony.simulated.clock import SimulationClock
from antiphon.telephony.simulated.leg import SimulatedLeg
from antiphon.telephony.simulated.line import Faults, Line
from antiphon.telephony.trunk import Trunk

# How long one left message lasts.
MESSAGE = timedelta(seconds=6)
# How long the guard keeps a call that nobody takes before the fallback ends it.
GUARD = timedelta(seconds=11)


class OutsideWorld:
    """The half of the simulated engine that a script plays."""

    def __init__(
        self,
        clock: SimulationClock,
        *,
        faults: Faults | None = None,
        rng: random.Random | None = None,
        folder: Path = Path("recordings"),
    ) -> None:
        self._clock = clock
        self._rng = rng or random.Random(0)  # noqa: S311 (a simulation)
        self._line = Line(clock, faults or Faults(), self._rng)
        self._folder = folder
        self.legs: dict[LegId, SimulatedLeg] = {}
        self.bridges: dict[BridgeId, set[LegId]] = {}
        self.phones: dict[PhoneId, Phone] = {}
        self.reachable: set[PhoneId] = set()
        self.trunks: dict[TrunkId, Trunk] = {}
        self.ended: set[LegId] = set()
        self.is_open = False
        # How many of the next looks at all it holds are not answered in time.
        self.unanswered_looks = 0
        # The share of new calls that is refused without our side, and what it has not answered.
        self.turned_away = 0.0
        self.answer_delay_s = 0.0
        # What the engine's guard holds back until we are open, as in the real one's dialplan.
        self._guarded: dict[LegId, SimulatedLeg] = {}
        # The calls that the guard had to deal with alone, until our side has read of them.
        self.missed: dict[LegId, CallMissed] = {}
        # Our own legs that were answered while the guard is all there is, and those it gave up.
        self._in_guard: set[LegId] = set()
        self.unheard: set[LegId] = set()
        self._messages: set[RecordingId] = set()
        # The calls that came in and that our side was told of, by a report or by a snapshot.
        self.heard_of: set[LegId] = set()
        self.digits_sent: list[tuple[LegId, str]] = []
        self.on_ring: Callable[[LegId, PhoneId], None] = lambda leg, phone: None
        # A phone whose line is open hears it ring: no key is pressed on it by itself.
        self.on_ring_on: Callable[[LegId, PhoneId], None] = lambda leg, phone: None
        self.on_dial: Callable[[LegId, str], None] = lambda leg, number: None
        self.on_play: Callable[[LegId], None] = lambda leg: None

    def arrive(
        self,
        leg: LegId,
        dialled: str,
        *,
        number: str = "",
        name: str = "",
        trunk: str | None = None,
        phone: PhoneId | None = None,
    ) -> None:
        """A call comes in, from outside or from `phone`.

        While we are closed or away it hears the guard's music for a while.
        """
        now = self._clock.now()
        held = SimulatedLeg(
            id=leg,
            created_at=now,
            dialled=dialled,
            caller_number=number,
            caller_name=name,
            trunk=TrunkId(trunk) if trunk is not None else None,
            phone=phone,
        )
        if self.is_open and self.turned_away and self._rng.random() < self.turned_away:
            self._turn_away(held)
        elif self.is_open:
            self._let_in(held)
        else:
            self._guarded[leg] = held
            self._clock.call_at(now + GUARD, lambda: self._give_up(leg))

    def hang_up_far(self, leg: LegId, cause: EndCause = EndCause.NORMAL) -> None:
        """The far end of a leg hangs up, or its connection breaks."""
        self._note(self._guarded.pop(leg, None), is_sent_away=False)
        held = self.legs.get(leg)
        if held is not None and not self._line.is_connected:
            self._note(held, is_sent_away=False)
        if held is not None and not held.is_up and cause is EndCause.NORMAL:
            cause = EndCause.CANCELLED
        self._end(leg, cause, by_far_end=True)

    def press(self, leg: LegId, digit: str) -> None:
        """Somebody presses a key."""
        if leg in self.legs:
            self._line.send(DigitPressed(at=self._clock.now(), leg=leg, digit=digit))

    def register(self, phone: PhoneId, *, is_reachable: bool = True) -> None:
        """A phone registers, or is gone."""
        if is_reachable != (phone in self.reachable):
            (self.reachable.add if is_reachable else self.reachable.discard)(phone)
            self._line.send(
                PhoneChanged(at=self._clock.now(), phone=phone, is_reachable=is_reachable)
            )

    def pick_up(self, leg: LegId) -> None:
        """A ringing phone is answered."""
        held = self.legs.get(leg)
        if held is not None and not held.is_up:
            held.is_up = True
            now = self._clock.now()
            self._line.send(LegAnswered(at=now, leg=leg))
            if not self.is_open:
                self._in_guard.add(leg)
                self._clock.call_at(now + GUARD, lambda: self._send_away(leg))

    def refuse(self, leg: LegId, cause: EndCause = EndCause.DECLINED) -> None:
        """A ringing phone is not answered, for some cause."""
        self._end(leg, cause, by_far_end=True)

    def disconnect(self) -> None:
        """The connection between us and the engine breaks; calls go on."""
        if self._line.is_connected:
            self._line.disconnect()
            self.is_open = False
            self._line.send_surely(EngineLost(at=self._clock.now()))

    def connect(self, *, is_new_engine: bool = False) -> None:
        """The connection is there (again)."""
        self._line.connect()
        self._line.send_surely(EngineConnected(at=self._clock.now(), is_new_engine=is_new_engine))

    def restart(self) -> None:
        """The engine itself dies with all its calls, and comes back."""
        if not self._line.is_connected:
            # What we had just heard when we died, and it notes for us, nobody remembers.
            self.heard_of -= self.legs.keys() | self.missed.keys()
        self.disconnect()
        self.ended.update(self.legs)
        self.legs.clear()
        self._guarded.clear()
        self.missed.clear()
        self._in_guard.clear()
        self.unheard.clear()
        self.bridges.clear()
        self.reachable.clear()
        self.connect(is_new_engine=True)

    # Inside

    def _give_up(self, leg: LegId) -> None:
        self._note(self._guarded.pop(leg, None), is_sent_away=True)

    def _send_away(self, leg: LegId) -> None:
        if leg in self._in_guard:
            self._end(leg, EndCause.FAILED, by_far_end=False)

    def _note(self, held: SimulatedLeg | None, *, is_sent_away: bool) -> None:
        if held is not None and held.call is None:
            self.missed[held.id] = CallMissed(
                at=self._clock.now(),
                call=held.arrival(held.created_at),
                is_sent_away=is_sent_away,
            )

    def _let_in(self, held: SimulatedLeg) -> None:
        self.legs[held.id] = held
        self._line.send(held.arrival(self._clock.now()))

    def _turn_away(self, held: SimulatedLeg) -> None:
        self.ended.add(held.id)
        now = self._clock.now()
        self._line.send(replace(held.arrival(now), is_turned_away=True))
        cause = EndCause.CONGESTION
        self._line.send(LegEnded(at=now, leg=held.id, cause=cause, by_far_end=False))

    def _check(self) -> None:
        if not self._line.is_connected:
            raise EngineUnavailable("the simulated line is down")

    def _find(self, leg: LegId) -> SimulatedLeg | None:
        self._check()
        return self.legs.get(leg)

    def _leave(self, leg: SimulatedLeg) -> None:
        if leg.bridge is not None:
            members = self.bridges.get(leg.bridge)
            if members is not None:
                members.discard(leg.id)
            leg.bridge = None

    def _end(self, leg: LegId, cause: EndCause, *, by_far_end: bool) -> None:
        held = self.legs.pop(leg, None)
        if held is None:
            return
        if leg in self._in_guard:
            self._in_guard.discard(leg)
            self.unheard.add(leg)
        self._leave(held)
        if held.ear_on is not None:
            return
        for ear in [one.id for one in self.legs.values() if one.ear_on == leg]:
            self._end(ear, cause, by_far_end=by_far_end)
        self.ended.add(leg)
        now = self._clock.now()
        if held.recording is not None and held.call is None:
            seconds = MESSAGE.total_seconds() / 2
            self._line.send(
                RecordingEnded(
                    at=now, leg=leg, recording=held.recording, seconds=seconds, is_failed=False
                )
            )
        self._line.send(LegEnded(at=now, leg=leg, cause=cause, by_far_end=by_far_end))
        line = self.legs.get(held.line) if held.line is not None else None
        if line is not None:
            line.hears_ringing = False
        for carried in self._over(leg):
            self._end(carried, cause, by_far_end=by_far_end)

    def _over(self, line: LegId) -> list[LegId]:
        """The legs that go over this one."""
        return [leg.id for leg in self.legs.values() if leg.line == line]

    def _alert(self, leg: LegId, timeout_s: int) -> None:
        now = self._clock.now()
        self._line.send(LegRinging(at=now, leg=leg))
        self._clock.call_at(now + timedelta(seconds=timeout_s), lambda: self._ring_out(leg))

    def _ring_out(self, leg: LegId) -> None:
        held = self.legs.get(leg)
        if held is not None and not held.is_up:
            self._end(leg, EndCause.NO_ANSWER, by_far_end=False)

    def _playback_ended(self, leg: LegId, playback: PlaybackId, *, is_failed: bool = False) -> None:
        held = self.legs.get(leg)
        if held is not None and playback in held.playbacks:
            held.playbacks.discard(playback)
            held.done_playbacks.add(playback)
            self._line.send(
                PlaybackEnded(at=self._clock.now(), leg=leg, playback=playback, is_failed=is_failed)
            )

    def _recording_ended(self, leg: LegId, recording: RecordingId, seconds: float) -> None:
        held = self.legs.get(leg)
        if held is not None and held.recording == recording:
            held.recording = None
            self._line.send(
                RecordingEnded(
                    at=self._clock.now(),
                    leg=leg,
                    recording=recording,
                    seconds=seconds,
                    is_failed=False,
                )
            )

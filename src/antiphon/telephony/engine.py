"""The port to a telephone engine: what the centre asks of it, and what it reports.

A *leg* is one party's connection. Ids of legs, bridges, playbacks and recordings are chosen by the
caller of a command (an arriving leg's id by the engine), so every command may be repeated: a second
one finds its work done and changes nothing. A command on something that is gone is not an error;
the engine reports the end of a leg exactly once as `LegEnded`, whatever happened in between.
Two adapters fulfil this port, one contract suite holds for both: `asterisk/` and `simulated/`.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NewType, Protocol

import msgspec

from antiphon.kernel.ids import InteractionId, LegId, TrunkId
from antiphon.telephony.gate import Gate
from antiphon.telephony.trunk import Trunk, TrunkProbe
from antiphon.telephony.trunk_trouble import TrunkTrouble

BridgeId = NewType("BridgeId", str)
PlaybackId = NewType("PlaybackId", str)
RecordingId = NewType("RecordingId", str)
PhoneId = NewType("PhoneId", str)

_DIALLABLE = re.compile(r"\+?[0-9]{2,20}", re.ASCII)


def part_of(recording: RecordingId, part: int) -> RecordingId:
    """A part of a recording, under which its files are found; the first is the recording itself."""
    return RecordingId(f"{recording}.part{part}") if part else recording


def is_diallable(number: str) -> bool:
    """Whether this can be a telephone number; anything else never gets near a dial string."""
    return _DIALLABLE.fullmatch(number) is not None


# The longest that an adapter waits for its engine's answer: what was asked for may be done as late
# as that. On a machine that is short of processors some seconds are no loss yet.
ANSWERS_WITHIN_S = 10.0


class EngineUnavailable(Exception):  # noqa: N818
    """The engine cannot be reached or did not answer in time; whether it acted is unknown."""


class EndCause(StrEnum):
    """Why a leg ended, in words; the adapter maps its engine's codes to these."""

    NORMAL = "normal"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    NUMBER_UNKNOWN = "number_unknown"
    CONGESTION = "congestion"
    CODEC_MISMATCH = "codec_mismatch"
    CANCELLED = "cancelled"
    FAILED = "failed"


class EngineEvent(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Something the engine reports. `at` is the engine's own time in UTC."""

    at: datetime


class LegArrived(EngineEvent, frozen=True, kw_only=True):
    """A call came in and is held for us: not answered yet. Texts are as sent, cleaned of controls.

    `trunk` is None when the call came from one of our own phones, which `phone` then names. One
    that `is_turned_away` was refused by the engine, as we asked it to (`Gate.turn_away`).
    """

    leg: LegId
    dialled: str
    caller_number: str
    caller_name: str
    trunk: TrunkId | None = None
    phone: PhoneId | None = None
    is_turned_away: bool = False


class LegRinging(EngineEvent, frozen=True, kw_only=True):
    """The far end of a leg that we made is alerting."""

    leg: LegId


class LegAnswered(EngineEvent, frozen=True, kw_only=True):
    """A leg is up: media flows."""

    leg: LegId


class LegEnded(EngineEvent, frozen=True, kw_only=True):
    """A leg is gone. `by_far_end` tells a hang-up at the other side from one of ours."""

    leg: LegId
    cause: EndCause
    by_far_end: bool


class DigitPressed(EngineEvent, frozen=True, kw_only=True):
    """One DTMF digit, `0-9*#A-D`."""

    leg: LegId
    digit: str


class PlaybackEnded(EngineEvent, frozen=True, kw_only=True):
    """A playback finished, was stopped, or could not be played (`is_failed`)."""

    leg: LegId
    playback: PlaybackId
    is_failed: bool


class RecordingEnded(EngineEvent, frozen=True, kw_only=True):
    """A message recording (`record_message`) is complete on disk, or failed."""

    leg: LegId
    recording: RecordingId
    seconds: float
    is_failed: bool


class PhoneChanged(EngineEvent, frozen=True, kw_only=True):
    """A phone became reachable or stopped being so."""

    phone: PhoneId
    is_reachable: bool


class CallMissed(EngineEvent, frozen=True, kw_only=True):
    """A call came and went (`at`) while we could not take it; known afterwards only.

    `is_sent_away` tells a caller whom the engine's fallback turned away from one who hung up.
    """

    call: LegArrived
    is_sent_away: bool


class TrunkState(StrEnum):
    """How a trunk is. One that signs in is registered, retrying or refused by the carrier; another
    answers or does not. Refused is also one that the engine does not take."""

    UNKNOWN = "unknown"
    REGISTERED = "registered"
    RETRYING = "retrying"
    REFUSED = "refused"
    REACHABLE = "reachable"
    UNREACHABLE = "unreachable"


class TrunkChanged(EngineEvent, frozen=True, kw_only=True):
    """A trunk's state is another one; `trouble` says why it carries no calls."""

    trunk: TrunkId
    state: TrunkState
    trouble: TrunkTrouble | None = None


class EngineConnected(EngineEvent, frozen=True, kw_only=True):
    """We are connected: compare `TelephoneEngine.snapshot` with what should be, then open.

    Legs that this process knew and that ended meanwhile are told next, with cause `failed`; those
    that only an earlier process knew are missing from the snapshot.
    `is_new_engine` is True when the engine itself was started anew, so every earlier leg is gone.
    """

    is_new_engine: bool


class EngineLost(EngineEvent, frozen=True, kw_only=True):
    """The connection is lost. Calls may well go on; a later `EngineConnected` tells."""


class LegSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A leg as the engine holds it now. `call` is what `ring` or `dial` was given.

    It is None on arriving legs.
    """

    leg: LegId
    created_at: datetime
    is_up: bool
    dialled: str
    caller_number: str
    caller_name: str
    call: InteractionId | None = None
    bridge: BridgeId | None = None
    trunk: TrunkId | None = None
    phone: PhoneId | None = None


class EngineSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """All that the engine holds for us at one instant.

    `unheard` are legs of ours that were answered, and ended, while we were not there for them.
    """

    at: datetime
    legs: Mapping[LegId, LegSnapshot]
    bridges: Mapping[BridgeId, frozenset[LegId]]
    reachable_phones: frozenset[PhoneId]
    unheard: frozenset[LegId] = frozenset()


class PhoneKind(StrEnum):
    """How we reach a phone; one outside is dialled, a visitor's in a page cannot be rung."""

    BROWSER = "browser"
    SIP = "sip"
    OUTSIDE = "outside"
    VISITOR = "visitor"


class Phone(msgspec.Struct, frozen=True, kw_only=True):
    """A phone that may register, with the secret it must know. At most one device at a time."""

    id: PhoneId
    kind: PhoneKind
    secret: str
    display_name: str


EAR_SUFFIX = ".ear"


def is_ear(leg: LegId) -> bool:
    """Whether this names an ear and not somebody's connection."""
    return leg.endswith(EAR_SUFFIX)


class TelephoneEngine(Gate, Protocol):
    """One telephone engine. Commands raise EngineUnavailable when it cannot be reached."""

    def listen(self, sink: Callable[[EngineEvent], None]) -> None:
        """Send every event to `sink`, in order, on the event loop's thread; before `start`."""

    async def start(self) -> None:
        """Connect and stay connected (reconnecting by itself); returns after `stop`."""

    async def stop(self) -> None:
        """Disconnect; calls are left as they are."""

    async def snapshot(self) -> EngineSnapshot:
        """What the engine holds for us now."""

    async def take_missed(self, keep: Callable[[CallMissed], Awaitable[None]]) -> None:
        """Give each call that came and went without us to `keep`, and forget it then.

        Some of them may be known after all, and one may be given again after a failure. The
        snapshot's `unheard` legs are forgotten too.
        """

    async def answer(self, leg: LegId) -> None:
        """Answer an arriving leg."""

    async def hang_up(self, leg: LegId, cause: EndCause = EndCause.NORMAL) -> None:
        """End a leg; an arriving leg that was not answered is refused with `cause`."""

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
        """Make a leg to a phone. With `recording`, a two-channel recording runs from answer to end.

        A phone that nobody can reach is an end of the leg (`LegEnded`), not an error.
        """

    async def ring_on(
        self,
        leg: LegId,
        *,
        call: InteractionId,
        line: LegId,
        timeout_s: int,
        recording: RecordingId | None,
    ) -> None:
        """Make a leg over another one that is up and kept for that: no phone is called.

        `line` hears it ring until `take`, or the leg's end. From then on it hears and says what the
        leg does. It outlives its legs and ends with none, but each of them ends with it, as it did.
        Over a line that is not up the leg ends `UNREACHABLE`.
        """

    async def take(self, leg: LegId) -> None:
        """Answer a leg that rings on a line; another one on that line ends. Any other leg stays."""

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
        """Make a leg to a number outside. Who may be called is the asker's to know.

        A number that is none, a trunk that is away, and a far end that does not want are ends of
        the leg (`LegEnded`), not errors. `caller_number` is what the far end is shown.
        """

    async def play(self, leg: LegId, playback: PlaybackId, files: Sequence[Path]) -> None:
        """Play sound files one after another; paths without suffix, any of the line's codecs.

        A file that is missing is passed over; `is_failed` when nothing could be played.
        """

    async def stop_playback(self, playback: PlaybackId) -> None:
        """Stop a playback; its PlaybackEnded follows."""

    async def start_music(self, leg: LegId, music: str = "default") -> None:
        """Let a leg hear music until `stop_music`, a playback or a bridge ends it."""

    async def stop_music(self, leg: LegId) -> None:
        """Silence instead of music."""

    async def start_ring_back(self, leg: LegId) -> None:
        """Let a leg hear that it rings elsewhere, until `stop_ring_back`, or somebody speaks."""

    async def stop_ring_back(self, leg: LegId) -> None:
        """Silence instead of ringing."""

    async def join(self, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        """Let the legs hear each other; the bridge is made if need be.

        A leg that is in another bridge is taken out of that one.
        """

    async def leave(self, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        """Take legs out of the bridge; each hears silence until told otherwise."""

    async def dissolve(self, bridge: BridgeId) -> None:
        """Remove a bridge; legs in it live on, in silence."""

    async def mute(self, leg: LegId, is_muted: bool) -> None:
        """Let nobody hear what a leg says, or everybody again; in whatever bridge it is."""

    async def overhear(self, ear: LegId, *, on: LegId) -> None:
        """Make an ear, named so that `is_ear`: in a bridge, it brings what `on` hears and says.

        What the others in that bridge say is heard by `on` alone. An ear is reported to nobody; it
        ends by `hang_up`, or with the leg.
        """

    async def send_digits(self, leg: LegId, digits: str) -> None:
        """Play DTMF towards the far end of a leg."""

    async def record_message(
        self, leg: LegId, recording: RecordingId, *, max_s: int, silence_s: int
    ) -> None:
        """Beep, then record what a leg says until silence, `#` or `max_s`; RecordingEnded tells."""

    async def pause_recording(self, leg: LegId) -> None:
        """From the answer on nothing of a leg is written down, until its recording is resumed."""

    async def resume_recording(self, leg: LegId, recording: RecordingId, part: int) -> None:
        """Record a leg in another part, see `part_of`; part 0 begins it, on any leg."""

    def recording_files(self, recording: RecordingId) -> tuple[Path, ...]:
        """Where the engine writes a recording.

        A message is one WAV file. A conversation is two of raw samples, 8 kHz and 16 bits: first
        what the phone hears (the customer), then what it says (the agent).
        """

    async def set_phone(self, phone: Phone) -> None:
        """Make a phone known, or change its secret."""

    async def remove_phone(self, phone: PhoneId) -> None:
        """Forget a phone; its registration ends."""

    async def set_trunk(self, trunk: Trunk) -> None:
        """Make a trunk known, or change it."""

    async def remove_trunk(self, trunk: TrunkId) -> None:
        """Forget a trunk; calls on it go on."""

    async def probe_trunk(self, trunk: Trunk) -> TrunkProbe:
        """Try a trunk as it would be used, without placing a call."""

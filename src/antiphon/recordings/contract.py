"""What others may know of recordings: what became of each one."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, TypeAlias

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, LegId
from antiphon.telephony.engine import RecordingId


class Layout(StrEnum):
    """What the channels of one file hold. Of two files the first is always the customer's."""

    CUSTOMER_AGENT = "customer_agent"
    AGENT_CUSTOMER = "agent_customer"
    MONO = "mono"


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a recording that holds nothing, because somebody wanted it so.

    In seconds from the beginning; `ends_s` None when it lasted to the end.
    """

    begins_s: float
    ends_s: float | None = None


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine wrote of one recording, or was to write.

    A file without a WAV header holds 16-bit samples at `rate`. With `expected_s`, a capture more
    than a second shorter is marked. After each pause the engine goes on in other files: `later`
    has them in the order of `pauses`, empty where it never went on.
    """

    interaction_id: InteractionId
    recording_id: RecordingId
    started_at: datetime
    sources: tuple[Path, ...]
    layout: Layout
    rate: int = 8_000
    expected_s: float | None = None
    pauses: tuple[Pause, ...] = ()
    later: tuple[tuple[Path, ...], ...] = ()

    def files(self) -> list[Path]:
        """Every file that the engine may have written."""
        return [path for part in (self.sources, *self.later) for path in part]


class MissingReason(StrEnum):
    """Why there is no recording."""

    NOT_WRITTEN = "not_written"
    EMPTY = "empty"
    DISK_FULL = "disk_full"
    FAILED = "failed"


class RecordingEvent(Event, frozen=True, kw_only=True):
    """What the events of one recording share."""

    interaction_id: InteractionId
    recording_id: RecordingId

    def stream(self) -> str:
        return f"interaction/{self.interaction_id}"


class RecordingStored(RecordingEvent, frozen=True, kw_only=True):
    """A recording can be played. `is_repaired` marks one that was cut off or is too short.

    `path` lies below the recordings folder; a stereo file has the customer on the left. `pauses`
    are silent by somebody's wish; `missing_s` is how much else should be there and is not. Of those
    that were stored before it was noted, nobody knows when they began.
    """

    type: ClassVar[str] = "recordings.stored"
    path: str
    seconds: float
    size_bytes: int
    channels: int
    is_repaired: bool
    pauses: tuple[Pause, ...] = ()
    missing_s: float = 0.0
    started_at: datetime | None = None


class RecordingMissing(RecordingEvent, frozen=True, kw_only=True):
    """A recording that should be there is not; a later `recordings.stored` may still bring it."""

    type: ClassVar[str] = "recordings.missing"
    reason: MissingReason


class RecordingDeleted(RecordingEvent, frozen=True, kw_only=True):
    """The sound of a recording was deleted for good."""

    type: ClassVar[str] = "recordings.deleted"


Result: TypeAlias = RecordingStored | RecordingMissing | RecordingDeleted


class PauseReason(StrEnum):
    """Who had a recording paused: the agent, a page with card data, a step of a flow."""

    AGENT = "agent"
    PAGE = "page"
    STEP = "step"


class RecordingDecided(RecordingEvent, frozen=True, kw_only=True):
    """Whether this conversation is recorded was decided by the rules; `rule` is its name then."""

    type: ClassVar[str] = "recordings.decided"
    is_recorded: bool
    reason: str
    rule: str
    rules_version: int


class RecordingPaused(RecordingEvent, frozen=True, kw_only=True):
    """From now on nothing of this leg is written down, until the recording is resumed."""

    type: ClassVar[str] = "recordings.paused"
    leg_id: LegId
    agent_id: AgentId
    reason: PauseReason


class RecordingResumed(RecordingEvent, frozen=True, kw_only=True):
    """The recording goes on, in its part with this number; the first has number 0."""

    type: ClassVar[str] = "recordings.resumed"
    leg_id: LegId
    agent_id: AgentId
    part: int


class PauseRecording(Command, frozen=True, kw_only=True):
    """Write nothing down while secrets are told: of nobody in the interaction."""

    interaction_id: InteractionId
    agent_id: AgentId
    reason: PauseReason = PauseReason.AGENT


class ResumeRecording(Command, frozen=True, kw_only=True):
    """Go on recording."""

    interaction_id: InteractionId
    agent_id: AgentId


class NoteRecording(Command, frozen=True, kw_only=True):
    """Tell the centre what became of a recording."""

    result: Result


class ShelvedRecording(msgspec.Struct, frozen=True, kw_only=True):
    """A recording that can be played."""

    id: RecordingId
    interaction_id: InteractionId
    path: str
    seconds: float
    is_repaired: bool
    pauses: tuple[Pause, ...] = ()
    missing_s: float = 0.0
    started_at: datetime | None = None


class RecordingShelf:
    """Where others look up the recordings of an interaction."""

    def __init__(
        self, list_of: Callable[[InteractionId], Awaitable[list[ShelvedRecording]]]
    ) -> None:
        self._list_of = list_of

    async def list_of(self, interaction_id: InteractionId) -> list[ShelvedRecording]:
        """The recordings of an interaction, in the order in which they began."""
        return await self._list_of(interaction_id)

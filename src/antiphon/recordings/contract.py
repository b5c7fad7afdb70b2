"""What others may know of recordings: what became of each one."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId
from antiphon.telephony.engine import RecordingId


class Layout(StrEnum):
    """What the channels of one file hold. Of two files the first is always the customer's."""

    CUSTOMER_AGENT = "customer_agent"
    AGENT_CUSTOMER = "agent_customer"
    MONO = "mono"


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine wrote of one recording, or was to write.

    A file without a WAV header holds 16-bit samples at `rate`. With `expected_s`, a capture more
    than a second shorter is marked.
    """

    interaction_id: InteractionId
    recording_id: RecordingId
    started_at: datetime
    sources: tuple[Path, ...]
    layout: Layout
    rate: int = 8_000
    expected_s: float | None = None


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

    `path` lies below the recordings folder; a stereo file has the customer on the left.
    """

    type: ClassVar[str] = "recordings.stored"
    path: str
    seconds: float
    size_bytes: int
    channels: int
    is_repaired: bool


class RecordingMissing(RecordingEvent, frozen=True, kw_only=True):
    """A recording that should be there is not; a later `recordings.stored` may still bring it."""

    type: ClassVar[str] = "recordings.missing"
    reason: MissingReason


class NoteRecording(Command, frozen=True, kw_only=True):
    """Tell the centre what became of a recording."""

    result: RecordingStored | RecordingMissing


class ShelvedRecording(msgspec.Struct, frozen=True, kw_only=True):
    """A recording that can be played."""

    id: RecordingId
    interaction_id: InteractionId
    path: str
    seconds: float
    is_repaired: bool


class RecordingShelf:
    """Where others look up the recordings of an interaction."""

    def __init__(
        self, list_of: Callable[[InteractionId], Awaitable[list[ShelvedRecording]]]
    ) -> None:
        self._list_of = list_of

    async def list_of(self, interaction_id: InteractionId) -> list[ShelvedRecording]:
        """The recordings of an interaction, in order."""
        return await self._list_of(interaction_id)

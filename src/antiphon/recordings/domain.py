"""Which recordings should exist and are not finished yet. Pure: rebuilt from the journal.

A conversation's recording runs from the answer of an agent's leg to its end; a message's is over
when the customer has left it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from antiphon.interactions.contract import MessageLeft
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId, LegId
from antiphon.recordings.contract import (
    MissingReason,
    NoteRecording,
    RecordingEvent,
    RecordingMissing,
    RecordingStored,
)
from antiphon.telephony.contract import AgentLegAnswered, AgentLegEnded, AgentRung
from antiphon.telephony.engine import RecordingId

# These may come right: what the engine wrote is kept, and the next start tries again.
_MAY_STILL_COME = {MissingReason.DISK_FULL, MissingReason.FAILED}


class Awaited(msgspec.Struct, kw_only=True):
    """A recording that the engine writes, or wrote. `told_missing` is what was last said of it."""

    interaction_id: InteractionId
    recording_id: RecordingId
    started_at: datetime
    is_message: bool = False
    ended_at: datetime | None = None
    told_missing: MissingReason | None = None

    @property
    def expected_s(self) -> float | None:
        """How long it should play; a message's length is what the engine wrote."""
        if self.is_message or self.ended_at is None:
            return None
        return (self.ended_at - self.started_at).total_seconds()


class RecordingBook:
    """The recordings that are awaited. Changed by `apply` only, which never refuses."""

    def __init__(self) -> None:
        self.awaited: dict[RecordingId, Awaited] = {}
        self._rung: dict[LegId, RecordingId] = {}

    def due(self) -> list[Awaited]:
        """Those whose leg has ended: they can be finished."""
        return [awaited for awaited in self.awaited.values() if awaited.ended_at is not None]

    def note(self, command: NoteRecording) -> Iterable[Event]:
        """Decide: what became of a recording is told once, and again only when it changed."""
        result = command.result
        awaited = self.awaited.get(result.recording_id)
        if awaited is None:
            return
        if isinstance(result, RecordingMissing) and result.reason == awaited.told_missing:
            return
        yield result

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case AgentRung():
                self._rung[event.leg_id] = event.recording_id
            case AgentLegAnswered():
                self._begin(event)
            case AgentLegEnded():
                recording = self._rung.pop(event.leg_id, None)
                awaited = self.awaited.get(recording) if recording is not None else None
                if awaited is not None:
                    awaited.ended_at = event.at
            case MessageLeft():
                self._message(event)
            case RecordingEvent():
                self._told(event)
            case _:
                pass

    def _begin(self, event: AgentLegAnswered) -> None:
        recording = self._rung.get(event.leg_id)
        if recording is not None and recording not in self.awaited:
            self.awaited[recording] = Awaited(
                interaction_id=event.interaction_id, recording_id=recording, started_at=event.at
            )

    def _message(self, event: MessageLeft) -> None:
        recording = RecordingId(event.recording_id)
        self.awaited[recording] = Awaited(
            interaction_id=event.interaction_id,
            recording_id=recording,
            started_at=event.at - timedelta(seconds=event.seconds),
            is_message=True,
            ended_at=event.at,
        )

    def _told(self, event: RecordingEvent) -> None:
        awaited = self.awaited.get(event.recording_id)
        if awaited is None:
            return
        if isinstance(event, RecordingMissing) and event.reason in _MAY_STILL_COME:
            awaited.told_missing = event.reason
        elif isinstance(event, RecordingStored | RecordingMissing):
            del self.awaited[event.recording_id]

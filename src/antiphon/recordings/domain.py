"""Which recordings should exist and are not finished yet. Pure: rebuilt from the journal.

A conversation's recording runs from the answer of an agent's leg to its end; a message's is over
when the customer has left it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from antiphon.interactions.contract import MessageLeft
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId
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
        # The leg that each call has at an agent, with its recording.
        self._rung: dict[InteractionId, AgentRung] = {}

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
                # A leg that another takes the place of is hung up, and its end is not told.
                self._end(event.interaction_id, event.at)
                self._rung[event.interaction_id] = event
            case AgentLegAnswered():
                self._begin(event)
            case AgentLegEnded():
                self._end(event.interaction_id, event.at)
            case MessageLeft():
                self._message(event)
            case RecordingEvent():
                self._told(event)
            case _:
                pass

    def _begin(self, event: AgentLegAnswered) -> None:
        rung = self._rung.get(event.interaction_id)
        if rung is not None and rung.recording_id not in self.awaited:
            self.awaited[rung.recording_id] = Awaited(
                interaction_id=event.interaction_id,
                recording_id=rung.recording_id,
                started_at=event.at,
            )

    def _end(self, interaction_id: InteractionId, at: datetime) -> None:
        rung = self._rung.pop(interaction_id, None)
        awaited = self.awaited.get(rung.recording_id) if rung is not None else None
        if awaited is not None:
            awaited.ended_at = at

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

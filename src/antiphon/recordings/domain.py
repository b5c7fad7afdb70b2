"""Which recordings should exist and are not finished yet. Pure: rebuilt from the journal.

A conversation's recording runs from the answer of an agent's leg to its end, and may be paused; a
message's is over when the customer has left it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import ClassVar

import msgspec

from antiphon.interactions.contract import (
    AgentLeft,
    InteractionClosed,
    InteractionHandedOver,
    MessageLeft,
)
from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import InteractionId, LegId, OfferId, PartyId
from antiphon.recordings.contract import (
    MissingReason,
    NoteRecording,
    Pause,
    PauseReason,
    PauseRecording,
    RecordingDecided,
    RecordingDeleted,
    RecordingEvent,
    RecordingMissing,
    RecordingPaused,
    RecordingResumed,
    RecordingStored,
    ResumeRecording,
)
from antiphon.recordings.voicemail import VoicemailDeleted
from antiphon.routing.contract import OfferAccepted, OfferEvent
from antiphon.telephony.contract import (
    AgentLegAnswered,
    AgentLegEnded,
    AgentRung,
    PartyAnswered,
    PartyInvited,
    PartyLeft,
    PartyLost,
    PartyRung,
)
from antiphon.telephony.engine import RecordingId, part_of

# These may come right: what the engine wrote is kept, and the next start tries again.
_MAY_STILL_COME = {MissingReason.DISK_FULL, MissingReason.FAILED}


class Awaited(msgspec.Struct, kw_only=True):
    """A recording that the engine writes, or wrote. `told_missing` is what was last said of it."""

    interaction_id: InteractionId
    recording_id: RecordingId
    started_at: datetime
    leg_id: LegId | None = None
    is_message: bool = False
    ended_at: datetime | None = None
    told_missing: MissingReason | None = None
    # When it was paused, and resumed, in turn.
    turns: list[datetime] = []
    # Who had it paused, while it is.
    paused_for: PauseReason | None = None

    @property
    def is_paused(self) -> bool:
        """Whether nothing is written down now."""
        return len(self.turns) % 2 == 1

    @property
    def parts(self) -> int:
        """How often it was resumed: the number of the part that is written, or was last."""
        return len(self.turns) // 2

    @property
    def expected_s(self) -> float | None:
        """How long it should play; a message's length is what the engine wrote."""
        if self.is_message or self.ended_at is None:
            return None
        return (self.ended_at - self.started_at).total_seconds()

    def pauses(self) -> tuple[Pause, ...]:
        """When nothing was to be written down."""
        seconds = [(turn - self.started_at).total_seconds() for turn in self.turns]
        ends = [*seconds[1::2], None] if self.is_paused else seconds[1::2]
        return tuple(
            Pause(begins_s=begins, ends_s=end)
            for begins, end in zip(seconds[::2], ends, strict=True)
        )


class _Leg(msgspec.Struct, frozen=True):
    interaction_id: InteractionId
    recording_id: RecordingId


class RecordingBook:
    """The recordings that are awaited. Changed by `apply` only, which never refuses."""

    def __init__(self) -> None:
        self.awaited: dict[RecordingId, Awaited] = {}
        # The agents' legs that are recorded, ringing ones too.
        self._legs: dict[LegId, _Leg] = {}
        # The same by interaction: asked at each offer, however many calls there are.
        self._recorded: dict[InteractionId, dict[LegId, RecordingId]] = {}
        self._owner_leg: dict[InteractionId, LegId] = {}
        self._offer_leg: dict[OfferId, LegId] = {}
        self._party_leg: dict[PartyId, LegId] = {}
        # Messages that are no more, whose sound is to be deleted.
        self.doomed: dict[RecordingId, VoicemailDeleted] = {}
        # What was decided last of an interaction that is open.
        self.decided: dict[InteractionId, RecordingDecided] = {}

    def due(self) -> list[Awaited]:
        """Those whose leg has ended: they can be finished."""
        return [awaited for awaited in self.awaited.values() if awaited.ended_at is not None]

    def running(self, interaction_id: InteractionId) -> list[Awaited]:
        """The recordings of an interaction that are being written, or are paused."""
        found = map(self.awaited.get, self._recorded.get(interaction_id, {}).values())
        return [one for one in found if one is not None and one.ended_at is None]

    def heard_now(self, interaction_id: InteractionId) -> RecordingId | None:
        """What is written of an interaction now, by the part of the recording that it is."""
        running = self.running(interaction_id)
        if any(one.is_paused for one in running):
            raise RuleBroken("recording.paused", "The recording is paused just now.")
        return part_of(running[0].recording_id, running[0].parts) if running else None

    def turned(self) -> list[Awaited]:
        """Those that go on and were paused at least once."""
        return [one for one in self.awaited.values() if one.turns and one.ended_at is None]

    def note(self, command: NoteRecording) -> Iterable[Event]:
        """Decide: what became of a recording is told once, and again only when it changed."""
        result = command.result
        if isinstance(result, RecordingDeleted):
            if result.recording_id in self.doomed:
                yield result
            return
        awaited = self.awaited.get(result.recording_id)
        if awaited is None:
            return
        if isinstance(result, RecordingMissing) and result.reason == awaited.told_missing:
            return
        yield result

    def pause(self, command: PauseRecording, now: datetime) -> Iterator[Event]:
        """Decide about a pause; a second one changes nothing."""
        running = self.running(command.interaction_id)
        if not running:
            raise RuleBroken("recording.none", "This conversation is not being recorded.")
        for awaited in running:
            if not awaited.is_paused and awaited.leg_id is not None:
                yield RecordingPaused(
                    at=now,
                    interaction_id=awaited.interaction_id,
                    recording_id=awaited.recording_id,
                    leg_id=awaited.leg_id,
                    agent_id=command.agent_id,
                    reason=command.reason,
                )

    def resume(self, command: ResumeRecording, now: datetime) -> Iterator[Event]:
        """Decide about going on; a second time changes nothing."""
        for awaited in self.running(command.interaction_id):
            if awaited.is_paused and awaited.leg_id is not None:
                yield RecordingResumed(
                    at=now,
                    interaction_id=awaited.interaction_id,
                    recording_id=awaited.recording_id,
                    leg_id=awaited.leg_id,
                    agent_id=command.agent_id,
                    part=awaited.parts + 1,
                )

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        if (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)

    def _deleted(self, event: VoicemailDeleted) -> None:
        self.awaited.pop(event.recording_id, None)
        self.doomed[event.recording_id] = event

    def _offer_over(self, event: OfferEvent) -> None:
        leg = self._offer_leg.pop(event.offer_id, None)
        if isinstance(event, OfferAccepted) and leg is not None:
            self._owner_leg[event.interaction_id] = leg

    def _party_rung(self, event: PartyInvited | PartyRung) -> None:
        self._party_leg[event.party_id] = event.leg_id
        self._ring(event.leg_id, event.interaction_id, event.recording_id)

    def _answered(self, event: AgentLegAnswered) -> None:
        self._begin(event.leg_id, event.at)

    def _party_answered(self, event: PartyAnswered) -> None:
        self._begin(self._party_leg.get(event.party_id), event.at)

    def _ended(self, event: AgentLegEnded | PartyLost) -> None:
        self._end(event.leg_id, event.at)

    def _party_left(self, event: PartyLeft) -> None:
        self._party_leg.pop(event.party_id, None)
        self._end(event.leg_id, event.at)

    def _agent_left(self, event: AgentLeft) -> None:
        self._end(self._owner_leg.pop(event.interaction_id, None), event.at)

    def _rung(self, event: AgentRung) -> None:
        # A leg that another takes the place of is hung up, and its end is not told.
        self._end(self._owner_leg.pop(event.interaction_id, None), event.at)
        if event.offer_id is None:
            self._owner_leg[event.interaction_id] = event.leg_id
        else:
            self._offer_leg[event.offer_id] = event.leg_id
        self._ring(event.leg_id, event.interaction_id, event.recording_id)

    def _ring(
        self, leg_id: LegId, interaction_id: InteractionId, recording: RecordingId | None
    ) -> None:
        if recording is not None:
            self._legs[leg_id] = _Leg(interaction_id, recording)
            self._recorded.setdefault(interaction_id, {})[leg_id] = recording

    def _begin(self, leg_id: LegId | None, at: datetime) -> None:
        leg = self._legs.get(leg_id) if leg_id is not None else None
        if leg is not None and leg.recording_id not in self.awaited:
            self.awaited[leg.recording_id] = Awaited(
                interaction_id=leg.interaction_id,
                recording_id=leg.recording_id,
                started_at=at,
                leg_id=leg_id,
            )

    def _end(self, leg_id: LegId | None, at: datetime) -> None:
        leg = self._legs.pop(leg_id, None) if leg_id is not None else None
        if leg_id is None or leg is None:
            return
        others = self._recorded[leg.interaction_id]
        del others[leg_id]
        if not others:
            del self._recorded[leg.interaction_id]
        awaited = self.awaited.get(leg.recording_id)
        if awaited is not None:
            awaited.ended_at = at

    def _hand_over(self, event: InteractionHandedOver) -> None:
        self._end(self._owner_leg.pop(event.interaction_id, None), event.at)
        leg_id = self._party_leg.get(event.party_id)
        if leg_id is not None and event.agent_id is not None:
            self._owner_leg[event.interaction_id] = leg_id
            del self._party_leg[event.party_id]

    def _close(self, event: InteractionClosed) -> None:
        self._owner_leg.pop(event.interaction_id, None)
        self.decided.pop(event.interaction_id, None)

    def _message(self, event: MessageLeft) -> None:
        recording = RecordingId(event.recording_id)
        self.awaited[recording] = Awaited(
            interaction_id=event.interaction_id,
            recording_id=recording,
            started_at=event.at - timedelta(seconds=event.seconds),
            is_message=True,
            ended_at=event.at,
        )

    def _apply_to_recording(self, event: RecordingEvent) -> None:
        if isinstance(event, RecordingDecided):
            self.decided[event.interaction_id] = event
            return
        if isinstance(event, RecordingDeleted):
            self.doomed.pop(event.recording_id, None)
            return
        awaited = self.awaited.get(event.recording_id)
        if awaited is None:
            return
        match event:
            case RecordingPaused():
                awaited.turns.append(event.at)
                awaited.paused_for = event.reason
            case RecordingResumed():
                awaited.turns.append(event.at)
                awaited.paused_for = None
            case RecordingMissing(reason=reason) if reason in _MAY_STILL_COME:
                awaited.told_missing = reason
            case RecordingStored() | RecordingMissing():
                del self.awaited[event.recording_id]
            case _:
                pass

    _FOLDS: ClassVar[Folds["RecordingBook"]] = ByKind(
        {
            RecordingEvent: _apply_to_recording,
            MessageLeft: _message,
            VoicemailDeleted: _deleted,
            InteractionClosed: _close,
            InteractionHandedOver: _hand_over,
            # One that is made has no leg yet.
            OfferEvent: _offer_over,
            AgentRung: _rung,
            AgentLegAnswered: _answered,
            AgentLegEnded: _ended,
            AgentLeft: _agent_left,
            PartyInvited: _party_rung,
            PartyRung: _party_rung,
            PartyAnswered: _party_answered,
            PartyLost: _ended,
            PartyLeft: _party_left,
        }
    )

"""Messages that customers left: in whose box, who heard them, and what was done. Pure.

A box belongs to a queue or to one agent; a message that names none lies in the box of the queue
that the customer waited for, if there is one. `VoicemailBook.may_hear` says who it is for.
A box may keep messages for so many days only: `VoicemailBook._plan` says when one goes.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import ClassVar

import msgspec

from antiphon.interactions.contract import InteractionEvent
from antiphon.kernel.catalogue import Catalogue, refuse_in_use
from antiphon.kernel.commands import Command, Deadlines
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, QueueId, UserId, VoicemailBoxId
from antiphon.telephony.engine import RecordingId

# Messages that are done can be taken up again for a while; their sound is kept in the history.
DONE_REMEMBERED = 200
# A box that is to keep its messages for fewer days from now on may have been a mistake.
GRACE = timedelta(days=1)


class VoicemailBox(msgspec.Struct, frozen=True, kw_only=True):
    """Where messages lie: for the agents of a queue, for one agent, or, with neither, for all.

    `greeting`, by language, is said before the tone; without one, what the step says. Messages are
    deleted after `keep_days`, or never.
    """

    id: VoicemailBoxId
    name: str
    queue_id: QueueId | None = None
    agent_id: AgentId | None = None
    greeting: dict[str, str] = {}
    keep_days: int | None = None


class VoicemailBoxSaved(Event, frozen=True, kw_only=True):
    """A voicemail box was added or changed."""

    type: ClassVar[str] = "recordings.voicemail_box_saved"
    box: VoicemailBox
    by: UserId | None

    def stream(self) -> str:
        return f"voicemail_box/{self.box.id}"


class VoicemailBoxRemoved(Event, frozen=True, kw_only=True):
    """A voicemail box is no more; its messages are those of their queue again."""

    type: ClassVar[str] = "recordings.voicemail_box_removed"
    box_id: VoicemailBoxId
    by: UserId | None

    def stream(self) -> str:
        return f"voicemail_box/{self.box_id}"


class VoicemailLeft(InteractionEvent, frozen=True, kw_only=True):
    """A customer left a message of so many seconds, in a box if one was named."""

    type: ClassVar[str] = "recordings.voicemail_left"
    recording_id: RecordingId
    seconds: float
    box_id: VoicemailBoxId | None
    queue_id: QueueId | None
    customer_number: str
    customer_name: str
    language: str


class VoicemailHeard(InteractionEvent, frozen=True, kw_only=True):
    """Somebody listened to a message for the first time."""

    type: ClassVar[str] = "recordings.voicemail_heard"
    by: UserId | None


class VoicemailDone(InteractionEvent, frozen=True, kw_only=True):
    """What a message asked for is done; `reason` is done, called_back or called_again."""

    type: ClassVar[str] = "recordings.voicemail_done"
    reason: str
    by: UserId | None


class VoicemailReopened(InteractionEvent, frozen=True, kw_only=True):
    """A message that was called done is to be seen to after all."""

    type: ClassVar[str] = "recordings.voicemail_reopened"
    by: UserId | None


class VoicemailDeleted(InteractionEvent, frozen=True, kw_only=True):
    """A message was kept as long as its box says: it is no more, and its sound goes next.

    `started_at` is when its recording began.
    """

    type: ClassVar[str] = "recordings.voicemail_deleted"
    recording_id: RecordingId
    started_at: datetime


class SaveVoicemailBox(Command, frozen=True, kw_only=True):
    """Add or change a voicemail box."""

    box: VoicemailBox
    edited_version: int | None = None


class RemoveVoicemailBox(Command, frozen=True, kw_only=True):
    """Remove a voicemail box."""

    id: VoicemailBoxId


class HearVoicemail(Command, frozen=True, kw_only=True):
    """Somebody listens to a message."""

    interaction_id: InteractionId


class FinishVoicemail(Command, frozen=True, kw_only=True):
    """What a message asked for is done."""

    interaction_id: InteractionId


class ReopenVoicemail(Command, frozen=True, kw_only=True):
    """It is not done after all."""

    interaction_id: InteractionId


class ExpireVoicemail(Command, frozen=True, kw_only=True):
    """A message was kept as long as its box says."""

    interaction_id: InteractionId


class Voicemail(msgspec.Struct):
    """A message; `done_at` is None while something is to be done about it.

    `goes_at` is when it is deleted, None for never.
    """

    left: VoicemailLeft
    heard_at: datetime | None = None
    heard_by: UserId | None = None
    done_at: datetime | None = None
    done_by: UserId | None = None
    goes_at: datetime | None = None


class VoicemailBook:
    """The boxes of a tenant, the messages that wait in them, and those that were done last."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self.boxes: Catalogue[VoicemailBox] = Catalogue("voicemail box")
        self.messages: dict[InteractionId, Voicemail] = {}
        # Done long ago, and still to be deleted: nobody lists them.
        self._shelved: dict[InteractionId, Voicemail] = {}

    def get(self, interaction_id: InteractionId) -> Voicemail:
        """The message, or RuleBroken `voicemail.unknown`."""
        message = self.messages.get(interaction_id)
        if message is None:
            raise RuleBroken("voicemail.unknown", "This message is not there any more.")
        return message

    def open_from(self, number: str) -> list[InteractionId]:
        """The messages of this number about which nothing was done yet."""
        return [
            interaction_id
            for interaction_id, message in self.messages.items()
            if number and message.left.customer_number == number and message.done_at is None
        ]

    def box_of(self, message: Voicemail) -> VoicemailBox | None:
        """Where a message lies: as its flow says, else with the queue it was left for."""
        return self.box_for(message.left.box_id, message.left.queue_id)

    def box_for(
        self, box_id: VoicemailBoxId | None, queue_id: QueueId | None
    ) -> VoicemailBox | None:
        """Where a message would lie whose step names this box, from one who waited there."""
        named = self.boxes.find(box_id)
        if named is not None or queue_id is None:
            return named
        return next((box for box in self.boxes if box.queue_id == queue_id), None)

    def may_hear(
        self, message: Voicemail, *, agent_id: AgentId, queues: Collection[QueueId]
    ) -> bool:
        """Whether a message is for an agent who serves these queues."""
        box = self.box_of(message)
        if box is None:
            return message.left.queue_id is None or message.left.queue_id in queues
        if box.agent_id is not None:
            return box.agent_id == agent_id
        return box.queue_id is None or box.queue_id in queues

    def save(self, command: SaveVoicemailBox, now: datetime) -> Iterable[Event]:
        """Decide about a box."""
        self.boxes.check_save(command.box, command.edited_version)
        if command.box.queue_id is not None and command.box.agent_id is not None:
            raise RuleBroken("voicemail.two_owners", "A box is a queue's or an agent's, not both.")
        yield VoicemailBoxSaved(at=now, box=command.box, by=command.by)

    def remove(
        self, command: RemoveVoicemailBox, now: datetime, *, flows: Collection[str]
    ) -> Iterable[Event]:
        """Decide about removing a box; `flows` are the names of those that lead to it."""
        self.boxes.get(command.id)
        refuse_in_use(sorted(flows))
        yield VoicemailBoxRemoved(at=now, box_id=command.id, by=command.by)

    def hear(self, command: HearVoicemail, now: datetime) -> Iterable[Event]:
        """Decide that somebody listened; only the first time is news."""
        if self.get(command.interaction_id).heard_at is None:
            yield VoicemailHeard(at=now, interaction_id=command.interaction_id, by=command.by)

    def reopen(self, command: ReopenVoicemail, now: datetime) -> Iterable[Event]:
        """Decide that something is to be done after all."""
        if self.get(command.interaction_id).done_at is not None:
            yield VoicemailReopened(at=now, interaction_id=command.interaction_id, by=command.by)

    def expire(self, command: ExpireVoicemail, now: datetime) -> Iterable[Event]:
        """Decide that a message goes, if it is still there and that time has come."""
        key = command.interaction_id
        message = self.messages.get(key) or self._shelved.get(key)
        if message is None or message.goes_at is None or message.goes_at > now:
            return
        left = message.left
        yield VoicemailDeleted(
            at=now,
            interaction_id=key,
            recording_id=left.recording_id,
            started_at=left.at - timedelta(seconds=left.seconds),
        )

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case VoicemailLeft():
                left = self.messages[event.interaction_id] = Voicemail(event)
                self._set_end(left, self._wanted_end(left))
            case VoicemailDeleted():
                self.messages.pop(event.interaction_id, None)
                self._shelved.pop(event.interaction_id, None)
                self._deadlines.clear(_key(event.interaction_id))
            case VoicemailHeard() | VoicemailDone() | VoicemailReopened():
                message = self.messages.get(event.interaction_id)
                if message is not None:
                    self._apply_to(message, event)
            case VoicemailBoxSaved():
                self.boxes.save(event.box, event)
                self._plan(event.at)
            case VoicemailBoxRemoved():
                self.boxes.remove(event.box_id, event)
                self._plan(event.at)
            case _:
                pass

    def _apply_to(
        self, message: Voicemail, event: VoicemailHeard | VoicemailDone | VoicemailReopened
    ) -> None:
        match event:
            case VoicemailHeard():
                message.heard_at, message.heard_by = event.at, event.by
            case VoicemailDone():
                message.done_at, message.done_by = event.at, event.by
                self._forget_oldest()
            case VoicemailReopened():
                message.done_at = message.done_by = None

    def _forget_oldest(self) -> None:
        done = [key for key, message in self.messages.items() if message.done_at is not None]
        for key in done[:-DONE_REMEMBERED]:
            message = self.messages.pop(key)
            if message.goes_at is not None:
                self._shelved[key] = message

    def _plan(self, at: datetime) -> None:
        """The boxes changed: what goes sooner than was told goes a day from now at the soonest."""
        for message in [*self.messages.values(), *self._shelved.values()]:
            end, told = self._wanted_end(message), message.goes_at
            if end is not None:
                soonest = at + GRACE
                end = max(end, soonest if told is None else min(told, soonest))
            self._set_end(message, end)

    def _wanted_end(self, message: Voicemail) -> datetime | None:
        box = self.box_of(message)
        if box is None or box.keep_days is None:
            return None
        return message.left.at + timedelta(days=box.keep_days)

    def _set_end(self, message: Voicemail, end: datetime | None) -> None:
        if end == message.goes_at:
            return
        message.goes_at = end
        interaction_id = message.left.interaction_id
        if end is None:
            self._deadlines.clear(_key(interaction_id))
        else:
            command = ExpireVoicemail(interaction_id=interaction_id)
            self._deadlines.set(_key(interaction_id), end, command)


def _key(interaction_id: InteractionId) -> str:
    return f"voicemail/{interaction_id}"

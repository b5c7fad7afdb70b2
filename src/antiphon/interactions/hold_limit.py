"""How long a customer may be on hold: when the agent is reminded, and who was. Pure."""

from datetime import datetime
from typing import ClassVar

from antiphon.interactions.contract import (
    AgentLeft,
    ConversationEnded,
    InteractionClosed,
    InteractionEvent,
    InteractionHandedOver,
    InteractionQueued,
    InteractionResumed,
    InteractionSentToFlow,
    InteractionSuspended,
)
from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.commands import Command, Deadlines
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId


class HoldTimed(InteractionEvent, frozen=True, kw_only=True):
    """The queue limits this hold; at `remind_at` the agent is reminded of the customer."""

    type: ClassVar[str] = "interactions.hold_timed"
    agent_id: AgentId
    remind_at: datetime


class HoldOverdue(InteractionEvent, frozen=True, kw_only=True):
    """The customer is on hold too long, since `held_at`; `remind_at` is the next reminder."""

    type: ClassVar[str] = "interactions.hold_overdue"
    agent_id: AgentId
    held_at: datetime
    remind_at: datetime


class RemindOfHold(Command, frozen=True, kw_only=True):
    """The customer has been on hold as long as the queue allows."""

    interaction_id: InteractionId


class HoldLimits:
    """The deadlines of holds, and those that are overdue, each with when it began."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self.overdue: dict[InteractionId, datetime] = {}

    def apply(self, event: Event) -> None:
        """Fold an event in: whatever follows a hold ends its deadline."""
        if (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)

    def _ended(self, event: InteractionEvent) -> None:
        self.overdue.pop(event.interaction_id, None)
        self._deadlines.clear(_key(event.interaction_id))

    def _overdue(self, event: HoldOverdue) -> None:
        self.overdue[event.interaction_id] = event.held_at
        self._remind(event)

    def _remind(self, event: HoldTimed | HoldOverdue) -> None:
        command = RemindOfHold(interaction_id=event.interaction_id)
        self._deadlines.set(_key(event.interaction_id), event.remind_at, command)

    _FOLDS: ClassVar[Folds["HoldLimits"]] = ByKind(
        {
            HoldTimed: _remind,
            HoldOverdue: _overdue,
            InteractionResumed: _ended,
            InteractionSuspended: _ended,
            InteractionSentToFlow: _ended,
            InteractionHandedOver: _ended,
            InteractionQueued: _ended,
            InteractionClosed: _ended,
            ConversationEnded: _ended,
            AgentLeft: _ended,
        }
    )


def _key(interaction_id: InteractionId) -> str:
    return f"hold/{interaction_id}"

"""What others may know of routing: queues, offers, and the events about them."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, OfferId, QueueId, SkillId, UserId


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """Where interactions wait. Spans are in seconds; priority runs from 0 to 9, 9 first."""

    id: QueueId
    name: str
    required_skills: dict[SkillId, int] = {}
    priority: int = 0
    offer_timeout_s: int = 20
    wrap_up_s: int = 30
    service_level_s: int = 20
    short_abandon_s: int = 5
    missed_offers_limit: int = 1
    music: str = "default"


class WithdrawReason(StrEnum):
    """Why an offer was taken back before the agent answered it."""

    CUSTOMER_LEFT = "customer_left"
    OVERFLOWED = "overflowed"
    AGENT_LEFT = "agent_left"
    PHONE_FAILED = "phone_failed"


class QueueSaved(Event, frozen=True, kw_only=True):
    """A queue was added or changed."""

    type: ClassVar[str] = "routing.queue_saved"
    queue: Queue
    by: UserId | None

    def stream(self) -> str:
        return f"queue/{self.queue.id}"


class QueueRemoved(Event, frozen=True, kw_only=True):
    """A queue was removed; nobody waited in it."""

    type: ClassVar[str] = "routing.queue_removed"
    queue_id: QueueId
    by: UserId | None

    def stream(self) -> str:
        return f"queue/{self.queue_id}"


class OfferEvent(Event, frozen=True, kw_only=True):
    """What the events of one offer share."""

    offer_id: OfferId
    interaction_id: InteractionId
    agent_id: AgentId

    def stream(self) -> str:
        return f"interaction/{self.interaction_id}"


class OfferMade(OfferEvent, frozen=True, kw_only=True):
    """An interaction was offered to one agent until `expires_at`."""

    type: ClassVar[str] = "routing.offer_made"
    queue_id: QueueId
    expires_at: datetime


class OfferAccepted(OfferEvent, frozen=True, kw_only=True):
    """The agent took the interaction."""

    type: ClassVar[str] = "routing.offer_accepted"


class OfferDeclined(OfferEvent, frozen=True, kw_only=True):
    """The agent refused the interaction."""

    type: ClassVar[str] = "routing.offer_declined"
    reason: str | None


class OfferExpired(OfferEvent, frozen=True, kw_only=True):
    """The agent did not answer in time."""

    type: ClassVar[str] = "routing.offer_expired"


class OfferWithdrawn(OfferEvent, frozen=True, kw_only=True):
    """The offer ended for a reason that lies not in the agent's answer."""

    type: ClassVar[str] = "routing.offer_withdrawn"
    reason: WithdrawReason


class SaveQueue(Command, frozen=True, kw_only=True):
    """Add or change a queue."""

    queue: Queue
    edited_version: int | None = None


class RemoveQueue(Command, frozen=True, kw_only=True):
    """Remove a queue in which nobody waits."""

    id: QueueId


class AcceptOffer(Command, frozen=True, kw_only=True):
    """Take what was offered."""

    offer_id: OfferId
    agent_id: AgentId


class DeclineOffer(Command, frozen=True, kw_only=True):
    """Refuse what was offered."""

    offer_id: OfferId
    agent_id: AgentId
    reason: str | None = None


class ExpireOffer(Command, frozen=True, kw_only=True):
    """The time to answer an offer is over."""

    offer_id: OfferId

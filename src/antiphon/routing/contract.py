"""What others may know of routing: queues, offers, and the events about them."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import (
    AgentId,
    InteractionId,
    OfferId,
    QueueId,
    SkillId,
    TeamId,
    UserId,
)
from antiphon.routing.scoring import AgentChoice, ChoiceWeights
from antiphon.routing.waiting import WaitingRoom


class ServiceOrder(StrEnum):
    """What the order of the waiting goes by, before head starts.

    `ratio` leaves the order within the queue; agents of several such queues take from the one that
    is longest for its weight.
    """

    ARRIVAL = "arrival"
    SERVICE_LEVEL = "service_level"
    RATIO = "ratio"


class PreferredAgent(StrEnum):
    """Whom a customer is kept for at first."""

    NOBODY = "nobody"
    OWN_AGENT = "own_agent"
    OWN_OR_LAST_AGENT = "own_or_last_agent"
    LAST_AGENT = "last_agent"


class OverflowKind(StrEnum):
    """Where a customer may be sent who waited too long, or came while the queue was closed."""

    HANG_UP = "hang_up"
    VOICEMAIL = "voicemail"
    EXTERNAL = "external"
    CALL_BACK = "call_back"
    QUEUE = "queue"


class UnblockedBy(StrEnum):
    """Who may end the block of an agent who did not answer."""

    SUPERVISOR = "supervisor"
    AGENT = "agent"


class QueueOverflow(msgspec.Struct, frozen=True, kw_only=True):
    """Send the customer elsewhere, and say `text` (by language) before.

    `queue_id` is set for the kind `queue` alone, `number` for `external`. Who cannot be called
    back, or whom nobody answers outside, is asked for a message instead.
    """

    kind: OverflowKind
    queue_id: QueueId | None = None
    number: str = ""
    text: dict[str, str] = {}


class RelaxationStep(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for less, once a customer has waited `after_s` seconds.

    The conditions are looked at once, at that time; a step whose conditions do not hold is passed
    over. What is not known does not hold: `if_expected_wait_over_s` is about what this customer is
    still to wait, nine times of ten. Levels never fall below 1. Agents of `add_queues` may take the
    customer too.
    """

    after_s: int
    if_waiting_over: int | None = None
    if_expected_wait_over_s: int | None = None
    lower_levels_by: int = 0
    drop_skills: tuple[SkillId, ...] = ()
    drop_language: bool = False
    drop_team: bool = False
    add_queues: tuple[QueueId, ...] = ()
    raise_priority_by: int = 0
    overflow: QueueOverflow | None = None


# How long a customer may stay parked where the queue does not say otherwise.
PARK_LIMIT_S = 120


class HoldEnd(StrEnum):
    """What becomes of a hold that lasts too long: the agent is reminded, or it ends by itself."""

    REMIND = "remind"
    RESUME = "resume"


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """Where interactions wait. Spans are in seconds; priority runs from 0 to 9.

    An agent needs `required_skills`, and one of `alternative_skills` if there are any. Each step of
    priority is a head start of `priority_step_s`, each VIP level one of `vip_step_s`: whoever comes
    more than the longest head start later waits behind, so nobody waits for ever. An agent who
    leaves `missed_offers_limit` offers in a row unanswered is blocked until `unblocked_by` acts.
    Who comes outside of the opening hours `hours_id` goes where `when_closed` says; without it,
    where the flow goes when waiting takes too long. For `preferred_wait_s` a customer is kept for
    one agent, or for those of a team. Up to `offers_at_once` agents are asked at the same time, and
    the first to accept has the customer; `group_misses_count` is about those who let it ring then.
    `ratio_weight` counts for the order `ratio`: twice the weight, twice as many wait.
    """

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
    waiting: WaitingRoom = WaitingRoom()
    alternative_skills: tuple[dict[SkillId, int], ...] = ()
    match_language: bool = False
    priority_step_s: int = 60
    vip_step_s: int = 60
    order_by: ServiceOrder = ServiceOrder.ARRIVAL
    agent_choice: AgentChoice = AgentChoice.LONGEST_READY
    choice_weights: ChoiceWeights | None = None
    share_percent: int | None = None
    preferred_agent: PreferredAgent = PreferredAgent.NOBODY
    preferred_wait_s: int = 0
    relaxation: tuple[RelaxationStep, ...] = ()
    unblocked_by: UnblockedBy = UnblockedBy.AGENT
    wrap_up_extension_s: int = 60
    wrap_up_extensions: int = 0
    hold_limit_s: int = 0
    hold_end: HoldEnd = HoldEnd.REMIND
    park_limit_s: int = PARK_LIMIT_S
    # What its parking places are called, such as "Service"; empty: by their number alone.
    park_name: str = ""
    hours_id: str | None = None
    when_closed: QueueOverflow | None = None
    preferred_team_id: TeamId | None = None
    offers_at_once: int = 1
    group_misses_count: bool = True
    ratio_weight: int = 10

    @property
    def weight(self) -> int | None:
        """What the queue's length is divided by under ratio control; None without it."""
        return self.ratio_weight if self.order_by is ServiceOrder.RATIO else None


class WithdrawReason(StrEnum):
    """Why an offer was taken back before the agent answered it."""

    CUSTOMER_LEFT = "customer_left"
    OVERFLOWED = "overflowed"
    AGENT_LEFT = "agent_left"
    PHONE_FAILED = "phone_failed"
    CUSTOMER_CALLED = "customer_called"
    PICKED = "picked"
    MOVED = "moved"
    FREED = "freed"
    ANSWERED_ELSEWHERE = "answered_elsewhere"


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
    """An interaction was offered to an agent until `expires_at`; `at_once`: to so many at most."""

    type: ClassVar[str] = "routing.offer_made"
    queue_id: QueueId
    expires_at: datetime
    at_once: int = 1


class OfferAccepted(OfferEvent, frozen=True, kw_only=True):
    """The agent took the interaction."""

    type: ClassVar[str] = "routing.offer_accepted"


class OfferDeclined(OfferEvent, frozen=True, kw_only=True):
    """The agent refused the interaction."""

    type: ClassVar[str] = "routing.offer_declined"
    reason: str | None


class OfferExpired(OfferEvent, frozen=True, kw_only=True):
    """The agent did not answer in time; `counts`: this is one of the agent's missed offers."""

    type: ClassVar[str] = "routing.offer_expired"
    counts: bool = True


class OfferWithdrawn(OfferEvent, frozen=True, kw_only=True):
    """The offer ended for a reason that lies not in the agent's answer."""

    type: ClassVar[str] = "routing.offer_withdrawn"
    reason: WithdrawReason


class PreferenceEndReason(StrEnum):
    """Why a customer is no longer kept for one agent."""

    WAITED = "waited"
    AGENT_LEFT = "agent_left"


class _WaitingEvent(Event, frozen=True, kw_only=True):
    interaction_id: InteractionId

    def stream(self) -> str:
        return f"interaction/{self.interaction_id}"


class PreferenceEnded(_WaitingEvent, frozen=True, kw_only=True):
    """A waiting customer is no longer kept for the preferred agent; anybody fitting may answer."""

    type: ClassVar[str] = "routing.preference_ended"
    agent_id: AgentId
    reason: PreferenceEndReason


class QueueFoundClosed(_WaitingEvent, frozen=True, kw_only=True):
    """A customer was sent to a queue outside of its opening hours, and does not wait in it."""

    type: ClassVar[str] = "routing.queue_found_closed"
    queue_id: QueueId


class RequirementRelaxed(_WaitingEvent, frozen=True, kw_only=True):
    """A customer waited long enough for less to be asked for; `number` counts the steps from 1.

    `alternatives` is what is asked for now: all terms of one of them, each with its least level.
    `head_start_s` is the whole head start from now on.
    """

    type: ClassVar[str] = "routing.requirement_relaxed"
    number: int
    alternatives: tuple[dict[str, int], ...]
    head_start_s: int


class RelaxationPassed(_WaitingEvent, frozen=True, kw_only=True):
    """A step of relaxation was due and changed nothing, since its condition did not hold."""

    type: ClassVar[str] = "routing.relaxation_passed"
    number: int


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


class EndPreference(Command, frozen=True, kw_only=True):
    """The customer has waited long enough for the preferred agent."""

    interaction_id: InteractionId


class RelaxRequirement(Command, frozen=True, kw_only=True):
    """The next step of relaxation is due."""

    interaction_id: InteractionId
    number: int

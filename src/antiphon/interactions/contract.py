"""What others may know of interactions: their events, outcomes, and dispositions."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.customers.contract import CustomerId
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import (
    AgentId,
    CallBackId,
    DispositionId,
    EntryPointId,
    FlowId,
    InteractionId,
    LegId,
    PartyId,
    QueueId,
    SkillId,
    TeamId,
    UserId,
)


class Channel(StrEnum):
    """How the customer reached us."""

    VOICE = "voice"


class EndedBy(StrEnum):
    """Whose act ended it."""

    CUSTOMER = "customer"
    AGENT = "agent"
    PARTY = "party"
    SYSTEM = "system"


class Outcome(StrEnum):
    """How an interaction ended: each has exactly one."""

    HANDLED = "handled"
    ABANDONED = "abandoned"
    SHORT_ABANDONED = "short_abandoned"
    VOICEMAIL = "voicemail"
    CALL_BACK = "call_back"
    NOT_REACHED = "not_reached"
    FLOW_ENDED = "flow_ended"
    REFUSED = "refused"
    FAILED = "failed"


class Disposition(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's coded result; `queues` empty means every queue.

    One that is another's parent is a heading: it groups results and is not chosen itself.
    """

    id: DispositionId
    name: str
    queues: tuple[QueueId, ...] = ()
    parent_id: DispositionId | None = None


class AnswerKind(StrEnum):
    """What a question of a wrap-up form asks for."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"
    YES_NO = "yes_no"
    TICKET = "ticket"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's answer to a question, whose text is kept as it was asked.

    `value` is written in one way: a number in decimals, a date as 2026-01-31, `yes` or `no`.
    """

    key: str
    label: str
    kind: AnswerKind
    value: str


class DispositionSaved(Event, frozen=True, kw_only=True):
    """A disposition was added or changed."""

    type: ClassVar[str] = "interactions.disposition_saved"
    disposition: Disposition
    by: UserId | None

    def stream(self) -> str:
        return f"disposition/{self.disposition.id}"


class DispositionRemoved(Event, frozen=True, kw_only=True):
    """A disposition can no longer be chosen."""

    type: ClassVar[str] = "interactions.disposition_removed"
    disposition_id: DispositionId
    by: UserId | None

    def stream(self) -> str:
        return f"disposition/{self.disposition_id}"


class InteractionEvent(Event, frozen=True, kw_only=True):
    """What the events of one interaction share."""

    interaction_id: InteractionId

    def stream(self) -> str:
        return f"interaction/{self.interaction_id}"


class InteractionArrived(InteractionEvent, frozen=True, kw_only=True):
    """A customer reached us; `entry_point_id` is None when nobody answers at that address.

    With `call_back_id`, or `placed_by` an agent, it is we who reach out to that number; with
    `colleague_id` to a colleague, and there is no customer: the name is the colleague's.
    """

    type: ClassVar[str] = "interactions.arrived"
    channel: Channel
    entry_point_id: EntryPointId | None
    dialled: str
    customer_id: CustomerId | None
    customer_number: str
    customer_name: str
    language: str
    call_back_id: CallBackId | None = None
    placed_by: AgentId | None = None
    colleague_id: AgentId | None = None


class CallPlaced(InteractionEvent, frozen=True, kw_only=True):
    """An agent calls somebody for a queue: first the own phone rings, until `expires_at`."""

    type: ClassVar[str] = "interactions.call_placed"
    agent_id: AgentId
    queue_id: QueueId
    expires_at: datetime


class ColleagueCalled(InteractionEvent, frozen=True, kw_only=True):
    """An agent calls a colleague: first the own phone rings, until `expires_at`."""

    type: ClassVar[str] = "interactions.colleague_called"
    agent_id: AgentId
    colleague_id: AgentId
    expires_at: datetime


class InteractionDataSet(InteractionEvent, frozen=True, kw_only=True):
    """A piece of attached data was learnt; `name` and `meaning` are what people read, if given."""

    type: ClassVar[str] = "interactions.data_set"
    key: str
    value: str
    name: str = ""
    meaning: str = ""


class InteractionLanguageSet(InteractionEvent, frozen=True, kw_only=True):
    """The customer chose a language."""

    type: ClassVar[str] = "interactions.language_set"
    language: str


class MessageLeft(InteractionEvent, frozen=True, kw_only=True):
    """The customer left a message of this many seconds."""

    type: ClassVar[str] = "interactions.message_left"
    recording_id: str
    seconds: float


class InteractionQueued(InteractionEvent, frozen=True, kw_only=True):
    """The interaction waits for an agent, in the order of `order_at` moved by head starts.

    `skills` is what an agent needs besides serving the queue. `is_returning` marks one that comes
    back from an agent whose phone failed, so nobody may pass it; `from_agent_id` is that agent.
    `preferred_agent_id` is the agent for whom it is kept at first, if there is one; with
    `preferred_team_id` it is kept for the agents of a team.
    """

    type: ClassVar[str] = "interactions.queued"
    queue_id: QueueId
    skills: dict[SkillId, int]
    priority: int
    order_at: datetime
    is_returning: bool
    announce_position: bool
    overflow_at: datetime | None
    channel: Channel = Channel.VOICE
    language: str = ""
    vip_level: int = 0
    preferred_agent_id: AgentId | None = None
    preferred_team_id: TeamId | None = None
    from_agent_id: AgentId | None = None


class InteractionSentOutside(InteractionEvent, frozen=True, kw_only=True):
    """A flow passes the customer on to a number outside; until it answers, nobody is there."""

    type: ClassVar[str] = "interactions.sent_outside"
    number: str


class VisitEnd(StrEnum):
    """How a visit to a flow ended: at a step that brings back, by the agent, or by a fault."""

    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    FAILED = "failed"


class InteractionSentToFlow(InteractionEvent, frozen=True, kw_only=True):
    """The agent sent the customer into a flow, and waits unless `AgentLeft` follows."""

    type: ClassVar[str] = "interactions.sent_to_flow"
    agent_id: AgentId
    flow_id: FlowId
    flow_name: str


class FlowVisitEnded(InteractionEvent, frozen=True, kw_only=True):
    """The customer is back from the flow, for the agent who sent the customer there."""

    type: ClassVar[str] = "interactions.flow_visit_ended"
    agent_id: AgentId
    flow_id: FlowId
    flow_name: str
    reason: VisitEnd


class InteractionDequeued(InteractionEvent, frozen=True, kw_only=True):
    """The interaction stopped waiting without an agent and goes on in its flow."""

    type: ClassVar[str] = "interactions.dequeued"


class InteractionConnected(InteractionEvent, frozen=True, kw_only=True):
    """Customer and agent hear each other (again, after a suspension)."""

    type: ClassVar[str] = "interactions.connected"
    agent_id: AgentId


class InteractionHeld(InteractionEvent, frozen=True, kw_only=True):
    """The agent put the customer on hold."""

    type: ClassVar[str] = "interactions.held"
    agent_id: AgentId


class InteractionResumed(InteractionEvent, frozen=True, kw_only=True):
    """The agent took the customer off hold."""

    type: ClassVar[str] = "interactions.resumed"
    agent_id: AgentId


class InteractionSuspended(InteractionEvent, frozen=True, kw_only=True):
    """The agent's phone was lost in mid-conversation; the customer hears music until `until`."""

    type: ClassVar[str] = "interactions.suspended"
    agent_id: AgentId
    until: datetime


class AgentMovedAside(InteractionEvent, frozen=True, kw_only=True):
    """The agent talks with whom the agent consults; the customer does not hear it."""

    type: ClassVar[str] = "interactions.agent_moved_aside"
    agent_id: AgentId


class LeaveReason(StrEnum):
    """Why an agent left an interaction that goes on."""

    TRANSFERRED = "transferred"
    LEFT = "left"
    PHONE_FAILED = "phone_failed"


class AgentLeft(InteractionEvent, frozen=True, kw_only=True):
    """The agent's part is over and the interaction goes on; wrap-up lasts until `wrap_up_until`."""

    type: ClassVar[str] = "interactions.agent_left"
    agent_id: AgentId
    leg_id: LegId | None
    reason: LeaveReason
    wrap_up_until: datetime


class InteractionHandedOver(InteractionEvent, frozen=True, kw_only=True):
    """A party of the call has the customer now: an agent, or somebody outside (None)."""

    type: ClassVar[str] = "interactions.handed_over"
    party_id: PartyId
    agent_id: AgentId | None


class ConversationEnded(InteractionEvent, frozen=True, kw_only=True):
    """The conversation with this agent is over; wrap-up lasts until `wrap_up_until` at most."""

    type: ClassVar[str] = "interactions.conversation_ended"
    agent_id: AgentId
    ended_by: EndedBy
    reason: str
    wrap_up_until: datetime


class WrapUpSaved(InteractionEvent, frozen=True, kw_only=True):
    """The agent wrote down a disposition, a note, or answers to the queue's form."""

    type: ClassVar[str] = "interactions.wrap_up_saved"
    agent_id: AgentId
    disposition_id: DispositionId | None
    note: str
    answers: tuple[Answer, ...] = ()


class WrapUpExtended(InteractionEvent, frozen=True, kw_only=True):
    """The agent was given more time for wrap-up, until `until`."""

    type: ClassVar[str] = "interactions.wrap_up_extended"
    agent_id: AgentId
    until: datetime


class WrapUpEnded(InteractionEvent, frozen=True, kw_only=True):
    """The agent finished the wrap-up, or its time ran out."""

    type: ClassVar[str] = "interactions.wrap_up_ended"
    agent_id: AgentId
    is_over_limit: bool


class InteractionClosed(InteractionEvent, frozen=True, kw_only=True):
    """The interaction is over, with its one outcome; `agent_id` is who had it last, if anybody."""

    type: ClassVar[str] = "interactions.closed"
    outcome: Outcome
    ended_by: EndedBy
    reason: str
    agent_id: AgentId | None = None


class SaveDisposition(Command, frozen=True, kw_only=True):
    """Add or change a disposition."""

    disposition: Disposition
    edited_version: int | None = None


class RemoveDisposition(Command, frozen=True, kw_only=True):
    """Stop offering a disposition."""

    id: DispositionId

"""The record of one interaction, to the second: what happened to the customer, and how it ended.

`Interaction.apply` builds it from events alone, so memory, history and replay agree.
"""

from datetime import datetime, timedelta
from typing import ClassVar

import msgspec

from antiphon.customers.contract import CustomerId
from antiphon.interactions.contract import (
    AgentLeft,
    Answer,
    CallPlaced,
    Channel,
    ColleagueCalled,
    ConversationEnded,
    EndedBy,
    FlowVisitEnded,
    InteractionArrived,
    InteractionClosed,
    InteractionConnected,
    InteractionDataSet,
    InteractionDequeued,
    InteractionHandedOver,
    InteractionHeld,
    InteractionLanguageSet,
    InteractionQueued,
    InteractionResumed,
    InteractionSentOutside,
    InteractionSentToFlow,
    InteractionSuspended,
    MessageLeft,
    Outcome,
    WrapUpEnded,
    WrapUpExtended,
    WrapUpSaved,
)
from antiphon.interactions.customer_choice import CustomerChosen
from antiphon.interactions.flow_visits import Visit
from antiphon.interactions.parking import InteractionParked
from antiphon.interactions.parts import Parts
from antiphon.interactions.segments import (
    DataLabel,
    InteractionDirection,
    OfferRecord,
    Segment,
    SegmentKind,
)
from antiphon.interactions.states import SEGMENT_OF, State
from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.events import Event
from antiphon.kernel.ids import (
    AgentId,
    CallBackId,
    DispositionId,
    EntryPointId,
    InteractionId,
    QueueId,
    SkillId,
)
from antiphon.routing.contract import (
    OfferAccepted,
    OfferDeclined,
    OfferEvent,
    OfferExpired,
    OfferMade,
    OfferWithdrawn,
)
from antiphon.telephony.contract import CustomerDialled, PartyEvent, PartyInvited, Purpose


class Interaction(msgspec.Struct):
    """One interaction with its record so far."""

    id: InteractionId
    channel: Channel
    arrived_at: datetime
    entry_point_id: EntryPointId | None
    dialled: str
    customer_id: CustomerId | None
    customer_number: str
    customer_name: str
    language: str
    call_back_id: CallBackId | None = None
    placed_by: AgentId | None = None
    colleague_id: AgentId | None = None
    state: State = State.FLOW
    since: datetime | None = None
    queue_id: QueueId | None = None
    skills: dict[SkillId, int] = {}
    priority: int = 0
    order_at: datetime | None = None
    agent_id: AgentId | None = None
    connected_at: datetime | None = None
    deadline_at: datetime | None = None
    data: dict[str, str] = {}
    labels: dict[str, DataLabel] = {}
    # Where an agent sent the customer, until somebody talks with the customer again.
    visit: Visit | None = None
    parts: Parts = msgspec.field(default_factory=Parts)
    segments: list[Segment] = []
    offers: list[OfferRecord] = []
    disposition_id: DispositionId | None = None
    note: str = ""
    answers: tuple[Answer, ...] = ()
    wrap_up_extensions: int = 0
    message_id: str | None = None
    conversation_ended_by: EndedBy | None = None
    conversation_end_reason: str | None = None
    outcome: Outcome | None = None
    ended_by: EndedBy | None = None
    end_reason: str | None = None
    left_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_outbound(self) -> bool:
        """Whether it is we who reach out."""
        return self.call_back_id is not None or self.placed_by is not None

    @property
    def is_internal(self) -> bool:
        """Whether it is a call between colleagues, without a customer."""
        return self.colleague_id is not None

    @property
    def direction(self) -> InteractionDirection:
        """Who reached out to whom."""
        if self.is_internal:
            return InteractionDirection.INTERNAL
        return InteractionDirection.OUTBOUND if self.is_outbound else InteractionDirection.INBOUND

    def apply(self, event: Event) -> None:
        """Fold in an event of this interaction."""
        if (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)

    def _set_data(self, event: InteractionDataSet) -> None:
        self.data[event.key] = event.value
        self.labels[event.key] = DataLabel(name=event.name, meaning=event.meaning)

    def _set_language(self, event: InteractionLanguageSet) -> None:
        self.language = event.language

    def _choose_customer(self, event: CustomerChosen) -> None:
        self.customer_id, self.customer_name = event.customer_id, event.customer_name

    def _leave_message(self, event: MessageLeft) -> None:
        self.message_id = event.recording_id

    def _apply_party(self, event: PartyEvent) -> None:
        self.parts.apply_party(event, self.queue_id)
        if isinstance(event, PartyInvited):
            self._ring(event)

    def _ring(self, event: PartyInvited) -> None:
        """Somebody is rung who is to have the call; who is only asked in changes nothing."""
        if event.purpose is Purpose.COLLEAGUE:
            self._enter(State.DIALLING, event.at)
            self.deadline_at = event.expires_at
        elif self.state is State.PARKED:
            self._enter(State.TRANSFERRING, event.at)

    def _made(self, event: OfferMade) -> None:
        self.offers.append(OfferRecord(agent_id=event.agent_id, made_at=event.at))

    def _accepted(self, event: OfferAccepted) -> None:
        self._end_offer(event, "accepted")
        self.agent_id = event.agent_id
        self._enter(State.CONNECTING, event.at)

    def _wrap_up(self, event: WrapUpSaved | WrapUpExtended) -> None:
        if self.parts.apply_wrap_up(event):
            return
        if isinstance(event, WrapUpExtended):
            self.wrap_up_extensions += 1
            self.deadline_at = event.until
            return
        self.disposition_id = event.disposition_id
        self.note = event.note
        self.answers = event.answers

    def _queued(self, event: InteractionQueued) -> None:
        self.queue_id, self.agent_id, self.left_at = event.queue_id, None, None
        self.skills, self.priority = event.skills, event.priority
        self.order_at = event.order_at
        self._enter(State.WAITING, event.at)

    def _called(self, event: CallPlaced | ColleagueCalled) -> None:
        if isinstance(event, CallPlaced):
            self.queue_id = event.queue_id
        self.agent_id = event.agent_id
        self._enter(State.CONNECTING, event.at)
        self.deadline_at = event.expires_at

    def _connected(self, event: InteractionConnected) -> None:
        self.connected_at, self.visit = self.connected_at or event.at, None
        self._enter(State.TALKING, event.at)

    def _dialled(self, event: CustomerDialled) -> None:
        self._enter(State.DIALLING, event.at)
        self.deadline_at = event.gives_up_at

    def _conversation_ended(self, event: ConversationEnded) -> None:
        self.conversation_ended_by = event.ended_by
        self.conversation_end_reason = event.reason
        self.left_at = event.at
        self._enter(State.WRAP_UP, event.at)
        self.deadline_at = event.wrap_up_until

    def _closed(self, event: InteractionClosed) -> None:
        self.outcome = event.outcome
        self.ended_by = event.ended_by
        self.end_reason = event.reason
        self.ended_at = event.at
        self.left_at = self.left_at or event.at
        self._enter(State.CLOSED, event.at)

    def _agent_left(self, event: AgentLeft) -> None:
        self.parts.leave(event, self)
        self.agent_id, self.disposition_id = None, None
        self.note, self.answers = "", ()
        is_in_flow = self.state is State.IN_FLOW
        self._enter(State.FLOW if is_in_flow else State.TRANSFERRING, event.at)

    def _stands_by(self, event: InteractionParked | InteractionSuspended) -> None:
        is_parked = isinstance(event, InteractionParked)
        self._enter(State.PARKED if is_parked else State.SUSPENDED, event.at)
        self.deadline_at = event.until

    def _visit(self, event: InteractionSentToFlow | FlowVisitEnded) -> None:
        if isinstance(event, FlowVisitEnded):
            self.visit = None
            if self.state is State.FLOW:
                self._enter(State.TRANSFERRING, event.at)
            return
        self.visit = Visit(
            flow_id=event.flow_id,
            flow_name=event.flow_name,
            agent_id=event.agent_id,
            began_at=event.at,
        )
        self._enter(State.IN_FLOW, event.at)

    def _hand_over(self, event: InteractionHandedOver) -> None:
        self.visit = None
        self.parts.take_over(event.party_id, event.at)
        if self.segments[-1].started_at == event.at:
            self.segments.pop()  # from one hand to the other: nobody waited
        self.agent_id = event.agent_id
        self._enter(State.TALKING if event.agent_id is not None else State.OUTSIDE, event.at)

    def _enter(self, state: State, at: datetime) -> None:
        kind = SEGMENT_OF.get(state)
        last = self.segments[-1] if self.segments else None
        is_same = (
            last is not None
            and last.ended_at is None
            and last.kind is kind
            and last.queue_id == self.queue_id
            and state is not State.WAITING
        )
        if not is_same:
            if last is not None and last.ended_at is None:
                last.ended_at = at
            if kind is not None:
                in_talk = kind not in {SegmentKind.FLOW, SegmentKind.WAITING}
                self.segments.append(
                    Segment(
                        kind=kind,
                        started_at=at,
                        agent_id=self.agent_id if in_talk else None,
                        queue_id=self.queue_id,
                    )
                )
        self.state = state
        self.since = at
        self.deadline_at = None

    def _end_offer(self, event: OfferEvent, result: str) -> None:
        for offer in reversed(self.offers):
            if offer.agent_id == event.agent_id and offer.ended_at is None:
                offer.ended_at, offer.result = event.at, result
                return

    def _end_wrap_up(self, event: WrapUpEnded) -> None:
        self.parts.apply_wrap_up(event)

    @property
    def writes_until(self) -> datetime | None:
        """When the wrap-up of the agent whose it is ends, while it lasts."""
        return self.deadline_at if self.state is State.WRAP_UP else None

    def list_data(self) -> list[tuple[str, str, str, str]]:
        """The data as key, value, and their words for people, which are never empty."""
        bare = DataLabel()
        return [
            (key, value, label.name or key, label.meaning or value)
            for key, value in self.data.items()
            for label in [self.labels.get(key, bare)]
        ]

    def total(self, kind: SegmentKind, now: datetime) -> timedelta:
        """The time spent in segments of one kind, up to `now` for one that lasts."""
        spans = (
            (segment.ended_at or now) - segment.started_at
            for segment in self.segments
            if segment.kind is kind
        )
        return sum(spans, timedelta())

    # What each event does to the record.
    _FOLDS: ClassVar[Folds["Interaction"]] = ByKind(
        {
            InteractionDataSet: _set_data,
            InteractionLanguageSet: _set_language,
            CustomerChosen: _choose_customer,
            InteractionQueued: _queued,
            InteractionDequeued: lambda it, event: it._enter(State.FLOW, event.at),
            OfferMade: _made,
            OfferAccepted: _accepted,
            OfferDeclined: lambda it, event: it._end_offer(event, "declined"),
            OfferExpired: lambda it, event: it._end_offer(event, "expired"),
            OfferWithdrawn: lambda it, event: it._end_offer(event, event.reason),
            CallPlaced: _called,
            ColleagueCalled: _called,
            CustomerDialled: _dialled,
            InteractionConnected: _connected,
            InteractionHeld: lambda it, event: it._enter(State.HELD, event.at),
            InteractionResumed: lambda it, event: it._enter(State.TALKING, event.at),
            InteractionSuspended: _stands_by,
            InteractionParked: _stands_by,
            InteractionSentToFlow: _visit,
            FlowVisitEnded: _visit,
            InteractionSentOutside: lambda it, event: it._enter(State.TRANSFERRING, event.at),
            InteractionHandedOver: _hand_over,
            PartyEvent: _apply_party,
            AgentLeft: _agent_left,
            MessageLeft: _leave_message,
            ConversationEnded: _conversation_ended,
            WrapUpSaved: _wrap_up,
            WrapUpExtended: _wrap_up,
            WrapUpEnded: _end_wrap_up,
            InteractionClosed: _closed,
        }
    )


def arrived(event: InteractionArrived) -> Interaction:
    """The interaction that begins with `event`."""
    return Interaction(
        id=event.interaction_id,
        channel=event.channel,
        arrived_at=event.at,
        entry_point_id=event.entry_point_id,
        dialled=event.dialled,
        customer_id=event.customer_id,
        customer_number=event.customer_number,
        customer_name=event.customer_name,
        language=event.language,
        call_back_id=event.call_back_id,
        placed_by=event.placed_by,
        colleague_id=event.colleague_id,
        since=event.at,
        segments=[Segment(kind=SegmentKind.FLOW, started_at=event.at)],
    )

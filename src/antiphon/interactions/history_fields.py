"""What the history's routes give: an interaction as lists show it, and with all that happened."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from antiphon.interactions.contract import AnswerKind, Channel, EndedBy
from antiphon.interactions.segments import InteractionDirection


class ListedOutcome(StrEnum):
    """How an interaction ended, or that it has not."""

    IN_PROGRESS = "in_progress"
    HANDLED = "handled"
    ABANDONED = "abandoned"
    SHORT_ABANDONED = "short_abandoned"
    VOICEMAIL = "voicemail"
    CALL_BACK = "call_back"
    NOT_REACHED = "not_reached"
    FLOW_ENDED = "flow_ended"
    REFUSED = "refused"
    FAILED = "failed"


class ListedKind(StrEnum):
    """What the customer was going through; ringing lies within waiting."""

    FLOW = "flow"
    WAITING = "waiting"
    RINGING = "ringing"
    TALK = "talk"
    HOLD = "hold"
    OUTSIDE = "outside"
    WRAP_UP = "wrap_up"


class Named(BaseModel):
    """A thing with its last name."""

    id: str
    name: str


class Customer(BaseModel):
    """Who was outside."""

    number: str
    name: str


class DataItem(BaseModel):
    """A piece of attached data, and what people read for it."""

    key: str
    value: str
    name: str
    meaning: str


class Answer(BaseModel):
    """What the agent answered to a question of the wrap-up form."""

    key: str
    label: str
    kind: AnswerKind
    value: str


class Current(BaseModel):
    """What the customer is going through now, and since when."""

    kind: ListedKind
    since: datetime


class InteractionSummary(BaseModel):
    """An interaction as lists show it."""

    id: str
    channel: Channel
    direction: InteractionDirection
    customer: Customer
    entry_point: Named | None
    queue: Named | None
    agent: Named | None
    language: str
    arrived_at: datetime
    ended_at: datetime | None
    outcome: ListedOutcome
    ended_by: EndedBy | None
    end_reason: str | None
    current: Current | None = Field(
        description="What goes on now; the spans in milliseconds do not hold it yet."
    )
    wait_ms: int
    talk_ms: int
    hold_ms: int
    wrap_up_ms: int
    disposition: Named | None
    note: str
    ticket: str | None = Field(description="The ticket number that an agent wrote down.")
    ticket_address: str | None = Field(description="Where it is read, if that is known.")
    has_recording: bool


class InteractionPage(BaseModel):
    """Some interactions, newest first; ask again with `next` for the following ones."""

    items: list[InteractionSummary]
    next: str | None


class Segment(BaseModel):
    """A stretch of the interaction in which one thing happened."""

    kind: ListedKind
    started_at: datetime
    ended_at: datetime | None
    agent: Named | None
    queue: Named | None
    detail: str | None


class TimelineEntry(BaseModel):
    """One thing that happened; `text_key` names its sentence, `params` what stands in it."""

    at: datetime
    kind: str
    text_key: str
    params: dict[str, Any]


class RecordingPauseSpan(BaseModel):
    """A stretch of a recording that holds nothing, in seconds from its beginning."""

    begins_s: float
    ends_s: float


class Recording(BaseModel):
    """A recording and where to find its sound and its outline."""

    id: str
    started_at: datetime | None = Field(description="Null where it was not noted.")
    seconds: float
    is_repaired: bool
    pauses: list[RecordingPauseSpan] = Field(description="Silent by somebody's wish.")
    missing_s: float = Field(description="How much else should be there and is not.")
    url: str
    peaks_url: str


class AgentPart(BaseModel):
    """What one agent had of the interaction; the customer did not hear `aside_ms` of advice."""

    agent: Named
    talk_ms: int
    hold_ms: int
    aside_ms: int
    wrap_up_ms: int
    note: str


class InteractionDetail(InteractionSummary):
    """One interaction with all that happened."""

    data: list[DataItem]
    agents: list[AgentPart]
    answers: list[Answer]
    segments: list[Segment]
    timeline: list[TimelineEntry]
    recordings: list[Recording]
    voicemail: Recording | None

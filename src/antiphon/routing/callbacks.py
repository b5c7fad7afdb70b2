"""Call-backs: what they are, and the events and commands about them. The rules: `callback_book.py`.

A call-back that is due becomes an interaction that waits in its queue with the place that the
customer had; each attempt is an interaction of its own and is dialled at most once.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.customers.contract import CustomerId
from antiphon.interactions.contract import InteractionEvent
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, CallBackId, InteractionId, QueueId, SkillId, UserId

# As a wished time: as soon as somebody is free.
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class Origin(StrEnum):
    """Why somebody is called back."""

    QUEUE = "queue"
    LOST_CALL = "lost_call"
    REQUEST = "request"
    CUT_OFF = "cut_off"


class Result(StrEnum):
    """How a call-back ended: each has exactly one."""

    REACHED = "reached"
    CALLED_AGAIN = "called_again"
    GIVEN_UP = "given_up"
    CANCELLED = "cancelled"


class CallBack(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to be called. `order_at` and `priority` are the place in the queue.

    `source_id` is the interaction that it makes good; `agent_id` the one person it is meant for.
    `is_from_flow`: the customer was promised the call before beginning to wait.
    """

    id: CallBackId
    number: str
    queue_id: QueueId
    order_at: datetime
    due_at: datetime
    origin: Origin
    priority: int = 0
    skills: dict[SkillId, int] = {}
    language: str = "en"
    customer_id: CustomerId | None = None
    customer_name: str = ""
    source_id: InteractionId | None = None
    agent_id: AgentId | None = None
    note: str = ""
    is_from_flow: bool = False


class CallBackEvent(Event, frozen=True, kw_only=True):
    """What the events of one call-back share."""

    call_back_id: CallBackId

    def stream(self) -> str:
        return f"call_back/{self.call_back_id}"


class CallBackRequested(CallBackEvent, frozen=True, kw_only=True):
    """Somebody is to be called back."""

    type: ClassVar[str] = "routing.call_back_requested"
    call_back: CallBack
    by: UserId | None


class CallBackAssigned(CallBackEvent, frozen=True, kw_only=True):
    """One person is to call back; with None, whoever is next in the queue."""

    type: ClassVar[str] = "routing.call_back_assigned"
    agent_id: AgentId | None
    by: UserId | None


class CallBackPostponed(CallBackEvent, frozen=True, kw_only=True):
    """It was due and could not begin: it is due again at `due_at`."""

    type: ClassVar[str] = "routing.call_back_postponed"
    due_at: datetime
    reason: str


class CallBackStarted(CallBackEvent, frozen=True, kw_only=True):
    """An attempt began: `attempt_id` is its interaction, for `agent_id` alone at first."""

    type: ClassVar[str] = "routing.call_back_started"
    attempt_id: InteractionId
    agent_id: AgentId | None


class CallBackMissed(CallBackEvent, frozen=True, kw_only=True):
    """An attempt did not reach the customer; the next one is due at `due_at`."""

    type: ClassVar[str] = "routing.call_back_missed"
    attempt_id: InteractionId
    reason: str
    due_at: datetime


class CallBackFinished(CallBackEvent, frozen=True, kw_only=True):
    """Nothing more is to be done about this call-back."""

    type: ClassVar[str] = "routing.call_back_finished"
    result: Result
    reason: str
    agent_id: AgentId | None = None
    by: UserId | None = None


class CallBackRefused(InteractionEvent, frozen=True, kw_only=True):
    """A customer was to be called back, but may not be, or cannot."""

    type: ClassVar[str] = "routing.call_back_refused"
    queue_id: QueueId
    reason: str


class RequestCallBack(Command, frozen=True, kw_only=True):
    """Have somebody called back."""

    call_back: CallBack


class AssignCallBack(Command, frozen=True, kw_only=True):
    """Say who is to call back."""

    call_back_id: CallBackId
    agent_id: AgentId | None


class MoveCallBack(Command, frozen=True, kw_only=True):
    """Call at another time, as the customer wishes; an agent may move only the own ones."""

    call_back_id: CallBackId
    due_at: datetime
    agent_id: AgentId | None = None


class StartCallBack(Command, frozen=True, kw_only=True):
    """Call back now: its time has come, or `agent_id` wants to."""

    call_back_id: CallBackId
    agent_id: AgentId | None = None


class CancelCallBack(Command, frozen=True, kw_only=True):
    """Do not call back."""

    call_back_id: CallBackId
    reason: str

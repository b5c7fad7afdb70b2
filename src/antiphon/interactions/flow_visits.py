"""An agent sends the customer into a flow, such as one that identifies or takes a payment, and the
customer comes back with what the flow learnt."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.interactions.call_control import CallWish
from antiphon.interactions.contract import InteractionEvent
from antiphon.kernel.ids import AgentId, FlowId


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


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """Where the customer was sent, by whom and when."""

    flow_id: FlowId
    flow_name: str
    agent_id: AgentId
    began_at: datetime


class SendToFlow(CallWish, frozen=True, kw_only=True):
    """Send the customer into a flow; an agent who `stays` is joined again, else called back."""

    flow_id: FlowId
    stays: bool


class TakeBack(CallWish, frozen=True, kw_only=True):
    """Bring the customer back before the flow has ended."""

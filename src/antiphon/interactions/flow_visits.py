"""An agent sends the customer into a flow, such as one that identifies or takes a payment, and the
customer comes back with what the flow learnt."""

from datetime import datetime

import msgspec

from antiphon.interactions.call_control import CallWish
from antiphon.kernel.ids import AgentId, FlowId


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

"""An agent calls a colleague; `app/centre/talking/colleague_calls.py` decides about it.

Such a call is an interaction without a customer: the colleague is a party of it, so that whatever
holds for parties (rings, lost phones, records, supervisors) holds here.
"""

from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, InteractionId


class CallColleague(Command, frozen=True, kw_only=True):
    """Call a colleague. `interaction_id` is what the call will be; one said twice is one call."""

    interaction_id: InteractionId
    agent_id: AgentId
    colleague_id: AgentId

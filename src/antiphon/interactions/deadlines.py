"""What time itself wishes for an interaction, when something has lasted long enough."""

from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, InteractionId


class EndWrapUp(Command, frozen=True, kw_only=True):
    """The time for wrap-up is over: of an agent who left before the end, if one is named."""

    interaction_id: InteractionId
    agent_id: AgentId | None = None


class EndSuspension(Command, frozen=True, kw_only=True):
    """The agent's phone did not answer, or did not come back, in time."""

    interaction_id: InteractionId


class Overflow(Command, frozen=True, kw_only=True):
    """The customer has waited as long as the flow allows in this queue."""

    interaction_id: InteractionId

"""The deadlines of those who are not the holding agent: who is rung, and who left and writes. Pure.

An interaction that is over stays readable while agents who left it earlier are writing it up.
"""

from datetime import datetime

from antiphon.interactions.contract import (
    AgentLeft,
    InteractionEvent,
    WrapUpEnded,
    WrapUpExtended,
    WrapUpSaved,
)
from antiphon.interactions.deadlines import EndWrapUp
from antiphon.interactions.parts import Share
from antiphon.interactions.record import Interaction
from antiphon.kernel.commands import Deadlines
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.telephony.contract import (
    EndInvitation,
    PartyAnswered,
    PartyEvent,
    PartyInvited,
    PartyLeft,
    PartyLost,
)


class AfterWork:
    """Those interactions, and until when each agent who left may write."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self.closed: dict[InteractionId, Interaction] = {}

    def keep(self, interaction: Interaction) -> None:
        """The interaction is closed: it stays readable while somebody writes."""
        if interaction.parts.has_open_shares():
            self.closed[interaction.id] = interaction

    def find_share(
        self, interaction_id: InteractionId, agent_id: AgentId, known: Interaction | None
    ) -> Share | None:
        """What an agent who left is writing; `known` is the interaction if it is open."""
        interaction = known or self.closed.get(interaction_id)
        return interaction.parts.open_share(agent_id) if interaction is not None else None

    def has_left(
        self, interaction_id: InteractionId, agent_id: AgentId, known: Interaction | None
    ) -> bool:
        """Whether this agent was the last who let go of the interaction."""
        interaction = known or self.closed.get(interaction_id)
        shares = interaction.parts.shares if interaction is not None else []
        is_own = bool(shares) and shares[-1].agent_id == agent_id
        return is_own and interaction is not None and interaction.agent_id != agent_id

    def apply(self, event: WrapUpSaved | WrapUpExtended | WrapUpEnded) -> None:
        """Fold in what is written about an interaction that is closed."""
        interaction = self.closed.get(event.interaction_id)
        if interaction is not None:
            interaction.apply(event)
            if not interaction.parts.has_open_shares():
                del self.closed[event.interaction_id]

    def set_deadline(self, event: InteractionEvent | PartyEvent) -> None:
        """Nobody rings and nobody writes for ever."""
        if isinstance(event, PartyInvited | PartyLost):
            command = EndInvitation(interaction_id=event.interaction_id, party_id=event.party_id)
            self._deadlines.set(f"party/{event.party_id}", event.expires_at, command)
        elif isinstance(event, PartyAnswered | PartyLeft):
            self._deadlines.clear(f"party/{event.party_id}")
        match event:
            case AgentLeft(agent_id=agent_id, wrap_up_until=until):
                self._write_until(event.interaction_id, agent_id, event.at, until)
            case PartyLeft(agent_id=agent_id, wrap_up_until=until) if agent_id and until:
                self._write_until(event.interaction_id, agent_id, event.at, until)
            case WrapUpExtended(agent_id=agent_id, until=until):
                # That of the agent whose it is has a deadline elsewhere.
                if _key(event.interaction_id, agent_id) in self._deadlines.at:
                    self._write_until(event.interaction_id, agent_id, event.at, until)
            case WrapUpEnded(agent_id=agent_id):
                self._deadlines.clear(_key(event.interaction_id, agent_id))
            case _:
                pass

    def _write_until(
        self, interaction_id: InteractionId, agent_id: AgentId, at: datetime, until: datetime
    ) -> None:
        if until > at:
            command = EndWrapUp(interaction_id=interaction_id, agent_id=agent_id)
            self._deadlines.set(_key(interaction_id, agent_id), until, command)


def _key(interaction_id: InteractionId, agent_id: AgentId) -> str:
    return f"wrap_up/{interaction_id}/{agent_id}"

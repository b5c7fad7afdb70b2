"""Who has what in hand: whose an interaction is, and who is beside it. Pure.

An interaction is in one agent's hands; beside it are colleagues whom that agent asked in, others to
whom it is offered at the same time, and agents who left it and write it up. None of them gets other
work meanwhile.
"""

from datetime import datetime

from antiphon.agents.live import AgentLive, Stage
from antiphon.interactions.contract import (
    AgentLeft,
    CallPlaced,
    ColleagueCalled,
    InteractionHandedOver,
    WrapUpEnded,
)
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.telephony.contract import PartyAnswered, PartyEvent, PartyInvited, PartyLeft

# What changes who is beside an interaction.
BESIDE = (CallPlaced, ColleagueCalled, WrapUpEnded, AgentLeft, InteractionHandedOver, PartyEvent)


class Hands:
    """Keeps the work of each agent. Changed by events only."""

    def __init__(self, live: dict[AgentId, AgentLive]) -> None:
        self._live = live
        self.holder: dict[InteractionId, AgentId] = {}
        self._beside: dict[InteractionId, list[AgentId]] = {}
        # Calls between colleagues: nobody is handled in them.
        self._internal: set[InteractionId] = set()

    def note_internal(self, interaction_id: InteractionId) -> None:
        """The interaction is a call between colleagues."""
        self._internal.add(interaction_id)

    def is_handling(self, interaction_id: InteractionId) -> bool:
        """Whether a conversation in it counts as one with a customer."""
        return interaction_id not in self._internal

    def forget(self, interaction_id: InteractionId) -> None:
        """The interaction is over."""
        self._internal.discard(interaction_id)

    def agents_with(self, interaction_id: InteractionId) -> list[AgentId]:
        """Everybody who has the interaction in hand; first whose it is, if it is anybody's."""
        holder = self.holder.get(interaction_id)
        beside = self._beside.get(interaction_id, [])
        return list(beside) if holder is None else [holder, *beside]

    def take(
        self, agent_id: AgentId, interaction_id: InteractionId, stage: Stage, at: datetime
    ) -> None:
        """The interaction is this agent's."""
        self._set(agent_id, interaction_id, stage, at)
        self.holder[interaction_id] = agent_id

    def offer(self, agent_id: AgentId, interaction_id: InteractionId, at: datetime) -> None:
        """The agent is asked to take it, perhaps as one of several."""
        if interaction_id in self.holder:
            self._put_beside(agent_id, interaction_id, Stage.OFFERED, at)
        else:
            self.take(agent_id, interaction_id, Stage.OFFERED, at)

    def accept(self, agent_id: AgentId, interaction_id: InteractionId, at: datetime) -> None:
        """The agent takes it; who had been asked before is asked beside until taken back."""
        asked = self.holder.get(interaction_id)
        self._remove_beside(agent_id, interaction_id)
        self.take(agent_id, interaction_id, Stage.HANDLING, at)
        if asked is not None and asked != agent_id:
            self._beside.setdefault(interaction_id, []).append(asked)

    def take_back(self, agent_id: AgentId, interaction_id: InteractionId, at: datetime) -> None:
        """The agent is not asked any more; others may be still."""
        self._remove_beside(agent_id, interaction_id)
        if self.holder.get(interaction_id) == agent_id:
            del self.holder[interaction_id]
            self._promote(interaction_id)
        self._drop(agent_id, interaction_id, at)

    def _promote(self, interaction_id: InteractionId) -> None:
        """The next of those who are asked is named first."""
        for other in self._beside.get(interaction_id, []):
            if self._live[other].work.get(interaction_id) is Stage.OFFERED:
                self._remove_beside(other, interaction_id)
                self.holder[interaction_id] = other
                return

    def give_up(self, interaction_id: InteractionId, at: datetime) -> None:
        """The interaction is nobody's any more."""
        holder = self.holder.pop(interaction_id, None)
        if holder is not None:
            self._drop(holder, interaction_id, at)

    def apply(
        self,
        event: CallPlaced
        | ColleagueCalled
        | PartyEvent
        | AgentLeft
        | InteractionHandedOver
        | WrapUpEnded,
    ) -> None:
        """Fold in what changes who is beside an interaction."""
        agent_id, interaction_id = event.agent_id, event.interaction_id
        if agent_id is None or agent_id not in self._live:
            return
        match event:
            case CallPlaced() | ColleagueCalled():
                self.take(agent_id, interaction_id, Stage.HANDLING, event.at)
            case PartyInvited():
                self._put_beside(agent_id, interaction_id, Stage.OFFERED, event.at)
            case PartyAnswered():
                self._put_beside(agent_id, interaction_id, Stage.HANDLING, event.at)
            case InteractionHandedOver():
                self._remove_beside(agent_id, interaction_id)
                self.take(agent_id, interaction_id, Stage.HANDLING, event.at)
            case PartyLeft(wrap_up_until=until):
                self._leave(agent_id, interaction_id, until, event.at)
            case AgentLeft(wrap_up_until=until):
                self.holder.pop(interaction_id, None)
                self._live[agent_id].handled_count += self.is_handling(interaction_id)
                self._leave(agent_id, interaction_id, until, event.at)
            case WrapUpEnded() if self.holder.get(interaction_id) == agent_id:
                self.give_up(interaction_id, event.at)
                self._is_idle_since(agent_id, event.at)
            case WrapUpEnded():
                self._leave(agent_id, interaction_id, None, event.at)
            case _:
                pass

    def _leave(
        self, agent_id: AgentId, interaction_id: InteractionId, until: datetime | None, at: datetime
    ) -> None:
        if until is not None and until > at:
            self._put_beside(agent_id, interaction_id, Stage.WRAP_UP, at)
        else:
            self._remove_beside(agent_id, interaction_id)
            self._drop(agent_id, interaction_id, at)
            self._is_idle_since(agent_id, at)

    def _is_idle_since(self, agent_id: AgentId, at: datetime) -> None:
        self._live[agent_id].idle_since = self._live[agent_id].handled_until = at

    def _put_beside(
        self, agent_id: AgentId, interaction_id: InteractionId, stage: Stage, at: datetime
    ) -> None:
        beside = self._beside.setdefault(interaction_id, [])
        if agent_id not in beside:
            beside.append(agent_id)
        self._set(agent_id, interaction_id, stage, at)

    def _remove_beside(self, agent_id: AgentId, interaction_id: InteractionId) -> None:
        beside = self._beside.get(interaction_id, [])
        if agent_id in beside:
            beside.remove(agent_id)
        if not beside:
            self._beside.pop(interaction_id, None)

    def _set(
        self, agent_id: AgentId, interaction_id: InteractionId, stage: Stage, at: datetime
    ) -> None:
        live = self._live[agent_id]
        live.work[interaction_id] = stage
        live.since = at
        live.note_work(at)

    def _drop(self, agent_id: AgentId, interaction_id: InteractionId, at: datetime) -> None:
        live = self._live.get(agent_id)
        if live is not None and live.work.pop(interaction_id, None) is not None:
            live.since = at
            live.note_work(at)

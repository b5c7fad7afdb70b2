"""The free agents as the selection sees them, kept in step with the agents' book."""

from collections.abc import Callable, Collection
from datetime import datetime
from operator import attrgetter
from typing import Any, Protocol

from antiphon.agents.contract import (
    Agent,
    AgentFacts,
    AgentPhoneChanged,
    AgentRemoved,
    AgentRoomChanged,
    AgentSaved,
    PresenceChanged,
)
from antiphon.interactions.contract import (
    AgentLeft,
    CallPlaced,
    ColleagueCalled,
    ConversationEnded,
    InteractionClosed,
    InteractionHandedOver,
    InteractionQueued,
    WrapUpEnded,
)
from antiphon.kernel.by_kind import ByKind
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, QueueId, SkillId, TeamId
from antiphon.routing.contract import OfferEvent
from antiphon.routing.demand import profile_of
from antiphon.routing.scoring import Profile
from antiphon.routing.selection import Selection
from antiphon.telephony.contract import PartyEvent


class AgentDirectory(Protocol):
    """What routing needs to know of agents."""

    def find_agent(self, agent_id: AgentId) -> Agent | None:
        """The profile, or None."""

    def find_facts(self, agent_id: AgentId, at: datetime) -> AgentFacts | None:
        """What choosing goes by, for an agent who is ready and can be reached; else None."""

    def free_channels(self, agent_id: AgentId) -> frozenset[str]:
        """The channels of which one more interaction fits into this agent's hands."""

    def is_signed_in(self, agent_id: AgentId) -> bool:
        """Is this agent at work, ready or not?"""

    def members_of(self, team_id: TeamId) -> Collection[AgentId]:
        """The agents of a team."""

    def check_skills(self, levels: dict[SkillId, int]) -> None:
        """Raise RuleBroken for an unknown skill or a level outside 1 to 10."""

    def names_serving(self, queue_id: QueueId) -> list[str]:
        """The agents who serve a queue, by name."""


# The agent who may be free for something else after an event.
_TOUCHED: ByKind[Callable[[Any], AgentId | None]] = ByKind(
    {
        AgentSaved: lambda event: event.agent.id,
        InteractionQueued: lambda event: event.from_agent_id,
        **dict.fromkeys(
            (
                AgentRemoved,
                AgentRoomChanged,
                PresenceChanged,
                AgentPhoneChanged,
                OfferEvent,
                CallPlaced,
                ColleagueCalled,
                ConversationEnded,
                WrapUpEnded,
                AgentLeft,
                PartyEvent,
                InteractionHandedOver,
                InteractionClosed,
            ),
            attrgetter("agent_id"),
        ),
    }
)


class Supply:
    """Lets the selection agree with what the agents' book says, event by event."""

    def __init__(self, agents: AgentDirectory, selection: Selection) -> None:
        self._agents = agents
        self._selection = selection
        self._profiles: dict[AgentId, dict[frozenset[str], Profile]] = {}

    def apply(self, event: Event) -> None:
        """Fold an event in, after the agents' book has."""
        touched = _TOUCHED[type(event)]
        agent_id = touched(event) if touched is not None else None
        if agent_id is None:
            return
        if type(event) in (AgentSaved, AgentRemoved):
            self._profiles.pop(agent_id, None)
        self._refresh(agent_id, event.at)

    def _refresh(self, agent_id: AgentId, at: datetime) -> None:
        self._selection.remove_idle(agent_id)
        agent = self._agents.find_agent(agent_id)
        facts = self._agents.find_facts(agent_id, at)
        if agent is not None and facts is not None:
            channels = self._agents.free_channels(agent_id)
            if channels:
                self._selection.add_idle(agent_id, self.profile(agent, channels), facts)

    def profile(self, agent: Agent, channels: frozenset[str]) -> Profile:
        """What this agent can do with one more interaction of these channels."""
        known = self._profiles.setdefault(agent.id, {})
        if channels not in known:
            known[channels] = profile_of(agent, channels)
        return known[channels]

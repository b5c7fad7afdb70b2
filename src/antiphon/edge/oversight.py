"""Whom a caller may see and act on: who leads teams is held to these, who leads none to nothing.

The one rule of all routes about agents and interactions. `Limit.holds` says to whom an interaction
belongs: to the teams of the agent who has it or had it last; while and when nobody had it, to the
teams who serve its queue. What was in no queue belongs to no team.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import NamedTuple

from antiphon.edge.caller import Caller
from antiphon.edge.problems import Problem
from antiphon.identity.contract import Role
from antiphon.kernel.ids import AgentId, InteractionId, QueueId, UserId

NOT_YOURS = Problem(
    HTTPStatus.FORBIDDEN, "team.not_yours", "This belongs to a team that you do not lead."
)


class Limit(NamedTuple):
    """What somebody who leads teams is held to: their agents, and the queues these serve."""

    agents: frozenset[AgentId]
    queues: frozenset[QueueId]

    def holds(self, agent_id: str | None, queue_id: str | None) -> bool:
        """Whether an interaction with this agent, or of this queue, is within."""
        return agent_id in self.agents if agent_id is not None else queue_id in self.queues


class Owner(NamedTuple):
    """Who has or had an interaction, and where it waited."""

    agent_id: AgentId | None
    queue_id: QueueId | None


class Oversight:
    """The limits of each supervisor. The app fills it in."""

    def __init__(
        self,
        limit_of_user: Callable[[UserId], Limit | None],
        open_owner: Callable[[InteractionId], Owner | None],
    ) -> None:
        """`limit_of_user` gives None for whoever oversees all, `open_owner` for what is over."""
        self._limit_of_user = limit_of_user
        self._open_owner = open_owner
        self._past_owner: Callable[[InteractionId], Awaitable[Owner | None]] | None = None

    def remember_by(self, past_owner: Callable[[InteractionId], Awaitable[Owner | None]]) -> None:
        """Let what is over be looked up; it gives None for what never was."""
        self._past_owner = past_owner

    def limit_of(self, caller: Caller) -> Limit | None:
        """What the caller is held to; None for nothing."""
        return None if Role.ADMIN in caller.roles else self._limit_of_user(caller.user_id)

    def check_agent(self, caller: Caller, agent_id: AgentId) -> None:
        """Raise the problem of an agent of somebody else's team."""
        limit = self.limit_of(caller)
        if limit is not None and agent_id not in limit.agents:
            raise NOT_YOURS

    def check_queue(self, caller: Caller, queue_id: str | None) -> None:
        """Raise the problem of a queue that no agent of one's teams serves."""
        limit = self.limit_of(caller)
        if limit is not None and queue_id not in limit.queues:
            raise NOT_YOURS

    def check_interaction(self, caller: Caller, interaction_id: InteractionId) -> None:
        """Raise the problem of an interaction that is not open, or not within one's teams."""
        self._check(self.limit_of(caller), self._open_owner(interaction_id))

    async def check_any(self, caller: Caller, interaction_id: InteractionId) -> None:
        """The same for one that may be over; who is held to nothing is not asked at all."""
        limit = self.limit_of(caller)
        if limit is None:
            return
        owner = self._open_owner(interaction_id)
        if owner is None and self._past_owner is not None:
            owner = await self._past_owner(interaction_id)
        self._check(limit, owner)

    def _check(self, limit: Limit | None, owner: Owner | None) -> None:
        if limit is not None and (owner is None or not limit.holds(*owner)):
            raise NOT_YOURS

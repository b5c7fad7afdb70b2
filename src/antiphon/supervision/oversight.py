"""Whom a caller may see and act on: who leads teams is held to these, who leads none to nothing."""

from collections.abc import Callable
from http import HTTPStatus

from antiphon.edge.caller import Caller
from antiphon.edge.problems import Problem
from antiphon.identity.contract import Role
from antiphon.kernel.ids import AgentId, InteractionId, UserId

NOT_YOURS = Problem(
    HTTPStatus.FORBIDDEN, "team.not_yours", "This belongs to a team that you do not lead."
)


class Oversight:
    """The limits of each supervisor. The app fills it in."""

    def __init__(
        self,
        agents_of: Callable[[UserId], frozenset[AgentId] | None],
        sees_interaction: Callable[[UserId, InteractionId], bool],
    ) -> None:
        """`agents_of` gives None for somebody who oversees all."""
        self._agents_of = agents_of
        self._sees_interaction = sees_interaction

    def limit_of(self, caller: Caller) -> frozenset[AgentId] | None:
        """The agents that the caller is held to; None for nobody in particular."""
        return None if Role.ADMIN in caller.roles else self._agents_of(caller.user_id)

    def check_agent(self, caller: Caller, agent_id: AgentId) -> None:
        """Raise the problem of an agent of somebody else's team."""
        limit = self.limit_of(caller)
        if limit is not None and agent_id not in limit:
            raise NOT_YOURS

    def check_interaction(self, caller: Caller, interaction_id: InteractionId) -> None:
        """Raise the problem of an interaction that neither waits for nor is with one's agents."""
        if self.limit_of(caller) is None:
            return
        if not self._sees_interaction(caller.user_id, interaction_id):
            raise NOT_YOURS

"""The centre as the explanations' routes ask about it."""

from antiphon.agents.contract import ReasonCode, Skill, Team
from antiphon.app.centre.waiting.explaining import explain_pair
from antiphon.app.centre.world import World
from antiphon.kernel.clock import Clock
from antiphon.kernel.ids import AgentId
from antiphon.routing.explanation import Reason
from antiphon.routing.explanation_api import Explanations
from antiphon.routing.line import Waiting


class CentreNames:
    """Fulfils `routing.explanation_api.Names`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def queue(self, queue_id: str) -> str:
        """See `Names`."""
        queue = self._world.routing.queues.find(queue_id)
        return queue.name if queue else queue_id

    def agent(self, agent_id: str) -> str:
        """See `Names`."""
        agent = self._world.agents.profiles.find(agent_id)
        return agent.name if agent else agent_id

    def subject(self, reason: Reason, subject: str) -> str:
        """See `Names`."""
        if reason in (Reason.NOT_IN_QUEUE, Reason.QUEUE_BEFORE):
            return self.queue(subject)
        known: ReasonCode | Skill | Team | None = None
        match reason:
            case Reason.NOT_READY:
                known = self._world.agents.reasons.find(subject)
            case Reason.SKILL_MISSING | Reason.SKILL_TOO_LOW:
                known = self._world.agents.skills.find(subject)
            case Reason.KEPT_FOR_TEAM:
                known = self._world.teams.teams.find(subject)
            case _:
                pass
        return known.name if known else subject


def explanations_of(world: World, clock: Clock) -> Explanations:
    """The centre's explanations, as it is whenever it is asked."""

    def line() -> list[Waiting]:
        return sorted(world.routing.waiting.values(), key=lambda waiting: waiting.rank)

    return Explanations(
        names=CentreNames(world),
        line=line,
        agents=lambda: list(world.agents.live),
        state_of=lambda agent_id: world.agents.live[agent_id].state,
        explain=lambda interaction_id, agent_id: explain_pair(
            world, interaction_id, AgentId(agent_id), clock.now()
        ),
    )

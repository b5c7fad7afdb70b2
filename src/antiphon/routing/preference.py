"""Whom a customer is kept for at first: one agent, or those of a team. Pure.

`preferred_agent` and `preferred_team` hold the order; who is not at work or does not serve the
queue is passed over.
"""

from collections.abc import Iterator

from antiphon.kernel.ids import AgentId, QueueId, TeamId
from antiphon.routing.contract import PreferredAgent, Queue, RelaxationStep
from antiphon.routing.supply import AgentDirectory

# How long somebody is kept for an agent asked for by name, if the queue says nothing about it.
PREFERRED_WAIT_S = 30

_OWN = frozenset({PreferredAgent.OWN_AGENT, PreferredAgent.OWN_OR_LAST_AGENT})
_LAST = frozenset({PreferredAgent.LAST_AGENT, PreferredAgent.OWN_OR_LAST_AGENT})


def preferred_agent(
    agents: AgentDirectory,
    queue: Queue,
    *,
    asked: AgentId | None,
    own: AgentId | None,
    last: AgentId | None,
) -> AgentId | None:
    """The agent for whom a customer is kept: asked for by name, the customer's own, or the last."""
    choices = _choices(queue, asked=asked, own=own, last=last)
    return next((one for one in choices if _is_there(agents, one, queue.id)), None)


def _choices(
    queue: Queue, *, asked: AgentId | None, own: AgentId | None, last: AgentId | None
) -> Iterator[AgentId]:
    if asked is not None:
        yield asked
    if own is not None and queue.preferred_agent in _OWN:
        yield own
    if last is not None and queue.preferred_agent in _LAST:
        yield last


def preferred_team(agents: AgentDirectory, queue: Queue) -> TeamId | None:
    """The team for which a customer is kept, if one of it is at work."""
    team_id = queue.preferred_team_id
    members = agents.members_of(team_id) if team_id is not None else ()
    return team_id if any(_is_there(agents, one, queue.id) for one in members) else None


def _is_there(agents: AgentDirectory, agent_id: AgentId, queue_id: QueueId) -> bool:
    agent = agents.find_agent(agent_id)
    return agent is not None and queue_id in agent.queues and agents.is_signed_in(agent_id)


def preferred_wait_s(queue: Queue) -> int:
    """How long a customer of this queue is kept."""
    return queue.preferred_wait_s or PREFERRED_WAIT_S


def steps_of(queue: Queue, *, is_kept_for_team: bool) -> tuple[RelaxationStep, ...]:
    """The queue's steps of relaxation, with the one by which the team's time ends."""
    if not is_kept_for_team:
        return queue.relaxation
    team = RelaxationStep(after_s=preferred_wait_s(queue), drop_team=True)
    return tuple(sorted((team, *queue.relaxation), key=lambda step: step.after_s))

"""What a supervisor oversees of the centre now: agents, their queues, who waits in them."""

from antiphon.app.centre.world import World
from antiphon.edge.oversight import Limit, Oversight, Owner
from antiphon.kernel.ids import AgentId, InteractionId, QueueId, UserId


def oversight_of(world: World) -> Oversight:
    """The limits of each supervisor, as the teams are whenever it is asked."""
    return Oversight(
        limit_of_user=lambda user_id: limit_of(world, user_id),
        open_owner=lambda interaction_id: owner_of(world, interaction_id),
    )


def limit_of(world: World, user_id: UserId) -> Limit | None:
    """The agents of the teams that a supervisor leads, and their queues; None without teams."""
    agents = world.teams.overseen_by(user_id)
    return None if agents is None else Limit(agents, queues_of(world, agents))


def queues_of(world: World, agents: frozenset[AgentId]) -> frozenset[QueueId]:
    """The queues that any of these agents serves."""
    served = (world.agents.find_agent(agent_id) for agent_id in agents)
    return frozenset(queue_id for agent in served if agent is not None for queue_id in agent.queues)


def owner_of(world: World, interaction_id: InteractionId) -> Owner | None:
    """Who has an open interaction; nobody while it waits. None when it is not open."""
    interaction = world.interactions.open.get(interaction_id)
    holder = world.agents.holder.get(interaction_id)
    if interaction_id in world.routing.waiting:
        holder = None
    if interaction is None:
        return None if holder is None else Owner(holder, None)
    return Owner(holder, interaction.queue_id)

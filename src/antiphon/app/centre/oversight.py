"""What a supervisor oversees of the centre now: agents, their queues, who waits in them."""

from antiphon.app.centre.world import World
from antiphon.kernel.ids import AgentId, InteractionId, QueueId, UserId
from antiphon.supervision.oversight import Oversight


def oversight_of(world: World) -> Oversight:
    """The limits of each supervisor, as the teams are whenever it is asked."""
    return Oversight(
        agents_of=world.teams.overseen_by,
        sees_interaction=lambda user_id, interaction_id: sees_interaction(
            world, user_id, interaction_id
        ),
    )


def queues_of(world: World, agents: frozenset[AgentId]) -> frozenset[QueueId]:
    """The queues that any of these agents serves."""
    served = (world.agents.find_agent(agent_id) for agent_id in agents)
    return frozenset(queue_id for agent in served if agent is not None for queue_id in agent.queues)


def sees_interaction(world: World, user_id: UserId, interaction_id: InteractionId) -> bool:
    """Whether it is with one of the supervisor's agents, or waits for them and is with nobody."""
    agents = world.teams.overseen_by(user_id)
    if agents is None:
        return True
    holder = world.agents.holder.get(interaction_id)
    if holder is not None and interaction_id not in world.routing.waiting:
        return holder in agents
    interaction = world.interactions.open.get(interaction_id)
    return interaction is not None and interaction.queue_id in queues_of(world, agents)

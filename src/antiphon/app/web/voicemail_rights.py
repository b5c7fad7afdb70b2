"""Who may hear which message: agents those of their boxes, supervisors those of their teams."""

from antiphon.app.centre.oversight import limit_of
from antiphon.app.centre.world import World
from antiphon.edge.caller import Caller
from antiphon.identity.contract import Permission
from antiphon.recordings.voicemail import Voicemail


def may_hear_voicemail(world: World, caller: Caller, message: Voicemail) -> bool:
    """Whether this caller may hear the message."""
    agent = world.agents.find_agent(caller.agent_id) if caller.agent_id is not None else None
    if agent is not None and world.voicemail.may_hear(
        message, agent_id=agent.id, queues=agent.queues
    ):
        return True
    if not caller.may(Permission.RECORDING_PLAY):
        return False
    limit = limit_of(world, caller.user_id)
    return limit is None or any(
        world.voicemail.may_hear(message, agent_id=agent_id, queues=limit.queues)
        for agent_id in limit.agents
    )

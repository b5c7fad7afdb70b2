"""To whom an agent may pass a call now: colleagues, queues, and a number that was typed."""

from collections.abc import Callable
from functools import partial

from antiphon.app.centre.talking import colleague_calls, flow_visits, targets
from antiphon.app.centre.world import World
from antiphon.interactions.call_control_api import (
    AgentTarget,
    Directory,
    FlowTarget,
    NumberTarget,
    QueueTarget,
    Targets,
)
from antiphon.kernel.clock import Clock
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId
from antiphon.kernel.telephone_number import bare_number
from antiphon.routing.contract import Queue
from antiphon.telephony.engine import is_diallable


def directory_of(world: World, clock: Clock) -> Directory:
    """The directory of the centre, as it is whenever it is asked."""

    def find(text: str, agent_id: AgentId, most: int) -> Targets:
        why_not = partial(targets.why_not, world, by=agent_id)
        return Targets(
            agents=_agents(world, text.casefold(), agent_id, why_not)[:most],
            queues=_queues(world, text.casefold(), agent_id, clock)[:most],
            flows=_flows(world, text.casefold())[:most],
            number=_number(world, text, clock),
        )

    def find_colleagues(text: str, agent_id: AgentId, most: int) -> list[AgentTarget]:
        why_not = partial(colleague_calls.why_not, world, by=agent_id)
        return _agents(world, text.casefold(), agent_id, why_not)[:most]

    return Directory(find, find_colleagues)


def _agents(
    world: World, text: str, agent_id: AgentId, why_not: Callable[[AgentId], str | None]
) -> list[AgentTarget]:
    found = [
        AgentTarget(
            id=agent.id,
            name=agent.name,
            state=world.agents.live[agent.id].state,
            why_not=why_not(agent.id),
        )
        for agent in world.agents.profiles
        if agent.id != agent_id and (text in agent.name.casefold() or text == agent.extension)
    ]
    return sorted(found, key=lambda one: (one.why_not is not None, one.name.casefold()))


def _queues(world: World, text: str, agent_id: AgentId, clock: Clock) -> list[QueueTarget]:
    # Every agent is looked at once, however many queues there are.
    free, staffed = targets.free_counts(world, agent_id), targets.staffed_queues(world)

    def target(queue: Queue) -> QueueTarget:
        return QueueTarget(
            id=queue.id,
            name=queue.name,
            waiting_count=world.routing.in_line.get(queue.id, 0),
            free_count=free[queue.id],
            why_not=targets.why_queue_is_closed(world, queue, clock.now(), staffed),
        )

    found = [target(queue) for queue in world.routing.queues if text in queue.name.casefold()]
    return sorted(found, key=lambda one: (one.why_not is not None, one.name.casefold()))


def _flows(world: World, text: str) -> list[FlowTarget]:
    return [
        FlowTarget(id=flow.id, name=flow.name)
        for flow in flow_visits.offered_flows(world)
        if text in flow.name.casefold()
    ]


def _number(world: World, text: str, clock: Clock) -> NumberTarget | None:
    number = bare_number(text)
    if not is_diallable(number):
        return None
    try:
        world.dial_guard.allow(number, clock.now())
    except RuleBroken as refusal:
        return NumberTarget(number=number, why_not=refusal.code)
    return NumberTarget(number=number, why_not=None)

"""A task is noted: by its agent, perhaps at a call, or by a supervisor for an agent."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from antiphon.app.centre.world import World
from antiphon.kernel.events import Event, RuleBroken
from antiphon.supervision.contract import GiveTask, TaskGiven, TaskWithdrawn, WithdrawTask
from antiphon.tickets.contract import MakeTask, Task


def make(world: World, command: MakeTask, now: datetime) -> Iterable[Event]:
    """Decide about an agent's own task; one that is noted at a call keeps who called."""
    task = command.task if command.task.interaction_id is None else _at_a_call(world, command.task)
    return world.tasks.make(MakeTask(task=task, by=command.by), now)


def give(world: World, command: GiveTask, now: datetime) -> Iterable[Event]:
    """Decide about a task for an agent."""
    agent = world.agents.profiles.get(command.task.agent_id)
    task = world.tasks.check_new(command.task, now)
    yield TaskGiven(at=now, task=task, name=agent.name, by=command.by)


def withdraw(world: World, command: WithdrawTask, now: datetime) -> Iterable[Event]:
    """Decide that an agent need not do what is still open."""
    agent = world.agents.profiles.get(command.agent_id)
    world.tasks.get_open(agent.id, command.task_id)
    yield TaskWithdrawn(
        at=now, task_id=command.task_id, agent_id=agent.id, name=agent.name, by=command.by
    )


def _at_a_call(world: World, task: Task) -> Task:
    interaction = world.interactions.open.get(task.interaction_id) if task.interaction_id else None
    if interaction is None or task.agent_id not in world.agents.hands.agents_with(interaction.id):
        raise RuleBroken("interaction.not_yours", "This interaction is not in your hands.")
    return msgspec.structs.replace(
        task,
        customer_number=interaction.customer_number,
        customer_name=interaction.customer_name,
    )

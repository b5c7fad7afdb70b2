"""Commands at random about agents' tasks, for storms."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from antiphon.app.centre.world import World
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, InteractionId, TaskId, UserId
from antiphon.supervision.contract import GiveTask, WithdrawTask
from antiphon.tickets.contract import ChangeTask, FinishTask, MakeTask, ReopenTask, Task


def a_task_command(
    world: World, dice: random.Random, agents: Sequence[str], now: datetime
) -> Command:
    """One of them; some concern no task that is there, and are refused."""
    agent_id = AgentId(dice.choice(agents))
    known = [noted.task.id for noted in world.tasks.of(agent_id)]
    task_id = dice.choice(known) if known else TaskId("nothing")
    due_at = dice.choice([None, now + timedelta(seconds=dice.choice([0, 2, 30]))])
    in_hand = list(world.agents.live[agent_id].work) if agent_id in world.agents.live else []
    task = Task(
        id=TaskId(f"task{dice.randrange(10**6)}"),
        agent_id=agent_id,
        text="Send the catalogue.",
        due_at=due_at,
    )
    at_call = Task(
        id=TaskId(f"task{dice.randrange(10**6)}"),
        agent_id=agent_id,
        text="Call again.",
        interaction_id=dice.choice([*in_hand, InteractionId("nothing")]),
    )
    change = ChangeTask(task_id=task_id, agent_id=agent_id, text="Send it.", due_at=due_at)
    return dice.choice(
        [
            MakeTask(task=task),
            MakeTask(task=at_call),
            GiveTask(task=task, by=UserId("sue")),
            change,
            FinishTask(task_id=task_id, agent_id=agent_id),
            FinishTask(task_id=task_id, agent_id=agent_id),
            ReopenTask(task_id=task_id, agent_id=agent_id),
            WithdrawTask(task_id=task_id, agent_id=agent_id, by=UserId("sue")),
        ]
    )

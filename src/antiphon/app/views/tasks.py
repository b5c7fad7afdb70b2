"""An agent's tasks as the desk and a supervisor see them."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from antiphon.app.centre.world import World
from antiphon.kernel.ids import AgentId
from antiphon.live.contract import Key
from antiphon.tickets.domain import NotedTask


class TaskView(msgspec.Struct, frozen=True, kw_only=True):
    """Something an agent is to do; `is_due` from its time on until it is done or put off."""

    id: str
    text: str
    due_at: datetime | None
    is_due: bool
    made_at: datetime
    done_at: datetime | None
    given_by: str
    interaction_id: str | None
    customer_number: str
    customer_name: str


def tasks_of(world: World, agent_id: AgentId) -> list[TaskView]:
    """An agent's tasks, the oldest first; those done last are among them."""
    return [_view(noted) for noted in world.tasks.of(agent_id)]


def own_tasks(world: World, agent_id: AgentId) -> Iterator[tuple[Key, msgspec.Struct]]:
    """The same for the agent's own page."""
    for view in tasks_of(world, agent_id):
        yield ("task", view.id), view


def _view(noted: NotedTask) -> TaskView:
    task = noted.task
    return TaskView(
        id=task.id,
        text=task.text,
        due_at=task.due_at,
        is_due=noted.is_due,
        made_at=noted.made_at,
        done_at=noted.done_at,
        given_by=task.given_by,
        interaction_id=task.interaction_id,
        customer_number=task.customer_number,
        customer_name=task.customer_name,
    )

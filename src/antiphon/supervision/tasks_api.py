"""The tasks that a supervisor gives to agents, over HTTP."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path
from pydantic import AwareDatetime, BaseModel, StringConstraints

from antiphon.edge.caller import Caller, permitted
from antiphon.edge.fields import Input, Note
from antiphon.edge.oversight import Oversight
from antiphon.edge.parts import Centre, part
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import AgentId, TaskId, new_id
from antiphon.supervision.contract import GiveTask, WithdrawTask
from antiphon.tickets.contract import LONGEST_TEXT, Task

router = APIRouter(prefix="/v1/floor/agents/{agent_id}/tasks", tags=["floor"])

AnAgent = Annotated[str, Path(alias="agent_id", min_length=1, max_length=64)]
ATask = Annotated[str, Path(alias="task_id", min_length=1, max_length=64)]
Giver = Annotated[Caller, permitted(Permission.FLOOR_ACT)]
Limits = Annotated[Oversight, part(Oversight)]

DONE = HTTPStatus.NO_CONTENT


class GivenTask(Input):
    """What an agent is to do, and when to be reminded of it."""

    text: Annotated[Note, StringConstraints(max_length=LONGEST_TEXT)]
    due_at: AwareDatetime | None = None


class AgentTask(BaseModel):
    """Something an agent is to do."""

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


class AgentTasks(BaseModel):
    """An agent's tasks: what is open, and what was done last."""

    items: list[AgentTask]


class TaskLists:
    """Reads tasks. The app fills it in."""

    def __init__(self, of: Callable[[AgentId], Sequence[msgspec.Struct]]) -> None:
        self.of = of


@router.get("", operation_id="list_agent_tasks")
async def list_agent_tasks(
    agent_id: AnAgent,
    caller: Giver,
    limits: Limits,
    lists: Annotated[TaskLists, part(TaskLists)],
) -> AgentTasks:
    """What an agent has to do, the oldest first."""
    limits.check_agent(caller, AgentId(agent_id))
    found = lists.of(AgentId(agent_id))
    return AgentTasks.model_validate({"items": msgspec.to_builtins(found)})


@router.post("", operation_id="give_task", status_code=DONE)
async def give_task(
    agent_id: AnAgent, body: GivenTask, caller: Giver, limits: Limits, centre: Centre
) -> None:
    """Give an agent something to do; the agent is told at once."""
    limits.check_agent(caller, AgentId(agent_id))
    task = Task(
        id=TaskId(new_id(datetime.now(UTC))),
        agent_id=AgentId(agent_id),
        text=body.text,
        due_at=None if body.due_at is None else body.due_at.astimezone(UTC),
        given_by=caller.name,
    )
    await centre.submit(GiveTask(task=task, by=caller.user_id))


@router.delete("/{task_id}", operation_id="withdraw_task", status_code=DONE)
async def withdraw_task(
    agent_id: AnAgent, task_id: ATask, caller: Giver, limits: Limits, centre: Centre
) -> None:
    """Say that an agent need not do it."""
    limits.check_agent(caller, AgentId(agent_id))
    command = WithdrawTask(task_id=TaskId(task_id), agent_id=AgentId(agent_id), by=caller.user_id)
    await centre.submit(command)

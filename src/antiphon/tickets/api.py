"""An agent's own tasks over HTTP. They are read from the live stream."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import AwareDatetime, Field, StringConstraints

from antiphon.edge.caller import OwnAgent, SignedIn
from antiphon.edge.fields import Input, Note
from antiphon.edge.parts import Centre
from antiphon.kernel.ids import InteractionId, TaskId, new_id
from antiphon.tickets.contract import (
    LONGEST_TEXT,
    ChangeTask,
    FinishTask,
    MakeTask,
    ReopenTask,
    Task,
)

ATask = Annotated[str, Path(alias="task_id", min_length=1, max_length=64)]
AnInteraction = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text = Annotated[Note, StringConstraints(max_length=LONGEST_TEXT)]

DONE = HTTPStatus.NO_CONTENT


class TaskText(Input):
    """What is to be done, and when to be reminded of it."""

    text: Text
    due_at: AwareDatetime | None = None


class NewTask(TaskText):
    """What one is to do oneself."""

    interaction_id: AnInteraction | None = Field(
        None, description="The interaction in hand that it is about: its customer is kept with it."
    )


class Doneness(Input):
    """Whether it is done."""

    is_done: bool


router = APIRouter(prefix="/v1/desk/tasks", tags=["tasks"])


@router.post("", operation_id="make_own_task", status_code=DONE)
async def make_own_task(
    body: NewTask, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Note something to do."""
    task = Task(
        id=TaskId(new_id(datetime.now(UTC))),
        agent_id=agent_id,
        text=body.text,
        due_at=_in_utc(body.due_at),
        interaction_id=None if body.interaction_id is None else InteractionId(body.interaction_id),
    )
    await centre.submit(MakeTask(task=task, by=caller.user_id))


@router.put("/{task_id}", operation_id="change_own_task", status_code=DONE)
async def change_own_task(
    task_id: ATask, body: TaskText, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Say it otherwise, or be reminded at another time."""
    await centre.submit(
        ChangeTask(
            task_id=TaskId(task_id),
            agent_id=agent_id,
            text=body.text,
            due_at=_in_utc(body.due_at),
            by=caller.user_id,
        )
    )


@router.put("/{task_id}/done", operation_id="finish_own_task", status_code=DONE)
async def finish_own_task(
    task_id: ATask, body: Doneness, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Say that a task is done, or that it is not after all."""
    kind = FinishTask if body.is_done else ReopenTask
    await centre.submit(kind(task_id=TaskId(task_id), agent_id=agent_id, by=caller.user_id))


def _in_utc(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(UTC)

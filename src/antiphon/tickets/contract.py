"""What others may know of tasks: what an agent has still to do, and when to be reminded of it."""

from datetime import datetime
from typing import ClassVar

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, TaskId

LONGEST_TEXT = 300


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """Something that one agent is to do; `given_by` is the name of who asked, if somebody did.

    The customer's name and number are those of the interaction it was noted at.
    """

    id: TaskId
    agent_id: AgentId
    text: str
    due_at: datetime | None = None
    given_by: str = ""
    interaction_id: InteractionId | None = None
    customer_number: str = ""
    customer_name: str = ""


class _OfTask(Event, frozen=True, kw_only=True):
    task_id: TaskId
    agent_id: AgentId

    def stream(self) -> str:
        return f"task/{self.task_id}"


class TaskMade(Event, frozen=True, kw_only=True):
    """An agent noted something to do."""

    type: ClassVar[str] = "tickets.task_made"
    task: Task

    @property
    def agent_id(self) -> AgentId:
        """Whose task it is."""
        return self.task.agent_id

    def stream(self) -> str:
        return f"task/{self.task.id}"


class TaskChanged(_OfTask, frozen=True, kw_only=True):
    """A task reads otherwise now, or is due at another time."""

    type: ClassVar[str] = "tickets.task_changed"
    text: str
    due_at: datetime | None


class TaskCameDue(_OfTask, frozen=True, kw_only=True):
    """It is time to remind the agent of a task."""

    type: ClassVar[str] = "tickets.task_came_due"


class TaskDone(_OfTask, frozen=True, kw_only=True):
    """A task is done."""

    type: ClassVar[str] = "tickets.task_done"


class TaskReopened(_OfTask, frozen=True, kw_only=True):
    """A task that was called done is to be done after all."""

    type: ClassVar[str] = "tickets.task_reopened"


class MakeTask(Command, frozen=True, kw_only=True):
    """Note something to do."""

    task: Task


class ChangeTask(Command, frozen=True, kw_only=True):
    """Say it otherwise, or be reminded at another time."""

    task_id: TaskId
    agent_id: AgentId
    text: str
    due_at: datetime | None


class RemindOfTask(Command, frozen=True, kw_only=True):
    """Time says that a task is due."""

    task_id: TaskId


class FinishTask(Command, frozen=True, kw_only=True):
    """It is done."""

    task_id: TaskId
    agent_id: AgentId


class ReopenTask(Command, frozen=True, kw_only=True):
    """It is not done after all."""

    task_id: TaskId
    agent_id: AgentId

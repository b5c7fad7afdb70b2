"""What each agent has still to do, and what was done last. Pure.

A task that is due stays so until it is done or put off: who was away is reminded on coming back.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from antiphon.agents.contract import AgentRemoved
from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, TaskId
from antiphon.supervision.contract import TaskGiven, TaskWithdrawn
from antiphon.tickets.contract import (
    LONGEST_TEXT,
    ChangeTask,
    FinishTask,
    MakeTask,
    RemindOfTask,
    ReopenTask,
    Task,
    TaskCameDue,
    TaskChanged,
    TaskDone,
    TaskMade,
    TaskReopened,
)

MOST_OPEN = 200
FURTHEST = timedelta(days=366)
# What was done last can be taken up again; the journal keeps all of it.
DONE_REMEMBERED = 20


class NotedTask(msgspec.Struct):
    """A task, whether it is due, and since when it is done."""

    task: Task
    made_at: datetime
    is_due: bool = False
    done_at: datetime | None = None


class TaskBook:
    """The tasks of a tenant."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self._of: dict[AgentId, dict[TaskId, NotedTask]] = {}
        self._owner: dict[TaskId, AgentId] = {}

    def of(self, agent_id: AgentId) -> list[NotedTask]:
        """An agent's tasks, in the order in which they were noted; what is done among them."""
        return list(self._of.get(agent_id, {}).values())

    def make(self, command: MakeTask, now: datetime) -> Iterable[Event]:
        """Decide about a new task."""
        yield TaskMade(at=now, task=self.check_new(command.task, now))

    def check_new(self, task: Task, now: datetime) -> Task:
        """The task as it can be noted, or RuleBroken."""
        text = _sound(task.text)
        _check_due(task.due_at, now)
        if sum(one.done_at is None for one in self.of(task.agent_id)) >= MOST_OPEN:
            raise RuleBroken("task.too_many", f"{MOST_OPEN} tasks are open. Finish some first.")
        return msgspec.structs.replace(task, text=text)

    def change(self, command: ChangeTask, now: datetime) -> Iterable[Event]:
        """Decide about another text or time; the same once more changes nothing."""
        noted = self.get_open(command.agent_id, command.task_id)
        text = _sound(command.text)
        _check_due(command.due_at, now)
        if (text, command.due_at) != (noted.task.text, noted.task.due_at):
            yield TaskChanged(
                at=now,
                task_id=command.task_id,
                agent_id=command.agent_id,
                text=text,
                due_at=command.due_at,
            )

    def remind(self, command: RemindOfTask, now: datetime) -> Iterable[Event]:
        """Decide about a reminder whose time has come."""
        owner = self._owner.get(command.task_id)
        if owner is not None:
            yield TaskCameDue(at=now, task_id=command.task_id, agent_id=owner)

    def finish(self, command: FinishTask, now: datetime) -> Iterable[Event]:
        """Decide that it is done; a second time changes nothing."""
        if self._get(command.agent_id, command.task_id).done_at is None:
            yield TaskDone(at=now, task_id=command.task_id, agent_id=command.agent_id)

    def reopen(self, command: ReopenTask, now: datetime) -> Iterable[Event]:
        """Decide that it is not done after all."""
        if self._get(command.agent_id, command.task_id).done_at is not None:
            yield TaskReopened(at=now, task_id=command.task_id, agent_id=command.agent_id)

    def get_open(self, agent_id: AgentId, task_id: TaskId) -> NotedTask:
        """The task if it is still to be done, or RuleBroken."""
        noted = self._get(agent_id, task_id)
        if noted.done_at is not None:
            raise RuleBroken("task.done", "This task is done. Take it up again first.")
        return noted

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case TaskMade(task=task) | TaskGiven(task=task):
                self._of.setdefault(task.agent_id, {})[task.id] = NotedTask(task, event.at)
                self._owner[task.id] = task.agent_id
                self._set_reminder(task)
            case AgentRemoved(agent_id=agent_id):
                for task_id in list(self._of.get(agent_id, ())):
                    self._forget(agent_id, task_id)
            case TaskWithdrawn():
                self._forget(event.agent_id, event.task_id)
            case TaskChanged() | TaskCameDue() | TaskDone() | TaskReopened():
                noted = self._of.get(event.agent_id, {}).get(event.task_id)
                if noted is not None:
                    self._apply_to(noted, event)
            case _:
                pass

    def _apply_to(
        self, noted: NotedTask, event: TaskChanged | TaskCameDue | TaskDone | TaskReopened
    ) -> None:
        match event:
            case TaskCameDue():
                noted.is_due = True
                self._deadlines.clear(_key(event.task_id))
            case TaskChanged():
                noted.task = msgspec.structs.replace(
                    noted.task, text=event.text, due_at=event.due_at
                )
                self._set_reminder(noted.task)
                noted.is_due = (
                    noted.is_due and event.due_at is not None and event.due_at <= event.at
                )
            case TaskDone():
                noted.done_at, noted.is_due = event.at, False
                self._deadlines.clear(_key(event.task_id))
                self._forget_oldest_done(event.agent_id)
            case TaskReopened():
                noted.done_at = None
                self._set_reminder(noted.task)

    def _set_reminder(self, task: Task) -> None:
        if task.due_at is None:
            self._deadlines.clear(_key(task.id))
        else:
            self._deadlines.set(_key(task.id), task.due_at, RemindOfTask(task_id=task.id))

    def _forget_oldest_done(self, agent_id: AgentId) -> None:
        done = [one for one in self.of(agent_id) if one.done_at is not None]
        if len(done) > DONE_REMEMBERED:
            oldest = min(done, key=lambda one: (one.done_at, one.task.id))
            self._forget(agent_id, oldest.task.id)

    def _forget(self, agent_id: AgentId, task_id: TaskId) -> None:
        tasks = self._of.get(agent_id, {})
        tasks.pop(task_id, None)
        if not tasks:
            self._of.pop(agent_id, None)
        self._owner.pop(task_id, None)
        self._deadlines.clear(_key(task_id))

    def _get(self, agent_id: AgentId, task_id: TaskId) -> NotedTask:
        noted = self._of.get(agent_id, {}).get(task_id)
        if noted is None:
            raise RuleBroken("task.unknown", "There is no such task any more.")
        return noted


def _sound(text: str) -> str:
    text = text.strip()
    if not text:
        raise RuleBroken("task.empty", "Write down what is to be done.")
    if len(text) > LONGEST_TEXT:
        raise RuleBroken("task.too_long", f"Say it in {LONGEST_TEXT} letters.")
    return text


def _check_due(due_at: datetime | None, now: datetime) -> None:
    if due_at is not None and due_at - now > FURTHEST:
        raise RuleBroken("task.too_far", "Choose a time within a year from now.")


def _key(task_id: TaskId) -> str:
    return f"task/{task_id}"

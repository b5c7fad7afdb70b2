"""Tasks: noted, given, due, put off, done, and taken up again."""

from datetime import datetime, timedelta

import msgspec
import pytest
from tests.support.centre import NOON, SmallCentre

from antiphon.agents.contract import RemoveAgent
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, TaskId, UserId
from antiphon.supervision.contract import GiveTask, TaskGiven, WithdrawTask
from antiphon.tickets.contract import (
    LONGEST_TEXT,
    ChangeTask,
    FinishTask,
    MakeTask,
    ReopenTask,
    Task,
    TaskCameDue,
    TaskDone,
)
from antiphon.tickets.domain import DONE_REMEMBERED, FURTHEST, MOST_OPEN, NotedTask

pytestmark = pytest.mark.unit

ANN, BOB, SUE = AgentId("ann"), AgentId("bob"), UserId("sue")
TASK = Task(id=TaskId("t"), agent_id=ANN, text="Send the catalogue.")
SOON = timedelta(minutes=10)


def due(at: datetime, number: int = 0) -> Task:
    return msgspec.structs.replace(TASK, id=TaskId(f"t{number}"), due_at=at)


def only_task(centre: SmallCentre, agent_id: AgentId = ANN) -> NotedTask:
    (noted,) = centre.world.tasks.of(agent_id)
    return noted


def test_a_task_comes_due_at_its_time_and_stays_due() -> None:
    centre = SmallCentre("ann")
    centre.do(MakeTask(task=due(centre.now + SOON)))
    centre.pass_time(SOON.total_seconds() - 1)
    assert not only_task(centre).is_due
    assert any(isinstance(event, TaskCameDue) for event in centre.pass_time(1))
    centre.pass_time(3_600)
    assert only_task(centre).is_due


def test_a_task_that_is_put_off_comes_due_once_more() -> None:
    centre = SmallCentre("ann")
    centre.do(MakeTask(task=due(centre.now)))
    centre.pass_time(1)
    assert only_task(centre).is_due
    later = ChangeTask(
        task_id=TaskId("t0"), agent_id=ANN, text="Send it.", due_at=centre.now + SOON
    )
    centre.do(later)
    assert not only_task(centre).is_due
    assert only_task(centre).task.text == "Send it."
    assert centre.do(later) == []
    centre.pass_time(SOON.total_seconds())
    assert only_task(centre).is_due


def test_what_is_done_reminds_nobody_and_can_be_taken_up_again() -> None:
    centre = SmallCentre("ann")
    centre.do(MakeTask(task=due(centre.now + SOON)))
    finish = FinishTask(task_id=TaskId("t0"), agent_id=ANN)
    assert [type(event) for event in centre.do(finish)] == [TaskDone]
    assert centre.do(finish) == []
    assert not any(isinstance(event, TaskCameDue) for event in centre.pass_time(3_600))
    assert only_task(centre).done_at is not None
    with pytest.raises(RuleBroken, match="done"):
        centre.do(ChangeTask(task_id=TaskId("t0"), agent_id=ANN, text="x", due_at=None))
    centre.do(ReopenTask(task_id=TaskId("t0"), agent_id=ANN))
    centre.pass_time(1)
    assert only_task(centre).is_due


def test_a_task_noted_at_a_call_keeps_the_customer() -> None:
    centre = SmallCentre("ann", "bob")
    centre.call("c1")
    leg = InteractionId("c1")
    (holder,) = centre.world.agents.hands.agents_with(leg)
    other = BOB if holder == ANN else ANN
    task = msgspec.structs.replace(TASK, agent_id=holder, interaction_id=leg)
    centre.do(MakeTask(task=task))
    number = centre.world.interactions.open[leg].customer_number
    assert only_task(centre, holder).task.customer_number == number
    with pytest.raises(RuleBroken, match="not in your hands"):
        centre.do(MakeTask(task=msgspec.structs.replace(task, agent_id=other)))


def test_a_supervisor_gives_and_withdraws() -> None:
    centre = SmallCentre("ann")
    given = msgspec.structs.replace(TASK, given_by="Sue")
    (event,) = centre.do(GiveTask(task=given, by=SUE))
    assert isinstance(event, TaskGiven)
    assert (event.name, event.by, event.agent_id) == ("ann", SUE, ANN)
    assert only_task(centre).task.given_by == "Sue"
    centre.do(WithdrawTask(task_id=TASK.id, agent_id=ANN, by=SUE))
    assert centre.world.tasks.of(ANN) == []
    with pytest.raises(RuleBroken, match="no such task"):
        centre.do(WithdrawTask(task_id=TASK.id, agent_id=ANN, by=SUE))


def test_nobody_touches_the_task_of_another() -> None:
    centre = SmallCentre("ann", "bob")
    centre.do(MakeTask(task=TASK))
    with pytest.raises(RuleBroken, match="no such task"):
        centre.do(FinishTask(task_id=TASK.id, agent_id=BOB))


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (LONGEST_TEXT + 1)])
def test_a_task_says_something_and_not_too_much(text: str) -> None:
    centre = SmallCentre("ann")
    with pytest.raises(RuleBroken):
        centre.do(MakeTask(task=msgspec.structs.replace(TASK, text=text)))


def test_a_task_is_due_within_a_year_and_not_one_of_hundreds() -> None:
    centre = SmallCentre("ann")
    with pytest.raises(RuleBroken, match="within a year"):
        centre.do(MakeTask(task=due(NOON + FURTHEST + timedelta(days=1))))
    for number in range(MOST_OPEN):
        centre.do(MakeTask(task=msgspec.structs.replace(TASK, id=TaskId(f"t{number}"))))
    with pytest.raises(RuleBroken, match="Finish some"):
        centre.do(MakeTask(task=TASK))


def test_only_what_was_done_last_is_remembered() -> None:
    centre = SmallCentre("ann")
    for number in range(DONE_REMEMBERED + 2):
        task = msgspec.structs.replace(TASK, id=TaskId(f"t{number:02}"))
        centre.do(MakeTask(task=task))
        centre.do(FinishTask(task_id=task.id, agent_id=ANN))
        centre.pass_time(1)
    left = [noted.task.id for noted in centre.world.tasks.of(ANN)]
    assert left == [f"t{number:02}" for number in range(2, DONE_REMEMBERED + 2)]


def test_an_agent_who_is_removed_takes_the_reminders_along() -> None:
    centre = SmallCentre("ann", "bob")
    centre.do(MakeTask(task=due(centre.now + SOON)))
    centre.do(RemoveAgent(id=ANN))
    assert not any(isinstance(event, TaskCameDue) for event in centre.pass_time(3_600))
    assert centre.world.tasks.of(ANN) == []

"""What something else still refers to cannot be removed."""

import pytest
from tests.support.centre import QUEUE, SmallCentre

from antiphon.agents.contract import Agent, RemoveSkill, SaveAgent, SaveSkill, Skill
from antiphon.flows.contract import SaveFlow
from antiphon.flows.graph import Flow, QueueStep
from antiphon.kernel.commands import Command
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, FlowId, SkillId
from antiphon.routing.contract import Queue, RemoveQueue, SaveQueue

pytestmark = pytest.mark.unit

TEA = SkillId("tea")


@pytest.fixture
def centre() -> SmallCentre:
    centre = SmallCentre()
    centre.do(SaveSkill(skill=Skill(id=TEA, name="Tea")))
    return centre


def assert_in_use(centre: SmallCentre, command: Command, by: str) -> None:
    with pytest.raises(RuleBroken, match=by) as refusal:
        centre.do(command)
    assert refusal.value.code == "catalogue.in_use"


def test_a_queue_that_a_flow_leads_to_stays(centre: SmallCentre) -> None:
    assert_in_use(centre, RemoveQueue(id=QUEUE), "Main")


def test_a_queue_that_an_agent_serves_stays(centre: SmallCentre) -> None:
    centre.do(SaveAgent(agent=Agent(id=AgentId("ann"), name="Ann", queues=(QUEUE,))))
    assert_in_use(centre, RemoveQueue(id=QUEUE), "Ann")


def test_a_skill_that_an_agent_has_stays(centre: SmallCentre) -> None:
    centre.do(SaveAgent(agent=Agent(id=AgentId("ann"), name="Ann", skills={TEA: 5})))
    assert_in_use(centre, RemoveSkill(id=TEA), "Ann")


def test_a_skill_that_a_queue_requires_stays(centre: SmallCentre) -> None:
    centre.do(SaveQueue(queue=Queue(id=QUEUE, name="Sales", required_skills={TEA: 3})))
    assert_in_use(centre, RemoveSkill(id=TEA), "Sales")


def test_a_skill_that_a_flow_asks_for_stays(centre: SmallCentre) -> None:
    step = QueueStep(queue_id=QUEUE, skills={TEA: 2})
    centre.do(SaveFlow(flow=Flow(id=FlowId("tea"), name="Tea line", start="q", steps={"q": step})))
    assert_in_use(centre, RemoveSkill(id=TEA), "Tea line")


def test_what_nothing_refers_to_can_be_removed(centre: SmallCentre) -> None:
    assert len(centre.do(RemoveSkill(id=TEA))) == 1

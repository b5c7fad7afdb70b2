"""Which agent gets a customer, and which customer an agent: each way of choosing, in the centre."""

from typing import Any

import msgspec
import pytest
from tests.support.centre import BREAK, QUEUE, SmallCentre

from antiphon.agents.contract import (
    Agent,
    Capacity,
    ChangePresence,
    Presence,
    ReportPhone,
    SaveAgent,
    SaveSkill,
    Skill,
)
from antiphon.customers.contract import Customer, CustomerId, SaveCustomer
from antiphon.flows.contract import SaveFlow
from antiphon.flows.graph import Flow, HangUpStep, QueueStep, Step
from antiphon.interactions.call_control import HangUpInteraction
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import (
    AgentId,
    EntryPointId,
    FlowId,
    InteractionId,
    LegId,
    QueueId,
    SkillId,
)
from antiphon.routing.contract import Queue, SaveQueue, ServiceOrder
from antiphon.routing.scoring import AgentChoice, ChoiceWeights
from antiphon.telephony.contract import EntryPoint, SaveEntryPoint
from antiphon.telephony.engine import LegArrived

pytestmark = pytest.mark.unit

ANN, BOB, EVE = AgentId("ann"), AgentId("bob"), AgentId("eve")
CARDS, LOANS = SkillId("cards"), SkillId("loans")


def a_centre(**queue: Any) -> SmallCentre:
    centre = SmallCentre()
    for skill in (CARDS, LOANS):
        centre.do(SaveSkill(skill=Skill(id=skill, name=skill)))
    save(centre, wrap_up_s=0, **queue)
    return centre


def save(centre: SmallCentre, **queue: Any) -> None:
    sales = centre.world.routing.queues.get(QUEUE)
    centre.do(SaveQueue(queue=msgspec.structs.replace(sales, **queue)))


def add(centre: SmallCentre, name: AgentId, level: int = 0, **given: Any) -> None:
    skills = {CARDS: level} if level else {}
    agent = Agent(id=name, name=name, queues=(QUEUE,), skills=skills, **given)
    centre.do(SaveAgent(agent=agent))
    centre.do(ReportPhone(agent_id=name, is_reachable=True))
    centre.pass_time(1)
    centre.do(ChangePresence(agent_id=name, presence=Presence.READY))


def pause(centre: SmallCentre, name: AgentId) -> None:
    centre.do(ChangePresence(agent_id=name, presence=Presence.NOT_READY, reason_id=BREAK))
    centre.pass_time(5)
    centre.do(ChangePresence(agent_id=name, presence=Presence.READY))


def serve(centre: SmallCentre, call: str, seconds: int = 10) -> AgentId:
    """A call is answered, lasts and ends; gives who answered."""
    centre.talk(call)
    agent_id = centre.world.agents.holder[InteractionId(call)]
    centre.pass_time(seconds)
    centre.do(HangUpInteraction(interaction_id=InteractionId(call), agent_id=agent_id))
    return agent_id


def chosen(centre: SmallCentre, call: str) -> AgentId:
    (offer,) = centre.world.routing.offers.of(InteractionId(call))
    return offer.agent_id


def arrive(centre: SmallCentre, call: str, number: str = "+861012345678") -> None:
    centre.hear(
        LegArrived(
            at=centre.now, leg=LegId(call), dialled="1000", caller_number=number, caller_name=""
        )
    )


def test_who_is_ready_for_longest_is_chosen_and_a_break_starts_anew() -> None:
    centre = a_centre()
    add(centre, ANN)
    add(centre, BOB)
    pause(centre, ANN)
    arrive(centre, "c1")
    assert chosen(centre, "c1") == BOB


def test_idle_since_the_last_interaction_is_not_undone_by_a_break() -> None:
    centre = a_centre(agent_choice=AgentChoice.LONGEST_IDLE)
    add(centre, ANN)
    add(centre, BOB)
    pause(centre, ANN)
    arrive(centre, "c1")
    assert chosen(centre, "c1") == ANN


def test_round_robin_takes_turns_whoever_was_idle_longer() -> None:
    centre = a_centre(agent_choice=AgentChoice.ROUND_ROBIN)
    for name in (ANN, BOB, EVE):
        add(centre, name)
    served = []
    for number in range(6):
        served.append(serve(centre, f"c{number}"))
        for name in (ANN, BOB, EVE)[: number % 3]:
            pause(centre, name)
    assert served == [ANN, BOB, EVE] * 2


def test_who_handled_fewest_is_chosen() -> None:
    centre = a_centre(agent_choice=AgentChoice.FEWEST_HANDLED)
    add(centre, ANN)
    assert [serve(centre, f"c{number}") for number in range(2)] == [ANN, ANN]
    add(centre, BOB)
    assert [serve(centre, f"d{number}") for number in range(2)] == [BOB, BOB]


def test_who_was_least_occupied_since_signing_in_is_chosen() -> None:
    centre = a_centre(agent_choice=AgentChoice.LEAST_OCCUPIED)
    add(centre, ANN)
    serve(centre, "c1", seconds=200)
    add(centre, BOB)
    centre.pass_time(60)
    assert serve(centre, "c2", seconds=1) == BOB
    arrive(centre, "c3")
    assert chosen(centre, "c3") == BOB


def test_the_highest_level_is_chosen_and_among_equals_the_longest_ready() -> None:
    centre = a_centre(agent_choice=AgentChoice.HIGHEST_LEVEL, required_skills={CARDS: 2})
    for name, level in ((ANN, 3), (BOB, 7), (EVE, 7)):
        add(centre, name, level)
    arrive(centre, "c1")
    assert chosen(centre, "c1") == BOB


def test_points_weigh_idleness_against_level() -> None:
    weights = ChoiceWeights(idle_second=1, level=10)
    centre = a_centre(
        agent_choice=AgentChoice.WEIGHTED, choice_weights=weights, required_skills={CARDS: 1}
    )
    add(centre, ANN, 1)
    centre.pass_time(58)
    add(centre, BOB, 7)
    arrive(centre, "c1")
    # Bob's six levels are worth sixty seconds, Ann has been ready for 59 more.
    assert chosen(centre, "c1") == BOB


def test_one_of_the_alternatives_is_enough() -> None:
    centre = a_centre(alternative_skills=({CARDS: 9}, {LOANS: 2}))
    add(centre, ANN, 8)
    arrive(centre, "c1")
    assert centre.world.routing.offers.of(InteractionId("c1")) == []
    add(centre, BOB, 9)
    assert chosen(centre, "c1") == BOB


def test_only_who_speaks_the_language_is_chosen() -> None:
    centre = a_centre(match_language=True)
    point = EntryPoint(
        id=EntryPointId("door"),
        name="Door",
        number="1000",
        flow_id=FlowId("main"),
        language="zh-Hans",
    )
    centre.do(SaveEntryPoint(entry_point=point))
    add(centre, ANN, languages=("en",))
    add(centre, BOB, languages=("en", "zh-Hans"))
    arrive(centre, "c1")
    assert chosen(centre, "c1") == BOB


def test_a_vip_passes_who_came_less_than_the_head_start_before() -> None:
    centre = a_centre(vip_step_s=60)
    gold = Customer(id=CustomerId("gold"), name="Gold", numbers=("+861087654321",), vip_level=2)
    centre.do(SaveCustomer(customer=gold))
    arrive(centre, "early")
    centre.pass_time(100)
    arrive(centre, "late")
    centre.pass_time(19)
    arrive(centre, "vip", "+861087654321")
    add(centre, ANN)
    # Two levels are worth 120 seconds: early came 119 before.
    assert chosen(centre, "vip") == ANN


def test_a_low_priority_is_not_passed_for_ever() -> None:
    centre = a_centre(priority_step_s=60)
    arrive(centre, "low")
    save(centre, priority=9)
    centre.pass_time(9 * 60 + 1)
    arrive(centre, "high")
    add(centre, ANN)
    assert chosen(centre, "low") == ANN


def test_the_nearest_deadline_goes_first_when_service_levels_count() -> None:
    centre = a_centre(order_by=ServiceOrder.SERVICE_LEVEL, service_level_s=300)
    arrive(centre, "patient")
    save(centre, service_level_s=20)
    centre.pass_time(60)
    arrive(centre, "urgent")
    add(centre, ANN)
    assert chosen(centre, "urgent") == ANN


def test_an_agents_favourite_queue_has_a_head_start() -> None:
    centre = a_centre()
    service = QueueId("service")
    centre.do(SaveQueue(queue=Queue(id=service, name="Service")))
    arrive(centre, "sales")
    lead_to(centre, service)
    centre.pass_time(20)
    arrive(centre, "service")
    agent = Agent(id=ANN, name="Ann", queues=(QUEUE, service), queue_head_starts={service: 30})
    centre.do(SaveAgent(agent=agent))
    centre.do(ReportPhone(agent_id=ANN, is_reachable=True))
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.READY))
    assert chosen(centre, "service") == ANN


def lead_to(centre: SmallCentre, queue_id: QueueId) -> None:
    """The door leads to another queue from now on."""
    steps: dict[str, Step] = {"wait": QueueStep(queue_id=queue_id), "end": HangUpStep()}
    flow = Flow(id=FlowId("main"), name="Main", start="wait", steps=steps)
    centre.do(SaveFlow(flow=flow))


@pytest.mark.parametrize("given", [{"weights": {"fax": 10}}, {"weights": {"voice": 50}}])
def test_capacity_that_nothing_could_use_is_refused(given: dict[str, Any]) -> None:
    centre = a_centre()
    with pytest.raises(RuleBroken):
        add(centre, ANN, capacity=Capacity(**given))


def test_an_agent_who_takes_no_calls_is_not_chosen() -> None:
    centre = a_centre()
    add(centre, ANN, capacity=Capacity(most={"voice": 0}))
    arrive(centre, "c1")
    assert centre.world.routing.offers.of(InteractionId("c1")) == []

"""The preview of a queue's settings names whom the router itself would choose."""

import random
from datetime import timedelta

import msgspec
import pytest
from tests.support.centre import NOON

from antiphon.agents.contract import Agent, AgentFacts, AgentState
from antiphon.interactions.contract import Channel
from antiphon.kernel.ids import AgentId, InteractionId, QueueId, SkillId
from antiphon.routing.choice_preview import Standing, rank_agents, rank_lengths, rank_line
from antiphon.routing.contract import Queue, ServiceOrder
from antiphon.routing.demand import ordinary_demand, profile_of
from antiphon.routing.line import Waiting
from antiphon.routing.scoring import AgentChoice, ChoiceWeights, interaction_rank
from antiphon.routing.selection import Selection

pytestmark = pytest.mark.unit

SALES = QueueId("sales")
TEA = SkillId("tea")
C1, C2 = InteractionId("c1"), InteractionId("c2")
WEIGHTS = ChoiceWeights(idle_second=1, level=40, handled=3, occupied_percent=2)


def a_standing(name: str, chance: random.Random) -> Standing:
    return Standing(
        agent=Agent(
            id=AgentId(name),
            name=name,
            queues=(SALES,) if chance.random() < 0.8 else (),
            skills={TEA: chance.randint(1, 10)},
        ),
        facts=AgentFacts(
            ready_since=NOON.timestamp() - chance.randint(0, 900),
            idle_since=NOON.timestamp() - chance.randint(0, 900),
            last_offer_number=chance.randint(0, 50),
            handled_count=chance.randint(0, 20),
            occupancy=chance.random(),
        ),
        state=AgentState.READY,
        is_free=chance.random() < 0.7,
    )


@pytest.mark.parametrize("choice", list(AgentChoice))
def test_the_first_of_the_preview_is_whom_the_router_chooses(choice: AgentChoice) -> None:
    chance = random.Random(choice)
    weights = WEIGHTS if choice is AgentChoice.WEIGHTED else None
    queue = Queue(
        id=SALES,
        name="Sales",
        required_skills={TEA: 4},
        agent_choice=choice,
        choice_weights=weights,
    )
    for _ in range(50):
        agents = [a_standing(f"a{number}", chance) for number in range(8)]
        selection = Selection()
        for one in agents:
            if one.is_free:
                profile = profile_of(one.agent, {Channel.VOICE})
                selection.add_idle(one.agent.id, profile, one.facts)
        demand = ordinary_demand(queue, Channel.VOICE)
        selection.add_waiting(C1, demand, interaction_rank(C1, NOON.timestamp()))
        first = rank_agents(queue, agents, NOON)[0]
        expected = first.standing.agent.id if first.is_able and first.standing.is_free else None
        assert selection.best_agent_for(C1) == expected


def test_points_are_counted_from_now() -> None:
    chance = random.Random(1)
    queue = Queue(id=SALES, name="Sales", agent_choice=AgentChoice.WEIGHTED, choice_weights=WEIGHTS)
    facts = AgentFacts(ready_since=NOON.timestamp() - 100, handled_count=2, occupancy=0.5)
    standing = msgspec.structs.replace(a_standing("ann", chance), facts=facts)
    (ann,) = rank_agents(queue, [standing], NOON)
    assert ann.points == pytest.approx(100 - 2 * 3 - 50 * 2)


def waiting(name: InteractionId, *, since_s: int, vip_level: int = 0) -> Waiting:
    queue = Queue(id=SALES, name="Sales")
    return Waiting(
        id=name,
        queue_id=SALES,
        demand=ordinary_demand(queue, Channel.VOICE),
        priority=0,
        head_start_s=vip_level * queue.vip_step_s,
        order_at=NOON - timedelta(seconds=since_s),
        since=NOON - timedelta(seconds=since_s),
        is_returning=False,
        announce_position=False,
        channel=Channel.VOICE,
        language="en",
        vip_level=vip_level,
    )


def test_another_step_of_a_vip_level_puts_the_line_in_another_order() -> None:
    line = [waiting(C1, since_s=100), waiting(C2, since_s=10, vip_level=1)]
    stored = Queue(id=SALES, name="Sales")
    assert [one.interaction_id for one in rank_line(stored, line)] == ["c1", "c2"]
    steeper = msgspec.structs.replace(stored, vip_step_s=120)
    found = rank_line(steeper, line)
    assert [(one.interaction_id, one.place_now) for one in found] == [("c2", 2), ("c1", 1)]


def test_the_queues_under_ratio_control_stand_longest_for_its_weight_first() -> None:
    by_ratio = Queue(id=SALES, name="Sales", order_by=ServiceOrder.RATIO, ratio_weight=10)
    vip = msgspec.structs.replace(by_ratio, id=QueueId("vip"), name="VIP", ratio_weight=2)
    other = Queue(id=QueueId("other"), name="Other")
    counts = {SALES: 4, vip.id: 1, other.id: 9}
    found = rank_lengths(by_ratio, [by_ratio, vip, other], counts.__getitem__)
    assert [(one.name, one.waiting_count, one.weight) for one in found] == [
        ("VIP", 1, 2),
        ("Sales", 4, 10),
    ]
    assert rank_lengths(other, [by_ratio, vip, other], counts.__getitem__) == []

"""Ratio control: what waits is held in proportion to the weights, and nobody is passed for ever."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.centre import BREAK, NOON, QUEUE, SmallCentre
from tests.support.waiting_customers import arrives, queues

from antiphon.agents.contract import Agent, AgentFacts, ChangePresence, Presence, SaveAgent
from antiphon.app.centre.waiting.explaining import explain_pair
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, QueueId
from antiphon.routing.contract import Queue, SaveQueue, ServiceOrder
from antiphon.routing.explanation import ChangeKind, Reason
from antiphon.routing.ratio import OVERTAKEN_S
from antiphon.routing.scoring import Demand, Profile, interaction_rank
from antiphon.routing.selection import Selection

pytestmark = pytest.mark.unit

SALES, VIP = QueueId("sales"), QueueId("vip")
ANN = AgentId("ann")
BOTH = Profile(frozenset({("queue:sales", 1), ("queue:vip", 1)}))


def waits(selection: Selection, queue_id: QueueId, name: str, order: float) -> None:
    demand = Demand(queue_id, frozenset({frozenset({(f"queue:{queue_id}", 1)})}))
    selection.add_waiting(InteractionId(name), demand, interaction_rank(name, order))


def two_queues(sales: int, vip: int) -> Selection:
    selection = Selection()
    selection.set_weight(SALES, sales)
    selection.set_weight(VIP, vip)
    selection.add_idle(ANN, BOTH, AgentFacts())
    return selection


def served(selection: Selection) -> str | None:
    best = selection.best_interaction_for(ANN)
    if best is not None:
        selection.remove_waiting(best)
    return best


def test_the_queue_that_is_longest_for_its_weight_goes_first() -> None:
    selection = two_queues(sales=30, vip=10)
    for number in range(3):
        waits(selection, SALES, f"s{number}", number)
    for number in range(2):
        waits(selection, VIP, f"v{number}", 10 + number)
    assert [served(selection) for _ in range(5)] == ["v0", "s0", "v1", "s1", "s2"]


@given(st.integers(1, 5), st.integers(1, 5))
def test_under_steady_load_what_waits_keeps_to_the_weights(sales: int, vip: int) -> None:
    selection, here = two_queues(sales, vip), {"s": 0, "v": 0}
    for number in range(200):
        # Each second one comes to each queue; after a start, as many are served.
        for queue_id, first in ((SALES, "s"), (VIP, "v")):
            waits(selection, queue_id, f"{first}{number:03}", number / 10)
            here[first] += 1
        for _ in range(2 if number >= 30 else 0):
            gone = served(selection)
            assert gone is not None
            here[gone[0]] -= 1
    assert sum(here.values()) == 60
    assert abs(here["s"] / sales - here["v"] / vip) <= 1 / sales + 1 / vip


@given(st.lists(st.floats(0, 1000), max_size=30))
def test_nobody_is_passed_by_who_came_much_later(others: list[float]) -> None:
    selection = two_queues(sales=100, vip=1)
    waits(selection, SALES, "low", 0)
    for number, order in enumerate(others):
        waits(selection, VIP, f"v{number}", order)
    before = 0
    while served(selection) != "low":
        before += 1
    assert before <= sum(order <= OVERTAKEN_S for order in others)


def test_who_comes_back_from_a_failed_phone_goes_before_the_longer_queue() -> None:
    selection = two_queues(sales=10, vip=10)
    demand = Demand(SALES, frozenset({frozenset({("queue:sales", 1)})}))
    rank = interaction_rank("back", 50, is_returning=True)
    selection.add_waiting(InteractionId("back"), demand, rank)
    for number in range(5):
        waits(selection, VIP, f"v{number}", number)
    assert served(selection) == "back"


def test_a_queue_without_ratio_control_competes_by_arrival() -> None:
    selection = two_queues(sales=10, vip=10)
    selection.set_weight(VIP, None)
    for number in range(3):
        waits(selection, SALES, f"s{number}", 10 + number)
    waits(selection, VIP, "v", 10.5)
    assert [served(selection) for _ in range(4)] == ["s0", "v", "s1", "s2"]


def test_a_weight_given_while_many_wait_counts_at_once() -> None:
    selection = Selection()
    selection.add_idle(ANN, BOTH, AgentFacts())
    waits(selection, SALES, "s", 0)
    for number in range(2):
        waits(selection, VIP, f"v{number}", 10 + number)
    assert selection.best_interaction_for(ANN) == "s"
    selection.set_weight(SALES, 10)
    selection.set_weight(VIP, 10)
    assert selection.best_interaction_for(ANN) == "v0"
    selection.set_weight(SALES, None)
    selection.set_weight(VIP, None)
    assert selection.best_interaction_for(ANN) == "s"


def test_the_explanation_names_the_longer_queue() -> None:
    centre = SmallCentre("ann")
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=BREAK))
    agent = Agent(id=ANN, name="ann", queues=(QUEUE, VIP))
    for queue_id in (QUEUE, VIP):
        queue = Queue(id=queue_id, name=queue_id, order_by=ServiceOrder.RATIO)
        centre.do(SaveQueue(queue=queue))
    centre.do(SaveAgent(agent=agent))
    for number, queue_id in enumerate([QUEUE, VIP, VIP]):
        at, name = NOON + timedelta(seconds=number), InteractionId(f"i{number}")
        centre.world.apply(arrives(name, at))
        centre.world.apply(queues(name, queue_id, at))
    told = explain_pair(centre.world, InteractionId("i0"), ANN, NOON + timedelta(seconds=9))
    last = told.obstacles[-1]
    assert (last.reason, last.change) == (Reason.QUEUE_BEFORE, ChangeKind.OFFER_BY_HAND)
    assert (last.subject, last.has, last.interaction_id) == (VIP, 2, "i1")


def test_a_share_and_a_ratio_exclude_each_other() -> None:
    queue = Queue(id=SALES, name="Sales", order_by=ServiceOrder.RATIO, share_percent=30)
    with pytest.raises(RuleBroken, match="not both"):
        SmallCentre().do(SaveQueue(queue=queue))


def test_the_weight_of_a_busy_queue_is_its_calls_a_minute_times_the_seconds_of_its_target() -> None:
    centre = SmallCentre()
    queue = Queue(id=SALES, name="Sales", order_by=ServiceOrder.RATIO, ratio_weight=60 * 30)
    centre.do(SaveQueue(queue=queue))
    with pytest.raises(RuleBroken, match="1 to 10000"):
        centre.do(SaveQueue(queue=Queue(id=VIP, name="VIP", ratio_weight=10_001)))

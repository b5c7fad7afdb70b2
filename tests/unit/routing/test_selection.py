"""The matcher chooses exactly as a scan over everybody would."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from tests.support.scan import Scan

from antiphon.agents.contract import AgentFacts
from antiphon.kernel.ids import AgentId, InteractionId, QueueId
from antiphon.routing.scoring import (
    AgentChoice,
    ChoiceWeights,
    Demand,
    Profile,
    Strategy,
    interaction_rank,
)
from antiphon.routing.selection import Selection

pytestmark = pytest.mark.unit

A, B = QueueId("a"), QueueId("b")
TERMS = st.dictionaries(
    st.sampled_from(["queue:a", "queue:b", "skill:english", "skill:mandarin"]),
    st.integers(1, 3),
    max_size=3,
).map(lambda levels: frozenset(levels.items()))
STRATEGIES = st.sampled_from(
    [
        *map(Strategy, AgentChoice),
        Strategy(AgentChoice.WEIGHTED, ChoiceWeights(idle_second=1, level=3, handled=2)),
    ]
)
DEMANDS = st.builds(
    Demand, st.sampled_from([A, B]), st.frozensets(TERMS, min_size=1, max_size=2), STRATEGIES
)
FAVOURS = st.dictionaries(st.sampled_from([A, B]), st.integers(1, 20), max_size=2)
PROFILES = st.builds(Profile, TERMS, FAVOURS.map(lambda favours: frozenset(favours.items())))
FACTS = st.builds(
    AgentFacts,
    *[st.integers(0, 5).map(float)] * 2,
    *[st.integers(0, 4)] * 2,
    st.sampled_from([0.0, 0.25, 0.5]),
)


class MatchesScan(RuleBasedStateMachine):
    """Any sequence of coming and going leaves the choice equal to the scan's."""

    def __init__(self) -> None:
        super().__init__()
        self.selection, self.scan = Selection(), Scan()
        self.count = 0

    def both(self, method: str, *given: Any, **named: Any) -> None:
        for router in (self.selection, self.scan):
            getattr(router, method)(*given, **named)

    @rule(
        demand=DEMANDS,
        order=st.integers(0, 20),
        is_returning=st.booleans(),
        keep=st.one_of(st.none(), st.integers(1, 30)),
    )
    def somebody_waits(
        self, demand: Demand, order: int, *, is_returning: bool, keep: int | None
    ) -> None:
        self.count += 1
        waiting = InteractionId(f"i{self.count}")
        rank = interaction_rank(waiting, order, is_returning=is_returning)
        keep_for = None if keep is None or keep > 12 else AgentId(f"a{keep}")
        self.both("add_waiting", waiting, demand, rank, keep_for=keep_for)
        assert self.selection.best_agent_for(waiting) == self.scan.best_agent_for(waiting)

    @rule(profile=PROFILES, facts=FACTS)
    def somebody_is_free(self, profile: Profile, facts: AgentFacts) -> None:
        self.count += 1
        agent = AgentId(f"a{self.count}")
        self.both("add_idle", agent, profile, facts)
        assert self.selection.best_interaction_for(agent) == self.scan.best_interaction_for(agent)

    @precondition(lambda self: self.scan.waiting)
    @rule(data=st.data(), is_served=st.booleans())
    def somebody_waits_no_more(self, data: st.DataObject, *, is_served: bool) -> None:
        gone = data.draw(st.sampled_from(sorted(self.scan.waiting)))
        queue_id = self.scan.waiting[gone].demand.queue_id
        self.both("remove_waiting", gone)
        if is_served:
            self.both("count_served", queue_id)
        assert gone not in self.selection

    @precondition(lambda self: self.scan.waiting)
    @rule(data=st.data(), demand=DEMANDS)
    def somebody_asks_for_less(self, data: st.DataObject, demand: Demand) -> None:
        waiting = data.draw(st.sampled_from(sorted(self.scan.waiting)))
        self.both("add_waiting", waiting, demand, self.scan.waiting[waiting].rank)

    @precondition(lambda self: self.scan.free)
    @rule(data=st.data())
    def somebody_is_busy(self, data: st.DataObject) -> None:
        gone = data.draw(st.sampled_from(sorted(self.scan.free)))
        self.both("remove_idle", gone)
        assert not self.selection.is_idle(gone)

    @rule(queue_id=st.sampled_from([A, B]), percent=st.sampled_from([None, 10, 30, 70]))
    def a_queue_gets_a_share(self, queue_id: QueueId, percent: int | None) -> None:
        self.both("set_share", queue_id, percent)

    @rule(queue_id=st.sampled_from([A, B]), weight=st.sampled_from([None, 1, 2, 10]))
    def a_queue_gets_a_weight(self, queue_id: QueueId, weight: int | None) -> None:
        self.both("set_weight", queue_id, weight)

    @rule()
    def every_choice_is_the_scans(self) -> None:
        for waiting in self.scan.waiting:
            assert self.selection.best_agent_for(waiting) == self.scan.best_agent_for(waiting)
        for agent in self.scan.free:
            best = self.selection.best_interaction_for(agent)
            assert best == self.scan.best_interaction_for(agent)


MatchesScan.TestCase.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
TestMatchesScan = MatchesScan.TestCase

ANYBODY = Demand(A, frozenset({frozenset({("queue:a", 1)})}))
SELLER = Profile(frozenset({("queue:a", 1)}))


def taken_by(selection: Selection, agent: AgentId) -> list[str]:
    taken = []
    while (best := selection.best_interaction_for(agent)) is not None:
        taken.append(str(best))
        selection.remove_waiting(best)
    return taken


@given(st.lists(st.integers(0, 100), min_size=1, unique=True))
def test_waiting_interactions_are_taken_in_the_order_of_their_rank(orders: list[int]) -> None:
    selection = Selection()
    for order in orders:
        name = InteractionId(f"{order:03}")
        selection.add_waiting(name, ANYBODY, interaction_rank(name, order))
    selection.add_idle(AgentId("a"), SELLER, AgentFacts())
    assert taken_by(selection, AgentId("a")) == [f"{order:03}" for order in sorted(orders)]


@given(
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 540)), min_size=1, max_size=40),
)
def test_a_low_priority_waits_no_longer_than_the_longest_head_start(
    others: list[tuple[int, int]],
) -> None:
    """Nobody passes who came more than the longest head start later: waiting is bounded."""
    selection = Selection()
    low = InteractionId("low")
    selection.add_waiting(low, ANYBODY, interaction_rank(low, 0))
    for number, (order, head_start_s) in enumerate(others):
        name = InteractionId(f"{number}")
        rank = interaction_rank(name, order, head_start_s=head_start_s)
        selection.add_waiting(name, ANYBODY, rank)
    selection.add_idle(AgentId("a"), SELLER, AgentFacts())
    taken = taken_by(selection, AgentId("a"))
    for passed in taken[: taken.index("low")]:
        assert others[int(passed)][0] <= 540


def test_a_level_below_the_minimum_does_not_match() -> None:
    selection = Selection()
    demand = Demand(A, frozenset({frozenset({("skill:english", 5)})}))
    selection.add_waiting(InteractionId("i"), demand, interaction_rank("i", 0))
    selection.add_idle(AgentId("a"), Profile(frozenset({("skill:english", 4)})), AgentFacts())
    assert selection.best_interaction_for(AgentId("a")) is None
    assert selection.best_agent_for(InteractionId("i")) is None


def test_work_is_divided_by_the_shares() -> None:
    selection = Selection()
    both = Profile(frozenset({("queue:a", 1), ("queue:b", 1)}))
    for queue_id, percent in ((A, 70), (B, 30)):
        selection.set_share(queue_id, percent)
        demand = Demand(queue_id, frozenset({frozenset({(f"queue:{queue_id}", 1)})}))
        for number in range(100):
            name = InteractionId(f"{queue_id}{number}")
            selection.add_waiting(name, demand, interaction_rank(name, number))
    selection.add_idle(AgentId("x"), both, AgentFacts())
    served: list[str] = []
    for _ in range(100):
        best = selection.best_interaction_for(AgentId("x"))
        assert best is not None
        selection.remove_waiting(best)
        selection.count_served(QueueId(best[0]))
        served.append(best[0])
    assert (served.count("a"), served.count("b")) == (70, 30)


def test_a_strategy_that_was_edited_away_is_forgotten() -> None:
    selection = Selection()
    selection.add_idle(AgentId("a"), SELLER, AgentFacts())
    selection.add_waiting(InteractionId("i"), ANYBODY, interaction_rank("i", 0))
    selection.keep_strategies([])
    assert selection.best_agent_for(InteractionId("i")) == AgentId("a")
    selection.remove_waiting(InteractionId("i"))
    selection.keep_strategies([])
    assert not selection._planes


def test_a_class_that_nobody_asks_for_stays_small() -> None:
    selection = Selection()
    selection.add_idle(AgentId("gone"), SELLER, AgentFacts())
    selection.add_waiting(InteractionId("first"), ANYBODY, interaction_rank("first", 0))
    selection.remove_idle(AgentId("gone"))
    for number in range(1, 2000):
        rank = interaction_rank("i", -number)
        selection.add_waiting(InteractionId("i"), ANYBODY, rank)
        selection.remove_waiting(InteractionId("i"))
    [plane] = selection._planes.values()
    assert len(plane.demands.classes[0].heap) < 100
    selection.add_idle(AgentId("back"), SELLER, AgentFacts())
    assert selection.best_interaction_for(AgentId("back")) == InteractionId("first")

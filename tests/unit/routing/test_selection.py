"""The matcher chooses exactly as a scan over everything would."""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.routing.selection import Profile, Rank, Requirement, Selection, satisfies

SKILLS = ["queue:a", "queue:b", "english", "mandarin"]
LEVELS = st.integers(1, 3)
TERMS = st.dictionaries(st.sampled_from(SKILLS), LEVELS, max_size=3)


class MatchesScan(RuleBasedStateMachine):
    """Any sequence of coming and going leaves the choice equal to the scan's."""

    def __init__(self) -> None:
        super().__init__()
        self.selection = Selection()
        self.waiting: dict[InteractionId, tuple[Rank, Requirement]] = {}
        self.idle: dict[AgentId, tuple[Rank, Profile]] = {}
        self.count = 0

    @rule(terms=TERMS, rank=st.integers(0, 50))
    def somebody_waits(self, terms: dict[str, int], rank: int) -> None:
        self.count += 1
        waiting = InteractionId(f"i{self.count}")
        # A rank that nobody shares, so that there is one right answer.
        self.waiting[waiting] = ((float(rank), float(self.count)), frozenset(terms.items()))
        self.selection.add_waiting(waiting, self.waiting[waiting][1], self.waiting[waiting][0])
        assert self.selection.best_agent_for(waiting) == self.scan_agents(waiting)

    @rule(terms=TERMS, rank=st.integers(0, 50))
    def somebody_is_free(self, terms: dict[str, int], rank: int) -> None:
        self.count += 1
        agent = AgentId(f"a{self.count}")
        self.idle[agent] = ((float(rank), float(self.count)), frozenset(terms.items()))
        self.selection.add_idle(agent, self.idle[agent][1], self.idle[agent][0])
        assert self.selection.best_interaction_for(agent) == self.scan_waiting(agent)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def somebody_waits_no_more(self, data: st.DataObject) -> None:
        gone = data.draw(st.sampled_from(sorted(self.waiting)))
        del self.waiting[gone]
        self.selection.remove_waiting(gone)
        assert gone not in self.selection

    @precondition(lambda self: self.idle)
    @rule(data=st.data())
    def somebody_is_busy(self, data: st.DataObject) -> None:
        gone = data.draw(st.sampled_from(sorted(self.idle)))
        del self.idle[gone]
        self.selection.remove_idle(gone)
        assert not self.selection.is_idle(gone)

    @rule()
    def every_choice_is_the_scans(self) -> None:
        for waiting in self.waiting:
            assert self.selection.best_agent_for(waiting) == self.scan_agents(waiting)
        for agent in self.idle:
            assert self.selection.best_interaction_for(agent) == self.scan_waiting(agent)

    def scan_agents(self, waiting: InteractionId) -> AgentId | None:
        requirement = self.waiting[waiting][1]
        fitting = [(r, a) for a, (r, p) in self.idle.items() if satisfies(p, requirement)]
        return min(fitting)[1] if fitting else None

    def scan_waiting(self, agent: AgentId) -> InteractionId | None:
        profile = self.idle[agent][1]
        fitting = [(r, i) for i, (r, d) in self.waiting.items() if satisfies(profile, d)]
        return min(fitting)[1] if fitting else None


MatchesScan.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestMatchesScan = MatchesScan.TestCase


@given(st.lists(st.integers(0, 100), min_size=1, unique=True))
def test_waiting_interactions_are_taken_in_the_order_of_their_rank(ranks: list[int]) -> None:
    selection = Selection()
    requirement: Requirement = frozenset({("queue:a", 1)})
    for rank in ranks:
        selection.add_waiting(InteractionId(str(rank)), requirement, (float(rank), 0.0))
    selection.add_idle(AgentId("a"), frozenset({("queue:a", 1)}), (0.0, 0.0))
    taken = []
    while (best := selection.best_interaction_for(AgentId("a"))) is not None:
        taken.append(int(best))
        selection.remove_waiting(best)
    assert taken == sorted(ranks)


def test_a_level_below_the_minimum_does_not_match() -> None:
    selection = Selection()
    selection.add_waiting(InteractionId("i"), frozenset({("english", 5)}), (0.0, 0.0))
    selection.add_idle(AgentId("a"), frozenset({("english", 4)}), (0.0, 0.0))
    assert selection.best_interaction_for(AgentId("a")) is None
    assert selection.best_agent_for(InteractionId("i")) is None


def test_a_class_that_nobody_asks_for_stays_small() -> None:
    selection = Selection()
    terms = frozenset({("queue:a", 1)})
    selection.add_idle(AgentId("gone"), terms, (0.0, 0.0))
    selection.remove_idle(AgentId("gone"))
    selection.add_waiting(InteractionId("first"), terms, (0.0, 0.0))
    for number in range(1, 2000):
        selection.add_waiting(InteractionId("i"), terms, (-float(number), 0.0))
        selection.remove_waiting(InteractionId("i"))
    [supply], [demand] = selection._idle.classes, selection._waiting.classes
    assert max(len(supply.heads), len(demand.heap)) < 100
    selection.add_idle(AgentId("back"), terms, (0.0, 0.0))
    assert selection.best_interaction_for(AgentId("back")) == InteractionId("first")

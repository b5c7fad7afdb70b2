"""A large centre as the matcher sees it: agents, interactions and what happens, from one seed.

Sixty teams of 25 skills out of 500. Agents have 3 to 12 skills of their team; interactions ask for
1 to 3 of them, at levels that some profile meets. Everything that costs is on: levels, ways of
choosing, alternatives, relaxation, customers kept for one agent, head starts, channels.
"""

import random
from collections.abc import Iterator
from typing import NamedTuple

from antiphon.agents.contract import AgentFacts
from antiphon.kernel.ids import AgentId, InteractionId, QueueId
from antiphon.routing.scoring import (
    AgentChoice,
    Demand,
    Profile,
    Rank,
    Strategy,
    interaction_rank,
)

STRATEGIES = (
    Strategy(AgentChoice.LONGEST_READY),
    Strategy(AgentChoice.HIGHEST_LEVEL),
    Strategy(AgentChoice.FEWEST_HANDLED),
)
HEAD_STARTS = (0, 0, 0, 0, 0, 30, 90)


class Size(NamedTuple):
    """How large the centre is. `classes` counts the kinds of requirement."""

    agents: int
    waiting: int
    classes: int
    profiles: int


class Arrival(NamedTuple):
    """Somebody begins to wait."""

    id: InteractionId
    demand: Demand
    rank: Rank
    keep_for: AgentId | None


class Freed(NamedTuple):
    """An agent becomes free, with some channels."""

    id: AgentId
    profile: Profile
    facts: AgentFacts


class Happening(NamedTuple):
    """What happens next. `pick` chooses among those who wait or are busy, from 0 to 1."""

    kind: str
    pick: float
    arrival: Arrival | None = None


class RoutingWorld:
    """Kinds of agents and of interactions, and an endless stream of what happens."""

    def __init__(self, size: Size, seed: int = 1) -> None:
        self.rng = random.Random(seed)
        self.size = size
        skills = [f"skill:{number}" for number in range(500)]
        self._teams = [self.rng.sample(skills, 25) for _ in range(60)]
        self._able: list[tuple[int, dict[str, int]]] = [
            self._ability(number % 60) for number in range(size.profiles)
        ]
        self.demands = self._demands()
        self.weaker = {demand: _weaker(demand) for demand in self.demands}
        self.kind_of = [self.rng.randrange(size.profiles) for _ in range(size.agents)]
        # Twice as each kind is met: with nothing in hand, and with a chat.
        self._free = [
            Profile(frozenset([*able.items(), ("channel:voice", 1), ("channel:chat", 1)]))
            for _, able in self._able
        ]
        self._with_chat = [
            Profile(frozenset([*able.items(), ("channel:chat", 1)])) for _, able in self._able
        ]
        self._count = 0
        self.now = 0.0

    def _ability(self, team: int) -> tuple[int, dict[str, int]]:
        skills = self.rng.sample(self._teams[team], self.rng.randint(3, 12))
        return team, {skill: self.rng.randint(1, 5) for skill in skills}

    def _demands(self) -> list[Demand]:
        found: dict[Demand, None] = {}
        while len(found) < self.size.classes:
            team, able = self.rng.choice(self._able)
            channel = "voice" if self.rng.random() < 0.9 else "chat"
            strategy = self.rng.choices(STRATEGIES, (70, 20, 10))[0]
            sets = 1 if self.rng.random() < 0.9 else 2
            alternatives = frozenset(self._asked(able, channel) for _ in range(sets))
            found[Demand(QueueId(f"q{team}"), alternatives, strategy)] = None
        return list(found)

    def _asked(self, able: dict[str, int], channel: str) -> frozenset[tuple[str, int]]:
        skills = self.rng.sample(sorted(able), self.rng.randint(1, 3))
        levels = [(skill, self.rng.randint(1, min(3, able[skill]))) for skill in skills]
        return frozenset([*levels, (f"channel:{channel}", 1)])

    def agent(self, number: int) -> Freed:
        """An agent who becomes free now."""
        kinds = self._free if self.rng.random() < 0.8 else self._with_chat
        facts = AgentFacts(
            ready_since=self.now,
            idle_since=self.now,
            last_offer_number=self._count,
            handled_count=self.rng.randrange(100),
            occupancy=self.rng.random(),
        )
        return Freed(AgentId(f"a{number:05}"), kinds[self.kind_of[number]], facts)

    def arrival(self) -> Arrival:
        """Somebody who comes now."""
        self._count += 1
        self.now += 0.01
        name = InteractionId(f"i{self._count:07}")
        head_start_s = self.rng.choice(HEAD_STARTS)
        keep_for = None
        if self.rng.random() < 0.03:
            keep_for = AgentId(f"a{self.rng.randrange(self.size.agents):05}")
        rank = interaction_rank(name, self.now, head_start_s=head_start_s)
        return Arrival(name, self.rng.choice(self.demands), rank, keep_for)

    def happenings(self, count: int) -> Iterator[Happening]:
        """As many come as are served or leave, so a backlog stays about as large as it is."""
        kinds = ("freed", "arrival", "abandon", "relax", "let_go")
        for kind in self.rng.choices(kinds, (44, 48, 4, 2, 2), k=count):
            arrival = self.arrival() if kind == "arrival" else None
            yield Happening(kind, self.rng.random(), arrival)


def _weaker(demand: Demand) -> Demand:
    """A level less of each skill, as a step of relaxation asks for."""
    return demand._replace(
        alternatives=frozenset(
            frozenset((name, max(1, level - 1)) for name, level in terms)
            for terms in demand.alternatives
        )
    )

"""What limits how well customers can be served who ask for one skill of two that agents have.

`Worlds` say who has which skills. `handed_over` is the world in which conversations may change
hands at any instant: what a matcher loses beside it is lost because conversations do not.
`Neighbours` is a matcher of this benchmark alone that looks at the whole chain whenever it chooses:
the best rule that was found for it, and so a measure of what rules can do.
"""

import itertools
import random
from collections import deque
from typing import NamedTuple

from antiphon.kernel.ids import AgentId, InteractionId

SKILLS, AGENTS = 10, 100
# How much less the next link along the chain counts, and how far is looked.
_FADING, _FAR = 0.7, 5

Levels = tuple[dict[int, int], ...]


class World(NamedTuple):
    """For each agent the levels by skill; all agents' skills together are shared out evenly."""

    name: str
    levels: Levels


def chain() -> World:
    """Each agent has two skills that lie side by side in a ring, one well and one less."""
    return World("chain", tuple(_two(one % SKILLS, (one + 1) % SKILLS) for one in range(AGENTS)))


def pairs() -> World:
    """Each agent has two skills; every two skills are somebody's, about equally often."""
    ring = ((first, (first + 1) % SKILLS) for first in range(SKILLS))
    couples = itertools.chain(itertools.permutations(range(SKILLS), 2), ring)
    return World("pairs", tuple(itertools.starmap(_two, couples)))


def _two(first: int, second: int) -> dict[int, int]:
    return {first: 5, second: 2}


class _Shared:
    """Who talks with whom when that may change at any time: as many as the skills allow."""

    def __init__(self, world: World) -> None:
        kinds = [frozenset(levels) for levels in world.levels]
        self._kinds = sorted(set(kinds), key=sorted)
        self._free = [kinds.count(kind) for kind in self._kinds]
        self._by_skill = [
            [number for number, kind in enumerate(self._kinds) if skill in kind]
            for skill in range(SKILLS)
        ]
        # How many customers of a skill are with agents of a kind.
        self._with = [[0] * len(self._kinds) for _ in range(SKILLS)]
        self.talking = [0] * SKILLS
        self.waiting = [0] * SKILLS

    def arrive(self, skill: int) -> None:
        """One more customer: with an agent, if any handing-over frees one."""
        if not self._place(skill):
            self.waiting[skill] += 1

    def leave(self, skill: int) -> None:
        """A conversation ends; who can have the agent by handing over, has: longest line first."""
        there = self._with[skill]
        kind = max(range(len(there)), key=there.__getitem__)
        there[kind] -= 1
        self.talking[skill] -= 1
        self._free[kind] += 1
        for other in sorted(range(SKILLS), key=self.waiting.__getitem__, reverse=True):
            if self.waiting[other] and self._place(other):
                self.waiting[other] -= 1
                return

    def _place(self, skill: int) -> bool:
        """Find the shortest chain of handings-over that ends at a free agent, and go along it."""
        came: dict[int, tuple[int, int] | None] = {skill: None}
        looked: deque[int] = deque([skill])
        while looked:
            at = looked.popleft()
            for kind in self._by_skill[at]:
                if self._free[kind]:
                    self._hand_over(at, kind, came)
                    self.talking[skill] += 1
                    return True
                for other in self._kinds[kind]:
                    if other not in came and self._with[other][kind]:
                        came[other] = (at, kind)
                        looked.append(other)
        return False

    def _hand_over(self, at: int, kind: int, came: dict[int, tuple[int, int] | None]) -> None:
        self._free[kind] -= 1
        self._with[at][kind] += 1
        while (before := came[at]) is not None:
            taker, taken = before
            self._with[at][taken] -= 1
            self._with[taker][taken] += 1
            at = taker


def handed_over(world: World, count: int, seed: int, load: float, talk_s: float) -> float:
    """The mean wait in seconds when conversations may change hands at any instant.

    Durations are exponential, so nothing need be remembered of who has talked how long.
    """
    chance, shared = random.Random(seed), _Shared(world)
    arrivals = load * AGENTS / talk_s
    waited = passed = 0.0
    for number in range(2 * count):
        rate = arrivals + sum(shared.talking) / talk_s
        span = chance.expovariate(rate)
        if number > count // 5:
            waited += span * sum(shared.waiting)
            passed += span
        if chance.random() * rate < arrivals:
            shared.arrive(chance.randrange(SKILLS))
        else:
            [skill] = chance.choices(range(SKILLS), shared.talking)
            shared.leave(skill)
    return waited / passed / arrivals


class Waits(NamedTuple):
    """One who waits, in the order of places."""

    place: float
    id: InteractionId


class Neighbours:
    """In a chain: agents are taken from the side where more are free, customers from the side
    where more wait; what lies further away counts less."""

    poll_s = 0.0

    def __init__(self) -> None:
        self._idle: list[deque[int]] = [deque() for _ in range(SKILLS)]
        self._lines: list[list[Waits]] = [[] for _ in range(SKILLS)]

    def take_agent(self, skill: int) -> AgentId | None:
        """The agent for a customer: those who have `skill` first stand to one side of it."""
        sides = [(link, step) for link, step in ((skill, 1), (skill - 1, -1)) if self._idle[link]]
        if not sides:
            return None
        link, _ = max(sides, key=lambda side: self._weight(side, self._idle))
        return AgentId(f"a{self._idle[link].popleft():03}")

    def wait(self, skill: int, waits: Waits) -> None:
        """Nobody is free."""
        self._lines[skill].append(waits)
        self._lines[skill].sort()

    def take_customer(self, agent: int) -> InteractionId | None:
        """The customer for an agent; with none, the agent is free."""
        link = agent % SKILLS
        both = ((link, -1), ((link + 1) % SKILLS, 1))
        sides = [(skill, step) for skill, step in both if self._lines[skill]]
        if not sides:
            self._idle[link].append(agent)
            return None
        skill, _ = max(sides, key=lambda side: self._weight(side, self._lines))
        return self._lines[skill].pop(0).id

    def _weight(self, side: tuple[int, int], those: list[deque[int]] | list[list[Waits]]) -> float:
        at, step = side
        return sum(len(those[(at + step * far) % SKILLS]) * _FADING**far for far in range(_FAR))

"""Who is served by whom in `routing_quality.py`: by the matcher, and by others' rules."""

import itertools
from bisect import insort
from collections import Counter
from typing import NamedTuple, Protocol

from tests.load.routing_limits import SKILLS, Neighbours, Waits, World
from tests.support.scan import Scan

from antiphon.agents.contract import AgentFacts
from antiphon.kernel.ids import AgentId, InteractionId, QueueId
from antiphon.routing.scoring import (
    AgentChoice,
    Demand,
    Profile,
    Strategy,
    interaction_rank,
)
from antiphon.routing.selection import Selection

VIP_SHARE, VIP_START_S = 0.1, 30.0
# Answered within so many seconds, by so many of a hundred.
TARGETS = {False: (20.0, 0.80), True: (10.0, 0.95)}
POLL_S = 1.0


class Customer(NamedTuple):
    """Somebody who comes."""

    id: InteractionId
    at: float
    skill: int
    is_vip: bool
    talk_s: float
    is_refused: bool


def place_of(customer: Customer) -> float:
    """The place in the order: when the customer came, earlier by a VIP's head start."""
    return customer.at - (VIP_START_S if customer.is_vip else 0.0)


class Policy(Protocol):
    """Who is served by whom. Both choices take the pair out; `is_pooled`: all can do all."""

    poll_s: float
    is_pooled: bool

    def arrive(self, customer: Customer) -> AgentId | None:
        """Somebody waits, or looks again: the agent who takes the customer."""

    def free(self, agent: int, now: float) -> InteractionId | None:
        """An agent is free: the customer who is taken."""


class Matching:
    """The matcher, or a scan of everybody that has the same rules."""

    poll_s = 0.0

    def __init__(
        self,
        world: World,
        router: Selection | Scan,
        choice: AgentChoice = AgentChoice.LONGEST_READY,
        *,
        is_pooled: bool = False,
        vip_start_s: float = VIP_START_S,
        by_ratio: bool = False,
    ) -> None:
        self._world = world
        self._router = router
        self.is_pooled = is_pooled
        self._vip_start_s = 0.0 if by_ratio else vip_start_s
        self._demands = {
            (skill, is_vip): Demand(
                QueueId(f"vip{skill}" if is_vip and by_ratio else f"q{skill}"),
                frozenset({frozenset({(f"skill:{skill}", 1)})}),
                Strategy(choice),
            )
            for skill, is_vip in itertools.product(range(SKILLS), TARGETS)
        }
        if by_ratio:
            for (_, is_vip), demand in self._demands.items():
                share = VIP_SHARE if is_vip else 1 - VIP_SHARE
                self._router.set_weight(demand.queue_id, round(10 * share * TARGETS[is_vip][0]))

    def arrive(self, customer: Customer) -> AgentId | None:
        head_start_s = self._vip_start_s if customer.is_vip else 0.0
        rank = interaction_rank(customer.id, customer.at, head_start_s=head_start_s)
        self._router.add_waiting(customer.id, self._demands[customer.skill, customer.is_vip], rank)
        best = self._router.best_agent_for(customer.id)
        if best is not None:
            self._router.remove_waiting(customer.id)
            self._router.remove_idle(best)
        return best

    def free(self, agent: int, now: float) -> InteractionId | None:
        agent_id = AgentId(f"a{agent:03}")
        levels = dict.fromkeys(range(SKILLS), 1) if self.is_pooled else self._world.levels[agent]
        terms = frozenset((f"skill:{skill}", level) for skill, level in levels.items())
        self._router.add_idle(agent_id, Profile(terms), AgentFacts(now, now))
        best = self._router.best_interaction_for(agent_id)
        if best is not None:
            self._router.remove_waiting(best)
            self._router.remove_idle(agent_id)
        return best


class Polling:
    """Each caller looks once a second: is it my turn, and who is free with the least penalty?

    Without `penalties`, who is free for longest.
    """

    poll_s = POLL_S
    is_pooled = False

    def __init__(self, world: World, *, penalties: bool) -> None:
        self._world, self._penalties = world, penalties
        self._free: dict[int, float] = {}
        self._lines: list[list[Customer]] = [[] for _ in range(SKILLS)]

    def arrive(self, customer: Customer) -> AgentId | None:
        line = self._lines[customer.skill]
        if customer not in line:
            line.append(customer)
            line.sort(key=lambda one: (not one.is_vip, one.at))
        able = [one for one in self._free if customer.skill in self._world.levels[one]]
        if line.index(customer) >= len(able):
            return None
        best = min(able, key=lambda one: (self._penalty(one, customer.skill), self._free[one]))
        line.remove(customer)
        del self._free[best]
        return AgentId(f"a{best:03}")

    def free(self, agent: int, now: float) -> InteractionId | None:
        self._free[agent] = now
        return None

    def _penalty(self, agent: int, skill: int) -> int:
        return -self._world.levels[agent][skill] if self._penalties else 0


class AlongTheChain:
    """`Neighbours` as a policy."""

    poll_s = 0.0
    is_pooled = False

    def __init__(self) -> None:
        self._neighbours = Neighbours()

    def arrive(self, customer: Customer) -> AgentId | None:
        best = self._neighbours.take_agent(customer.skill)
        if best is None:
            self._neighbours.wait(customer.skill, Waits(place_of(customer), customer.id))
        return best

    def free(self, agent: int, now: float) -> InteractionId | None:
        return self._neighbours.take_customer(agent)


class LongestLine:
    """MaxWeight: an agent serves the longer line, or the one that has waited for more in all; a
    customer gets the agent whose other skills most agents are free for.
    """

    poll_s = 0.0
    is_pooled = False

    def __init__(self, world: World, *, by_wait: bool) -> None:
        self._world = world
        self._by_wait = by_wait
        self._lines: list[list[tuple[float, float, InteractionId]]] = [[] for _ in range(SKILLS)]
        # In the order in which they became free.
        self._idle: dict[int, None] = {}

    def arrive(self, customer: Customer) -> AgentId | None:
        able = [one for one in self._idle if customer.skill in self._world.levels[one]]
        if not able:
            insort(self._lines[customer.skill], (place_of(customer), customer.at, customer.id))
            return None
        free = Counter(skill for one in self._idle for skill in self._world.levels[one])
        agent = max(able, key=lambda one: sum(free[skill] for skill in self._world.levels[one]))
        del self._idle[agent]
        return AgentId(f"a{agent:03}")

    def free(self, agent: int, now: float) -> InteractionId | None:
        skill = max(self._world.levels[agent], key=lambda one: self._weight(one, now))
        if not self._lines[skill]:
            self._idle[agent] = None
            return None
        return self._lines[skill].pop(0)[2]

    def _weight(self, skill: int, now: float) -> float:
        line = self._lines[skill]
        return sum(now - at for _, at, _ in line) if self._by_wait else len(line)

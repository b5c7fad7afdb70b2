"""How good the choices are: the same customers served by the matcher, by others' rules, and by all.

A chain of ten skills: each agent has two that lie side by side, one well and one less. Customers
come at random, one in ten of them a VIP; now and then an agent refuses. `pooled` is what nobody can
reach: every agent can do everything. `polling` is what a queue does whose callers each look once a
second whether it is their turn, with penalties for the second skill, as widespread engines do.

`ratio` gives VIPs of each skill a queue of their own and holds what waits in proportion to
arrivals times target. `strict` serves every VIP before everybody else: no order of service can do
more for them, so what is left of their gap is the world's and not the order's. With two skills
each, one of the twenty agents of a skill becomes free every nine seconds: at a load of 92 per cent
and talks of three minutes no order answers 95 of 100 within ten. `--load` and `--talk` say where
the targets can be met, and what the order makes of it.
"""

import argparse
import heapq
import itertools
import random
import statistics
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, Protocol

import msgspec
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

SKILLS, AGENTS = 10, 100
LOAD, REFUSED = 0.92, 0.02
# Nothing says how long they talk; targets in seconds are the harder the longer it is.
TALK_S = 180.0
VIP_SHARE, VIP_START_S = 0.1, 30.0
# Longer than anybody waits: a VIP goes before everybody who is none.
STRICT_START_S = 36_000.0
# Answered within so many seconds, by so many of a hundred.
TARGETS = {False: (20.0, 0.80), True: (10.0, 0.95)}
RETRY_S, POLL_S, REST_S = 5.0, 1.0, 5.0


class Customer(NamedTuple):
    """Somebody who comes."""

    id: InteractionId
    at: float
    skill: int
    is_vip: bool
    talk_s: float
    is_refused: bool


class Policy(Protocol):
    """Who is served by whom. Both choices take the pair out."""

    poll_s: float

    def arrive(self, customer: Customer) -> AgentId | None:
        """Somebody waits, or looks again: the agent who takes the customer."""

    def free(self, agent: int, now: float) -> InteractionId | None:
        """An agent is free: the customer who is taken."""


class Matching:
    """The matcher, or a scan of everybody that has the same rules; `is_pooled`: all can do all."""

    poll_s = 0.0

    def __init__(
        self,
        router: Selection | Scan,
        choice: AgentChoice = AgentChoice.LONGEST_READY,
        *,
        is_pooled: bool = False,
        vip_start_s: float = VIP_START_S,
        by_ratio: bool = False,
    ) -> None:
        self._router = router
        self._is_pooled = is_pooled
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
        levels = dict.fromkeys(range(SKILLS), 1) if self._is_pooled else levels_of(agent)
        terms = frozenset((f"skill:{skill}", level) for skill, level in levels.items())
        self._router.add_idle(agent_id, Profile(terms), AgentFacts(now, now))
        best = self._router.best_interaction_for(agent_id)
        if best is not None:
            self._router.remove_waiting(best)
            self._router.remove_idle(agent_id)
        return best


class Polling:
    """Each caller looks once a second: is it my turn, and who is free with the least penalty?"""

    poll_s = POLL_S

    def __init__(self) -> None:
        self._free: dict[int, float] = {}
        self._lines: list[list[Customer]] = [[] for _ in range(SKILLS)]

    def arrive(self, customer: Customer) -> AgentId | None:
        line = self._lines[customer.skill]
        if customer not in line:
            line.append(customer)
            line.sort(key=lambda one: (not one.is_vip, one.at))
        able = [agent for agent in self._free if customer.skill in levels_of(agent)]
        if line.index(customer) >= len(able):
            return None
        best = min(able, key=lambda one: (-levels_of(one)[customer.skill], self._free[one]))
        line.remove(customer)
        del self._free[best]
        return AgentId(f"a{best:03}")

    def free(self, agent: int, now: float) -> InteractionId | None:
        self._free[agent] = now
        return None


def levels_of(agent: int) -> dict[int, int]:
    """The two skills of an agent, with their levels."""
    first = agent % SKILLS
    return {first: 5, (first + 1) % SKILLS: 2}


def customers(count: int, seed: int, load: float, talk_s: float) -> list[Customer]:
    """Who comes, the same for every policy."""
    chance, now, found = random.Random(seed), 0.0, []
    for number in range(count):
        now += chance.expovariate(load * AGENTS / talk_s)
        found.append(
            Customer(
                InteractionId(f"i{number:06}"),
                now,
                chance.randrange(SKILLS),
                chance.random() < VIP_SHARE,
                chance.expovariate(1 / talk_s),
                chance.random() < REFUSED,
            )
        )
    return found


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """What a policy came to. Waits in seconds; gaps in points below the target.

    `worst_gap` is that of the worst class, `vip_gap` of the worst one of VIPs.
    """

    name: str
    mean_wait_s: float
    worst_gap: float
    vip_gap: float
    gini: float
    first_skill: float

    def row(self) -> str:
        """A line of the table."""
        return (
            f"{self.name:>8}  mean wait {self.mean_wait_s:>6.2f} s  worst gap to target"
            f" {self.worst_gap:>5.1f} points, of VIPs {self.vip_gap:>5.1f}"
            f"  Gini of idleness {self.gini:.3f}  served in the first skill {self.first_skill:.0%}"
        )


class _Day:
    """The same day under one policy."""

    def __init__(self, policy: Policy, coming: Sequence[Customer]) -> None:
        self._policy = policy
        self._known = {customer.id: customer for customer in coming}
        self._numbers = itertools.count()
        self._due: list[tuple[float, int, Callable[[float], None]]] = []
        self._refused: set[InteractionId] = set()
        self._idle_since: dict[int, float] = {}
        self.idle_s = [0.0] * AGENTS
        self.waits: dict[InteractionId, float] = {}
        self.first_skill = 0
        for agent in range(AGENTS):
            self._at(0.0, partial(self._free, agent))
        for customer in coming:
            self._at(customer.at, partial(self._look, customer))

    def live(self) -> None:
        """To the end of the last conversation."""
        while self._due:
            at, _, act = heapq.heappop(self._due)
            act(at)

    def _at(self, when: float, act: Callable[[float], None]) -> None:
        heapq.heappush(self._due, (when, next(self._numbers), act))

    def _look(self, customer: Customer, now: float) -> None:
        agent_id = self._policy.arrive(customer)
        if agent_id is not None:
            self._meet(customer, int(agent_id[1:]), now)
        elif self._policy.poll_s:
            self._at(now + self._policy.poll_s, partial(self._look, customer))

    def _free(self, agent: int, now: float) -> None:
        self._idle_since[agent] = now
        taken = self._policy.free(agent, now)
        if taken is not None:
            self._meet(self._known[taken], agent, now)

    def _meet(self, customer: Customer, agent: int, now: float) -> None:
        self.idle_s[agent] += now - self._idle_since.pop(agent)
        if customer.is_refused and customer.id not in self._refused:
            self._refused.add(customer.id)
            self._at(now + REST_S, partial(self._free, agent))
            again = now + RETRY_S if self._policy.poll_s else now
            self._at(again, partial(self._look, customer))
            return
        self.waits[customer.id] = now - customer.at
        self.first_skill += customer.skill == agent % SKILLS
        self._at(now + customer.talk_s, partial(self._free, agent))

    def quality(self, name: str) -> Quality:
        """The day's figures."""
        served = [self._known[one] for one in self.waits]
        gaps: dict[bool, list[float]] = {False: [], True: []}
        for skill, is_vip in itertools.product(range(SKILLS), TARGETS):
            limit, share = TARGETS[is_vip]
            own = [self.waits[c.id] for c in served if (c.skill, c.is_vip) == (skill, is_vip)]
            in_time = sum(wait <= limit for wait in own) / max(1, len(own))
            gaps[is_vip].append(100 * (share - in_time))
        return Quality(
            name=name,
            mean_wait_s=statistics.fmean(self.waits.values()),
            worst_gap=max(gaps[False] + gaps[True]),
            vip_gap=max(gaps[True]),
            gini=gini(self.idle_s),
            first_skill=self.first_skill / len(self.waits),
        )


def gini(values: Sequence[float]) -> float:
    """0 when all are equal, towards 1 when one has everything."""
    ordered, total = sorted(values), sum(values)
    weighted = sum(place * value for place, value in enumerate(ordered, start=1))
    return 2 * weighted / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)


def measure(
    count: int, seed: int, load: float = LOAD, talk_s: float = TALK_S
) -> dict[str, Quality]:
    """Every policy on the same customers, who talk for `talk_s` seconds in the mean."""
    coming = customers(count, seed, load, talk_s)
    policies: dict[str, Policy] = {
        "pooled": Matching(Selection(), is_pooled=True),
        "ours": Matching(Selection()),
        "ratio": Matching(Selection(), by_ratio=True),
        "strict": Matching(Selection(), vip_start_s=STRICT_START_S),
        "by level": Matching(Selection(), AgentChoice.HIGHEST_LEVEL),
        "scan": Matching(Scan()),
        "polling": Polling(),
    }
    found = {}
    for name, policy in policies.items():
        day = _Day(policy, coming)
        day.live()
        found[name] = day.quality(name)
        print(found[name].row(), flush=True)
    ours = found["ours"].mean_wait_s
    print(f"mean wait: {ours / found['pooled'].mean_wait_s:.2f} x everybody doing everything,")
    print(f"           {ours / found['polling'].mean_wait_s:.2f} x callers who look once a second")
    return found


def main(arguments: Sequence[str] | None = None) -> dict[str, Quality]:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--load", type=float, default=LOAD, help="of all agents, below 1")
    parser.add_argument("--talk", type=float, default=TALK_S, help="seconds, in the mean")
    given = parser.parse_args(arguments)
    return measure(given.customers, given.seed, given.load, given.talk)


if __name__ == "__main__":
    main()

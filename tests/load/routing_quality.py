"""How good the choices are: the same customers served by the matcher, by others' rules, and by all.

A chain of ten skills: each agent has two that lie side by side, one well and one less. Customers
come at random, one in ten of them a VIP; now and then an agent refuses. `pooled` is what nobody can
reach: every agent can do everything. `penalties` is what a queue does whose callers each look once
a second whether it is their turn, with penalties for the second skill, as widespread engines do;
`polling` the same without penalties, which serves its callers better here.

`ratio` gives VIPs of each skill a queue of their own and holds what waits in proportion to
arrivals times target. `strict` serves every VIP before everybody else: no order of service can do
more for them, so what is left of their gap is the world's and not the order's. With two skills
each, one of the twenty agents of a skill becomes free every nine seconds: at a load of 92 per cent
and talks of three minutes no order answers 95 of 100 within ten. `--load` and `--talk` say where
the targets can be met, and what the order makes of it.

`handed over` and `neighbours` (`routing_limits.py`) say what is lost because a conversation stays
with its agent, and what a rule wins that looks along the whole chain: a tenth of the wait, and no
rule that was tried came nearer. With `--world pairs` every two skills are somebody's. Each figure
is the mean of several seeds, with the half-width of its 95 per cent interval; the first customers
of each are left out.
"""

import argparse
import heapq
import itertools
import random
import statistics
from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from tests.load.routing_limits import AGENTS, SKILLS, World, chain, handed_over, pairs
from tests.load.routing_policies import (
    TARGETS,
    VIP_SHARE,
    AlongTheChain,
    Customer,
    LongestLine,
    Matching,
    Policy,
    Polling,
    place_of,
)
from tests.support.scan import Scan

from antiphon.kernel.ids import InteractionId
from antiphon.routing.scoring import AgentChoice
from antiphon.routing.selection import Selection

LOAD, REFUSED = 0.92, 0.02
# Nothing says how long they talk; targets in seconds are the harder the longer it is.
TALK_S = 180.0
# Longer than anybody waits: a VIP goes before everybody who is none.
STRICT_START_S = 36_000.0
RETRY_S, REST_S = 5.0, 5.0
# The centre is empty at first: so many customers are not counted.
EARLY = 2_000
WORLDS = {"chain": chain, "pairs": pairs}
# Of Student's distribution, for the 95 per cent interval of the mean of so many seeds.
STUDENT = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57, 7: 2.45, 8: 2.36, 9: 2.31, 10: 2.26}


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
    """What a policy came to. Waits in seconds; by skill, how many points below their target
    others and VIPs were served.

    `idle_while_waiting_s`: seconds in which somebody waited whom a free agent could serve;
    `passed`: how many were served though an agent's other customer had the better place.
    """

    mean_wait_s: float
    idle_while_waiting_s: float
    passed: int
    gaps: tuple[float, ...]
    vip_gaps: tuple[float, ...]
    gini: float
    first_skill: float

    @property
    def worst_gap(self) -> float:
        """How many points below its target the worst class was served."""
        return max(self.gaps + self.vip_gaps)


class Line:
    """Who waits and who is free, kept beside the policy: what it leaves undone shows here."""

    def __init__(self, world: World, *, is_pooled: bool) -> None:
        everything = range(SKILLS)
        self._skills = [everything if is_pooled else levels for levels in world.levels]
        self._waiting: dict[InteractionId, Customer] = {}
        self._by_skill = [0] * SKILLS
        self._free: set[int] = set()
        self._free_by_skill = [0] * SKILLS
        self._now = 0.0
        self.idle_while_waiting_s = 0.0
        self.passed = 0

    def pass_time(self, now: float) -> None:
        """Nothing happened until now."""
        if any(map(min, self._by_skill, self._free_by_skill)):
            self.idle_while_waiting_s += now - self._now
        self._now = now

    def wait(self, customer: Customer) -> None:
        """Somebody waits, perhaps already."""
        if customer.id not in self._waiting:
            self._waiting[customer.id] = customer
            self._by_skill[customer.skill] += 1

    def free(self, agent: int) -> None:
        """An agent may be given somebody."""
        self._free.add(agent)
        self._count(agent, 1)

    def meet(self, customer: Customer, agent: int) -> None:
        """The two are brought together."""
        del self._waiting[customer.id]
        self._by_skill[customer.skill] -= 1
        self._free.discard(agent)
        self._count(agent, -1)
        place = place_of(customer)
        self.passed += any(
            place_of(other) < place and other.skill in self._skills[agent]
            for other in self._waiting.values()
        )

    def _count(self, agent: int, change: int) -> None:
        for skill in self._skills[agent]:
            self._free_by_skill[skill] += change


class _Day:
    """The same day under one policy."""

    def __init__(self, world: World, policy: Policy, coming: Sequence[Customer]) -> None:
        self._world = world
        self._policy = policy
        self._known = {customer.id: customer for customer in coming}
        self._numbers = itertools.count()
        self._due: list[tuple[float, int, Callable[[float], None]]] = []
        self._refused: set[InteractionId] = set()
        self._idle_since: dict[int, float] = {}
        self._line = Line(world, is_pooled=policy.is_pooled)
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
            self._line.pass_time(at)
            act(at)

    def _at(self, when: float, act: Callable[[float], None]) -> None:
        heapq.heappush(self._due, (when, next(self._numbers), act))

    def _look(self, customer: Customer, now: float) -> None:
        self._line.wait(customer)
        agent_id = self._policy.arrive(customer)
        if agent_id is not None:
            self._meet(customer, int(agent_id[1:]), now)
        elif self._policy.poll_s:
            self._at(now + self._policy.poll_s, partial(self._look, customer))

    def _free(self, agent: int, now: float) -> None:
        self._idle_since[agent] = now
        self._line.free(agent)
        taken = self._policy.free(agent, now)
        if taken is not None:
            self._meet(self._known[taken], agent, now)

    def _meet(self, customer: Customer, agent: int, now: float) -> None:
        self.idle_s[agent] += now - self._idle_since.pop(agent)
        self._line.meet(customer, agent)
        if customer.is_refused and customer.id not in self._refused:
            self._refused.add(customer.id)
            self._at(now + REST_S, partial(self._free, agent))
            self._refuse(customer, now)
            return
        self.waits[customer.id] = now - customer.at
        self.first_skill += customer.skill == next(iter(self._world.levels[agent]))
        self._at(now + customer.talk_s, partial(self._free, agent))

    def _refuse(self, customer: Customer, now: float) -> None:
        """Somebody else who is free is asked at once; who looks once a second rests if none is."""
        self._line.wait(customer)
        agent_id = self._policy.arrive(customer)
        if agent_id is not None:
            self._meet(customer, int(agent_id[1:]), now)
        elif self._policy.poll_s:
            self._at(now + RETRY_S, partial(self._look, customer))

    def quality(self) -> Quality:
        """The day's figures, without the first customers'."""
        early = {one for one, _ in itertools.islice(self._known.items(), EARLY)}
        served = [self._known[one] for one in self.waits if one not in early]
        gaps: dict[bool, list[float]] = {False: [], True: []}
        for skill, is_vip in itertools.product(range(SKILLS), TARGETS):
            limit, share = TARGETS[is_vip]
            own = [self.waits[c.id] for c in served if (c.skill, c.is_vip) == (skill, is_vip)]
            in_time = sum(wait <= limit for wait in own) / max(1, len(own))
            gaps[is_vip].append(100 * (share - in_time))
        return Quality(
            mean_wait_s=statistics.fmean(self.waits[one.id] for one in served),
            idle_while_waiting_s=self._line.idle_while_waiting_s,
            passed=self._line.passed,
            gaps=tuple(gaps[False]),
            vip_gaps=tuple(gaps[True]),
            gini=gini(self.idle_s),
            first_skill=self.first_skill / len(self.waits),
        )


def gini(values: Sequence[float]) -> float:
    """0 when all are equal, towards 1 when one has everything."""
    ordered, total = sorted(values), sum(values)
    weighted = sum(place * value for place, value in enumerate(ordered, start=1))
    return 2 * weighted / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)


def policies(world: World) -> dict[str, Callable[[], Policy]]:
    """Every policy; the last ones for one seed, as they are slow or only to compare with."""
    found: dict[str, Callable[[], Policy]] = {
        "pooled": lambda: Matching(world, Selection(), is_pooled=True),
        "ours": lambda: Matching(world, Selection()),
        "ratio": lambda: Matching(world, Selection(), by_ratio=True),
        "strict": lambda: Matching(world, Selection(), vip_start_s=STRICT_START_S),
        "by level": lambda: Matching(world, Selection(), AgentChoice.HIGHEST_LEVEL),
        "penalties": lambda: Polling(world, penalties=True),
        "polling": lambda: Polling(world, penalties=False),
        "long line": lambda: LongestLine(world, by_wait=False),
        "most waited": lambda: LongestLine(world, by_wait=True),
    }
    if world.name == "chain":
        found["neighbours"] = AlongTheChain
    return found


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is measured: customers for each seed, load of all agents, seconds of talk."""

    customers: int
    seeds: Sequence[int]
    load: float = LOAD
    talk_s: float = TALK_S
    world: World = chain()


def measure(asked: Asked) -> dict[str, Quality]:
    """Every policy on the same customers; prints the table, gives the means."""
    days: dict[str, list[Quality]] = {}
    for seed in asked.seeds:
        coming = customers(asked.customers, seed, asked.load, asked.talk_s)
        own = policies(asked.world)
        if seed == asked.seeds[0]:
            own["scan"] = lambda: Matching(asked.world, Scan())
        for name, policy in own.items():
            day = _Day(asked.world, policy(), coming)
            day.live()
            days.setdefault(name, []).append(day.quality())
    for name, found in days.items():
        print(row(name, found), flush=True)
    _compare(asked, days)
    return {name: mean_of(found) for name, found in days.items()}


def _compare(asked: Asked, days: dict[str, list[Quality]]) -> None:
    bound = [
        handed_over(asked.world, asked.customers, seed, asked.load, asked.talk_s)
        for seed in asked.seeds
    ]
    print(f"{'handed over':>11}  mean wait {spread(bound)} s, if conversations changed hands")

    def waits(name: str) -> list[float]:
        return [one.mean_wait_s for one in days[name]]

    ours, pooled = waits("ours"), waits("pooled")
    for name, theirs in (
        ("everybody doing everything", pooled),
        ("callers who look once a second, with penalties", waits("penalties")),
        ("callers who look once a second, without", waits("polling")),
    ):
        ratios = [own / other for own, other in zip(ours, theirs, strict=True)]
        print(f"mean wait: {spread(ratios)} x {name}")
    least = [own / other for own, other in zip(bound, pooled, strict=True)]
    print(f"handed over at any instant: {spread(least)} x everybody doing everything")


def spread(values: Sequence[float]) -> str:
    """The mean, and half the width of its interval if there is more than one."""
    mean = statistics.fmean(values)
    if len(values) not in STUDENT:
        return f"{mean:6.2f}        "
    within = STUDENT[len(values)] * statistics.stdev(values) / len(values) ** 0.5
    return f"{mean:6.2f} ±{within:5.2f}"


def mean_of(found: Sequence[Quality]) -> Quality:
    """Each figure's mean; that of a class comes before the worst class is looked for."""

    def mean(field: str) -> float:
        return statistics.fmean(getattr(one, field) for one in found)

    def by_skill(field: str) -> tuple[float, ...]:
        rows = zip(*(getattr(one, field) for one in found), strict=True)
        return tuple(map(statistics.fmean, rows))

    return Quality(
        mean_wait_s=mean("mean_wait_s"),
        idle_while_waiting_s=mean("idle_while_waiting_s"),
        passed=round(mean("passed")),
        gaps=by_skill("gaps"),
        vip_gaps=by_skill("vip_gaps"),
        gini=mean("gini"),
        first_skill=mean("first_skill"),
    )


def row(name: str, found: Sequence[Quality]) -> str:
    """A line of the table."""
    mean = mean_of(found)
    vips = spread([statistics.fmean(one.vip_gaps) for one in found])
    others = spread([statistics.fmean(one.gaps) for one in found])
    return (
        f"{name:>11}  mean wait {spread([one.mean_wait_s for one in found])} s  points below"
        f" target: worst class {mean.worst_gap:5.1f}, VIPs {vips}, others {others}"
        f"  Gini {mean.gini:.3f}  first skill {mean.first_skill:.0%}"
        f"  idle while waiting {mean.idle_while_waiting_s:.0f} s  passed {mean.passed}"
    )


def main(arguments: Sequence[str] | None = None) -> dict[str, Quality]:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=50_000, help="of each seed")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--load", type=float, default=LOAD, help="of all agents, below 1")
    parser.add_argument("--talk", type=float, default=TALK_S, help="seconds, in the mean")
    parser.add_argument("--world", choices=WORLDS, default="chain")
    given = parser.parse_args(arguments)
    return measure(
        Asked(
            customers=given.customers,
            seeds=range(1, 1 + given.seeds),
            load=given.load,
            talk_s=given.talk,
            world=WORLDS[given.world](),
        )
    )


if __name__ == "__main__":
    main()

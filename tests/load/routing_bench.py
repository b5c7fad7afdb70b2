"""Decisions of the matcher in a large centre: how many a second, how late the latest, how exact.

The same happenings go through the matcher and, for a sample of them, through a scan that looks at
everybody; every decision of the sample is compared. Garbage collection runs as in the product,
and its pauses are among the longest; a look at everything, which the product takes while it is
quiet, is a figure of its own.
"""

import argparse
import gc
import platform
import random
import statistics
import time
from array import array
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, NamedTuple

import msgspec
import psutil
from tests.load.routing_world import Freed, Happening, RoutingWorld, Size
from tests.support.scan import Scan

from antiphon.app import tidying
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.routing.selection import Selection

SIZES = {
    "300": Size(10_000, 100_000, 300, 400),
    "2000": Size(10_000, 100_000, 2_000, 3_000),
    "5000": Size(10_000, 100_000, 5_000, 10_000),
    "small": Size(100, 100, 20, 30),
    "few": Size(100, 100, 2_000, 3_000),
}


class _Taken(NamedTuple):
    """A decision, and what it took in nanoseconds."""

    answer: Any
    cpu: int
    clock: int


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What one size came to. Spans in microseconds of CPU time; `late_us` is the longest by clock.

    The clock also counts the time that other programs took away.
    """

    name: str
    happenings: int
    per_s: float
    p50_us: float
    p99_us: float
    longest_us: float
    late_us: float
    everything_ms: float
    scan_per_s: float
    compared: int
    differing: int
    bytes_per_waiting: float

    def row(self) -> str:
        """A line of the table."""
        return (
            f"classes {self.name:>5}  {self.per_s:>8,.0f}/s  p50 {self.p50_us:>5.0f}"
            f"  p99 {self.p99_us:>5.0f}  longest {self.longest_us:>6.0f} us of CPU"
            f", {self.late_us:>7.0f} by the clock"
            f", everything {self.everything_ms:>4.0f} ms"
            f"  scan {self.scan_per_s:>7,.1f}/s  ratio {self.per_s / self.scan_per_s:>7,.0f}"
            f"  compared {self.compared}  differing {self.differing}"
            f"  {self.bytes_per_waiting:,.0f} bytes a waiting interaction"
        )


class _Floor:
    """Who waits and who is busy, so that something can happen to any of them."""

    def __init__(self, world: RoutingWorld) -> None:
        self.world = world
        self.waiting: list[InteractionId] = []
        self.place: dict[InteractionId, int] = {}
        self.known: dict[InteractionId, Any] = {}
        self.busy: list[AgentId] = []

    def begin(self, arrival: Any) -> None:
        self.place[arrival.id] = len(self.waiting)
        self.waiting.append(arrival.id)
        self.known[arrival.id] = arrival

    def end(self, interaction_id: InteractionId) -> None:
        place, last = self.place.pop(interaction_id), self.waiting.pop()
        if last != interaction_id:
            self.waiting[place] = last
            self.place[last] = place
        del self.known[interaction_id]

    def picked(self, pick: float) -> Any:
        return self.known[self.waiting[int(pick * len(self.waiting))]]

    def freed(self, pick: float) -> Freed | None:
        if not self.busy:
            return None
        place = int(pick * len(self.busy))
        agent_id, self.busy[place] = self.busy[place], self.busy[-1]
        self.busy.pop()
        return self.world.agent(int(agent_id[1:]))


def free(router: Selection | Scan, freed: Freed) -> InteractionId | None:
    """An agent becomes free: the customer who is taken, if any."""
    router.add_idle(freed.id, freed.profile, freed.facts)
    best = router.best_interaction_for(freed.id)
    if best is not None:
        router.remove_waiting(best)
        router.remove_idle(freed.id)
    return best


def wait(router: Selection | Scan, arrival: Any) -> AgentId | None:
    """Somebody waits: the agent who takes the customer, if any."""
    router.add_waiting(arrival.id, arrival.demand, arrival.rank, keep_for=arrival.keep_for)
    best = router.best_agent_for(arrival.id)
    if best is not None:
        router.remove_waiting(arrival.id)
        router.remove_idle(best)
    return best


class _Run:
    """One size: the matcher, and the floor around it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.world = RoutingWorld(SIZES[name])
        self.floor = _Floor(self.world)
        self.selection = Selection()
        before = psutil.Process().memory_info().rss
        size = self.world.size
        for _ in range(size.waiting):
            self._take(self.world.arrival())
        self.bytes_per_waiting = (psutil.Process().memory_info().rss - before) / size.waiting
        for number in range(size.agents):
            self.floor.busy.append(AgentId(f"a{number:05}"))
        for _ in range(size.agents // 4):
            freed = self.floor.freed(self.world.rng.random())
            assert freed is not None
            self._gone(free(self.selection, freed), freed.id)

    def _take(self, arrival: Any) -> None:
        self.floor.begin(arrival)
        agent_id = wait(self.selection, arrival)
        if agent_id is not None:
            self._gone(arrival.id, agent_id)

    def _gone(self, interaction_id: InteractionId | None, agent_id: AgentId) -> None:
        if interaction_id is not None:
            self.floor.end(interaction_id)
            self.floor.busy.append(agent_id)

    def live(self, happening: Happening, routers: Sequence[Selection | Scan]) -> list[_Taken]:
        """Let it happen in each router; the decisions, with the time each took."""
        floor = self.floor
        match happening.kind:
            case "freed":
                freed = floor.freed(happening.pick)
                if freed is None:
                    return []
                taken = [_timed(free, router, freed) for router in routers]
                self._gone(taken[0].answer, freed.id)
            case "arrival":
                floor.begin(happening.arrival)
                taken = [_timed(wait, router, happening.arrival) for router in routers]
                if taken[0].answer is not None:
                    self._gone(happening.arrival.id, taken[0].answer)  # type: ignore[union-attr]
            case "abandon":
                if not floor.waiting:
                    return []
                gone = floor.picked(happening.pick).id
                taken = [_timed(type(router).remove_waiting, router, gone) for router in routers]
                floor.end(gone)
            case _:
                if not floor.waiting:
                    return []
                taken = self._weaken(happening, routers)
        return taken

    def _weaken(self, happening: Happening, routers: Sequence[Selection | Scan]) -> list[_Taken]:
        """A step of relaxation, or the end of waiting for one agent."""
        floor = self.floor
        old = floor.picked(happening.pick)
        demand = old.demand
        if happening.kind == "relax":
            demand = self.world.weaker.get(demand, demand)
        new = old._replace(demand=demand, keep_for=None)
        taken = [_timed(wait, router, new) for router in routers]
        floor.known[old.id] = new
        if taken[0].answer is not None:
            self._gone(old.id, taken[0].answer)
        return taken

    def copy_into(self, scan: Scan) -> None:
        """Let the scan know what the matcher knows."""
        for known in self.floor.known.values():
            scan.add_waiting(known.id, known.demand, known.rank, keep_for=known.keep_for)
        for agent_id, kept in self.selection._free.items():
            scan.add_idle(agent_id, kept.profile, kept.facts)


def _timed(decide: Any, *given: Any) -> _Taken:
    clock, cpu = time.perf_counter_ns(), time.thread_time_ns()
    answer = decide(*given)
    return _Taken(answer, time.thread_time_ns() - cpu, time.perf_counter_ns() - clock)


def measure(name: str, happenings: int, compared: int) -> Figures:
    """Live through as much as asked for, then compare a sample with the scan."""
    run = _Run(name)
    # The first day of a kind of agent or interaction costs its introduction to the others.
    for happening in run.world.happenings(happenings // 2):
        run.live(happening, [run.selection])
    thresholds = gc.get_threshold()
    tidying.begin()
    spans, late = array("q"), 0
    for happening in run.world.happenings(happenings):
        for taken in run.live(happening, [run.selection]):
            spans.append(taken.cpu)
            late = max(late, taken.clock)
    everything = _timed(gc.collect, 2).cpu
    gc.set_threshold(*thresholds)
    scan = Scan()
    run.copy_into(scan)
    differing, scan_ns, ours = 0, 0, 0
    for happening in run.world.happenings(compared):
        both = run.live(happening, [run.selection, scan])
        if both:
            differing += both[0].answer != both[1].answer
            ours += 1
            scan_ns += both[1].cpu
    gc.unfreeze()
    ordered = sorted(spans)
    return Figures(
        name=name,
        happenings=len(spans),
        per_s=len(spans) / (sum(spans) / 1e9),
        p50_us=statistics.median(ordered) / 1e3,
        p99_us=ordered[len(ordered) * 99 // 100] / 1e3,
        longest_us=ordered[-1] / 1e3,
        everything_ms=everything / 1e6,
        late_us=late / 1e3,
        scan_per_s=ours / (scan_ns / 1e9),
        compared=ours,
        differing=differing,
        bytes_per_waiting=run.bytes_per_waiting,
    )


def main(arguments: Sequence[str] | None = None) -> list[Figures]:
    """Measure each size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="small,few,300,2000,5000")
    parser.add_argument("--happenings", type=int, default=200_000)
    parser.add_argument("--compared", type=int, default=200)
    given = parser.parse_args(arguments)
    random.seed(1)
    print(f"{platform.platform()}, one core, Python {platform.python_version()}")
    rows = []
    for name in given.sizes.split(","):
        # A process of its own, so that memory is not what another size left behind.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            rows.append(pool.submit(measure, name, given.happenings, given.compared).result())
        print(rows[-1].row(), flush=True)
    cost = {row.name: 1e6 / row.per_s for row in rows}
    for name, what in (("few", "with as many kinds"), ("small", "with 20 kinds")):
        if {name, "2000"} <= set(cost):
            times = cost["2000"] / cost[name]
            print(f"cost of a decision, 10,000 x 100,000 over 100 x 100 {what}: {times:.2f}")
    return rows


if __name__ == "__main__":
    main()

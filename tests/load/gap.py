"""How soon a freed agent rings again while customers wait, beside `app_queue`, in one run.

    python -m tests.load.gap

Twenty agents, a little more work than they can do. A gap is the time from the moment an agent's
phone was told that the call is over to the moment it rings again; gaps count from the first time
that every agent is busy, since from then on somebody always waits.
"""

import argparse
import asyncio
import os
import random
import shutil
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from tests.load.bench import AGENT_PORT, CALLER_PORT, Ours, Theirs
from tests.load.grounds import ROUTED, lay_out
from tests.load.sipp import SCENARIOS, Agents, CallerResult, call, instant

from antiphon.app.settings import repository_folder
from antiphon.telephony.asterisk.installation import private_installation

AGENTS, RATE, TALK_MS = 20, 11, (2000, 2000)
RESAMPLES = 2_000


def gaps(lines: Sequence[str], since: datetime) -> Iterator[float]:
    """The gaps in ms, from lines such as `over agent-a0001 2026-01-05 12:00:00.5`.

    A phone that rings for the next call before it was told the end of the one before had no gap.
    """
    freed: dict[str, datetime] = {}
    calls: dict[str, int] = defaultdict(int)
    for line in lines:
        what, agent, stamp = line.split(" ", 2)
        at = instant(stamp)
        calls[agent] += 1 if what == "rings" else -1
        if what == "over" and calls[agent] > 0:
            if at >= since:
                yield 0.0
        elif what == "over":
            freed[agent] = at
        elif agent in freed:
            over = freed.pop(agent)
            if over >= since:
                yield (at - over) / timedelta(milliseconds=1)


def all_busy_at(lines: Sequence[str], agents: int) -> datetime:
    """The first time that this many phones ring or talk.

    Raises:
        LookupError: they never did, so nobody can be known to wait.
    """
    busy: dict[str, int] = defaultdict(int)
    for line in lines:
        what, agent, stamp = line.split(" ", 2)
        busy[agent] += 1 if what == "rings" else -1
        if sum(1 for count in busy.values() if count > 0) == agents:
            return instant(stamp)
    raise LookupError("the agents were never all busy")


def interval(values: Sequence[float], peer: Sequence[float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of the ratio of means, peer to ours."""
    chance = random.Random(1)
    ratios = sorted(
        statistics.fmean(chance.choices(peer, k=len(peer)))
        / statistics.fmean(chance.choices(values, k=len(values)))
        for _ in range(RESAMPLES)
    )
    return ratios[RESAMPLES // 40], ratios[-RESAMPLES // 40]


def measure(side: Ours | Theirs, folder: Path, seconds: float) -> tuple[list[float], CallerResult]:
    """The gaps of one side in ms, sorted, and how its callers fared."""
    side.start()
    try:
        agents = Agents(folder, side.sip_port, AGENT_PORT, SCENARIOS / "followed_agent.xml")
        try:
            result = call(
                folder,
                side.sip_port,
                number=ROUTED,
                rate=RATE,
                seconds=seconds,
                talk_ms=TALK_MS,
                port=CALLER_PORT,
            )
        finally:
            agents.stop()
    finally:
        side.stop()
    lines = sorted(agents.lines(), key=lambda line: line.split(" ", 2)[2])
    return sorted(gaps(lines, all_busy_at(lines, AGENTS))), result


def main(arguments: Sequence[str] | None = None) -> dict[str, list[float]]:
    """Run it, and print it; the gaps in ms by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args(arguments)
    tools = Path(os.environ.get("ANTIPHON_TOOLS", repository_folder() / "var" / "tools"))
    installation = private_installation(tools / "asterisk" / "root")
    folder = Path(tempfile.mkdtemp(prefix="antiphon-gap-"))
    try:
        data = folder / "data"
        data.mkdir()
        ground = asyncio.run(lay_out(data, AGENTS))
        names = [name for name, _ in ground.phones]
        sides: list[Ours | Theirs] = [
            Ours(folder, ground),
            Theirs(folder / "peer", installation, names),
        ]
        found: dict[str, list[float]] = {}
        for side in sides:
            found[side.side], result = measure(side, folder, given.seconds)
            _print(side.side, found[side.side], result)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    ours, theirs = found["antiphon"], found["app_queue"]
    low, high = interval(ours, theirs)
    ratio = statistics.fmean(theirs) / statistics.fmean(ours)
    print(f"mean gap, app_queue / ours: {ratio:.0f} (95 %: {low:.0f} to {high:.0f})")
    return found


def _print(side: str, found: list[float], result: CallerResult) -> None:
    waits = statistics.fmean(result.answer_ms)
    print(
        f"{side:<10} freed to next ring: {len(found)} gaps, mean {statistics.fmean(found):.1f}"
        f"  p50 {statistics.median(found):.1f}  p99 {found[len(found) * 99 // 100]:.1f}"
        f"  longest {found[-1]:.1f} ms;  callers {result.started}, failed {result.failed},"
        f" mean time to the answer {waits:.0f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()

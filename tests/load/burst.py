"""How long the last of many who call at the same moment waits for an agent, with agents for all.

    python -m tests.load.burst

Every call is placed within 50 ms. A run whose generator took longer says so, and its figure is of
the generator. The clock runs from the first INVITE to the last agent's ACK.
"""

import argparse
import asyncio
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from tests.load.bench import AGENT_PORT, CALLER_PORT, Ours
from tests.load.grounds import ROUTED, lay_out
from tests.load.sipp import Agents, call

WITHIN_S = 0.05
# Nobody leaves before the last one talks, so each needs an agent of their own.
TALK_MS = (4_000, 5_000)


class Burst(msgspec.Struct, frozen=True, kw_only=True):
    """When each was joined with an agent, in ms since the first INVITE."""

    placed: int
    placed_within_ms: float
    joined_ms: list[float]

    @property
    def last_ms(self) -> float:
        """When the last one had an agent."""
        return max(self.joined_ms, default=float("nan"))

    def row(self) -> str:
        """A line of the table."""
        middle = statistics.median(self.joined_ms) if self.joined_ms else float("nan")
        late = "" if self.placed_within_ms <= WITHIN_S * 1000 else "  GENERATOR TOO SLOW"
        return (
            f"{self.placed} calls within {self.placed_within_ms:.0f} ms{late}: joined "
            f"{len(self.joined_ms)}, median {middle:.0f} ms, last {self.last_ms:.0f} ms"
        )


def place(folder: Path, sip_port: int, calls: int) -> Burst:
    """One burst towards phones that are registered already."""
    agents = Agents(folder, sip_port, AGENT_PORT)
    try:
        result = call(
            folder,
            sip_port,
            number=ROUTED,
            rate=round(calls / WITHIN_S),
            seconds=WITHIN_S,
            talk_ms=TALK_MS,
            port=CALLER_PORT,
        )
    finally:
        agents.stop()
    joined = agents.joined()
    begun = min(result.began.values())

    def since(instant: datetime) -> float:
        return (instant - begun) / timedelta(milliseconds=1)

    return Burst(
        placed=result.started,
        placed_within_ms=since(max(result.began.values())),
        joined_ms=sorted(since(joined[one]) for one in result.began if one in joined),
    )


def main(arguments: Sequence[str] | None = None) -> list[Burst]:
    """Run it, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=240)
    parser.add_argument("--agents", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="antiphon-burst-"))
    bursts: list[Burst] = []
    try:
        data = folder / "data"
        data.mkdir()
        ours = Ours(folder, asyncio.run(lay_out(data, given.agents)))
        ours.start()
        try:
            for _ in range(given.rounds):
                bursts.append(place(folder, ours.sip_port, given.calls))
                print(bursts[-1].row(), flush=True)
        finally:
            ours.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return bursts


if __name__ == "__main__":
    main()

"""What is served when twice as many call as can be served, and what the others are told.

    python -m tests.load.overload --knee 120

First as many calls a second as `--knee`, the highest clean rate that `bench.py` found here; then
twice as many. Whoever is not served must be refused at once, with a reason that is counted.
"""

import argparse
import asyncio
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
from tests.load.bench import AGENT_PORT, CALLER_PORT, TALK_MS, Ours, percentile
from tests.load.grounds import ROUTED, lay_out
from tests.load.sipp import Agents, CallerResult, call

from antiphon.journal.contract import JournalReading
from antiphon.journal.sqlite import sqlite_reading
from antiphon.routing.admission.contract import InteractionRefused

AGENTS = 1_000


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """One rate: what was offered, how many of them an agent had, who was refused and why."""

    rate: int
    result: CallerResult
    joined: int
    reasons: Counter[str]
    seconds: float
    # How long those who were served waited for an agent; and what wanted to run on the machine.
    joined_ms: list[float]
    machine_load: float

    @property
    def lost(self) -> int:
        """Who was neither served nor refused."""
        return self.result.started - self.joined - self.reasons.total()

    @property
    def served_a_second(self) -> float:
        """Calls that an agent had, by the seconds in which they were placed."""
        return self.joined / self.seconds

    def row(self) -> str:
        """A line of the table."""
        told = ", ".join(f"{reason} {count}" for reason, count in self.reasons.most_common())
        return (
            f"{self.rate:>5}/s  placed {self.result.started:>6}  served {self.joined:>6}"
            f" ({self.served_a_second:.0f}/s)  refused {self.reasons.total():>6} ({told or '-'})"
            f"  lost {self.lost:>5}  joined p50 {percentile(self.joined_ms, 50):.0f}"
            f" p99 {percentile(self.joined_ms, 99):.0f} ms"
            f"  machine {self.machine_load:.1f} for {os.cpu_count()} processors"
        )


async def _refused(journal: JournalReading, after: int) -> tuple[Counter[str], int]:
    """The reasons told after a position, and the journal's end."""
    reasons: Counter[str] = Counter()
    async for record in journal.read(after=after):
        after = record.position
        if record.type == InteractionRefused.type:
            reasons[msgspec.json.decode(record.data)["reason"]] += 1
    return reasons, after


async def _place(ours: Ours, folder: Path, data: Path, rate: int, seconds: float) -> Load:
    journal = sqlite_reading(data / "journal.db")
    _, before = await _refused(journal, 0)
    agents = Agents(folder, ours.sip_port, AGENT_PORT)
    try:
        result = call(
            folder,
            ours.sip_port,
            number=ROUTED,
            rate=rate,
            seconds=seconds,
            talk_ms=TALK_MS,
            port=CALLER_PORT,
            followed="refusable_caller.xml",
        )
    finally:
        agents.stop()
    reasons, _ = await _refused(journal, before)
    await journal.close()
    joined = agents.joined()
    waits = [
        (joined[n] - at).total_seconds() * 1000 for n, at in result.began.items() if n in joined
    ]
    return Load(
        rate=rate,
        result=result,
        joined=len(waits),
        reasons=reasons,
        seconds=seconds,
        joined_ms=sorted(waits),
        machine_load=os.getloadavg()[0],
    )


def main(arguments: Sequence[str] | None = None) -> list[Load]:
    """Run it, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--knee", type=int, default=int(os.environ.get("ANTIPHON_KNEE", "120")))
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="antiphon-overload-"))
    try:
        data = folder / "data"
        data.mkdir()
        ours = Ours(folder, asyncio.run(lay_out(data, AGENTS)))
        try:
            ours.start()
            loads = []
            for rate in (given.knee, 2 * given.knee):
                loads.append(asyncio.run(_place(ours, folder, data, rate, given.seconds)))
                print(loads[-1].row(), flush=True)
        finally:
            ours.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    share = loads[1].served_a_second / max(1.0, loads[0].served_a_second)
    print(f"served at twice the knee, of what is served at the knee: {share:.0%}")
    return loads


if __name__ == "__main__":
    main()

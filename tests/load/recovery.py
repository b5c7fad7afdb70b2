"""How soon a centre with a long past is back: replayed from the beginning, and from a snapshot.

    python -m tests.load.recovery [--past 100000] [--waiting 100000]

The journal gets as many calls that were answered and wrapped up, and then as many that still wait.
Each is a real one of a small centre under other names, so the fold does what it does live.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import psutil
from tests.support.centre import SmallCentre

from antiphon.app.centre.loop import Centre
from antiphon.app.centre.world_snapshot import WorldSnapshots
from antiphon.journal.sqlite import SqliteJournal
from antiphon.kernel.clock import SystemClock
from antiphon.kernel.events import Event, decode, encode
from antiphon.kernel.ids import TenantId

TENANT = TenantId("default")
BATCH = 5_000


class Template(NamedTuple):
    """The events of one call, as bytes in which its name can be replaced."""

    name: bytes
    events: Sequence[tuple[str, int, bytes]]

    def call(self, number: int) -> Iterator[Event]:
        """The same call under another name."""
        for event_type, version, data in self.events:
            yield decode(
                event_type, version, data.replace(self.name, b"%s-%d" % (self.name, number))
            )


def template(name: str, events: Sequence[Event]) -> Template:
    """What happened to a call, to be told again of others."""
    told = [(event.type, event.version, encode(event)) for event in events]
    return Template(name.encode(), told)


def lives() -> tuple[list[Event], Template, Template]:
    """A small centre's beginning, a call that was answered and wrapped up, and one that waits."""
    centre = SmallCentre("ann", wrap_up_s=1)
    begun = list(centre.events)
    centre.talk("answered")
    centre.leg_ends("answered")
    centre.pass_time(2)
    answered = centre.events[len(begun) :]
    before = len(centre.events)
    idle = SmallCentre()
    begun_idle = len(idle.events)
    idle.now = centre.now + timedelta(seconds=1)
    idle.call("waiting")
    assert len(centre.events) == before
    return begun, template("answered", answered), template("waiting", idle.events[begun_idle:])


async def write(journal: SqliteJournal, events: Iterator[Event]) -> int:
    """Append all, some thousand at a time; returns how many there were."""
    batch: list[Event] = []
    count = 0
    for event in events:
        batch.append(event)
        if len(batch) == BATCH:
            count += len(batch)
            await journal.append(TENANT, batch)
            batch = []
    await journal.append(TENANT, batch)
    return count + len(batch)


def size_mb(folder: Path) -> int:
    """What the journal takes on disk."""
    return sum(file.stat().st_size for file in folder.glob("journal.sqlite*")) // 1_000_000


async def run(folder: Path, past: int, waiting: int) -> None:
    """Write the past, come back twice, and print what it took."""
    journal = await SqliteJournal.open(folder / "journal.sqlite")
    begun, answered, waits = lives()

    def everything() -> Iterator[Event]:
        yield from begun
        for number in range(past):
            yield from answered.call(number)
        for number in range(waiting):
            yield from waits.call(number)

    count = await write(journal, everything())
    print(f"{past} calls of the past, {waiting} that wait: {count} events, {size_mb(folder)} MB")
    snapshots = WorldSnapshots(journal, TENANT)
    before, process = psutil.Process().memory_info().rss, psutil.Process()
    began = time.perf_counter()
    centre = Centre(journal, SystemClock(), TENANT)
    await centre.restore()
    took = time.perf_counter() - began
    grown = process.memory_info().rss - before
    assert len(centre.world.routing.waiting) == waiting
    print(f"replayed in {took:.1f} s, {count / took:,.0f} events/s; {grown / 1e6:.0f} MB more")
    if waiting:
        print(f"memory for each that waits: {grown / waiting / 1e3:.1f} kB")
    began = time.perf_counter()
    await snapshots.save(centre.world, centre.position)
    print(f"snapshot written in {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    world, position = await snapshots.load()
    back = Centre(journal, SystemClock(), TENANT, world, position)
    await back.restore()
    took = time.perf_counter() - began
    assert len(back.world.routing.waiting) == waiting
    assert back.position == centre.position
    print(f"from the snapshot in {took:.1f} s")
    await journal.close()


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--past", type=int, default=100_000)
    parser.add_argument("--waiting", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder), given.past, given.waiting))


if __name__ == "__main__":
    main()

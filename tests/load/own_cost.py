"""What a routed call costs our own process and its worker, without telephones.

    python -m tests.load.own_cost --rates 10,40,120 --seconds 15

The product's loop, journal, effects, live hub and worker run as in the product; calls come from the
simulated engine, whose phones answer a few milliseconds after they ring. A busy machine makes turns
of the loop fewer and larger, and so cheaper: how many there were stands beside what they cost.
"""

import argparse
import asyncio
import cProfile
import pstats
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import psutil
import uvloop
from tests.load.grounds import ROUTED, lay_out

from antiphon.app import tidying
from antiphon.app.centre.engine.effects import CallEffects
from antiphon.app.centre.engine.switchboard import Switchboard
from antiphon.app.centre.loop import Centre, Recorded
from antiphon.app.past.source import Source
from antiphon.app.projections import make_tables, open_board
from antiphon.app.views.views import CentreViews
from antiphon.app.worker.messages import Job
from antiphon.app.worker.process import WorkerProcess
from antiphon.database.engine import open_database
from antiphon.interactions.contract import InteractionClosed, InteractionConnected
from antiphon.journal.sqlite import SqliteJournal
from antiphon.kernel.clock import SystemClock
from antiphon.kernel.ids import DEFAULT_TENANT, AgentId, InteractionId, LegId
from antiphon.live.hub import LiveHub
from antiphon.recordings.contract import NoteRecording
from antiphon.simulation.plant import NoLines, Silence
from antiphon.telephony.engine import PhoneId
from antiphon.telephony.simulated.engine import SimulatedEngine

_WRITER = "journal-writer"
# As long as the phones of the benchmarks with SIPp take, and talk.
PICK_UP_S, TALK_S = 0.005, 0.5


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """For each call: CPU in ms, and how much there was to do."""

    loop_ms: float
    writer_ms: float
    worker_ms: float
    turns: float
    events: float
    bytes: float
    frames: float

    def row(self, rate: float) -> str:
        """A line of the table."""
        return (
            f"{rate:>5.0f}/s  CPU/call loop {self.loop_ms:.2f} + journal {self.writer_ms:.2f}"
            f" = ours {self.loop_ms + self.writer_ms:.2f}, worker {self.worker_ms:.2f} ms;"
            f"  {self.turns:.1f} turns, {self.events:.1f} events,"
            f" {self.bytes:.0f} bytes, {self.frames:.1f} frames"
        )


class _Clock(SystemClock):
    """This machine's time, also for the simulated engine."""

    def call_at(self, when: datetime, function: Callable[[], None]) -> None:
        delay = (when - datetime.now(UTC)).total_seconds()
        asyncio.get_running_loop().call_later(max(0.0, delay), function)


class _Screen:
    """Fulfils `live.audience.Receiver`, and counts."""

    def __init__(self) -> None:
        self.frames = 0

    def take(self, frame: str) -> None:
        self.frames += 1


class House:
    """A centre with its worker, on the simulated engine."""

    def __init__(self, data: Path, journal: SqliteJournal) -> None:
        clock = _Clock()
        self.engine = SimulatedEngine(clock)
        self.engine.on_ring = self._on_ring
        self.centre = Centre(journal, clock, DEFAULT_TENANT)
        self.effects = CallEffects(self.centre.world, self.engine, Silence())
        self._switchboard = Switchboard(self.centre, self.engine, self.effects, NoLines())
        self._clock = clock
        self.turns = self.events = self.refused = 0
        self.screens: list[_Screen] = []
        self._awaited: dict[InteractionId, asyncio.Future[None]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        job = Job(
            tenant=DEFAULT_TENANT,
            source=Source(
                journal=str(data / "journal.db"), is_remote=False, region="CN", timezone="UTC"
            ),
            database=f"sqlite+aiosqlite:///{data / 'data.db'}",
            folder=data,
            recordings=data / "recordings",
            engine_recordings=data / "engine",
            log_level="error",
        )
        self.board = open_board()
        self.worker = WorkerProcess(
            job,
            self.board,
            on_finished=lambda result: self.centre.tell(NoteRecording(result=result)),
        )

    async def open(self, screens: int) -> None:
        """Start everything; so many agents have a page open."""
        await self.centre.restore()
        world = self.centre.world
        self.engine.reachable.update(PhoneId(f"agent-{a.id}") for a in world.agents.profiles)
        self.engine.listen(self._switchboard.hear)
        self.centre.subscribe(self.effects.listen)
        self.centre.subscribe(self._switchboard.listen)
        self.centre.subscribe(lambda recorded: self.worker.notify(recorded[-1].position))
        self.hub = LiveHub(
            CentreViews(world, self._clock),
            self._clock,
            is_ahead=lambda: self.centre.is_ahead,
            on_agent_lost=lambda _agent_id: None,
        )
        self.centre.subscribe(lambda recorded: self.hub.hear([event for _, event in recorded]))
        self.centre.subscribe(self._listen)
        for number in range(screens):
            self.screens.append(_Screen())
            self.hub.join(self.screens[-1], AgentId(f"a{number:04}"), sees_board=False)
        self._tasks = [
            asyncio.create_task(self.centre.run(), name="centre"),
            asyncio.create_task(self._switchboard.run(), name="switchboard"),
            asyncio.create_task(self.worker.run(), name="worker"),
        ]
        await self.engine.start()
        await self._switchboard.is_open.wait()
        await self.caught_up()
        tidying.begin()

    async def caught_up(self) -> None:
        """The worker has come to the journal's end."""
        self.worker.notify(self.centre.position)
        await self.board.wait_for(self.centre.position)

    async def close(self) -> None:
        """Stop everything."""
        self.hub.close()
        await self.worker.end()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def call(self, leg: LegId) -> None:
        """A call from its arrival to its end."""
        await self._until(leg, self._arrive)
        if leg not in self.engine.legs:
            self.refused += 1
            return
        await asyncio.sleep(TALK_S)
        await self._until(leg, self.engine.hang_up_far)

    async def _until(self, leg: LegId, act: Callable[[LegId], None]) -> None:
        reached = self._awaited[InteractionId(leg)] = asyncio.get_running_loop().create_future()
        act(leg)
        await reached

    def _arrive(self, leg: LegId) -> None:
        self.engine.arrive(leg, ROUTED, number=f"+8610{int(leg[1:]):08}", trunk="outside")

    def _on_ring(self, leg: LegId, _phone: PhoneId) -> None:
        asyncio.get_running_loop().call_later(PICK_UP_S, self.engine.pick_up, leg)

    def _listen(self, recorded: Sequence[Recorded]) -> None:
        self.turns += 1
        self.events += len(recorded)
        for _, event in recorded:
            if not isinstance(event, InteractionConnected | InteractionClosed):
                continue
            reached = self._awaited.pop(event.interaction_id, None)
            if reached is not None:
                reached.set_result(None)


class _Meter:
    """CPU seconds of the loop's thread, the journal's writer and the worker, from now on."""

    def __init__(self, worker: int | None) -> None:
        self._worker = psutil.Process(worker)
        self._writer = next(t for t in threading.enumerate() if t.name == _WRITER).ident or 0
        self._begun = self._now()

    def read(self) -> list[float]:
        return [now - begun for now, begun in zip(self._now(), self._begun, strict=True)]

    def _now(self) -> tuple[float, float, float]:
        times = self._worker.cpu_times()
        writer = time.clock_gettime(time.pthread_getcpuclockid(self._writer))
        return time.thread_time(), writer, times.user + times.system


async def measure(rate: float, given: argparse.Namespace) -> Cost:
    """Run the calls, and what they cost."""
    calls = int(rate * given.seconds)
    data = Path(tempfile.mkdtemp(prefix="antiphon-cost-"))
    profile = cProfile.Profile() if given.profile else None
    try:
        await lay_out(data, given.agents)
        database = open_database(f"sqlite+aiosqlite:///{data / 'data.db'}")
        await make_tables(database)
        await database.dispose()
        journal = await SqliteJournal.open(data / "journal.db")
        house = House(data, journal)
        await house.open(given.screens)
        await _feed(house, rate, first=0, count=50)
        await house.caught_up()
        turns, events, begun = house.turns, house.events, house.centre.position
        frames = sum(screen.frames for screen in house.screens)
        meter = _Meter(house.worker.pid)
        if profile is not None:
            profile.enable()
        await _feed(house, rate, first=50, count=calls)
        if profile is not None:
            profile.disable()
        loop, writer, _ = meter.read()
        await house.caught_up()
        worker = meter.read()[2]
        turns, events = house.turns - turns, house.events - events
        frames = sum(screen.frames for screen in house.screens) - frames
        if house.refused:
            print(f"{house.refused} calls were refused: this machine is too busy for the rate")
        await house.close()
        await journal.close()
        size = _bytes_after(data / "journal.db", begun)
    finally:
        shutil.rmtree(data, ignore_errors=True)
    if profile is not None:
        pstats.Stats(profile).sort_stats(given.profile).print_stats(60)
    return Cost(
        loop_ms=loop / calls * 1000,
        writer_ms=writer / calls * 1000,
        worker_ms=worker / calls * 1000,
        turns=turns / calls,
        events=events / calls,
        bytes=size / calls,
        frames=frames / calls,
    )


async def _feed(house: House, rate: float, *, first: int, count: int) -> None:
    """So many new calls a second, each at its time; returns when the last one has ended."""
    begun = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for number in range(count):
            await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
            group.create_task(house.call(LegId(f"c{first + number}")))


def _bytes_after(journal: Path, position: int) -> int:
    connection = sqlite3.connect(journal)
    query = "SELECT ifnull(sum(length(data)), 0) FROM record WHERE position > ?"
    [(size,)] = connection.execute(query, (position,)).fetchall()
    connection.close()
    return int(size)


def main(arguments: Sequence[str] | None = None) -> list[Cost]:
    """Run what was asked for, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=1000)
    parser.add_argument("--screens", type=int, default=0, help="agents with a page open")
    parser.add_argument("--rates", default="10,40,120", help="new calls a second")
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--profile", choices=("tottime", "cumtime", "ncalls"))
    given = parser.parse_args(arguments)
    found = []
    for rate in [float(word) for word in given.rates.split(",")]:
        found.append(uvloop.run(measure(rate, given)))
        print(found[-1].row(rate), flush=True)
    return found


if __name__ == "__main__":
    main()

"""The worker is a process of its own: killed at any instant it comes back, and nothing is lost."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

import psutil
import pytest
from tests.support.centre import SmallCentre
from tests.support.endings import is_gone
from tests.support.eventually import eventually
from tests.support.patience import PATIENCE_S
from tests.unit.recordings.tones import AGENT_HZ, CUSTOMER_HZ, tone

from antiphon.app.centre.world_snapshot import WorldSnapshots
from antiphon.app.past.source import Source
from antiphon.app.projections import make_tables, open_board
from antiphon.app.worker.messages import Job
from antiphon.app.worker.process import WorkerProcess
from antiphon.database.engine import open_database
from antiphon.interactions.history import Filter, History
from antiphon.journal.progress import ProgressBoard
from antiphon.journal.sqlite import SqliteJournal
from antiphon.kernel.ids import DEFAULT_TENANT
from antiphon.recordings.contract import RecordingStored, Result
from antiphon.telephony.leg_ids import leg_of_offer, recording_of

pytestmark = [pytest.mark.replay, pytest.mark.timeout(300)]
T = TypeVar("T")


class Control:
    """The control plane's side: a journal, and what the worker told."""

    def __init__(self, folder: Path, journal: SqliteJournal) -> None:
        self.folder = folder
        self.journal = journal
        self.centre = SmallCentre("ann")
        self.written = 0
        self.results: list[Result] = []
        self.database = f"sqlite+aiosqlite:///{folder / 'data.db'}"
        self.sound = folder / "engine"
        self.sound.mkdir(exist_ok=True)
        self.board: ProgressBoard = open_board()
        self.worker = self.new_worker()

    def new_worker(self, *, beat_s: float = 2.0, silent_s: float = 60.0) -> WorkerProcess:
        """A worker of this control plane, not started yet."""
        self.board = open_board()
        job = Job(
            tenant=DEFAULT_TENANT,
            source=Source(
                journal=str(self.folder / "journal.db"),
                is_remote=False,
                region="CN",
                timezone="UTC",
            ),
            database=self.database,
            folder=self.folder,
            recordings=self.folder / "recordings",
            engine_recordings=self.sound,
            log_level="info",
            beat_s=beat_s,
        )
        return WorkerProcess(job, self.board, on_finished=self.results.append, silent_s=silent_s)

    async def record(self) -> int:
        """Write down what has happened in the centre since the last time; the last position."""
        happened = self.centre.events[self.written :]
        self.written = len(self.centre.events)
        last = await self.journal.append(DEFAULT_TENANT, happened)
        self.worker.notify(last)
        return last

    async def talk(self, name: str) -> str:
        """A recorded conversation that is over; returns the recording's id."""
        offer = self.centre.talk(name)
        leg = leg_of_offer(offer)
        recording = recording_of(leg)
        for side, pitch in (("customer", CUSTOMER_HZ), ("agent", AGENT_HZ)):
            (self.sound / f"{recording}.{side}.raw").write_bytes(tone(pitch, 3.0).tobytes())
        self.centre.pass_time(3)
        self.centre.leg_ends(name)
        self.centre.leg_ends(leg)
        self.centre.pass_time(120)
        await self.record()
        return recording

    async def list_ids(self) -> list[str]:
        """The interactions that the history knows."""
        database = open_database(self.database)
        rows, _ = await History(database, DEFAULT_TENANT).list_newest(
            Filter(), cursor=None, limit=50
        )
        await database.dispose()
        return sorted(row.interaction.id for row in rows)


async def until(fact: Callable[[], T | None]) -> T:
    """Wait for something that another process brings about."""

    async def look() -> T | None:
        return fact() or None

    return await eventually(look, PATIENCE_S)


def is_another(worker: WorkerProcess, pid: int) -> bool:
    """Whether another process works now."""
    return worker.pid not in {None, pid}


@pytest.fixture
async def control(tmp_path: Path) -> AsyncIterator[Control]:
    journal = await SqliteJournal.open(tmp_path / "journal.db", reserve_bytes=4096)
    yield Control(tmp_path, journal)
    await journal.close()


@asynccontextmanager
async def working(control: Control) -> AsyncIterator[WorkerProcess]:
    """A worker at work; ended in order, or killed when it does not."""
    worker = control.worker
    task = asyncio.create_task(worker.run())
    try:
        async with asyncio.timeout(4 * PATIENCE_S):
            yield worker
    finally:
        await worker.end()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_worker_fills_the_history_and_finishes_recordings(control: Control) -> None:
    recording = await control.talk("c1")
    async with working(control):
        await control.board.wait_for(await control.record())
        assert await control.list_ids() == ["c1"]
        [first] = await until(lambda: control.results)
        later = await control.talk("c2")
        await control.board.wait_for(await control.record())
        assert await control.list_ids() == ["c1", "c2"]
        [_, second] = await until(lambda: control.results[1:] and control.results)
    assert [first.recording_id, second.recording_id] == [recording, later]
    assert isinstance(first, RecordingStored)
    assert (control.folder / "recordings" / first.path).is_file()


async def test_a_killed_worker_comes_back_and_goes_on(control: Control) -> None:
    async with working(control) as worker:
        for number in range(4):
            name = f"c{number}"
            await control.talk(name)
            pid = await until(lambda: worker.pid)
            if number % 2:
                await control.board.wait_for(await control.record())
            os.kill(pid, signal.SIGKILL)
            await until(partial(is_another, worker, pid))
        await control.board.wait_for(await control.record())
        assert await control.list_ids() == ["c0", "c1", "c2", "c3"]
        await until(lambda: len({result.recording_id for result in control.results}) == 4)
    assert all(isinstance(result, RecordingStored) for result in control.results)


async def test_a_stuck_worker_is_replaced_and_the_next_goes_on(control: Control) -> None:
    control.worker = control.new_worker(beat_s=0.1, silent_s=3.0)
    async with working(control) as worker:
        pid = await until(lambda: worker.pid)
        await control.talk("c1")
        await control.board.wait_for(await control.record())
        await control.talk("c2")
        os.kill(pid, signal.SIGSTOP)
        await until(partial(is_another, worker, pid))
        await control.board.wait_for(await control.record())
        assert await control.list_ids() == ["c1", "c2"]


async def test_an_orderly_end_leaves_a_snapshot(control: Control) -> None:
    await control.talk("c1")
    async with working(control):
        last = await control.record()
        await control.board.wait_for(last)
    world, position = await WorldSnapshots(control.journal, DEFAULT_TENANT).load()
    assert position == last
    assert world.agents.live.keys() == control.centre.world.agents.live.keys()
    control.worker = control.new_worker()
    await control.talk("c2")
    async with working(control):
        await control.board.wait_for(await control.record())
    assert await control.list_ids() == ["c1", "c2"]


async def test_a_worker_whose_control_plane_is_killed_ends_too(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "tests.replay.worker_parent", str(tmp_path))
    parent = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert parent.stdout is not None
    async with asyncio.timeout(PATIENCE_S):
        worker = psutil.Process(int(await parent.stdout.readline()))
    parent.kill()
    await parent.wait()
    await until(lambda: is_gone(worker))


async def test_tables_are_there_before_any_worker_was(control: Control) -> None:
    database = open_database(control.database)
    await make_tables(database)
    await database.dispose()
    assert await control.list_ids() == []

"""What the worker does: it follows the journal, fills the projections, finishes and deletes
recordings, and keeps snapshots: of the world for the next start, of the past for who asks."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

import structlog

from antiphon.app import tidying
from antiphon.app.centre.replica import Replica
from antiphon.app.centre.world_snapshot import WorldSnapshots
from antiphon.app.past.keeping import PastKeeper
from antiphon.app.past.source import open_source
from antiphon.app.projections import all_projections, make_tables
from antiphon.app.worker.messages import Finished, Job, Message, Progressed
from antiphon.database.engine import open_database
from antiphon.journal.progress import Progress
from antiphon.journal.projections import Projections
from antiphon.journal.tail import Tail
from antiphon.kernel.clock import SystemClock
from antiphon.kernel.commands import Command
from antiphon.recordings.contract import NoteRecording
from antiphon.recordings.service import RecordingKeeper
from antiphon.recordings.storage import RecordingStore
from antiphon.telephony.asterisk.recording_files import recording_files
from antiphon.telephony.engine import RecordingId

log = structlog.get_logger()


class Work:
    """One worker's work; `send` tells the control plane."""

    def __init__(self, job: Job, send: Callable[[Message], None]) -> None:
        self._job = job
        self._send = send
        clock = SystemClock()
        self._journal = open_source(job.source)
        self._database = open_database(job.database)
        snapshots = WorldSnapshots(
            self._journal, job.tenant, region=job.source.region, timezone=job.source.timezone
        )
        self._replica = Replica(snapshots, clock)
        projections = Projections(self._database, all_projections(), self._post)
        self._tail = Tail(self._journal, [self._replica, projections])
        self._store = RecordingStore(job.recordings, clock)
        self._past = PastKeeper(job.source)

    def notify(self) -> None:
        """The journal has grown."""
        self._tail.notify()

    async def run(self) -> None:
        """Work until cancelled.

        Raises:
            JournalBroken: the journal cannot be read.
        """
        await make_tables(self._database)
        await self._tail.open()
        log.info("worker.caught_up", position=self._replica.position)
        tidying.settle()
        keeper = RecordingKeeper(
            self._replica.world.recordings,
            self._store,
            folder=self._job.engine_recordings,
            locate=self._locate,
            tell=self._tell,
        )
        self._replica.subscribe(keeper.hear)
        self._replica.subscribe(lambda _: self._past.grown(self._replica.position))
        self._past.grown(self._replica.position)
        sweep = asyncio.create_task(keeper.sweep(), name="recordings of the last run")
        past = asyncio.create_task(self._past.run(), name="the past, read on")
        try:
            await self._tail.run()
        finally:
            sweep.cancel()
            past.cancel()
            await asyncio.gather(past, return_exceptions=True)
            await keeper.close()

    async def close(self) -> None:
        """Leave a snapshot for the next start."""
        await self._replica.save()

    def _post(self, progress: Sequence[Progress]) -> None:
        self._send(Progressed(progress=list(progress)))

    def _tell(self, command: Command) -> None:
        if isinstance(command, NoteRecording):
            self._send(Finished.of(command.result))

    def _locate(self, recording: RecordingId) -> tuple[Path, ...]:
        return recording_files(self._job.engine_recordings, recording)

"""The worker as the control plane sees it: started, restarted with back-off, and ended.

Nothing here holds up calls. Without a worker the history stands still, recordings wait, and a start
replays more of the journal; the next worker catches up with all of it.
"""

import asyncio
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, Process, create_subprocess_exec
from collections.abc import Callable, Sequence
from contextlib import suppress

import structlog
from prometheus_client import Counter, Gauge

from antiphon.app.past.source import Source
from antiphon.app.settings import Settings
from antiphon.app.worker.messages import Beat, End, Finished, Grown, Job, Progressed, read, write
from antiphon.journal.progress import ProgressBoard
from antiphon.kernel.backoff import Backoff
from antiphon.kernel.ids import DEFAULT_TENANT
from antiphon.recordings.contract import (
    RecordingDeleted,
    RecordingMissing,
    RecordingStored,
    Result,
)
from antiphon.telephony.asterisk.configuration import EngineSettings

COMMAND = (sys.executable, "-m", "antiphon.app.worker")
# Longer than this nobody waits for what follows from the journal; shorter costs more than it gives.
_TELL_EVERY_S = 0.1
_ENDS_WITHIN_S = 0.7
# A worker that says nothing for so long is stuck. Counted in looks: when we ourselves were frozen,
# that was one look and not its silence.
_SILENT_S, _LOOKS = 30.0, 6
# Its start, before its first word, may take so many times as long.
_START = 4

log = structlog.get_logger()
_is_up = Gauge("antiphon_worker_up", "1 while the worker runs")
_starts = Counter("antiphon_worker_starts", "How often a worker was started")
_recordings = Counter("antiphon_recordings", "Recordings by what became of them", ["result"])


def job_of(settings: Settings, source: Source, engine: EngineSettings) -> Job:
    """The job of the worker that belongs to these settings."""
    return Job(
        tenant=DEFAULT_TENANT,
        source=source,
        database=settings.database_address,
        folder=settings.data,
        recordings=settings.recordings_folder,
        engine_recordings=engine.recordings,
        log_level=settings.log_level,
    )


class WorkerProcess:
    """The worker of this control plane, while `run` runs."""

    def __init__(
        self,
        job: Job,
        board: ProgressBoard,
        *,
        on_finished: Callable[[Result], None],
        command: Sequence[str] = COMMAND,
        silent_s: float = _SILENT_S,
    ) -> None:
        """`on_finished` hears of each recording at least once.

        A worker that does not say for `silent_s` that it is well is replaced.
        """
        self._job = job
        self._board = board
        self._on_finished = on_finished
        self._command = command
        self._look_s = silent_s / _LOOKS
        self._has_beaten = False
        self._grown = asyncio.Event()
        self._is_ending = False
        # Whether one has died and the next one has not come yet.
        self.is_down = False
        self._process: Process | None = None
        self._link: asyncio.StreamWriter | None = None
        self._ended = asyncio.Event()
        self._ended.set()

    @property
    def pid(self) -> int | None:
        """The process number of the worker that runs now."""
        return self._process.pid if self._process is not None else None

    def notify(self, position: int) -> None:
        """The journal has grown up to `position`."""
        self._board.grow(position)
        self._grown.set()

    async def run(self) -> None:
        """Have a worker, until cancelled or told to end."""
        backoff = Backoff()
        while not self._is_ending:
            began = time.monotonic()
            try:
                await self._live()
            except Exception:
                log.exception("worker.lost")
            if self._is_ending:
                return
            self.is_down = True
            delay = backoff.next_delay(time.monotonic() - began)
            log.error("worker.ended", starts_again_in_s=delay)
            await asyncio.sleep(delay)

    async def end(self) -> None:
        """Ask it to end in order; it has no time for more than its last snapshot."""
        self._is_ending = True
        if self._link is not None:
            write(self._link, End())
        with suppress(TimeoutError):
            async with asyncio.timeout(_ENDS_WITHIN_S):
                await self._ended.wait()
        self._kill()

    async def _live(self) -> None:
        """One worker's life."""
        ours, its = socket.socketpair()
        with its:
            self._process = await create_subprocess_exec(
                *self._command,
                str(its.fileno()),
                stdin=DEVNULL,
                pass_fds=(its.fileno(),),
                # Its own session: a Ctrl-C in our terminal is told it by us.
                start_new_session=True,
            )
        self._ended.clear()
        try:
            reader, self._link = await asyncio.open_connection(sock=ours)
            write(self._link, self._job)
            self.is_down = False
            _is_up.set(1)
            _starts.inc()
            log.info("worker.started", pid=self.pid)
            telling = asyncio.create_task(self._tell(self._link), name="worker, told")
            watching = asyncio.create_task(self._watch(), name="worker, watched")
            try:
                await self._hear(reader)
            finally:
                telling.cancel()
                watching.cancel()
                self._link.close()
                self._link = None
        finally:
            _is_up.set(0)
            self._kill()
            await self._process.wait()
            self._process = None
            self._ended.set()

    async def _tell(self, link: asyncio.StreamWriter) -> None:
        while True:
            await self._grown.wait()
            self._grown.clear()
            write(link, Grown())
            with suppress(ConnectionError):
                await link.drain()
            await asyncio.sleep(_TELL_EVERY_S)

    async def _watch(self) -> None:
        """End a worker that is stuck; the next one goes on where it was."""
        silent, most = 0, _START * _LOOKS
        while silent < most:
            self._has_beaten = False
            await asyncio.sleep(self._look_s)
            silent = 0 if self._has_beaten else silent + 1
            most = _LOOKS if self._has_beaten else most
        log.error("worker.stuck", pid=self.pid)
        self._kill()

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        while (message := await read(reader)) is not None:
            match message:
                case Progressed():
                    self._board.post(message.progress)
                case Finished():
                    self._note(message.result())
                case Beat():
                    self._has_beaten = True
                case _:
                    pass

    def _note(self, result: Result) -> None:
        match result:
            case RecordingStored(is_repaired=is_repaired):
                _recordings.labels("repaired" if is_repaired else "stored").inc()
            case RecordingMissing():
                _recordings.labels("missing").inc()
            case RecordingDeleted():
                _recordings.labels("deleted").inc()
        self._on_finished(result)

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()

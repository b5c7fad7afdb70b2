"""The time machine as routes ask it: begun with the first question, again after a death."""

import asyncio
import itertools
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from contextlib import suppress

import msgspec
import structlog

from antiphon.app.past.answers import Ask, Told
from antiphon.app.past.source import Source
from antiphon.kernel.children import kill

COMMAND = (sys.executable, "-m", "antiphon.app.past")
# The first question waits until the whole journal was read.
_PATIENCE_S = 25.0
_LONGEST_LINE = 64 << 20

log = structlog.get_logger()


class StillReading(Exception):  # noqa: N818 (it says what goes on)
    """The answer is not there yet; asking again later helps."""


class PastFailed(Exception):  # noqa: N818 (it says what happened)
    """The question could not be answered; the log says why."""


class Past:
    """Asks the time machine of one journal."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._numbers = itertools.count(1)
        self._beginning = asyncio.Lock()
        self._process: Process | None = None
        self._hearing: asyncio.Task[None] | None = None
        self._open: dict[int, asyncio.Future[Told]] = {}

    async def ask(self, ask: Ask) -> str | None:
        """The answer as JSON; None when the journal has nothing of it.

        Raises:
            StillReading: not within the time a page waits.
            PastFailed: it could not be answered.
        """
        number = next(self._numbers)
        answer: asyncio.Future[Told] = asyncio.get_running_loop().create_future()
        async with self._beginning:
            process = await self._running()
        self._open[number] = answer
        try:
            await self._write(process, ask.model_copy(update={"number": number}).model_dump_json())
            async with asyncio.timeout(_PATIENCE_S):
                told = await answer
        except TimeoutError:
            raise StillReading from None
        finally:
            self._open.pop(number, None)
        if told.problem == "failed":
            raise PastFailed
        return told.answer

    async def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            await kill(process)
        if self._hearing is not None:
            await asyncio.gather(self._hearing, return_exceptions=True)

    async def _running(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await create_subprocess_exec(
                *COMMAND, stdin=PIPE, stdout=PIPE, limit=_LONGEST_LINE, start_new_session=True
            )
            self._hearing = asyncio.create_task(self._hear(self._process), name="time machine")
            await self._write(self._process, msgspec.json.encode(self._source).decode())
        return self._process

    async def _write(self, process: Process, line: str) -> None:
        assert process.stdin is not None  # noqa: S101 (it is: PIPE was asked for)
        with suppress(ConnectionError):
            process.stdin.write(line.encode() + b"\n")
            await process.stdin.drain()

    async def _hear(self, process: Process) -> None:
        assert process.stdout is not None  # noqa: S101 (it is: PIPE was asked for)
        async for line in process.stdout:
            told = Told.model_validate_json(line)
            answer = self._open.get(told.number)
            if answer is not None and not answer.done():
                answer.set_result(told)
        code = await process.wait()
        if self._process is process:
            log.error("time_machine.ended", code=code)
            for number, answer in list(self._open.items()):
                if not answer.done():
                    answer.set_result(Told(number=number, problem="failed"))

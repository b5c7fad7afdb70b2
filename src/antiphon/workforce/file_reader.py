"""Reads a file of shifts in a process of its own, which has little memory and little time.

A workbook of a few kilobytes can name a cell so far out that those before it fill any memory, and
whoever reads it dies of that; twenty thousand lines of one agent keep a processor busy for long.
`python -m antiphon.workforce.file_reader` is the process that may: it gets the file, and answers
with what the lines plan.
"""

import asyncio
import contextlib
import resource
import sys
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import structlog

from antiphon.kernel.children import kill
from antiphon.kernel.ids import AgentId
from antiphon.workforce.lines import PlannedLines, read_lines
from antiphon.workforce.sheet import NotASheet, read_rows

_MOST_MEMORY = 1 << 30
_MOST_PROCESSOR_S = 20
# Longer than it may work: the machine can be busy with calls.
_WITHIN_S = 120.0

log = structlog.get_logger()


class _Job(msgspec.Struct, frozen=True, kw_only=True):
    content: bytes
    agents: dict[str, AgentId | None]
    # As the zone database names it.
    zone: str
    now: datetime


class PlanFileReader:
    """Reads one file at a time."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def read(
        self, content: bytes, agents: Mapping[str, AgentId | None], zone: str, now: datetime
    ) -> PlannedLines:
        """What a file plans; see `read_lines`.

        Raises:
            NotASheet: it has no rows, or is too much to read.
        """
        job = _Job(content=content, agents=dict(agents), zone=zone, now=now)
        async with self._turn:
            code, answer = await _ask(msgspec.msgpack.encode(job))
        if code != 0:
            log.warning("plan_file.unreadable", bytes=len(content), ended_with=code)
            raise NotASheet
        return msgspec.msgpack.decode(answer, type=PlannedLines)


async def _ask(job: bytes) -> tuple[int | None, bytes]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    answer = b""
    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_WITHIN_S):
                answer, _ = await process.communicate(job)
    finally:
        await kill(process)
    return process.returncode, answer


def _read() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_PROCESSOR_S, _MOST_PROCESSOR_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    job = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=_Job)
    try:
        rows = read_rows(job.content)
    except NotASheet:
        sys.exit(1)
    planned = read_lines(rows, job.agents, ZoneInfo(job.zone), job.now)
    sys.stdout.buffer.write(msgspec.msgpack.encode(planned))


if __name__ == "__main__":
    _read()

"""What-ifs as routes see them: each in a process of its own, one at a time, the last ones kept."""

import asyncio
import itertools
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from contextlib import suppress
from datetime import datetime
from enum import StrEnum

import msgspec
import structlog

from antiphon.app.past.source import Source
from antiphon.kernel.children import kill
from antiphon.kernel.clock import Clock
from antiphon.simulation.what_if.study import Findings, Line, Study

COMMAND = (sys.executable, "-m", "antiphon.simulation.what_if")
_KEPT = 20
_LONGEST_LINE = 16 << 20

log = structlog.get_logger()


class WhatIfState(StrEnum):
    """How far a what-if is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class WhatIf(msgspec.Struct, kw_only=True):
    """One what-if; `progress` runs from 0 to 1."""

    id: str
    asked_at: datetime
    study: Study
    state: WhatIfState = WhatIfState.RUNNING
    progress: float = 0.0
    problem: str = ""
    findings: Findings | None = None


class Busy(Exception):  # noqa: N818 (it says what is)
    """Another what-if is running."""


class WhatIfs:
    """The what-ifs of one centre, newest last."""

    def __init__(self, source: Source, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self._numbers = itertools.count(1)
        self._task: asyncio.Task[None] | None = None
        self.items: dict[str, WhatIf] = {}

    def start(self, study: Study) -> WhatIf:
        """Begin one. Raises Busy."""
        if self._task is not None and not self._task.done():
            raise Busy
        number = str(next(self._numbers))
        item = self.items[number] = WhatIf(id=number, asked_at=self._clock.now(), study=study)
        if len(self.items) > _KEPT:
            del self.items[next(iter(self.items))]
        self._task = asyncio.create_task(self._run(item), name="what-if")
        return item

    async def cancel(self, item: WhatIf) -> None:
        """End it, if it is running, and forget it."""
        if item.state is WhatIfState.RUNNING:
            item.state = WhatIfState.CANCELLED
            await self._end()
        self.items.pop(item.id, None)

    async def close(self) -> None:
        """End what is running."""
        for item in self.items.values():
            if item.state is WhatIfState.RUNNING:
                item.state = WhatIfState.CANCELLED
        await self._end()

    async def _end(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self, item: WhatIf) -> None:
        process = await create_subprocess_exec(
            *COMMAND, stdin=PIPE, stdout=PIPE, limit=_LONGEST_LINE, start_new_session=True
        )
        assert process.stdin is not None  # noqa: S101 (it is: PIPE was asked for)
        assert process.stdout is not None  # noqa: S101 (it is: PIPE was asked for)
        last = Line()
        try:
            with suppress(ConnectionError):
                for line in (self._source, item.study):
                    process.stdin.write(msgspec.json.encode(line) + b"\n")
                await process.stdin.drain()
            async for raw in process.stdout:
                last = msgspec.json.decode(raw, type=Line)
                item.progress = last.progress
            await process.wait()
        finally:
            await kill(process)
            if item.state is WhatIfState.RUNNING:
                _end(item, last)


def _end(item: WhatIf, last: Line) -> None:
    """What became of it, by the last line of its process."""
    item.findings = last.findings
    if last.findings is not None:
        item.state = WhatIfState.DONE
    else:
        item.state = WhatIfState.FAILED
        item.problem = last.problem or "what_if.failed"
        log.warning("what_if.failed", problem=item.problem)

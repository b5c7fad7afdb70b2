"""A process that appends events and reports each acknowledged position; others kill it.

Run as a program (`appending_child JOURNAL APPENDS`) it appends that often, then closes; positions
go to standard output as 8 bytes each, and a failure ends it with exit code 3.
"""

import asyncio
import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import structlog
from tests.contract.journal.samples import TENANT, pages

from antiphon.journal.contract import JournalBroken
from antiphon.journal.sqlite import SqliteJournal

BROKEN_EXIT_CODE = 3


async def append_for_ever(path: Path, report_to: int) -> None:
    """Several writers at once; the page of every event is the position it gets."""
    journal = await SqliteJournal.open(path, reserve_bytes=4096)
    next_page = await journal.last_position() + 1

    async def write(size: int) -> None:
        nonlocal next_page
        while True:
            batch = pages(next_page, next_page + size - 1)
            next_page += size
            _report(report_to, await journal.append(TENANT, batch))

    await asyncio.gather(*(write(size) for size in (1, 1, 2, 5, 40)))


async def append_some(path: Path, appends: int) -> None:
    """One append after the other, a few events each, then a clean end."""
    journal = await SqliteJournal.open(path, reserve_bytes=4096)
    page = await journal.last_position() + 1
    try:
        for size in range(1, appends + 1):
            last = await journal.append(TENANT, pages(page, page + size - 1))
            _report(1, last)
            page = last + 1
    finally:
        await journal.close()


def run_for_ever(path: Path, report_to: Connection) -> None:
    """The target of a forked process."""
    asyncio.run(append_for_ever(path, report_to.fileno()))


def _report(report_to: int, position: int) -> None:
    os.write(report_to, position.to_bytes(8, "little"))


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(file=sys.stderr))
    try:
        asyncio.run(append_some(Path(sys.argv[1]), int(sys.argv[2])))
    except JournalBroken:
        sys.exit(BROKEN_EXIT_CODE)

"""A control plane that only has a worker: tells the worker's number and waits to be killed."""

import asyncio
import sys
from pathlib import Path

import structlog
from tests.replay.test_worker import Control

from antiphon.journal.sqlite import SqliteJournal


async def main(folder: Path) -> None:
    """Have a worker until somebody ends us."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    journal = await SqliteJournal.open(folder / "journal.db", reserve_bytes=4096)
    control = Control(folder, journal)
    running = asyncio.create_task(control.worker.run())
    await control.talk("c1")
    await control.board.wait_for(await control.record())
    sys.stdout.write(f"{control.worker.pid}\n")
    sys.stdout.flush()
    await running


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))

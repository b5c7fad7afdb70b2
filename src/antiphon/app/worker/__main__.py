"""The worker's own process: `python -m antiphon.app.worker NUMBER`, the number of its socket.

It lives as long as the process that started it: when that is gone, it ends at once, in whatever it
is doing. Everything it does may be repeated.
"""

import asyncio
import fcntl
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import structlog
import uvloop

from antiphon.app.logs import configure_logs
from antiphon.app.worker.messages import Beat, End, Grown, Job, Message, read, write
from antiphon.app.worker.work import Work

# Calls go first.
_NICENESS = 5

log = structlog.get_logger()


def main() -> None:
    """Work until told to end, or until nobody is left who could tell."""
    os.umask(0o077)
    os.nice(_NICENESS)
    uvloop.run(_work(socket.socket(fileno=int(sys.argv[1]))))


async def _work(link: socket.socket) -> None:
    reader, writer = await asyncio.open_connection(sock=link)
    job = await read(reader)
    if isinstance(job, Job):
        configure_logs(job.folder / "log" / "worker.log", level=job.log_level)
        code = await _serve(job, reader, writer)
        sys.stderr.flush()
        # Threads that are in the middle of something are not waited for.
        os._exit(code)


async def _serve(job: Job, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    def send(message: Message) -> None:
        write(writer, message)

    work = Work(job, send)
    listening = asyncio.create_task(_listen(reader, work), name="control plane")
    working = asyncio.create_task(_work_alone(job, work), name="work")
    beating = asyncio.create_task(_beat(job.beat_s, send), name="beat")
    await asyncio.wait([listening, working], return_when=asyncio.FIRST_COMPLETED)
    if not listening.done():
        error = working.exception()
        log.error("worker.failed", exc_info=error)
        return 1
    working.cancel()
    beating.cancel()
    await asyncio.wait([working, beating])
    if listening.result():
        await work.close()
    return 0


async def _beat(every_s: float, send: Callable[[Message], None]) -> None:
    """Only a loop that turns can say this, which is what it is for."""
    while True:
        send(Beat())
        await asyncio.sleep(every_s)


async def _listen(reader: asyncio.StreamReader, work: Work) -> bool:
    """Whether an orderly end was asked for; the alternative is that nobody is there any more."""
    while (message := await read(reader)) is not None:
        match message:
            case Grown():
                work.notify()
            case End():
                return True
            case _:
                pass
    return False


async def _work_alone(job: Job, work: Work) -> None:
    # The worker of a control plane that was killed has an instant left to live.
    descriptor = await asyncio.to_thread(_take_lock, job.folder / "worker.lock")
    try:
        await work.run()
    finally:
        os.close(descriptor)


def _take_lock(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


if __name__ == "__main__":
    main()

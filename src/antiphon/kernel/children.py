"""Programs that are run to their end: their output line by line, and no orphan when we stop.

Killed outright we cannot end them. What `inherited` gives them, such as a lock, they then hold
until they are done.
"""

import asyncio
import contextlib
import os
import signal
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path

_TAIL_LINES = 30
_GRACE_S = 3.0
_inherited: ContextVar[tuple[int, ...]] = ContextVar("inherited", default=())


class ProgramFailed(Exception):  # noqa: N818 (it names what happened)
    """A program could not be started or ended with an error; `tail` holds its last lines."""

    def __init__(self, program: str, code: int | None, tail: str) -> None:
        super().__init__(f"{program} failed ({code}): {tail}" if tail else f"{program} failed")
        self.program = program
        self.code = code
        self.tail = tail


@contextlib.contextmanager
def inherited(descriptor: int) -> Iterator[None]:
    """Programs that are started here keep this file open as long as they live."""
    token = _inherited.set((*_inherited.get(), descriptor))
    try:
        yield
    finally:
        _inherited.reset(token)


async def run_lines(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> AsyncIterator[str]:
    """Run `command` and give its lines, both outputs mixed, as they come.

    Close the iterator early (or be cancelled) and the program with all its children is ended.

    Raises:
        ProgramFailed: it did not start, or ended with anything but 0.
    """
    name = Path(command[0]).name
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})},
            cwd=folder,
            start_new_session=True,
            pass_fds=_inherited.get(),
            limit=1 << 20,
        )
    except OSError as error:
        raise ProgramFailed(name, None, str(error)) from error
    assert process.stdout is not None  # noqa: S101 (it is: PIPE was asked for)
    tail: deque[str] = deque(maxlen=_TAIL_LINES)
    try:
        async for raw in process.stdout:
            line = raw.decode(errors="replace").rstrip()
            tail.append(line)
            yield line
        code = await process.wait()
    finally:
        await _end(process)
    if code != 0:
        raise ProgramFailed(name, code, "\n".join(tail))


async def run(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> list[str]:
    """Run `command` to its end and give all its lines. Raises ProgramFailed."""
    lines = run_lines(command, environment=environment, folder=folder)
    return [line async for line in lines]


async def kill(process: asyncio.subprocess.Process) -> None:
    """Kill a program that we may be done with, and wait for its end even if we are cancelled."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    ended = asyncio.ensure_future(process.wait())
    try:
        await asyncio.shield(ended)
    except asyncio.CancelledError:
        await ended
        raise


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    # It leads a session of its own, so its number is its group's.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _GRACE_S)
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await kill(process)

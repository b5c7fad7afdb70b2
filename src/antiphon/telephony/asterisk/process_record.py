"""What is known of the Asterisk on a folder: its port and password, and which process it is.

Kept in files, so that the next control plane finds the Asterisk that the last one left behind. A
process is the same one only if its start time is the same too: numbers are given out again.
"""

import asyncio
import os
import secrets
import signal
import socket
from contextlib import suppress
from pathlib import Path

import msgspec
import psutil
import structlog

from antiphon.telephony.asterisk.exit_watch import wait_for_exit

STOP_WITHIN_S = 3.0

log = structlog.get_logger()


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """How we reach our Asterisk; made once per data folder."""

    http_port: int
    password: str


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """An Asterisk that we started, and digests of the configuration it read."""

    pid: int
    created_at: float
    read_once: str
    reloadable: str


def provide_access(folder: Path) -> Access:
    """The port and password kept in `folder`; a port that somebody else took is replaced."""
    file = folder / "access.json"
    running = find_running(folder)
    try:
        access = msgspec.json.decode(file.read_bytes(), type=Access)
        if running is not None or _is_free(access.http_port):
            return access
        password = access.password
    except (OSError, msgspec.MsgspecError):
        password = secrets.token_urlsafe(32)
    access = Access(http_port=_free_port(), password=password)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(file, msgspec.json.encode(access))
    return access


def process_file(folder: Path) -> Path:
    """Where the Asterisk that runs is noted."""
    return folder / "process.json"


def running_pid(folder: Path) -> int | None:
    """The number of the Asterisk that runs on `folder`, whoever started it."""
    running = find_running(folder)
    return running.pid if running else None


async def end_left_behind(folder: Path) -> int | None:
    """End the Asterisk that runs on `folder` though its control plane is gone; gives its number."""
    running = find_running(folder)
    if running is not None:
        await end(running, kill=False)
        process_file(folder).unlink(missing_ok=True)
    return running.pid if running else None


def find_running(folder: Path) -> Running | None:
    """The Asterisk that runs on `folder` now."""
    try:
        running = msgspec.json.decode(process_file(folder).read_bytes(), type=Running)
    except (OSError, msgspec.MsgspecError):
        return None
    return running if is_same(running) else None


async def end(running: Running, *, kill: bool) -> None:
    """End a process, by force if it takes too long."""
    with suppress(ProcessLookupError):
        # A stopped process cannot act on SIGTERM.
        os.kill(running.pid, signal.SIGCONT)
        os.kill(running.pid, signal.SIGKILL if kill else signal.SIGTERM)
    try:
        await asyncio.wait_for(wait_for_exit(running.pid), STOP_WITHIN_S)
    except TimeoutError:
        log.warning("engine.killed", pid=running.pid)
        with suppress(ProcessLookupError):
            os.kill(running.pid, signal.SIGKILL)
        await wait_for_exit(running.pid)


def is_same(running: Running) -> bool:
    """Whether that very process still runs."""
    try:
        process = psutil.Process(running.pid)
        is_alive = process.status() != psutil.STATUS_ZOMBIE
        return is_alive and abs(process.create_time() - running.created_at) < 0.05
    except psutil.Error:
        return False


def write_private(path: Path, content: bytes) -> None:
    """Replace a file that only its owner may read."""
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    partial.write_bytes(content)
    partial.replace(path)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

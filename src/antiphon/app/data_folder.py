"""One control plane on a data folder: the lock, and who holds it."""

import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class DataFolderInUse(Exception):  # noqa: N818 (it names what is the case)
    """Another control plane runs on this data folder."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        super().__init__(f"{folder} is in use by process {pid or '?'}")
        self.pid = pid


@contextmanager
def locked(folder: Path, *, url: str = "") -> Iterator[None]:
    """Hold the folder; the lock goes with the process, however it ends.

    Args:
        folder: the data folder.
        url: where the holder can be asked how it is.

    Raises:
        DataFolderInUse: somebody else holds it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(_file(folder), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DataFolderInUse(folder, _pid_in(folder)) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n{url}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def find_holder(folder: Path) -> int | None:
    """The process that runs on this folder now."""
    try:
        descriptor = os.open(_file(folder), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _pid_in(folder)
    finally:
        os.close(descriptor)
    return None


def ask_to_end(folder: Path) -> int | None:
    """Send SIGTERM to whoever runs on this folder; gives its number."""
    pid = find_holder(folder)
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
    return pid


def url_of_holder(folder: Path) -> str:
    """Where the process that runs on this folder can be asked how it is."""
    return [*_lines(folder), "", ""][1]


def _file(folder: Path) -> Path:
    return folder / "antiphon.lock"


def _pid_in(folder: Path) -> int | None:
    lines = _lines(folder)
    return int(lines[0]) if lines and lines[0].isdigit() else None


def _lines(folder: Path) -> list[str]:
    try:
        return _file(folder).read_text().splitlines()
    except OSError:
        return []

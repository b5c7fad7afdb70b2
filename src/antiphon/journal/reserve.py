"""Disk space set aside, so that a full disk leaves room for the work already begun.

When the disk is full the reserve is given up and the journal goes on for a while; the owner is told
and takes no new work. Once there is room again the reserve is set aside anew, and the owner told.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import structlog

_CHECK_EVERY_S = 2.0

log = structlog.get_logger(__name__)


class Reserve:
    """A file of a fixed size; `on_short(True)` when it is given up, `on_short(False)` when back."""

    def __init__(self, path: Path, size: int, on_short: Callable[[bool], None]) -> None:
        self._path = path
        self._size = size
        self._on_short = on_short
        self._is_held = False
        self._checked_at = 0.0

    def set_aside(self) -> None:
        """Take the space, if it is there; otherwise the journal starts short of it."""
        self._is_held = self._allocate()
        if not self._is_held:
            self._tell_short()

    def give_up(self) -> bool:
        """Free the space; False when it was free already."""
        if not self._is_held:
            return False
        self._path.unlink(missing_ok=True)
        self._is_held = False
        self._checked_at = time.monotonic()
        self._tell_short()
        return True

    def restore(self) -> None:
        """Take the space back when the disk has twice as much; looks every two seconds."""
        now = time.monotonic()
        if self._is_held or now - self._checked_at < _CHECK_EVERY_S:
            return
        self._checked_at = now
        disk = os.statvfs(self._path.parent)
        if disk.f_bavail * disk.f_frsize >= 2 * self._size and self._allocate():
            self._is_held = True
            log.info("journal.reserve_restored", path=str(self._path))
            self._on_short(False)

    def _allocate(self) -> bool:
        try:
            number = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                os.posix_fallocate(number, 0, self._size)
            finally:
                os.close(number)
        except OSError:
            self._path.unlink(missing_ok=True)
            return False
        return True

    def _tell_short(self) -> None:
        log.error("journal.disk_full", path=str(self._path))
        self._on_short(True)

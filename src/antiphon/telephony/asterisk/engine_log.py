"""Asterisk's log file as structured lines of ours.

Asterisk outlives us, so it writes to a file instead of a pipe, and we follow that file.
"""

import asyncio
import os
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import structlog

_POLL_S = 0.5
_MOST_AT_ONCE = 1 << 18
_LEVELS = {"NOTICE": "info", "WARNING": "warning", "ERROR": "error", "SECURITY": "info"}
# What Asterisk reports for every sign-in that goes well; and for every end point about a default of
# its own, which nobody set.
_ROUTINE = (
    'SecurityEvent="ChallengeSent"',
    'SecurityEvent="SuccessfulAuth"',
    "Option 'stir_shaken' is no longer supported",
)

log = structlog.get_logger()


class LogFollower:
    """Reads lines that are added to a log file, through rotation and truncation."""

    def __init__(self, path: Path, *, from_start: bool) -> None:
        self._path = path
        self._file: BinaryIO | None = None
        self._rest = b""
        self._skips_existing = not from_start

    async def follow(self) -> None:
        """Report new lines until cancelled."""
        try:
            while True:
                for line in self.new_lines():
                    report(line)
                # A file cannot be awaited; twice a second costs nothing and delays only log lines.
                await asyncio.sleep(_POLL_S)
        finally:
            self.close()

    def new_lines(self) -> list[bytes]:
        """The complete lines added since the last call."""
        if self._file is None or self._was_replaced(self._file):
            self.close()
            self._open()
        if self._file is None:
            return []
        *lines, self._rest = (self._rest + self._file.read(_MOST_AT_ONCE)).split(b"\n")
        return lines

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
        self._file, self._rest = None, b""

    def _open(self) -> None:
        try:
            self._file = self._path.open("rb")
        except OSError:
            return
        if self._skips_existing:
            self._file.seek(0, os.SEEK_END)
        self._skips_existing = False

    def _was_replaced(self, file: BinaryIO) -> bool:
        try:
            now = self._path.stat()
        except OSError:
            return False
        then = os.fstat(file.fileno())
        return now.st_ino != then.st_ino or now.st_size < file.tell()


def report(line: bytes) -> None:
    """Log one line of Asterisk's; what is not JSON (its banner) is left out."""
    try:
        record = msgspec.json.decode(line)
        entry: dict[str, Any] = record["logmsg"]
        place = entry["location"]
        text = str(entry["message"]).strip()
        level = _LEVELS.get(str(entry["level"]), "info")
        source = f"{place['filename']}:{place['line']}"
    except (msgspec.DecodeError, KeyError, TypeError):
        return
    if any(mark in text for mark in _ROUTINE):
        level = "debug"
    # Texts of Asterisk may hold callers' numbers and names.
    getattr(log, level)("engine.log", source=source, **{"pii.text": text})

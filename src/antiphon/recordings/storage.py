"""The recordings folder: finishing what the engine wrote, and finding what is kept.

`finish` never fails: it answers with what became of the recording. It may be repeated, and it
leaves the engine's files in place until the finished one is on the disk.
"""

import asyncio
import errno
import os
import re
import shutil
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from antiphon.kernel.clock import Clock
from antiphon.recordings.contract import (
    Capture,
    MissingReason,
    RecordingDeleted,
    RecordingMissing,
    RecordingStored,
)
from antiphon.recordings.wave_file import Shape, read_shape
from antiphon.telephony.engine import RecordingId

_PARTIAL = ".partial"
_SAFE_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}")
_MISSING_TOLERATED_S = 1.0
# The engine closes a file a moment after it tells that the leg ended: looked for so many times the
# pause between two looks.
_PATIENCE = 20
# By then whatever wrote a file has long told of it.
_UNOWNED_AFTER = timedelta(days=1)
# Copying shares the disk and the processors with the calls.
_AT_ONCE = 2

log = structlog.get_logger(__name__)


class RecordingUnknown(Exception):  # noqa: N818
    """There is no such recording."""


class RecordingStore:
    """Finished recordings as `yyyy/mm/dd/<id>.wav` in one folder."""

    def __init__(self, folder: Path, clock: Clock, *, settle_s: float = 0.2) -> None:
        self.folder = folder
        self._clock = clock
        self._settle_s = settle_s
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def finish(self, capture: Capture) -> RecordingStored | RecordingMissing:
        """Turn a capture whose leg has ended into a recording."""
        await self._settled(capture.sources)
        return await self._finish(capture)

    async def finish_left(self, capture: Capture) -> RecordingStored | RecordingMissing:
        """The same for a capture that an earlier run left behind: its file grows no more."""
        return await self._finish(capture)

    async def delete(self, capture: Capture) -> RecordingDeleted:
        """Delete what there is of a recording, finished or as the engine wrote it; repeatable.

        Raises:
            OSError: the disk refuses; the next start tries again.
        """
        await asyncio.to_thread(self._remove, capture)
        log.info("recording.deleted", recording=capture.recording_id)
        return RecordingDeleted(
            at=self._clock.now(),
            interaction_id=capture.interaction_id,
            recording_id=capture.recording_id,
        )

    async def clear_partial(self) -> None:
        """Remove what an earlier run had half written; before anything is finished."""
        await asyncio.to_thread(shutil.rmtree, self.folder / _PARTIAL, ignore_errors=True)

    async def name_unowned(self, folder: Path, known: Collection[Path]) -> None:
        """Log which of the engine's files in `folder` nobody asks for; none of them is removed."""
        try:
            found = await asyncio.to_thread(_unowned, folder, known, self._clock.now())
        except OSError as error:
            log.warning("recording.folder_unreadable", error=str(error))
            return
        for path in found:
            log.warning("recording.unowned", file=path.name)

    def find(self, path: str) -> Path:
        """The file of a `RecordingStored.path`.

        Raises:
            RecordingUnknown: it is not there, or does not lie in the folder.
        """
        root = self.folder.resolve()
        file = (root / path).resolve()
        if not file.is_relative_to(root) or file.suffix != ".wav" or not file.is_file():
            raise RecordingUnknown(path)
        return file

    async def peaks(self, path: str, columns: int) -> list[list[int]]:
        """For each channel, the loudest moment (0 to 255) of each of `columns` parts.

        Raises:
            RecordingUnknown: see `find`.
        """
        if not 1 <= columns <= 10_000:
            raise ValueError("columns must be between 1 and 10000")
        return await asyncio.to_thread(_peaks, self.find(path), columns)

    async def _settled(self, sources: Sequence[Path]) -> None:
        before: list[int] = []
        waited_s, limit_s = 0.0, _PATIENCE * self._settle_s
        while waited_s < limit_s:
            sizes = [_size(path) for path in sources]
            is_there = min(sizes) >= 0
            if is_there and sizes == before:
                return
            before = sizes
            # What is not there yet is most likely never written: it is looked for ever less.
            pause_s = self._settle_s if is_there else max(self._settle_s, waited_s)
            await asyncio.sleep(pause_s)
            waited_s += pause_s

    async def _finish(self, capture: Capture) -> RecordingStored | RecordingMissing:
        try:
            async with self._room:
                stored = await asyncio.to_thread(self._store, capture)
        except FileNotFoundError:
            return self._missing(capture, MissingReason.NOT_WRITTEN)
        except OSError as error:
            is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            reason = MissingReason.DISK_FULL if is_full else MissingReason.FAILED
            return self._missing(capture, reason, detail=type(error).__name__)
        except Exception as error:
            return self._missing(capture, MissingReason.FAILED, detail=type(error).__name__)
        if stored is None:
            return self._missing(capture, MissingReason.EMPTY)
        return stored

    def _missing(
        self, capture: Capture, reason: MissingReason, *, detail: str = ""
    ) -> RecordingMissing:
        # That there was nothing to hear is no fault of ours, and the journal says it.
        is_fault = reason in {MissingReason.DISK_FULL, MissingReason.FAILED}
        tell = log.error if is_fault else log.debug
        tell("recording.missing", recording=capture.recording_id, reason=reason, detail=detail)
        return RecordingMissing(
            at=self._clock.now(),
            interaction_id=capture.interaction_id,
            recording_id=capture.recording_id,
            reason=reason,
        )

    def _store(self, capture: Capture) -> RecordingStored | None:
        # As in `_peaks`.
        from antiphon.recordings.assembly import (  # noqa: PLC0415
            assemble,
            missing_s,
            parts_of,
            shape_of,
        )

        path = path_of(capture.recording_id, capture.started_at)
        target = self.folder / path
        if target.exists() and not any(source.exists() for source in capture.files()):
            shape = read_shape(target, rate=capture.rate, channels=1)
            return self._stored(capture, path, shape)
        parts = parts_of(capture)
        shape, lost_s = shape_of(capture, parts), missing_s(parts)
        if not shape.frames:
            return None
        partial = self.folder / _PARTIAL / f"{capture.recording_id}.wav"
        partial.parent.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            assemble(capture, parts, shape, partial)
            partial.replace(target)
            _sync(target.parent)
        finally:
            partial.unlink(missing_ok=True)
        for source in capture.files():
            source.unlink(missing_ok=True)
        return self._stored(capture, path, shape, lost_s)

    def _remove(self, capture: Capture) -> None:
        target = self.folder / path_of(capture.recording_id, capture.started_at)
        for path in (target, *capture.files()):
            path.unlink(missing_ok=True)
        if target.parent.exists():
            _sync(target.parent)

    def _stored(
        self, capture: Capture, path: str, shape: Shape, lost_s: float = 0.0
    ) -> RecordingStored:
        is_short = lost_s > _MISSING_TOLERATED_S
        return RecordingStored(
            at=self._clock.now(),
            interaction_id=capture.interaction_id,
            recording_id=capture.recording_id,
            path=path,
            seconds=round(shape.seconds, 3),
            size_bytes=_size(self.folder / path),
            channels=shape.channels,
            is_repaired=shape.is_cut or is_short,
            pauses=capture.pauses,
            missing_s=round(lost_s, 1) if is_short else 0.0,
            started_at=capture.started_at,
        )


def path_of(recording: RecordingId, started_at: datetime) -> str:
    """Where a recording is kept below the folder.

    Raises:
        ValueError: the id could lead elsewhere.
    """
    if not _SAFE_ID.fullmatch(recording):
        raise ValueError("this id cannot be a file's name")
    return f"{started_at.astimezone(UTC):%Y/%m/%d}/{recording}.wav"


def _unowned(folder: Path, known: Collection[Path], now: datetime) -> list[Path]:
    limit = (now - _UNOWNED_AFTER).timestamp()
    return sorted(
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.is_file() and path not in known and path.stat().st_mtime < limit
    )


def _peaks(file: Path, columns: int) -> list[list[int]]:
    # What computes with sound is not imported before there is some: a start does not wait for it.
    from antiphon.recordings.waveform import peaks  # noqa: PLC0415

    return peaks(file, columns)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

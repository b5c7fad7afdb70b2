"""How busy this machine is: processor, memory, disk. Where the system does not tell, nothing."""

import os
import shutil
from pathlib import Path

import msgspec

_STAT, _MEMORY = Path("/proc/stat"), Path("/proc/meminfo")


class MachineFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Shares in percent; None where this system does not tell."""

    processor: float | None
    memory: float | None
    disk: float | None


class Machine:
    """Reads the figures; the processor's share is that since it was last read."""

    def __init__(self, folder: Path) -> None:
        """`folder` lies on the disk that fills up with recordings."""
        self._folder = folder
        self._ticks = _ticks()

    def read(self) -> MachineFigures:
        """The figures now."""
        return MachineFigures(
            processor=self._processor(), memory=_memory(), disk=_disk(self._folder)
        )

    def _processor(self) -> float | None:
        before, self._ticks = self._ticks, _ticks()
        if before is None or self._ticks is None:
            return None
        idle, total = (now - then for now, then in zip(self._ticks, before, strict=True))
        # Asked twice within a tick: as busy as the last minute was.
        return _percent(total - idle, total) if total > 0 else _by_load()


def _ticks() -> tuple[int, int] | None:
    try:
        first = _STAT.read_text().splitlines()[0].split()[1:9]
    except OSError:
        return None
    ticks = [int(one) for one in first]
    # The fourth is idle, the fifth waits for a disk.
    return ticks[3] + ticks[4], sum(ticks)


def _by_load() -> float:
    return min(100.0, round(100 * os.getloadavg()[0] / (os.cpu_count() or 1), 1))


def _memory() -> float | None:
    try:
        lines = dict(line.split(":") for line in _MEMORY.read_text().splitlines())
    except OSError:
        return None
    total, free = (int(lines[name].split()[0]) for name in ("MemTotal", "MemAvailable"))
    return _percent(total - free, total)


def _disk(folder: Path) -> float:
    # Before the first recording there is no folder for them.
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    usage = shutil.disk_usage(nearest)
    return _percent(usage.used, usage.total)


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 1)

"""The last seconds of a conversation that goes on, from what the engine has written so far."""

from pathlib import Path

import numpy as np

from antiphon.recordings.wave_file import header

RATE = 8_000
_BYTES = 2


def last_seconds(sides: tuple[Path, ...], seconds: float) -> bytes:
    """A WAV file of both sides, the customer left; without sound when nothing is there yet.

    The engine writes in blocks, so the very last second or two may not be there.
    """
    frames = min((_frames(side) for side in sides), default=0)
    first = max(0, frames - round(seconds * RATE))
    channels = [_read(side, first, frames - first) for side in sides]
    if not channels:
        return header(rate=RATE, channels=2, frames=0)
    samples = np.stack(channels, axis=1)
    sound: bytes = samples.tobytes()
    return header(rate=RATE, channels=len(channels), frames=frames - first) + sound


def _frames(side: Path) -> int:
    try:
        return side.stat().st_size // _BYTES
    except OSError:
        return 0


def _read(side: Path, first: int, count: int) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    if not count:
        return np.zeros(0, "<i2")
    return np.fromfile(side, dtype="<i2", count=count, offset=first * _BYTES)

"""Making one WAV file of what the engine wrote: customer left, agent right."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import numpy as np

from antiphon.recordings.contract import Capture, Layout
from antiphon.recordings.wave_file import Shape, header, read_shape

_CHUNK_FRAMES = 1 << 17
# Two sides that ran together still end some frames apart.
_SIDES_MAY_DIFFER_S = 0.25

Frames = np.ndarray[tuple[int, int], np.dtype[np.int16]]


def shape_of(capture: Capture) -> Shape:
    """What the assembled file will be.

    Raises:
        FileNotFoundError: the engine wrote nothing.
        ValueError: what it wrote cannot be understood.
    """
    sides = _sides(capture)
    rates = {side.rate for side in sides}
    if len(rates) != 1:
        raise ValueError(f"the sides have different rates: {sorted(rates)}")
    lengths = [side.frames for side in sides]
    is_uneven = max(lengths) - min(lengths) > _SIDES_MAY_DIFFER_S * sides[0].rate
    return Shape(
        rate=sides[0].rate,
        channels=sides[0].channels if len(sides) == 1 else 2,
        offset=0,
        frames=max(lengths),
        is_cut=is_uneven or any(side.is_cut for side in sides),
    )


def assemble(capture: Capture, shape: Shape, target: Path) -> None:
    """Write the WAV file and put it on the disk; `target` must not be anybody's yet."""
    with target.open("wb") as file:
        file.write(header(rate=shape.rate, channels=shape.channels, frames=shape.frames))
        for frames in _frames(capture, shape):
            file.write(frames.tobytes())
        file.flush()
        os.fsync(file.fileno())


def _sides(capture: Capture) -> list[Shape]:
    channels = 2 if len(capture.sources) == 1 and capture.layout is not Layout.MONO else 1
    sides = [read_shape(path, rate=capture.rate, channels=channels) for path in capture.sources]
    if not sides or len(sides) > 2 or (len(sides) == 2 and any(s.channels != 1 for s in sides)):
        raise ValueError("a capture is one file, or two with one channel each")
    return sides


def _frames(capture: Capture, shape: Shape) -> Iterator[Frames]:
    sides = _sides(capture)
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("rb")) for path in capture.sources]
        for file, side in zip(files, sides, strict=True):
            file.seek(side.offset)
        for first in range(0, shape.frames, _CHUNK_FRAMES):
            count = min(_CHUNK_FRAMES, shape.frames - first)
            parts = [
                _read(file, side, max(0, min(count, side.frames - first)), count)
                for file, side in zip(files, sides, strict=True)
            ]
            joined = np.concatenate(parts, axis=1)
            is_swapped = capture.layout is Layout.AGENT_CUSTOMER and len(sides) == 1
            yield joined[:, ::-1] if is_swapped else joined


def _read(file: BinaryIO, side: Shape, there: int, count: int) -> Frames:
    """`count` frames, of which the side still has `there`; the rest is silence."""
    frames = np.zeros((count, side.channels), dtype="<i2")
    samples = np.frombuffer(file.read(there * 2 * side.channels), dtype="<i2")
    frames[: len(samples) // side.channels] = samples.reshape(-1, side.channels)
    return frames

"""Making one WAV file of what the engine wrote: customer left, agent right.

A conversation that was paused comes in parts. Each is put where it belongs in time, and a pause is
silent whatever the engine may have written after it was asked to stop.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np

from antiphon.recordings.contract import Capture, Layout
from antiphon.recordings.wave_file import Shape, header, read_shape

_CHUNK_FRAMES = 1 << 17
# Two sides that ran together still end some frames apart.
_SIDES_MAY_DIFFER_S = 0.25

Frames = np.ndarray[tuple[int, int], np.dtype[np.int16]]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What was written without a pause: its files, and `first` and `frames` in the whole.

    `heard_s` is how long both sides are there, `wanted_s` how long they should be; None: unknown.
    """

    sources: tuple[Path, ...]
    sides: Sequence[Shape]
    first: int
    frames: int
    wanted_s: float | None

    @property
    def heard_s(self) -> float:
        """How long the shorter side is."""
        return min((side.seconds for side in self.sides), default=0.0)

    @property
    def is_cut(self) -> bool:
        """Whether a file was not closed properly, or the sides do not end together."""
        lengths = [side.frames for side in self.sides]
        is_uneven = bool(self.sides) and (
            max(lengths) - min(lengths) > _SIDES_MAY_DIFFER_S * self.sides[0].rate
        )
        return is_uneven or any(side.is_cut for side in self.sides)


def parts_of(capture: Capture) -> list[Part]:
    """What the engine wrote, in order.

    Raises:
        FileNotFoundError: the engine wrote nothing.
        ValueError: what it wrote cannot be understood.
    """
    first_sides = _sides(capture, capture.sources)
    rates = {side.rate for side in first_sides}
    if len(rates) != 1:
        raise ValueError(f"the sides have different rates: {sorted(rates)}")
    rate = first_sides[0].rate
    begins = [0.0, *(pause.ends_s for pause in capture.pauses if pause.ends_s is not None)]
    ends = [*(pause.begins_s for pause in capture.pauses), capture.expected_s]
    parts: list[Part] = []
    for sources, begin, end in zip((capture.sources, *capture.later), begins, ends, strict=False):
        sides = first_sides if begin == 0.0 else _sides_if_any(capture, sources)
        is_bounded = end is not None and begin < end and len(parts) < len(capture.pauses)
        length = max((side.frames for side in sides), default=0)
        if is_bounded and end is not None:
            length = min(length, round((end - begin) * rate))
        part = Part(
            sources=sources,
            sides=sides,
            first=round(begin * rate),
            frames=length,
            wanted_s=None if end is None else max(0.0, end - begin),
        )
        parts.append(part)
    return parts


def shape_of(capture: Capture, parts: Sequence[Part]) -> Shape:
    """What the assembled file will be."""
    first = parts[0].sides
    ends_in_pause = bool(capture.pauses) and capture.pauses[-1].ends_s is None
    frames = max(part.first + part.frames for part in parts)
    if ends_in_pause and capture.expected_s is not None:
        frames = max(frames, round(capture.expected_s * first[0].rate))
    return Shape(
        rate=first[0].rate,
        channels=first[0].channels if len(first) == 1 else 2,
        offset=0,
        frames=frames,
        is_cut=any(part.is_cut for part in parts),
    )


def missing_s(parts: Sequence[Part]) -> float:
    """How many seconds should be there and are not: lost packets, a frozen engine."""
    return sum(max(0.0, p.wanted_s - p.heard_s) for p in parts if p.wanted_s is not None)


def assemble(capture: Capture, parts: Sequence[Part], shape: Shape, target: Path) -> None:
    """Write the WAV file and put it on the disk; `target` must not be anybody's yet."""
    with target.open("wb") as file:
        file.write(header(rate=shape.rate, channels=shape.channels, frames=shape.frames))
        at = 0
        for part in parts:
            _write_silence(file, shape.channels, part.first - at)
            for frames in _frames(capture, part):
                file.write(frames.tobytes())
            at = max(at, part.first + part.frames)
        _write_silence(file, shape.channels, shape.frames - at)
        file.flush()
        os.fsync(file.fileno())


def _write_silence(file: BinaryIO, channels: int, frames: int) -> None:
    for first in range(0, frames, _CHUNK_FRAMES):
        file.write(bytes(min(_CHUNK_FRAMES, frames - first) * 2 * channels))


def _sides_if_any(capture: Capture, sources: tuple[Path, ...]) -> list[Shape]:
    # A part whose files never came is missing, not a reason to lose the others.
    return _sides(capture, sources) if sources and all(p.exists() for p in sources) else []


def _sides(capture: Capture, sources: tuple[Path, ...]) -> list[Shape]:
    channels = 2 if len(sources) == 1 and capture.layout is not Layout.MONO else 1
    sides = [read_shape(path, rate=capture.rate, channels=channels) for path in sources]
    if not sides or len(sides) > 2 or (len(sides) == 2 and any(s.channels != 1 for s in sides)):
        raise ValueError("a capture is one file, or two with one channel each")
    return sides


def _frames(capture: Capture, part: Part) -> Iterator[Frames]:
    with ExitStack() as stack:
        files = [
            stack.enter_context(path.open("rb"))
            for path, _ in zip(part.sources, part.sides, strict=False)
        ]
        for file, side in zip(files, part.sides, strict=True):
            file.seek(side.offset)
        for first in range(0, part.frames, _CHUNK_FRAMES):
            count = min(_CHUNK_FRAMES, part.frames - first)
            sides = [
                _read(file, side, max(0, min(count, side.frames - first)), count)
                for file, side in zip(files, part.sides, strict=True)
            ]
            joined = np.concatenate(sides, axis=1)
            is_swapped = capture.layout is Layout.AGENT_CUSTOMER and len(part.sides) == 1
            yield joined[:, ::-1] if is_swapped else joined


def _read(file: BinaryIO, side: Shape, there: int, count: int) -> Frames:
    """`count` frames, of which the side still has `there`; the rest is silence."""
    frames = np.zeros((count, side.channels), dtype="<i2")
    samples = np.frombuffer(file.read(there * 2 * side.channels), dtype="<i2")
    frames[: len(samples) // side.channels] = samples.reshape(-1, side.channels)
    return frames

"""WAV files with 16-bit samples: reading their shape, also of files that a crash cut off."""

import struct
from pathlib import Path

import msgspec

HEADER_BYTES = 44
_LARGEST = 0xFFFF_FFFF


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """Where the samples lie in a file. `is_cut` marks a file that was not closed properly."""

    rate: int
    channels: int
    offset: int
    frames: int
    is_cut: bool

    @property
    def seconds(self) -> float:
        """How long it plays."""
        return self.frames / self.rate


def header(*, rate: int, channels: int, frames: int) -> bytes:
    """The bytes before the samples. Beyond 4 GB players go by the file's size."""
    width = 2 * channels
    size = min(frames * width, _LARGEST - 36)
    form = struct.pack("<HHIIHH", 1, channels, rate, rate * width, width, 16)
    return b"RIFF%bWAVEfmt %b%bdata%b" % (
        struct.pack("<I", size + 36),
        struct.pack("<I", len(form)),
        form,
        struct.pack("<I", size),
    )


def read_shape(path: Path, *, rate: int, channels: int) -> Shape:
    """The shape of a file: as its WAV header says, or raw samples at `rate`.

    Sizes that a crash left at zero, or larger than the file, are replaced by the true ones.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(4096)
    if start[:4] != b"RIFF" or start[8:12] != b"WAVE":
        return _shape(rate, channels, 0, size, is_cut=False)
    at, found_rate, found_channels = 12, rate, channels
    while at + 8 <= len(start):
        name = start[at : at + 4]
        [length] = struct.unpack_from("<I", start, at + 4)
        at += 8
        if name == b"data":
            there = size - at
            is_cut = length > there or (length == 0 and there > 0)
            used = there if is_cut else length
            return _shape(found_rate, found_channels, at, used, is_cut=is_cut)
        if name == b"fmt " and at + 16 <= len(start):
            coding, found_channels, found_rate, _, _, bits = struct.unpack_from(
                "<HHIIHH", start, at
            )
            if coding != 1 or bits != 16 or not found_channels or not found_rate:
                raise ValueError(f"{path.name} does not hold 16-bit samples")
        at += length + length % 2
    return _shape(found_rate, found_channels, len(start), 0, is_cut=True)


def _shape(rate: int, channels: int, offset: int, size: int, *, is_cut: bool) -> Shape:
    width = 2 * channels
    return Shape(
        rate=rate,
        channels=channels,
        offset=offset,
        frames=size // width,
        is_cut=is_cut or size % width != 0,
    )

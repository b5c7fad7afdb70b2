"""The outline of a recording, for a picture of who spoke when; kept beside the file."""

import os
import struct
from pathlib import Path

import numpy as np

from antiphon.recordings.wave_file import read_shape

_BINS_PER_S = 50
_CHUNK_BINS = 4_096
_head = struct.Struct("<8sQH")
_MAGIC = b"outline1"

Outline = np.ndarray[tuple[int, int], np.dtype[np.uint8]]


def peaks(path: Path, columns: int) -> list[list[int]]:
    """For each channel, the loudest moment (0 to 255) of each of `columns` equal parts.

    Raises:
        FileNotFoundError: there is no such recording.
    """
    outline = _kept_outline(path)
    edges = np.linspace(0, len(outline), columns + 1)
    firsts = np.minimum(edges[:-1].astype(int), max(0, len(outline) - 1))
    lasts = np.maximum(np.ceil(edges[1:]).astype(int), firsts + 1)
    return [
        [int(channel[first:last].max(initial=0)) for first, last in zip(firsts, lasts, strict=True)]
        for channel in outline.T
    ]


def outline_path(path: Path) -> Path:
    """Where a recording's outline is kept."""
    return path.with_suffix(".outline")


def _kept_outline(path: Path) -> Outline:
    size = path.stat().st_size
    kept = _read_outline(outline_path(path), size)
    if kept is not None:
        return kept
    outline = _outline(path)
    partial = path.with_suffix(f".outline.{os.getpid()}.partial")
    try:
        head = _head.pack(_MAGIC, size, outline.shape[1])
        partial.write_bytes(head + outline.tobytes())
        partial.replace(outline_path(path))
    except OSError:
        # It is only kept to save time: a full disk must not hide the waveform.
        partial.unlink(missing_ok=True)
    return outline


def _read_outline(path: Path, size: int) -> Outline | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if len(content) < _head.size:
        return None
    magic, of_size, channels = _head.unpack_from(content)
    body = np.frombuffer(content, np.uint8, offset=_head.size)
    if magic != _MAGIC or of_size != size or not channels or len(body) % channels:
        return None
    return body.reshape(-1, channels)


def _outline(path: Path) -> Outline:
    shape = read_shape(path, rate=8_000, channels=1)
    per_bin = max(1, shape.rate // _BINS_PER_S)
    parts = [np.zeros((0, shape.channels), np.uint8)]
    with path.open("rb") as file:
        file.seek(shape.offset)
        left = shape.frames
        while left > 0:
            count = min(left, per_bin * _CHUNK_BINS)
            raw = file.read(count * 2 * shape.channels)
            frames = np.frombuffer(
                raw[: len(raw) // (2 * shape.channels) * 2 * shape.channels], "<i2"
            )
            frames = frames.reshape(-1, shape.channels)
            if not len(frames):
                break
            left -= count
            bins = -(-len(frames) // per_bin)
            padded = np.zeros((bins * per_bin, shape.channels), np.int32)
            padded[: len(frames)] = np.abs(frames.astype(np.int32))
            loudest = padded.reshape(bins, per_bin, shape.channels).max(axis=1)
            parts.append((loudest * 255 // 32_768).astype(np.uint8))
    return np.concatenate(parts)

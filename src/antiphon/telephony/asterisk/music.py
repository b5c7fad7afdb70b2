"""The sounds that Asterisk plays by itself: music on hold and the beep, in the line's codecs.

Stored as u-law, A-law and 16 kHz linear, so that a waiting caller costs no transcoding.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import soundfile
import soxr
import structlog

log = structlog.get_logger(__name__)

Samples = np.ndarray[tuple[int], np.dtype[np.float64]]

_RATE = 16_000
_LINE_RATE = 8_000
# A quiet progression; each chord sounds for four seconds.
_CHORDS = ((220.0, 277.18, 329.63), (184.99, 220.0, 277.18), (146.83, 184.99, 220.0))


def write_beep(stem: Path) -> None:
    """Write what is heard before a message is recorded."""
    write_line_codecs(stem, _tone(1000.0, 0.25) * 0.3, _RATE)


def write_music(folder: Path, files: Sequence[Path]) -> None:
    """Write music on hold: the pieces in `files`, or one of our own where none can be read."""
    for name, samples, rate in _pieces(files):
        write_line_codecs(folder / name, samples, rate)


def write_line_codecs(stem: Path, samples: Samples, rate: int) -> None:
    """Write one sound as `stem`.ulaw, .alaw and .sln16, the last one complete meaning all are."""
    narrow = soxr.resample(samples, rate, _LINE_RATE, "HQ")
    wide = soxr.resample(samples, rate, _RATE, "HQ")
    for suffix, subtype in (("ulaw", "ULAW"), ("alaw", "ALAW")):
        soundfile.write(
            stem.with_name(f"{stem.name}.{suffix}"), narrow, _LINE_RATE, subtype, format="RAW"
        )
    partial = stem.with_name(f"{stem.name}.partial")
    soundfile.write(partial, wide, _RATE, "PCM_16", endian="LITTLE", format="RAW")
    partial.replace(stem.with_name(f"{stem.name}.sln16"))


def _pieces(files: Sequence[Path]) -> Iterator[tuple[str, Samples, int]]:
    read = 0
    for file in files:
        try:
            samples, rate = soundfile.read(file, dtype="float64", always_2d=True)
        except soundfile.SoundFileError as error:
            log.warning("music.file_unreadable", file=file.name, error=str(error))
            continue
        read += 1
        # Two pieces may differ in their suffix alone.
        yield f"{read:03}-{file.stem}", samples.mean(axis=1) * 0.5, rate
    if not read:
        yield "calm", _calm(), _RATE


def _calm() -> Samples:
    chords = []
    for chord in (*_CHORDS, _CHORDS[1]):
        tones = sum((_tone(pitch, 4.0) for pitch in chord), np.zeros(4 * _RATE))
        chords.append(tones / len(chord))
    return np.concatenate(chords) * 0.2


def _tone(pitch: float, seconds: float) -> Samples:
    at = np.arange(int(seconds * _RATE)) / _RATE
    edge = np.minimum(1.0, np.minimum(at, seconds - at) / min(0.5, seconds / 10))
    return np.sin(2 * np.pi * pitch * at) * edge

"""Making speech fit for the telephone: no silence around it, one loudness, in the line's codecs."""

import os
from pathlib import Path

import numpy as np
import soundfile
import soxr

from antiphon.flows.voice import Samples, Speech

# Root mean square of the spoken parts, as prompts are usually recorded for the telephone.
LOUDNESS_DBFS = -20.0
WIDE_RATE = 16_000
NARROW_RATE = 8_000

_FRAME_S = 0.01
_SILENCE_BELOW_PEAK_DB = 38.0
_LEAD_S = 0.02
_TAIL_S = 0.12
_FADE_S = 0.008
_KNEE = 0.7
_CEILING = 0.99


def polish(speech: Speech) -> Speech:
    """Trim, level and fade. Raises ValueError when there is nothing to hear."""
    rate = speech.rate
    levels = _frame_levels(speech.samples, rate)
    peak = float(levels.max(initial=0.0))
    if peak < 1e-4:
        raise ValueError("nothing but silence")
    spoken = np.flatnonzero(levels > peak * 10 ** (-_SILENCE_BELOW_PEAK_DB / 20))
    frame = int(rate * _FRAME_S)
    first = max(0, int(spoken[0]) * frame - int(rate * _LEAD_S))
    last = (int(spoken[-1]) + 1) * frame + int(rate * _TAIL_S)
    loudness = float(np.sqrt(np.mean(levels[spoken] ** 2)))
    samples = speech.samples[first:last] * (10 ** (LOUDNESS_DBFS / 20) / loudness)
    return Speech(samples=_faded(_limited(samples), rate), rate=rate)


def write_line_codecs(stem: Path, speech: Speech) -> None:
    """Write `stem`.ulaw, .alaw and .sln16; each appears whole, the last one when all are there."""
    narrow = soxr.resample(speech.samples, speech.rate, NARROW_RATE, "HQ")
    wide = soxr.resample(speech.samples, speech.rate, WIDE_RATE, "HQ")
    for suffix, samples, rate, coding in (
        ("ulaw", narrow, NARROW_RATE, "ULAW"),
        ("alaw", narrow, NARROW_RATE, "ALAW"),
        ("sln16", wide, WIDE_RATE, "PCM_16"),
    ):
        target = Path(f"{stem}.{suffix}")
        partial = Path(f"{stem}.{suffix}.{os.getpid()}.partial")
        try:
            with partial.open("wb") as file:
                endian = "LITTLE" if coding == "PCM_16" else "FILE"
                soundfile.write(file, samples, rate, coding, endian=endian, format="RAW")
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)


def _frame_levels(samples: Samples, rate: int) -> Samples:
    frame = int(rate * _FRAME_S)
    frames = np.resize(samples, (max(1, len(samples) // frame), frame))
    return np.asarray(np.sqrt(np.mean(frames**2, axis=1)))


def _limited(samples: Samples) -> Samples:
    """Round off peaks instead of cutting them."""
    size = np.abs(samples)
    room = _CEILING - _KNEE
    rounded = _KNEE + room * np.tanh((size - _KNEE) / room)
    return np.where(size > _KNEE, np.sign(samples) * rounded, samples)


def _faded(samples: Samples, rate: int) -> Samples:
    length = min(int(rate * _FADE_S), len(samples) // 2)
    ramp = np.linspace(0.0, 1.0, length)
    faded = samples.copy()
    faded[:length] *= ramp
    faded[len(faded) - length :] *= ramp[::-1]
    return faded

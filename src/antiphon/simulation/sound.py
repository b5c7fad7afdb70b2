"""Telephone sound: G.711 both ways, tones, files, and what is in a piece of it.

Samples are 16-bit at 8,000 a second. Levels are in dB below full scale.
"""

from enum import Enum
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

RATE = 8_000
FRAME = 160

Samples = npt.NDArray[np.int16]


class Codec(Enum):
    """The codecs a plain telephone speaks, by their RTP payload types."""

    PCMU = 0
    PCMA = 8


def _mu_law() -> Samples:
    code = ~np.arange(256)
    magnitude = ((((code & 15) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84
    return np.where(code & 0x80, -magnitude, magnitude).astype(np.int16)


def _a_law() -> Samples:
    code = np.arange(256) ^ 0x55
    exponent, mantissa = (code >> 4) & 7, (code & 15) << 4
    large = (mantissa + 0x108) << np.maximum(exponent - 1, 0)
    magnitude = np.where(exponent == 0, mantissa + 8, large)
    return np.where(code & 0x80, magnitude, -magnitude).astype(np.int16)


def _inverse(decoded: Samples) -> npt.NDArray[np.uint8]:
    order = np.argsort(decoded, kind="stable")
    values = decoded[order].astype(np.int32)
    every = np.arange(-32_768, 32_768)
    after = np.clip(np.searchsorted(values, every), 1, 255)
    is_before = every - values[after - 1] <= values[after] - every
    nearest: npt.NDArray[np.uint8] = order[np.where(is_before, after - 1, after)].astype(np.uint8)
    return nearest


_DECODED = {Codec.PCMU: _mu_law(), Codec.PCMA: _a_law()}
_ENCODED = {codec: _inverse(table) for codec, table in _DECODED.items()}
SILENCE = {codec: bytes([int(_ENCODED[codec][32_768])]) for codec in Codec}


def encode(samples: Samples, codec: Codec) -> bytes:
    """Samples as they travel."""
    return _ENCODED[codec][samples.astype(np.int32) + 32_768].tobytes()


def decode(data: bytes, codec: Codec) -> Samples:
    """What travelled, as samples."""
    return _DECODED[codec][np.frombuffer(data, np.uint8)]


def tone(hertz: float, seconds: float, *, level: float = -12.0) -> Samples:
    """A sine. Whole seconds of whole hertz can be played in a circle without a click."""
    time = np.arange(round(seconds * RATE)) / RATE
    amplitude = 32_767 * 10 ** (level / 20)
    return np.asarray(amplitude * np.sin(2 * np.pi * hertz * time), dtype=np.int16)


def load(path: Path) -> Samples:
    """A sound file in any rate and with any channels, as the telephone carries it."""
    data, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = soxr.resample(data.mean(axis=1), rate, RATE)
    return np.asarray(np.clip(mono * 32_767, -32_768, 32_767), dtype=np.int16)


def level(samples: Samples) -> float:
    """How loud, as the root of the mean square; -100 for silence or nothing."""
    if not len(samples):
        return -100.0
    power = float(np.mean(np.square(samples.astype(np.float64)))) / 32_767**2
    return max(-100.0, 10 * float(np.log10(power + 1e-12)))


def level_at(samples: Samples, hertz: float) -> float:
    """How loud the tone of `hertz` is in it, within about 15 Hz; -100 for none."""
    if len(samples) < RATE // 10:
        return -100.0
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) / len(samples)
    frequencies = np.fft.rfftfreq(len(samples), 1 / RATE)
    near = np.abs(frequencies - hertz) <= 15.0
    # 8/3 undoes the window's loss of power; the half of the spectrum we see carries half of it.
    power = 2 * float(np.sum(np.square(spectrum[near]))) * 8 / 3 / 32_767**2
    return max(-100.0, 10 * float(np.log10(power + 1e-12)))


def dominant(samples: Samples) -> float:
    """The strongest frequency in hertz; 0 for silence."""
    if len(samples) < RATE // 10 or level(samples) < -60:
        return 0.0
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * RATE / len(samples))

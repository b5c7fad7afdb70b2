"""Synthetic speech: a tone for each party, and what the engine would have written of it."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from antiphon.kernel.ids import InteractionId
from antiphon.recordings.contract import Capture, Layout
from antiphon.recordings.wave_file import header
from antiphon.telephony.engine import RecordingId

RATE = 8_000
CUSTOMER_HZ = 440.0
AGENT_HZ = 1_000.0
STARTED_AT = datetime(2026, 1, 5, 23, 59, 58, tzinfo=UTC)

Samples = np.ndarray[tuple[int], np.dtype[np.int16]]


def tone(pitch: float, seconds: float, *, level: float = 0.5) -> Samples:
    """One party's voice."""
    at = np.arange(int(seconds * RATE)) / RATE
    return np.asarray(level * 32_767 * np.sin(2 * np.pi * pitch * at), dtype="<i2")


def interleaved(left: Samples, right: Samples) -> bytes:
    """Two channels as the engine writes them into one file."""
    return np.stack([left, right], axis=1).astype("<i2").tobytes()


def a_wave(samples: bytes, *, channels: int = 1, claimed_frames: int | None = None) -> bytes:
    """A WAV file whose header claims so many frames."""
    true_frames = len(samples) // (2 * channels)
    frames = true_frames if claimed_frames is None else claimed_frames
    return header(rate=RATE, channels=channels, frames=frames) + samples


def a_capture(
    *sources: Path,
    layout: Layout = Layout.CUSTOMER_AGENT,
    expected_s: float | None = None,
    recording: str = "01call.a1",
) -> Capture:
    """What the engine wrote of one recording."""
    return Capture(
        interaction_id=InteractionId("01call"),
        recording_id=RecordingId(recording),
        started_at=STARTED_AT,
        sources=sources,
        layout=layout,
        rate=RATE,
        expected_s=expected_s,
    )


def pitch_of(samples: np.ndarray[tuple[int], np.dtype[np.float64]], rate: int = RATE) -> float:
    """The strongest frequency."""
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum) * rate / len(samples))

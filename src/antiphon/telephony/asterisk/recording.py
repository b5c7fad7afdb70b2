"""Reads what MixMonitor leaves: linear sound of both directions, interleaved, without a header.

Having no header, a file that a crash cut off is whole up to its last frame; nothing to repair.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 8_000


def two_channels(file: Path) -> NDArray[np.int16]:
    """One row a sample: left what the phone hears (the customer), right what it says (the agent)."""
    samples = np.fromfile(file, dtype="<i2")
    frames = samples[: len(samples) // 2 * 2].reshape(-1, 2)
    # Asterisk writes what it read from the phone first.
    return frames[:, ::-1]

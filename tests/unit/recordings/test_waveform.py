"""The outline of a recording: who spoke when, and how loud."""

from pathlib import Path

import numpy as np
import pytest
from tests.unit.recordings.tones import AGENT_HZ, CUSTOMER_HZ, RATE, a_wave, interleaved, tone

from antiphon.recordings.waveform import outline_path, peaks

pytestmark = pytest.mark.unit


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Ten seconds: the customer speaks in the first half, the agent softly in the second."""
    silence = np.zeros(5 * RATE, dtype="<i2")
    customer = np.concatenate([tone(CUSTOMER_HZ, 5.0, level=1.0), silence])
    agent = np.concatenate([silence, tone(AGENT_HZ, 5.0, level=0.25)])
    path = tmp_path / "call.wav"
    path.write_bytes(a_wave(interleaved(customer, agent), channels=2))
    return path


def test_each_channel_shows_its_own_speaker(recording: Path) -> None:
    left, right = peaks(recording, 10)
    assert left == pytest.approx([254] * 5 + [0] * 5, abs=1)
    assert right == pytest.approx([0] * 5 + [63] * 5, abs=1)


@pytest.mark.parametrize("columns", [1, 3, 499, 500, 501, 4_000])
def test_any_number_of_columns_can_be_asked_for(recording: Path, columns: int) -> None:
    left, right = peaks(recording, columns)
    assert len(left) == len(right) == columns
    assert max(left) == pytest.approx(254, abs=1)
    assert max(right) == pytest.approx(63, abs=1)


def test_a_kept_outline_gives_the_same_picture(recording: Path) -> None:
    first = peaks(recording, 100)
    assert outline_path(recording).exists()
    assert peaks(recording, 100) == first


@pytest.mark.parametrize("kept", [b"", b"rubbish", b"outline1" + bytes(10), bytes(5_000)])
def test_a_damaged_outline_is_made_anew(recording: Path, kept: bytes) -> None:
    first = peaks(recording, 100)
    outline_path(recording).write_bytes(kept)
    assert peaks(recording, 100) == first


def test_an_outline_of_another_file_is_made_anew(recording: Path) -> None:
    peaks(recording, 100)
    recording.write_bytes(a_wave(tone(AGENT_HZ, 1.0).tobytes()))
    [only] = peaks(recording, 4)
    assert only == pytest.approx([127] * 4, abs=1)


def test_one_click_is_seen_at_any_width(tmp_path: Path) -> None:
    samples = np.zeros(60 * RATE, dtype="<i2")
    samples[33 * RATE] = -32_768
    path = tmp_path / "click.wav"
    path.write_bytes(a_wave(samples.tobytes()))
    for columns in (1, 60, 777):
        [only] = peaks(path, columns)
        assert max(only) == 255
        assert abs(only.index(255) / columns - 33 / 60) <= 1 / columns


def test_an_empty_file_has_a_flat_outline(tmp_path: Path) -> None:
    path = tmp_path / "empty.wav"
    path.write_bytes(a_wave(b"", channels=2))
    assert peaks(path, 3) == [[0, 0, 0], [0, 0, 0]]

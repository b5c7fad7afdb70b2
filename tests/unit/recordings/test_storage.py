"""From what the engine wrote to a file that plays: whole, repaired and marked, or told missing."""

import asyncio
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile
from tests.support.fake_clock import FakeClock
from tests.unit.recordings.tones import (
    AGENT_HZ,
    CUSTOMER_HZ,
    RATE,
    STARTED_AT,
    a_capture,
    a_wave,
    interleaved,
    pitch_of,
    tone,
)

from antiphon.recordings.contract import (
    Capture,
    Layout,
    MissingReason,
    RecordingMissing,
    RecordingStored,
)
from antiphon.recordings.storage import RecordingStore, RecordingUnknown, path_of
from antiphon.telephony.engine import RecordingId

pytestmark = pytest.mark.unit

CUSTOMER = tone(CUSTOMER_HZ, 3.0)
AGENT = tone(AGENT_HZ, 3.0)
BOTH = interleaved(CUSTOMER, AGENT)


@pytest.fixture
def store(tmp_path: Path) -> RecordingStore:
    return RecordingStore(tmp_path / "recordings", FakeClock(), settle_s=0.001)


def written(tmp_path: Path, content: bytes, name: str = "capture.raw") -> Path:
    """A file as the engine leaves it."""
    path = tmp_path / name
    path.write_bytes(content)
    return path


async def stored(store: RecordingStore, capture: Capture) -> RecordingStored:
    result = await store.finish(capture)
    assert isinstance(result, RecordingStored)
    return result


async def missing(store: RecordingStore, capture: Capture) -> RecordingMissing:
    result = await store.finish(capture)
    assert isinstance(result, RecordingMissing)
    return result


def assert_customer_left_agent_right(file: Path, *, seconds: float = 3.0) -> None:
    samples, rate = soundfile.read(file)
    assert rate == RATE
    assert samples.shape == (int(seconds * RATE), 2)
    for channel, mine, other in ((0, CUSTOMER_HZ, AGENT_HZ), (1, AGENT_HZ, CUSTOMER_HZ)):
        spectrum = np.abs(np.fft.rfft(samples[:, channel]))
        bin_of = len(samples) / rate
        assert pitch_of(samples[:, channel]) == pytest.approx(mine, abs=1)
        assert spectrum[int(other * bin_of)] < spectrum.max() / 1_000


async def test_each_party_is_heard_on_its_own_side(store: RecordingStore, tmp_path: Path) -> None:
    source = written(tmp_path, BOTH)
    result = await stored(store, a_capture(source))
    assert_customer_left_agent_right(store.find(result.path))
    assert result.path == "2026/01/05/01call.a1.wav"
    assert (result.seconds, result.channels, result.is_repaired) == (3.0, 2, False)
    assert result.size_bytes == len(BOTH) + 44
    assert not source.exists()


async def test_an_engine_that_writes_the_agent_first_is_turned_round(
    store: RecordingStore, tmp_path: Path
) -> None:
    source = written(tmp_path, interleaved(AGENT, CUSTOMER))
    result = await stored(store, a_capture(source, layout=Layout.AGENT_CUSTOMER))
    assert_customer_left_agent_right(store.find(result.path))


async def test_two_files_become_two_sides(store: RecordingStore, tmp_path: Path) -> None:
    sources = written(tmp_path, CUSTOMER.tobytes(), "in"), written(tmp_path, AGENT.tobytes(), "out")
    result = await stored(store, a_capture(*sources))
    assert_customer_left_agent_right(store.find(result.path))
    assert not result.is_repaired


async def test_a_shorter_side_ends_in_silence_and_is_marked(
    store: RecordingStore, tmp_path: Path
) -> None:
    half = AGENT[: RATE * 3 // 2]
    sources = written(tmp_path, CUSTOMER.tobytes(), "in"), written(tmp_path, half.tobytes(), "out")
    result = await stored(store, a_capture(*sources))
    samples, _ = soundfile.read(store.find(result.path))
    assert result.is_repaired
    assert result.seconds == 3.0
    assert np.abs(samples[len(half) :, 1]).max() == 0
    assert pitch_of(samples[: len(half), 1]) == pytest.approx(AGENT_HZ, abs=1)
    assert np.abs(samples[len(half) :, 0]).max() > 0.4


async def test_a_message_has_one_channel(store: RecordingStore, tmp_path: Path) -> None:
    source = written(tmp_path, CUSTOMER.tobytes())
    result = await stored(store, a_capture(source, layout=Layout.MONO))
    samples, _ = soundfile.read(store.find(result.path))
    assert result.channels == 1
    assert pitch_of(samples) == pytest.approx(CUSTOMER_HZ, abs=1)


@pytest.mark.parametrize("lost", [1, 2, 3, 7])
async def test_a_file_cut_within_a_frame_plays_and_is_marked(
    store: RecordingStore, tmp_path: Path, lost: int
) -> None:
    source = written(tmp_path, BOTH[:-lost])
    result = await stored(store, a_capture(source))
    frames = (len(BOTH) - lost) // 4
    assert_customer_left_agent_right(store.find(result.path), seconds=frames / RATE)
    assert result.is_repaired


@pytest.mark.parametrize("claimed", [0, 10_000_000])
async def test_a_header_that_a_crash_left_wrong_is_repaired(
    store: RecordingStore, tmp_path: Path, claimed: int
) -> None:
    source = written(tmp_path, a_wave(BOTH, channels=2, claimed_frames=claimed), "capture.wav")
    result = await stored(store, a_capture(source))
    assert_customer_left_agent_right(store.find(result.path))
    assert result.is_repaired


async def test_a_whole_wave_file_is_not_marked(store: RecordingStore, tmp_path: Path) -> None:
    source = written(tmp_path, a_wave(BOTH, channels=2), "capture.wav")
    result = await stored(store, a_capture(source))
    assert_customer_left_agent_right(store.find(result.path))
    assert not result.is_repaired


@pytest.mark.parametrize(("expected_s", "is_repaired"), [(3.0, False), (3.9, False), (4.5, True)])
async def test_a_recording_shorter_than_the_talk_is_marked(
    store: RecordingStore, tmp_path: Path, expected_s: float, is_repaired: bool
) -> None:
    source = written(tmp_path, BOTH)
    result = await stored(store, a_capture(source, expected_s=expected_s))
    assert result.is_repaired is is_repaired


async def test_a_long_recording_is_put_together_piece_by_piece(
    store: RecordingStore, tmp_path: Path
) -> None:
    agent, customer = tone(AGENT_HZ, 40.0), tone(CUSTOMER_HZ, 40.0)
    source = written(tmp_path, interleaved(agent, customer))
    result = await stored(store, a_capture(source, layout=Layout.AGENT_CUSTOMER))
    samples, _ = soundfile.read(store.find(result.path), dtype="int16")
    assert np.array_equal(samples[:, 0], customer)
    assert np.array_equal(samples[:, 1], agent)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, MissingReason.NOT_WRITTEN),
        (b"", MissingReason.EMPTY),
        (b"\x01", MissingReason.EMPTY),
        (a_wave(b"", channels=2), MissingReason.EMPTY),
        (b"RIFF\x00\x00\x00\x00WAVE" + bytes(40), MissingReason.EMPTY),
    ],
)
async def test_a_recording_that_is_not_there_is_told(
    store: RecordingStore, tmp_path: Path, content: bytes | None, reason: MissingReason
) -> None:
    source = tmp_path / "capture.raw"
    if content is not None:
        written(tmp_path, content)
    result = await missing(store, a_capture(source))
    assert result.reason is reason
    assert result.stream() == "interaction/01call"


async def test_what_is_not_sound_is_told_and_kept(store: RecordingStore, tmp_path: Path) -> None:
    compressed = bytearray(a_wave(BOTH, channels=2))
    compressed[20] = 0x55
    source = written(tmp_path, bytes(compressed), "capture.wav")
    assert (await missing(store, a_capture(source))).reason is MissingReason.FAILED
    assert source.exists()


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """Writing beyond `size` fails, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_is_told_and_a_later_try_brings_the_recording(
    store: RecordingStore, tmp_path: Path
) -> None:
    source = written(tmp_path, BOTH)
    with files_limited_to(len(BOTH) // 2):
        result = await missing(store, a_capture(source))
    assert result.reason is MissingReason.DISK_FULL
    assert source.exists()
    assert waves_in(tmp_path) == []

    result_later = await store.finish_left(a_capture(source))
    assert isinstance(result_later, RecordingStored)
    assert_customer_left_agent_right(store.find(result_later.path))


def waves_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.wav"))


async def test_finishing_twice_gives_the_same_recording(
    store: RecordingStore, tmp_path: Path
) -> None:
    capture = a_capture(written(tmp_path, BOTH))
    first = await stored(store, capture)
    assert await stored(store, capture) == first
    written(tmp_path, BOTH)
    assert await stored(store, capture) == first


async def test_what_was_half_written_is_cleared(store: RecordingStore, tmp_path: Path) -> None:
    half = tmp_path / "recordings" / ".partial" / "01old.wav"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"RIFF")
    result = await stored(store, a_capture(written(tmp_path, BOTH)))
    await store.clear_partial()
    assert not half.exists()
    assert store.find(result.path)


async def test_the_engine_may_close_its_file_a_moment_later(tmp_path: Path) -> None:
    store = RecordingStore(tmp_path / "recordings", FakeClock(), settle_s=0.05)
    source = tmp_path / "capture.raw"

    async def write_slowly() -> None:
        for first in range(0, len(BOTH), 4_000):
            append(source, BOTH[first : first + 4_000])
            await asyncio.sleep(0.002)

    result, _ = await asyncio.gather(store.finish(a_capture(source)), write_slowly())
    assert isinstance(result, RecordingStored)
    assert result.seconds == 3.0


def append(path: Path, content: bytes) -> None:
    with path.open("ab") as file:
        file.write(content)


@pytest.mark.parametrize(
    "recording", ["", "../x", "a/b", ".hidden", "a\x00b", "a\nb", "x" * 121, "名"]
)
def test_an_id_that_could_lead_elsewhere_is_refused(recording: str) -> None:
    with pytest.raises(ValueError, match="cannot be a file's name"):
        path_of(RecordingId(recording), STARTED_AT)


@pytest.mark.parametrize(
    "path", ["../secret.wav", "/etc/passwd", "2026/01/05/none.wav", "link.wav", ".", ""]
)
def test_only_recordings_are_found(store: RecordingStore, tmp_path: Path, path: str) -> None:
    (tmp_path / "recordings").mkdir()
    written(tmp_path, b"secret", "secret.wav")
    (tmp_path / "recordings" / "link.wav").symlink_to(tmp_path / "secret.wav")
    with pytest.raises(RecordingUnknown):
        store.find(path)

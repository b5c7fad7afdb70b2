"""Paused recordings: each part where it belongs, silence between, and what is missing declared."""

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np
import pytest
import soundfile
from tests.support.centre import SmallCentre
from tests.support.fake_clock import FakeClock
from tests.unit.recordings.tones import AGENT_HZ, CUSTOMER_HZ, RATE, STARTED_AT, tone

from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.recordings.contract import (
    Capture,
    Layout,
    Pause,
    PauseRecording,
    RecordingDecided,
    RecordingPaused,
    RecordingResumed,
    RecordingStored,
    ResumeRecording,
)
from antiphon.recordings.domain import Awaited
from antiphon.recordings.rules import RecordingRule, SaveRecordingRules
from antiphon.recordings.storage import RecordingStore
from antiphon.telephony.contract import AgentRung
from antiphon.telephony.engine import RecordingId

pytestmark = pytest.mark.unit

CALL, ANN = InteractionId("c1"), AgentId("ann")
PAUSE = PauseRecording(interaction_id=CALL, agent_id=ANN)
RESUME = ResumeRecording(interaction_id=CALL, agent_id=ANN)


def written(folder: Path, name: str, seconds: float) -> tuple[Path, Path]:
    """Both sides of a part, as the engine writes them."""
    files = (folder / f"{name}.customer.raw", folder / f"{name}.agent.raw")
    for file, hertz in zip(files, (CUSTOMER_HZ, AGENT_HZ), strict=True):
        file.write_bytes(tone(hertz, seconds).tobytes())
    return files


def a_capture(folder: Path, first_s: float, **fields: object) -> Capture:
    capture = Capture(
        interaction_id=CALL,
        recording_id=RecordingId("c1.o1"),
        started_at=STARTED_AT,
        sources=written(folder, "first", first_s),
        layout=Layout.CUSTOMER_AGENT,
    )
    return msgspec.structs.replace(capture, **fields)


async def stored(folder: Path, capture: Capture) -> tuple[RecordingStored, np.ndarray]:
    store = RecordingStore(folder / "recordings", FakeClock(), settle_s=0.001)
    result = await store.finish(capture)
    assert isinstance(result, RecordingStored)
    samples, _ = soundfile.read(folder / "recordings" / result.path)
    return result, samples


def is_silent(samples: np.ndarray, begins_s: float, ends_s: float) -> bool:
    return not samples[round(begins_s * RATE) : round(ends_s * RATE)].any()


async def test_a_pause_is_silent_and_what_follows_comes_at_its_time(tmp_path: Path) -> None:
    capture = a_capture(
        tmp_path,
        2.0,
        expected_s=7.0,
        pauses=(Pause(begins_s=2.0, ends_s=5.0),),
        later=(written(tmp_path, "second", 2.0),),
    )
    result, samples = await stored(tmp_path, capture)
    assert (result.seconds, result.missing_s, result.is_repaired) == (7.0, 0.0, False)
    assert (result.pauses, result.started_at) == (capture.pauses, STARTED_AT)
    assert is_silent(samples, 2.0, 5.0)
    assert not is_silent(samples, 0.0, 2.0)
    assert not is_silent(samples, 5.0, 7.0)
    assert [file for file in capture.files() if file.exists()] == []


async def test_what_an_engine_wrote_into_a_pause_is_not_kept(tmp_path: Path) -> None:
    pauses = (Pause(begins_s=1.0, ends_s=3.0),)
    later = (written(tmp_path, "second", 1.0),)
    capture = a_capture(tmp_path, 3.9, expected_s=4.0, pauses=pauses, later=later)
    _, samples = await stored(tmp_path, capture)
    assert is_silent(samples, 1.0, 3.0)
    assert not is_silent(samples, 3.0, 4.0)


async def test_a_recording_that_ends_in_a_pause_is_as_long_as_the_talk(tmp_path: Path) -> None:
    pauses = (Pause(begins_s=1.0),)
    capture = a_capture(tmp_path, 3.0, expected_s=4.0, pauses=pauses)
    result, samples = await stored(tmp_path, capture)
    assert (result.seconds, result.missing_s) == (4.0, 0.0)
    assert is_silent(samples, 1.0, 4.0)


async def test_a_hole_is_measured_and_declared(tmp_path: Path) -> None:
    capture = a_capture(tmp_path, 8.5, expected_s=10.0)
    result, _ = await stored(tmp_path, capture)
    assert (result.missing_s, result.is_repaired) == (1.5, True)


async def test_a_part_that_never_came_is_missing_and_the_others_are_kept(tmp_path: Path) -> None:
    gone = (tmp_path / "never.customer.raw", tmp_path / "never.agent.raw")
    pauses = (Pause(begins_s=2.0, ends_s=3.0),)
    capture = a_capture(tmp_path, 2.0, expected_s=6.0, pauses=pauses, later=(gone,))
    result, samples = await stored(tmp_path, capture)
    assert result.missing_s == 3.0
    assert not is_silent(samples, 0.0, 2.0)


def test_the_book_knows_when_nothing_was_written() -> None:
    def at(second: float) -> datetime:
        return STARTED_AT + timedelta(seconds=second)

    awaited = Awaited(interaction_id=CALL, recording_id=RecordingId("r"), started_at=at(0))
    assert awaited.pauses() == ()
    awaited.turns = [at(2), at(5), at(8)]
    assert awaited.is_paused
    assert awaited.pauses() == (Pause(begins_s=2, ends_s=5), Pause(begins_s=8))


def test_an_agent_pauses_and_goes_on_and_twice_is_once() -> None:
    centre = SmallCentre("ann", "bob")
    centre.talk()
    (paused,) = centre.do(PAUSE)
    assert isinstance(paused, RecordingPaused)
    assert centre.do(PAUSE) == []
    (resumed,) = centre.do(RESUME)
    assert isinstance(resumed, RecordingResumed)
    assert resumed.part == 1
    assert centre.do(RESUME) == []
    with pytest.raises(RuleBroken, match="not in your hands"):
        centre.do(PauseRecording(interaction_id=CALL, agent_id=AgentId("bob")))


def test_a_rule_keeps_a_call_off_the_record_and_says_so() -> None:
    centre = SmallCentre("ann")
    rule = RecordingRule(id="none", name="Nothing", share_percent=0)
    centre.do(SaveRecordingRules(rules=(rule,), edited_version=0))
    centre.talk()
    rung = next(e for e in centre.events if isinstance(e, AgentRung))
    decided = next(e for e in centre.events if isinstance(e, RecordingDecided))
    assert rung.recording_id is None
    assert (decided.is_recorded, decided.reason, decided.rule) == (
        False,
        "outside_share",
        "Nothing",
    )
    assert centre.world.recordings.running(CALL) == []
    with pytest.raises(RuleBroken, match="not being recorded"):
        centre.do(PAUSE)

"""A recording that is paused: nothing is written meanwhile, and it goes on in another part."""

import asyncio
from pathlib import Path

import numpy as np
from tests.contract.telephony.asterisk_bench import (
    CALLER_TONE,
    PHONE_TONE,
    AsteriskBench,
    SipCaller,
    SipPhone,
)
from tests.contract.telephony.bench import Bench
from tests.contract.telephony.test_asterisk import conversation, end, heard_by
from tests.support.eventually import eventually
from tests.support.patience import PATIENCE_S
from tests.support.rtp import tone_in

from antiphon.kernel.ids import LegId
from antiphon.telephony.engine import LegAnswered, LegEnded, RecordingId, part_of

RECORDING = RecordingId("call-1.paused")
LATER = RecordingId("call-1.later")
REPEATED = RecordingId("call-1.repeated")


def size_of(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


async def settled(file: Path) -> int:
    """The size of a file that grows no more."""
    sizes = [-1]

    async def is_same() -> bool | None:
        sizes.append(size_of(file))
        await asyncio.sleep(0.3)
        return size_of(file) == sizes[-1] or None

    await eventually(is_same, PATIENCE_S)
    return size_of(file)


async def test_pausing_and_going_on_may_be_repeated_and_come_late(bench: Bench) -> None:
    await bench.add_phone("anna")
    leg = await bench.ring("call-1.a1", to="anna", recording=REPEATED)
    await bench.expect(LegAnswered, leg=leg)
    for _ in range(2):
        await bench.engine.pause_recording(leg)
    for _ in range(2):
        await bench.engine.resume_recording(leg, REPEATED, 1)
    await bench.engine.hang_up(leg)
    await bench.expect(LegEnded, leg=leg)
    await bench.engine.pause_recording(leg)
    await bench.engine.resume_recording(leg, REPEATED, 2)
    await bench.engine.pause_recording(LegId("never-heard-of"))


async def test_what_is_said_in_a_pause_is_in_no_file(real: AsteriskBench) -> None:
    leg, caller, agent_leg, phone = await conversation(real, recording=RECORDING)
    first, _ = real.engine.recording_files(RECORDING)
    await written(first)
    await real.engine.pause_recording(agent_leg)
    before = await settled(first)
    # The two hear each other all the time, and nothing of it is written.
    await both_hear(caller, phone)
    assert size_of(first) == before
    await real.engine.resume_recording(agent_leg, RECORDING, 1)
    customers, agents = real.engine.recording_files(part_of(RECORDING, 1))
    await written(customers)
    await both_hear(caller, phone)
    await real.engine.resume_recording(agent_leg, RECORDING, 1)
    await end(real, leg, agent_leg)
    assert await settled(first) == before
    side = np.fromfile(customers, dtype="<i2") / 32_768
    assert abs(tone_in(side[4_000:])[0] - CALLER_TONE) < 5
    assert size_of(agents) > 0


async def test_a_leg_may_be_recorded_later_than_it_was_answered_and_told_so_again(
    real: AsteriskBench,
) -> None:
    """An outside phone, whose greeting is nobody's; and after a gap all is asked for once more."""
    leg, caller, agent_leg, phone = await conversation(real)
    files = real.engine.recording_files(LATER)
    await both_hear(caller, phone)
    assert [size_of(file) for file in files] == [0, 0]
    await real.engine.resume_recording(agent_leg, LATER, 0)
    await written(files[0])
    real.lose_connection()
    await both_hear(caller, phone)
    before = size_of(files[0])
    real.regain_connection()
    await real.connected()
    await real.engine.resume_recording(agent_leg, LATER, 0)
    await both_hear(caller, phone)
    await end(real, leg, agent_leg)
    # It went on in the same files: what was there is not lost, and nothing was begun anew.
    assert await settled(files[0]) > before
    sides = [np.fromfile(file, dtype="<i2") / 32_768 for file in files]
    assert abs(len(sides[0]) - len(sides[1])) < 8_000
    for side, tone in zip(sides, (CALLER_TONE, PHONE_TONE), strict=True):
        assert len(side) > 2 * 8_000
        for half in np.array_split(side[4_000:], 2):
            assert abs(tone_in(half)[0] - tone) < 5


async def test_a_pause_outlives_the_control_plane(real: AsteriskBench) -> None:
    leg, caller, agent_leg, phone = await conversation(real, recording=RecordingId("call-1.kill"))
    first, _ = real.engine.recording_files(RecordingId("call-1.kill"))
    await written(first)
    await real.engine.pause_recording(agent_leg)
    before = await settled(first)
    real.lose_connection()
    await both_hear(caller, phone)
    assert size_of(first) == before
    real.regain_connection()
    await real.connected()
    await end(real, leg, agent_leg)
    assert size_of(first) == before


async def written(file: Path) -> None:
    """Wait until a second of sound is in the file."""

    async def is_there() -> bool | None:
        await asyncio.sleep(0.1)
        return size_of(file) >= 16_000 or None

    await eventually(is_there, PATIENCE_S)


async def both_hear(caller: SipCaller, phone: SipPhone) -> None:
    """Let a second be heard by both."""
    await asyncio.gather(heard_by(caller.call, 1.0), heard_by(phone.call, 1.0))

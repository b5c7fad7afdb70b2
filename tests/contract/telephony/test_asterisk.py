"""What only the real engine can show: sound, a new control plane, a rival, the guard's music."""

import asyncio
import time
from functools import partial
from pathlib import Path

import msgspec
import numpy as np
import pytest
from tests.contract.telephony.asterisk_bench import (
    CALLER_TONE,
    PHONE_TONE,
    AsteriskBench,
    SipCaller,
    SipPhone,
)
from tests.support.eventually import eventually
from tests.support.patience import PATIENCE_S
from tests.support.rtp import tone_in, ulaw_samples
from tests.support.sip import Call

from antiphon.kernel.ids import LegId
from antiphon.telephony.asterisk.ari import generate
from antiphon.telephony.asterisk.configuration import write_configuration
from antiphon.telephony.asterisk.engine import AsteriskEngine
from antiphon.telephony.engine import (
    BridgeId,
    EngineConnected,
    EngineEvent,
    EngineLost,
    EngineUnavailable,
    LegAnswered,
    LegArrived,
    LegEnded,
    LegSnapshot,
    PhoneChanged,
    PhoneId,
    PlaybackEnded,
    PlaybackId,
    RecordingId,
)

# The first chord of the music that is made when none is installed; the beep.
MUSIC_PITCHES, BEEP = {220.0, 277.0, 330.0, 185.0, 147.0}, 1000.0
# The dialplan takes us for frozen when the last heartbeat is older than three seconds.
HEARTBEAT_STALE_S = 4.2
# How often a gap below a second is tried.
ATTEMPTS = 20
# The level of the agents' tones, 0.4 of full scale.
LOUD = 0.2


async def conversation(
    bench: AsteriskBench, recording: str | None = None
) -> tuple[LegId, SipCaller, LegId, SipPhone]:
    caller = await bench.call_in()
    leg = (await bench.expect(LegArrived)).leg
    await bench.engine.answer(leg)
    await bench.expect(LegAnswered, leg=leg)
    phone = await bench.add_phone("anna")
    agent_leg = await bench.ring(f"{leg}.a1", to="anna", recording=recording)
    await bench.expect(LegAnswered, leg=agent_leg)
    await bench.engine.start_music(leg)
    await bench.engine.join(BridgeId(f"{leg}.b"), [leg, agent_leg])
    return leg, caller, agent_leg, phone


async def end(bench: AsteriskBench, leg: LegId, *others: LegId) -> None:
    await bench.engine.dissolve(BridgeId(f"{leg}.b"))
    for one in (leg, *others):
        await bench.engine.hang_up(one)
        await bench.expect(LegEnded, leg=one)


async def leg_in_hand(bench: AsteriskBench) -> LegSnapshot | None:
    """The one leg that is with us, told or not.

    Asterisk takes a moment to see that a connection broke. Whom it lets in before that is told to
    nobody, and found by looking.
    """
    legs = (await bench.engine.snapshot()).legs
    return next(iter(legs.values()), None)


async def heard_by(call: Call, seconds: float = 0.5) -> tuple[float, float]:
    """Pitch and level of what reaches a party from now on, the first 0.2 s left out."""
    start = len(call.media.heard) + 1_600
    await call.media.has_heard(start + int(seconds * 8_000), within_s=PATIENCE_S)
    return tone_in(ulaw_samples(bytes(call.media.heard[start:])))


async def hears_nothing(call: Call) -> None:
    """Wait until half a second brings no sound, or nothing at all."""

    async def is_quiet() -> bool | None:
        start = len(call.media.heard)
        await asyncio.sleep(0.5)
        return tone_in(ulaw_samples(bytes(call.media.heard[start:])))[1] < 0.002 or None

    await eventually(is_quiet, PATIENCE_S)


async def test_both_sides_hear_each_other_and_no_music(real: AsteriskBench) -> None:
    leg, caller, agent_leg, phone = await conversation(real)
    for call, tone in ((caller.call, PHONE_TONE), (phone.call, CALLER_TONE)):
        pitch, level = await heard_by(call)
        assert pitch == pytest.approx(tone, abs=5)
        assert level > LOUD
    await end(real, leg, agent_leg)


async def test_a_recording_has_the_customer_first_and_the_agent_second(
    real: AsteriskBench,
) -> None:
    begun = time.monotonic()
    leg, caller, agent_leg, phone = await conversation(real, recording="call-1.rec")
    listeners = (phone.call.media, caller.call.media)
    before = [len(media.heard) for media in listeners]
    for call in (caller.call, phone.call):
        await heard_by(call, 1.5)
    # What went through the engine to the other side was there to be recorded.
    least = [(len(m.heard) - n) / 8_000 for m, n in zip(listeners, before, strict=True)]
    await end(real, leg, agent_leg)
    most = time.monotonic() - begun
    files = real.engine.recording_files(RecordingId("call-1.rec"))
    for file, tone, shortest in zip(files, (CALLER_TONE, PHONE_TONE), least, strict=True):
        side = np.fromfile(file, dtype="<i2") / 32_768
        # The recorder fills up the frames it has not heard yet when the leg ends.
        assert shortest - 0.4 <= len(side) / 8_000 <= most + 0.4
        pitch, level = tone_in(side[4_000:])
        assert pitch == pytest.approx(tone, abs=5)
        assert level > LOUD


async def test_the_caller_hears_prompt_then_music_then_silence(real: AsteriskBench) -> None:
    caller = await real.call_in()
    leg = (await real.expect(LegArrived)).leg
    await real.engine.answer(leg)
    await real.engine.play(leg, PlaybackId("p-beep"), [real.prompt] * 6)
    pitch, _ = await heard_by(caller.call, 0.6)
    assert pitch == pytest.approx(BEEP, abs=10)
    await real.expect(PlaybackEnded)
    await real.engine.start_music(leg)
    pitch, level = await heard_by(caller.call, 1.0)
    assert min(abs(pitch - known) for known in MUSIC_PITCHES) < 3
    assert level > 0.01
    await real.engine.stop_music(leg)
    await hears_nothing(caller.call)
    await end(real, leg)


async def test_a_file_that_is_missing_has_failed(real: AsteriskBench) -> None:
    leg, _ = await real.answered()
    await real.engine.play(leg, PlaybackId("p-none"), [Path("/nowhere/to/be/found")])
    assert (await real.expect(PlaybackEnded)).is_failed
    await end(real, leg)


async def test_a_new_control_plane_adopts_what_it_finds(real: AsteriskBench) -> None:
    leg, caller, agent_leg, phone = await conversation(real)
    waiting_caller = await real.call_in(number="+492222")
    waiting = (await real.expect(LegArrived)).leg
    await real.stop_engine()
    pitch, _ = await heard_by(caller.call)
    assert pitch == pytest.approx(PHONE_TONE, abs=5)
    real.relay = type(real.relay)(real.asterisk.settings.http_port)
    real.reports.clear()
    await real.start_engine()
    snapshot = await real.engine.snapshot()
    assert set(snapshot.legs) == {leg, agent_leg, waiting}
    assert snapshot.legs[agent_leg].call == "call-1"
    assert snapshot.legs[waiting].caller_number == "+492222"
    assert snapshot.bridges == {BridgeId(f"{leg}.b"): frozenset([leg, agent_leg])}
    await real.engine.join(BridgeId(f"{leg}.b"), [leg, agent_leg])
    await real.engine.answer(waiting)
    await real.expect(LegAnswered, leg=waiting)
    await phone.hang_up()
    await real.expect(LegEnded, leg=agent_leg)
    await waiting_caller.hang_up()
    await real.expect(LegEnded, leg=waiting)
    await end(real, leg)


async def test_a_playback_of_an_earlier_control_plane_is_not_played_again(
    real: AsteriskBench,
) -> None:
    leg, _ = await real.answered()
    await real.engine.play(leg, PlaybackId("p-long"), [real.prompt] * 8)
    await real.stop_engine()
    real.relay = type(real.relay)(real.asterisk.settings.http_port)
    await real.start_engine()
    await real.engine.snapshot()
    await real.engine.play(leg, PlaybackId("p-long"), [real.prompt] * 8)
    await real.expect(PlaybackEnded, playback=PlaybackId("p-long"))
    await real.nothing_more(PlaybackEnded)
    await end(real, leg)


async def test_the_one_that_was_replaced_acts_no_more(real: AsteriskBench) -> None:
    leg, _ = await real.answered()
    rival = AsteriskEngine(real.asterisk.settings)
    heard: list[object] = []
    connected = asyncio.Event()

    def hear(event: object) -> None:
        heard.append(event)
        connected.set()

    rival.listen(hear)
    running = asyncio.create_task(rival.start())
    await asyncio.wait_for(connected.wait(), PATIENCE_S)
    await real.expect(EngineLost)
    with pytest.raises(EngineUnavailable, match="took over"):
        await real.engine.hang_up(leg)
    assert (await rival.snapshot()).legs[leg].is_up
    await rival.hang_up(leg)
    await rival.stop()
    await running
    await real.stop_engine()
    real.relay = type(real.relay)(real.asterisk.settings.http_port)
    await real.start_engine()


async def test_a_fault_in_one_calls_handling_leaves_the_connection(real: AsteriskBench) -> None:
    def fail(event: EngineEvent) -> None:
        real.hear(event)
        raise ZeroDivisionError

    real.engine.listen(fail)
    leg, _ = await real.arrived()
    await real.engine.hang_up(leg)
    await real.expect(LegEnded, leg=leg)
    assert real.find(EngineLost, {}) is None
    real.engine.listen(real.hear)


async def test_a_phone_removed_in_mid_call_is_still_told_to_end(real: AsteriskBench) -> None:
    leg, _caller, agent_leg, phone = await conversation(real)
    await real.engine.remove_phone(PhoneId("anna"))
    await real.expect(PhoneChanged, is_reachable=False)
    await phone.hang_up()
    await real.expect(LegEnded, leg=agent_leg)
    await end(real, leg)


async def answered_leg(bench: AsteriskBench, phone: SipPhone, name: str) -> LegId:
    """Ring until it is answered; each leg that does not come so far is told to have ended.

    Asterisk may still forget the addresses of a phone that had the name before: a phone that is
    not rung registers again.
    """
    for attempt in range(ATTEMPTS):
        leg = await bench.ring(f"{name}-{attempt}", to=phone.agent.user)

        async def told(leg: LegId = leg) -> LegAnswered | LegEnded | None:
            answered = bench.find(LegAnswered, {"leg": leg})
            return answered or bench.find(LegEnded, {"leg": leg})

        if isinstance(await eventually(told, PATIENCE_S), LegAnswered):
            return leg
        assert await phone.agent.register() == 200
    pytest.fail("a registered phone is not rung")


async def test_a_phone_that_comes_and_goes_loses_no_end(real: AsteriskBench) -> None:
    for round_ in range(10):
        phone = await real.add_phone("anna")
        leg = await answered_leg(real, phone, f"call-1.again{round_}")
        await phone.hang_up()
        await real.expect(LegEnded, leg=leg)
        await phone.unregister()
        await real.engine.remove_phone(PhoneId("anna"))
        await real.expect(PhoneChanged, is_reachable=False)


async def test_a_frozen_control_plane_costs_seconds_of_music_not_the_call(
    real: AsteriskBench,
) -> None:
    real.relay.freeze()
    await asyncio.sleep(HEARTBEAT_STALE_S)
    caller = await real.call_in()
    await asyncio.wait_for(caller.call.is_ringing.wait(), PATIENCE_S)
    await asyncio.wait_for(caller.call.is_up.wait(), PATIENCE_S)
    assert (await heard_by(caller.call))[1] > 0.01
    assert not caller.call.is_over.is_set()
    real.relay.mend()

    async def told_late() -> LegArrived | None:
        # A freeze that lasted long has cost the connection too.
        if real.find(EngineConnected, {}):
            await real.engine.open_for_calls()
        return real.find(LegArrived, {})

    told = await eventually(told_late, PATIENCE_S)
    await real.engine.answer(told.leg)
    await real.expect(LegAnswered, leg=told.leg)
    await hears_nothing(caller.call)
    await end(real, told.leg)


async def test_without_a_control_plane_the_fallback_ends_the_call(real: AsteriskBench) -> None:
    await real.stop_engine()
    caller = await real.call_in()
    begun = time.monotonic()
    await asyncio.wait_for(caller.call.is_over.wait(), 2 * PATIENCE_S)
    assert time.monotonic() - begun > 10
    assert len(caller.call.media.heard) > 8 * 8_000
    real.relay = type(real.relay)(real.asterisk.settings.http_port)
    await real.start_engine()


async def test_a_gap_below_a_second_is_not_noticed(real: AsteriskBench) -> None:
    for _ in range(ATTEMPTS):
        begun = time.monotonic()
        real.lose_connection()
        await real.expect(EngineLost)
        caller = await real.call_in()
        await asyncio.sleep(0.3)
        real.regain_connection()
        await real.expect(EngineConnected)
        if time.monotonic() - begun >= 1:  # The last sign of life may be too old to be let in.
            await real.engine.open_for_calls()
        leg = await eventually(partial(leg_in_hand, real), PATIENCE_S)
        gap_s = time.monotonic() - begun
        await real.engine.open_for_calls()
        was_noticed = leg.is_up or caller.call.is_up.is_set()
        await end(real, leg.leg)
        if gap_s < 1:  # A busy machine may make a longer one, which is another story.
            assert not was_noticed
            return
    pytest.fail("the machine is too slow to make a gap below a second")


async def test_the_generated_code_is_what_asterisk_describes(real: AsteriskBench) -> None:
    description = generate.Description(real.asterisk.settings.data / "rest-api")
    folder = Path(generate.__file__).parent
    for name, text in (("messages.py", generate.messages), ("requests.py", generate.requests)):
        assert (folder / name).read_text() == generate.formatted(text(description))


async def test_the_configuration_is_the_same_each_time(real: AsteriskBench) -> None:
    etc = real.asterisk.settings.folder / "etc"
    before = {path.name: path.read_bytes() for path in etc.iterdir()}
    write_configuration(msgspec.structs.replace(real.asterisk.settings))
    assert {path.name: path.read_bytes() for path in etc.iterdir()} == before

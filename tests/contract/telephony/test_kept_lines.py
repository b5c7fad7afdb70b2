"""Legs over a line that is kept open: one ring of the phone, and calls that come and go on it."""

import time
from itertools import pairwise

import pytest
from tests.contract.telephony.asterisk_bench import CALLER_TONE, PHONE_TONE, AsteriskBench
from tests.contract.telephony.bench import Bench, WorldPhone
from tests.contract.telephony.tones import (
    THIRD_TONE,
    a_speaking_caller,
    a_speaking_phone,
    hears,
)
from tests.support.eventually import eventually
from tests.support.patience import PATIENCE_S
from tests.support.rtp import RATE

from antiphon.kernel.ids import InteractionId, LegId
from antiphon.simulation.sound import Codec
from antiphon.telephony.engine import (
    BridgeId,
    EndCause,
    LegAnswered,
    LegArrived,
    LegEnded,
    RecordingId,
)

LINE = "line.anna.1.leg"
BRIDGE = BridgeId("call-1.bridge")
RINGING = (440.0, 480.0)
# What one caller says after the other.
TALKING = (THIRD_TONE, 900.0, 1_300.0)


async def an_open_line(bench: Bench) -> tuple[LegId, WorldPhone]:
    """Anna's phone, rung once and up for nobody."""
    phone = await bench.add_phone("anna")
    line = await bench.ring(LINE, to="anna")
    await bench.expect(LegAnswered, leg=line)
    return line, phone


async def ring_on(
    bench: Bench, leg: str, *, line: str = LINE, recording: str | None = None, timeout_s: int = 20
) -> LegId:
    """A call's leg over the line."""
    await bench.engine.ring_on(
        LegId(leg),
        call=InteractionId("call-1"),
        line=LegId(line),
        timeout_s=timeout_s,
        recording=RecordingId(recording) if recording else None,
    )
    return LegId(leg)


async def taken(bench: Bench, leg: str) -> LegId:
    rung = await ring_on(bench, leg)
    await bench.engine.take(rung)
    await bench.expect(LegAnswered, leg=rung)
    return rung


async def end(bench: Bench, *legs: LegId) -> None:
    for leg in legs:
        await bench.engine.hang_up(leg)
        await bench.expect(LegEnded, leg=leg)


async def test_calls_come_and_go_on_one_line(bench: Bench) -> None:
    line, _ = await an_open_line(bench)
    for number in range(3):
        leg = await ring_on(bench, f"call-1.a{number}")
        await bench.nothing_more(LegAnswered, LegEnded)
        await bench.engine.take(leg)
        await bench.expect(LegAnswered, leg=leg)
        await bench.engine.hang_up(leg)
        ended = await bench.expect(LegEnded, leg=leg)
        assert not ended.by_far_end
    await bench.nothing_more(LegArrived, LegAnswered, LegEnded)
    assert set((await bench.engine.snapshot()).legs) == {line}
    await end(bench, line)


async def test_each_command_may_be_repeated(bench: Bench) -> None:
    line, _ = await an_open_line(bench)
    leg = await ring_on(bench, "call-1.a1")
    await ring_on(bench, "call-1.a1")
    for _ in range(2):
        await bench.engine.take(leg)
    await bench.expect(LegAnswered, leg=leg)
    await bench.engine.take(leg)
    await end(bench, leg)
    await ring_on(bench, "call-1.a1")
    await bench.engine.take(leg)
    await bench.nothing_more(LegArrived, LegAnswered, LegEnded)
    await end(bench, line)


async def test_only_a_leg_on_a_line_can_be_taken(bench: Bench) -> None:
    leg, caller = await bench.arrived()
    await bench.engine.take(leg)
    await bench.nothing_more(LegAnswered, LegEnded)
    await caller.hang_up()
    await bench.expect(LegEnded, leg=leg)


async def test_who_hangs_the_phone_up_ends_the_line_and_the_call_on_it(bench: Bench) -> None:
    line, phone = await an_open_line(bench)
    leg = await taken(bench, "call-1.a1")
    await phone.hang_up()
    for gone in (line, leg):
        ended = await bench.expect(LegEnded, leg=gone)
        assert (ended.cause, ended.by_far_end) == (EndCause.NORMAL, True)
    await bench.nothing_more(LegEnded)


async def test_a_line_that_we_end_takes_its_call_along(bench: Bench) -> None:
    line, _ = await an_open_line(bench)
    leg = await taken(bench, "call-1.a1")
    await bench.engine.hang_up(line)
    for gone in (line, leg):
        assert not (await bench.expect(LegEnded, leg=gone)).by_far_end
    await bench.nothing_more(LegEnded)


async def test_a_leg_that_only_rings_on_the_line_ends_alone(bench: Bench) -> None:
    line, _ = await an_open_line(bench)
    leg = await ring_on(bench, "call-1.a1")
    await bench.engine.hang_up(leg, EndCause.CANCELLED)
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (EndCause.CANCELLED, False)
    await bench.nothing_more(LegAnswered, LegEnded)
    await end(bench, line)


async def test_a_leg_that_nobody_takes_is_given_up(bench: Bench) -> None:
    line, _ = await an_open_line(bench)
    leg = await ring_on(bench, "call-1.a1", timeout_s=1)
    ended = await bench.expect(LegEnded, leg=leg)
    assert ended.cause is EndCause.NO_ANSWER
    await end(bench, line)


@pytest.mark.parametrize("line", [LINE, "line.unheard.1.leg"])
async def test_over_a_line_that_is_not_up_there_is_no_leg(bench: Bench, line: str) -> None:
    opened, _ = await an_open_line(bench)
    await end(bench, opened)
    leg = await ring_on(bench, "call-1.a1", line=line)
    assert (await bench.expect(LegEnded, leg=leg)).cause is EndCause.UNREACHABLE
    await bench.engine.take(leg)
    await bench.nothing_more(LegAnswered, LegEnded)


async def test_taking_another_leg_ends_the_one_before(bench: Bench) -> None:
    line, _ = await an_open_line(bench)
    first = await taken(bench, "call-1.a1")
    second = await taken(bench, "call-1.a2")
    assert not (await bench.expect(LegEnded, leg=first)).by_far_end
    await end(bench, second, line)


async def test_a_snapshot_shows_the_legs_and_where_they_are(bench: Bench) -> None:
    line, _ = await an_open_line(bench)
    leg = await taken(bench, "call-1.a1")
    caller_leg, caller = await bench.answered()
    await bench.engine.join(BRIDGE, [caller_leg, leg])
    snapshot = await bench.engine.snapshot()
    assert set(snapshot.legs) == {line, leg, caller_leg}
    assert snapshot.bridges == {BRIDGE: {caller_leg, leg}}
    assert (snapshot.legs[leg].call, snapshot.legs[leg].is_up) == ("call-1", True)
    assert (snapshot.legs[line].bridge, snapshot.legs[line].phone) == (None, "anna")
    await bench.engine.dissolve(BRIDGE)
    await caller.hang_up()
    await bench.expect(LegEnded, leg=caller_leg)
    await end(bench, leg, line)


async def test_a_call_on_a_line_outlives_our_connection(bench: Bench) -> None:
    line, phone = await an_open_line(bench)
    leg = await taken(bench, "call-1.a1")
    bench.lose_connection()
    await bench.pass_time(0.1)
    bench.regain_connection()
    await bench.connected()
    await bench.nothing_more(LegEnded)
    assert set((await bench.engine.snapshot()).legs) == {line, leg}
    await phone.hang_up()
    for gone in (line, leg):
        await bench.expect(LegEnded, leg=gone)


async def test_the_phone_is_rung_once_and_hears_each_caller(real: AsteriskBench) -> None:
    line, anna = await a_speaking_phone(real, "anna", LINE, PHONE_TONE, Codec.PCMA)
    among = (*RINGING, PHONE_TONE, *TALKING)
    for number, tone in enumerate(TALKING):
        caller_leg, caller = await a_speaking_caller(real)
        caller.media.tone = tone
        # Each one's packets bear lower numbers than those of the caller before.
        caller.media.sequence = 50_000 - number * 20_000
        leg = await ring_on(real, f"call-1.a{number}", recording=f"kept-{number}")
        await hears(anna, *RINGING, among=among)
        await real.engine.take(leg)
        await real.expect(LegAnswered, leg=leg)
        await real.engine.join(BRIDGE, [caller_leg, leg])
        await hears(anna, tone, among=among)
        await hears(caller, PHONE_TONE, among=among)
        await real.engine.dissolve(BRIDGE)
        await end(real, leg)
        await caller.hang_up()
        await real.expect(LegEnded, leg=caller_leg)
        for file in real.engine.recording_files(RecordingId(f"kept-{number}")):
            assert file.stat().st_size > 8_000
    assert len(anna.agent.calls) == 1
    await end(real, line)


async def test_the_time_of_what_the_phone_is_sent_runs_on_whoever_speaks(
    real: AsteriskBench,
) -> None:
    line, anna = await a_speaking_phone(real, "anna", LINE, PHONE_TONE)
    among = (PHONE_TONE, *TALKING)
    began_at = time.monotonic()
    for number, tone in enumerate(TALKING):
        caller = (await real.call_in()).call
        # Each caller's stream has a time of its own: one is a minute ahead of the next.
        caller.media.leap(60 * (1 - number % 2))
        caller_leg = (await real.expect(LegArrived)).leg
        await real.engine.answer(caller_leg)
        await real.expect(LegAnswered, leg=caller_leg)
        caller.media.tone = tone
        leg = await taken(real, f"call-1.a{number}")
        await real.engine.join(BRIDGE, [caller_leg, leg])
        await hears(anna, tone, among=among)
        await real.engine.dissolve(BRIDGE)
        await end(real, leg)
        await caller.hang_up()
        await real.expect(LegEnded, leg=caller_leg)
    passed_s = time.monotonic() - began_at
    stamps = anna.media.stamps
    assert [after - before for before, after in pairwise(stamps) if after < before] == []
    assert (stamps[-1] - stamps[0]) / RATE < passed_s + 1
    await end(real, line)


async def test_ringing_elsewhere_reaches_the_phone_through_the_leg(
    real: AsteriskBench,
) -> None:
    line, anna = await a_speaking_phone(real, "anna", LINE, PHONE_TONE)
    leg = await taken(real, "call-1.a1")
    among = (*RINGING, THIRD_TONE)
    await real.engine.start_ring_back(leg)
    await hears(anna, *RINGING, among=among)
    await real.engine.stop_ring_back(leg)
    other, _ = await a_speaking_phone(real, "bob", "call-1.bob", THIRD_TONE)
    await real.engine.join(BRIDGE, [leg, other])
    await hears(anna, THIRD_TONE, among=among)
    await real.engine.dissolve(BRIDGE)
    await end(real, leg, other, line)


async def test_another_control_plane_finds_line_and_call(real: AsteriskBench) -> None:
    line, anna = await a_speaking_phone(real, "anna", LINE, PHONE_TONE)
    leg = await taken(real, "call-1.a1")
    caller_leg, caller = await a_speaking_caller(real)
    await real.engine.join(BRIDGE, [caller_leg, leg])
    await real.stop_engine()
    real.relay = type(real.relay)(real.asterisk.settings.http_port)
    await real.start_engine()
    snapshot = await real.engine.snapshot()
    assert set(snapshot.legs) == {line, leg, caller_leg}
    await real.engine.take(leg)
    await hears(anna, CALLER_TONE, among=(CALLER_TONE, THIRD_TONE))
    await real.engine.dissolve(BRIDGE)
    await end(real, leg)
    second = await taken(real, "call-1.a2")
    await real.engine.join(BRIDGE, [caller_leg, second])
    await hears(anna, CALLER_TONE, among=(CALLER_TONE, THIRD_TONE))
    await real.engine.dissolve(BRIDGE)
    await end(real, second, line)
    await caller.hang_up()
    await real.expect(LegEnded, leg=caller_leg)


async def test_a_line_that_ended_without_us_leaves_nothing(real: AsteriskBench) -> None:
    _, anna = await a_speaking_phone(real, "anna", LINE, PHONE_TONE)
    await taken(real, "call-1.a1")
    await real.stop_engine()
    await anna.hang_up()
    real.relay = type(real.relay)(real.asterisk.settings.http_port)
    await real.start_engine()

    async def is_gone() -> bool | None:
        return (await real.engine.snapshot()).legs == {} or None

    await eventually(is_gone, PATIENCE_S)

"""Calls from arrival to end, on both engines."""

import pytest
from tests.contract.telephony.bench import RINGS_S, Bench, Manner

from antiphon.kernel.ids import LegId, TrunkId
from antiphon.telephony.engine import (
    BridgeId,
    EndCause,
    LegAnswered,
    LegArrived,
    LegEnded,
    LegRinging,
    PlaybackId,
    RecordingId,
)


async def test_an_arriving_call_is_told_and_not_answered(bench: Bench) -> None:
    caller = await bench.call_in("1000", number="+4930123456")
    told = await bench.expect(LegArrived)
    assert (told.dialled, told.caller_number) == ("1000", "+4930123456")
    assert (told.trunk, told.phone) == (TrunkId("t1"), None)
    held = (await bench.engine.snapshot()).legs[told.leg]
    assert (held.is_up, held.dialled, held.call, held.trunk) == (False, "1000", None, "t1")
    await bench.nothing_more()
    await caller.hang_up()
    await bench.expect(LegEnded, leg=told.leg)


async def test_an_answered_call_is_up_and_told_once(bench: Bench) -> None:
    leg, caller = await bench.arrived()
    await bench.engine.answer(leg)
    await bench.engine.answer(leg)
    await bench.expect(LegAnswered, leg=leg)
    assert (await bench.engine.snapshot()).legs[leg].is_up
    await bench.nothing_more()
    await caller.hang_up()
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (EndCause.NORMAL, True)
    await bench.nothing_more()


async def test_hanging_up_ends_the_call_by_us(bench: Bench) -> None:
    leg, _ = await bench.answered()
    await bench.engine.hang_up(leg)
    await bench.engine.hang_up(leg)
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (EndCause.NORMAL, False)
    await bench.nothing_more()


async def test_a_caller_who_gives_up_has_cancelled(bench: Bench) -> None:
    leg, caller = await bench.arrived()
    await caller.hang_up()
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (EndCause.CANCELLED, True)


@pytest.mark.parametrize(
    "cause",
    [EndCause.BUSY, EndCause.NUMBER_UNKNOWN, EndCause.CONGESTION, EndCause.DECLINED],
)
async def test_a_refused_call_ends_with_the_cause_we_gave(bench: Bench, cause: EndCause) -> None:
    leg, _ = await bench.arrived()
    await bench.engine.hang_up(leg, cause)
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (cause, False)
    await bench.nothing_more()


async def test_a_phone_rings_and_is_answered(bench: Bench) -> None:
    phone = await bench.add_phone("anna")
    leg = await bench.ring("call-1.a1", to="anna")
    await bench.expect(LegRinging, leg=leg)
    await bench.expect(LegAnswered, leg=leg)
    held = (await bench.engine.snapshot()).legs[leg]
    assert (held.is_up, held.call, held.phone, held.trunk) == (True, "call-1", "anna", None)
    await phone.hang_up()
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (EndCause.NORMAL, True)
    await bench.nothing_more()


@pytest.mark.parametrize(
    ("manner", "cause"),
    [(Manner.IS_BUSY, EndCause.BUSY), (Manner.DECLINES, EndCause.DECLINED)],
)
async def test_a_phone_that_refuses_tells_why(
    bench: Bench, manner: Manner, cause: EndCause
) -> None:
    await bench.add_phone("anna", manner)
    leg = await bench.ring("call-1.a2", to="anna")
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (cause, True)


async def test_a_phone_nobody_answers_stops_ringing_in_time(bench: Bench) -> None:
    await bench.add_phone("anna", Manner.ONLY_RINGS)
    leg = await bench.ring("call-1.a3", to="anna", timeout_s=RINGS_S)
    await bench.expect(LegRinging, leg=leg)
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (EndCause.NO_ANSWER, False)


async def test_ringing_can_be_taken_back(bench: Bench) -> None:
    await bench.add_phone("anna", Manner.ONLY_RINGS)
    leg = await bench.ring("call-1.a4", to="anna")
    await bench.expect(LegRinging, leg=leg)
    await bench.engine.hang_up(leg)
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (EndCause.CANCELLED, False)


async def test_a_phone_that_is_not_there_is_unreachable(bench: Bench) -> None:
    leg = await bench.ring("call-1.a5", to="nobody")
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (EndCause.UNREACHABLE, True)


async def test_ringing_twice_rings_once_and_never_after_the_end(bench: Bench) -> None:
    await bench.add_phone("anna", Manner.ONLY_RINGS)
    leg = await bench.ring("call-1.a6", to="anna")
    await bench.expect(LegRinging, leg=leg)
    await bench.ring("call-1.a6", to="anna")
    await bench.nothing_more()
    await bench.engine.hang_up(leg)
    await bench.expect(LegEnded, leg=leg)
    await bench.ring("call-1.a6", to="anna")
    await bench.nothing_more()
    assert (await bench.engine.snapshot()).legs == {}


async def test_joined_legs_are_in_one_bridge_until_they_leave(bench: Bench) -> None:
    caller_leg, caller = await bench.answered()
    await bench.add_phone("anna")
    agent_leg = await bench.ring("call-1.a7", to="anna")
    await bench.expect(LegAnswered, leg=agent_leg)
    bridge, both = BridgeId("call-1.b"), [caller_leg, agent_leg]
    await bench.engine.start_music(caller_leg)
    await bench.engine.join(bridge, both)
    await bench.engine.join(bridge, both)
    snapshot = await bench.engine.snapshot()
    assert snapshot.bridges == {bridge: frozenset(both)}
    assert snapshot.legs[caller_leg].bridge == bridge
    await bench.engine.leave(bridge, [caller_leg])
    await bench.engine.leave(bridge, [caller_leg])
    snapshot = await bench.engine.snapshot()
    assert snapshot.bridges == {bridge: frozenset([agent_leg])}
    assert snapshot.legs[caller_leg].bridge is None
    await bench.engine.dissolve(bridge)
    await bench.engine.dissolve(bridge)
    snapshot = await bench.engine.snapshot()
    assert snapshot.bridges == {}
    assert set(snapshot.legs) == set(both)
    await caller.hang_up()
    await bench.engine.hang_up(agent_leg)
    await bench.expect(LegEnded, leg=caller_leg)
    await bench.expect(LegEnded, leg=agent_leg)


async def test_when_one_side_hangs_up_the_other_stays(bench: Bench) -> None:
    caller_leg, _ = await bench.answered()
    phone = await bench.add_phone("anna")
    agent_leg = await bench.ring("call-1.a8", to="anna")
    await bench.expect(LegAnswered, leg=agent_leg)
    bridge = BridgeId("call-1.b2")
    await bench.engine.join(bridge, [caller_leg, agent_leg])
    await phone.hang_up()
    await bench.expect(LegEnded, leg=agent_leg)
    snapshot = await bench.engine.snapshot()
    assert snapshot.bridges == {bridge: frozenset([caller_leg])}
    await bench.engine.dissolve(bridge)
    await bench.engine.hang_up(caller_leg)
    await bench.expect(LegEnded, leg=caller_leg)


async def test_joining_a_leg_that_is_gone_joins_the_others(bench: Bench) -> None:
    caller_leg, _ = await bench.answered()
    bridge = BridgeId("call-1.b3")
    await bench.engine.join(bridge, [caller_leg, LegId("call-1.gone")])
    snapshot = await bench.engine.snapshot()
    assert snapshot.bridges == {bridge: frozenset([caller_leg])}
    await bench.engine.dissolve(bridge)
    await bench.engine.hang_up(caller_leg)
    await bench.expect(LegEnded, leg=caller_leg)


async def test_every_command_on_a_leg_that_is_gone_does_nothing(bench: Bench) -> None:
    leg, caller = await bench.answered()
    await caller.hang_up()
    await bench.expect(LegEnded, leg=leg)
    engine = bench.engine
    await engine.answer(leg)
    await engine.play(leg, PlaybackId("call-1.gone"), [bench.prompt])
    await engine.stop_playback(PlaybackId("call-1.gone"))
    await engine.start_music(leg)
    await engine.stop_music(leg)
    await engine.send_digits(leg, "1")
    await engine.record_message(leg, RecordingId("call-1.gone"), max_s=1, silence_s=1)
    await engine.leave(BridgeId("call-1.b4"), [leg])
    await engine.dissolve(BridgeId("call-1.b4"))
    await engine.hang_up(leg)
    await bench.nothing_more()
    assert (await engine.snapshot()).legs == {}


async def test_two_calls_are_told_apart(bench: Bench) -> None:
    first, one = await bench.arrived(number="+491111")
    second, other = await bench.arrived(number="+492222")
    assert first != second
    legs = (await bench.engine.snapshot()).legs
    assert (legs[first].caller_number, legs[second].caller_number) == ("+491111", "+492222")
    await one.hang_up()
    await bench.expect(LegEnded, leg=first)
    assert set((await bench.engine.snapshot()).legs) == {second}
    await other.hang_up()
    await bench.expect(LegEnded, leg=second)

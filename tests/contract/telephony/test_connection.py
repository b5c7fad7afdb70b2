"""Losing and regaining the engine, and phones that come and go, on both engines."""

import pytest
from tests.contract.telephony.bench import Bench, Manner

from antiphon.kernel.ids import LegId
from antiphon.telephony.engine import (
    EngineConnected,
    EngineLost,
    EngineUnavailable,
    LegAnswered,
    LegArrived,
    LegEnded,
    LegRinging,
    PhoneChanged,
    PhoneId,
)


async def test_a_phone_is_told_to_come_and_to_go(bench: Bench) -> None:
    phone = await bench.add_phone("anna")
    assert PhoneId("anna") in (await bench.engine.snapshot()).reachable_phones
    await phone.unregister()
    await bench.expect(PhoneChanged, phone=PhoneId("anna"), is_reachable=False)
    assert PhoneId("anna") not in (await bench.engine.snapshot()).reachable_phones
    await bench.nothing_more()


async def test_a_removed_phone_is_gone(bench: Bench) -> None:
    await bench.add_phone("anna")
    await bench.engine.remove_phone(PhoneId("anna"))
    await bench.engine.remove_phone(PhoneId("anna"))
    await bench.expect(PhoneChanged, phone=PhoneId("anna"), is_reachable=False)
    leg = await bench.ring("call-1.r1", to="anna")
    await bench.expect(LegEnded, leg=leg)


async def test_without_a_connection_commands_say_so(bench: Bench) -> None:
    bench.lose_connection()
    await bench.expect(EngineLost)
    with pytest.raises(EngineUnavailable):
        await bench.engine.snapshot()
    with pytest.raises(EngineUnavailable):
        await bench.engine.hang_up(LegId("call-1.x"))
    bench.regain_connection()
    assert not (await bench.connected()).is_new_engine


async def test_calls_live_on_without_us(bench: Bench) -> None:
    leg, caller = await bench.answered()
    bench.lose_connection()
    await bench.expect(EngineLost)
    await bench.pass_time(0.5)
    bench.regain_connection()
    await bench.connected()
    assert (await bench.engine.snapshot()).legs[leg].is_up
    await bench.engine.hang_up(leg)
    ended = await bench.expect(LegEnded, leg=leg)
    assert not ended.by_far_end
    del caller


async def test_a_call_that_ended_unheard_is_missing_afterwards(bench: Bench) -> None:
    leg, caller = await bench.answered()
    bench.lose_connection()
    await bench.expect(EngineLost)
    await caller.hang_up()
    bench.regain_connection()
    await bench.connected()
    assert leg not in (await bench.engine.snapshot()).legs


async def test_a_phone_answered_unheard_is_up_afterwards(bench: Bench) -> None:
    phone = await bench.add_phone("anna", Manner.ONLY_RINGS)
    leg = await bench.ring("call-1.r2", to="anna")
    await bench.expect(LegRinging, leg=leg)
    bench.lose_connection()
    await bench.expect(EngineLost)
    await phone.pick_up()
    await bench.pass_time(0.3)
    bench.regain_connection()
    await bench.connected()
    if not (await bench.engine.snapshot()).legs[leg].is_up:
        await bench.expect(LegAnswered, leg=leg)
    assert (await bench.engine.snapshot()).legs[leg].is_up
    await phone.hang_up()
    await bench.expect(LegEnded, leg=leg)


async def test_a_call_that_came_while_we_were_away_is_found(bench: Bench) -> None:
    bench.lose_connection()
    await bench.expect(EngineLost)
    caller = await bench.call_in("1000")
    await bench.pass_time(0.5)
    bench.regain_connection()
    await bench.connected()
    # Told over a connection that had just broken, it is found by looking, as after every break.
    legs = (await bench.engine.snapshot()).legs
    leg = next(iter(legs), None) or (await bench.expect(LegArrived)).leg
    assert (await bench.engine.snapshot()).legs[leg].dialled == "1000"
    await caller.hang_up()
    await bench.expect(LegEnded, leg=leg)


async def test_no_call_is_told_while_we_are_closed(bench: Bench) -> None:
    await bench.engine.close_for_calls()
    caller = await bench.call_in("1000")
    await bench.pass_time(1.0)
    await bench.nothing_more(LegArrived)
    assert (await bench.engine.snapshot()).legs == {}
    await bench.engine.open_for_calls()
    told = await bench.expect(LegArrived)
    await caller.hang_up()
    await bench.expect(LegEnded, leg=told.leg)


async def test_an_engine_that_was_started_anew_holds_nothing(bench: Bench) -> None:
    leg, _ = await bench.answered()
    await bench.restart_engine()
    await bench.expect(EngineLost)
    told = await bench.expect(EngineConnected)
    assert told.is_new_engine
    assert leg not in (await bench.engine.snapshot()).legs
    await bench.engine.open_for_calls()
    new_leg, caller = await bench.arrived()
    assert new_leg != leg
    await caller.hang_up()
    await bench.expect(LegEnded, leg=new_leg)

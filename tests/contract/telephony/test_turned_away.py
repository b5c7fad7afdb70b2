"""Calls that the engine refuses by itself, because we asked it to, are told all the same."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from tests.contract.telephony.asterisk_bench import SipCaller
from tests.contract.telephony.bench import Bench
from tests.support.patience import PATIENCE_S

from antiphon.telephony.engine import EndCause, EngineLost, LegArrived, LegEnded


@pytest.fixture
async def full(bench: Bench) -> AsyncIterator[Bench]:
    """An engine that turns every call from outside away."""
    await bench.engine.turn_away(1.0)
    yield bench
    await bench.engine.turn_away(0.0)


async def comes_in(bench: Bench) -> None:
    """A call that is not turned away; it is over then."""
    caller = await bench.call_in("2000")
    arrived = await bench.expect(LegArrived)
    assert not arrived.is_turned_away
    await caller.hang_up()
    await bench.expect(LegEnded, leg=arrived.leg)


async def test_who_is_turned_away_is_told_as_arrived_and_ended(full: Bench) -> None:
    caller = await full.call_in("2000", number="+4930556", name="Ada")
    arrived = await full.expect(LegArrived)
    assert arrived.is_turned_away
    assert (arrived.dialled, arrived.caller_number, arrived.trunk) == ("2000", "+4930556", "t1")
    ended = await full.expect(LegEnded, leg=arrived.leg)
    assert (ended.cause, ended.by_far_end) == (EndCause.CONGESTION, False)
    if isinstance(caller, SipCaller):
        await asyncio.wait_for(caller.call.is_over.wait(), PATIENCE_S)
    await full.engine.hang_up(arrived.leg)
    await full.nothing_more(LegArrived, LegEnded)


async def test_afterwards_calls_come_in_again(full: Bench) -> None:
    await full.engine.turn_away(0.0)
    await comes_in(full)


async def test_a_connection_begins_with_nobody_turned_away(full: Bench) -> None:
    full.lose_connection()
    await full.expect(EngineLost)
    full.regain_connection()
    await full.connected()
    await comes_in(full)

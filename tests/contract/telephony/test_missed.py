"""Calls that come and go while nobody is in charge are told afterwards, each once."""

import asyncio
from datetime import timedelta

import pytest
from tests.contract.telephony.asterisk_bench import AsteriskBench, SipCaller, SipPhone
from tests.contract.telephony.bench import Bench, Manner
from tests.contract.telephony.simulated_bench import SimulatedBench
from tests.contract.telephony.test_hostile import NAMES
from tests.support.patience import PATIENCE_S

from antiphon.telephony.engine import CallMissed, EndCause, EngineLost, LegEnded, LegRinging
from antiphon.telephony.simulated.outside import GUARD

# The dialplan believes that we know of a call while our last beat is younger than two seconds.
UNKNOWN_AFTER_S = 2.5


async def missed_by(bench: Bench) -> list[CallMissed]:
    """What the engine gives, and forgets."""
    told: list[CallMissed] = []

    async def keep(call: CallMissed) -> None:
        told.append(call)

    await bench.engine.take_missed(keep)
    return told


async def told_by(bench: Bench, count: int = 1) -> list[CallMissed]:
    """The calls that were missed; the engine may note one a moment after its end."""
    told: list[CallMissed] = []
    for _ in range(int(PATIENCE_S * 10)):
        told += await missed_by(bench)
        if len(told) >= count:
            break
        await bench.pass_time(0.1)
    return told


async def lose(bench: Bench) -> None:
    """Nobody is in charge, and nothing from other tests is noted."""
    await missed_by(bench)
    bench.lose_connection()
    await bench.expect(EngineLost)


async def test_who_hangs_up_before_we_are_back_is_told_once(bench: Bench) -> None:
    await lose(bench)
    caller = await bench.call_in("2000", number="+4930555")
    if isinstance(caller, SipCaller):
        await asyncio.wait_for(caller.call.is_ringing.wait(), PATIENCE_S)
    await bench.pass_time(UNKNOWN_AFTER_S)
    await caller.hang_up()
    bench.regain_connection()
    await bench.connected()
    (told,) = await told_by(bench)
    assert (told.call.dialled, told.call.caller_number) == ("2000", "+4930555")
    assert told.call.trunk == "t1"
    assert not told.is_sent_away
    assert told.at - told.call.at > timedelta(seconds=1)
    assert await missed_by(bench) == []


async def test_whom_the_fallback_sends_away_is_told_so(bench: Bench) -> None:
    await lose(bench)
    caller = await bench.call_in("2000")
    if isinstance(caller, SipCaller):
        await asyncio.wait_for(caller.call.is_over.wait(), 60)
    await bench.pass_time(GUARD.total_seconds() if isinstance(bench, SimulatedBench) else 0)
    bench.regain_connection()
    await bench.connected()
    (told,) = await told_by(bench)
    assert told.is_sent_away


async def test_who_answers_us_while_we_are_away_is_not_forgotten(bench: Bench) -> None:
    far_end = await bench.add_outside("+4930987654", Manner.ONLY_RINGS)
    leg = await bench.dial("call-1.c9", number="+4930987654")
    await bench.expect(LegRinging, leg=leg)
    await lose(bench)
    await bench.pass_time(UNKNOWN_AFTER_S)
    await far_end.pick_up()
    if isinstance(far_end, SipPhone):
        await asyncio.wait_for(far_end.call.is_over.wait(), 60)
    await bench.pass_time(GUARD.total_seconds() if isinstance(bench, SimulatedBench) else 0)
    bench.regain_connection()
    await bench.connected()
    assert (await bench.engine.snapshot()).unheard == {leg}
    assert await missed_by(bench) == []
    assert (await bench.engine.snapshot()).unheard == set()


async def test_who_answers_and_is_met_is_nobody_forgotten(bench: Bench) -> None:
    far_end = await bench.add_outside("+4930987654", Manner.ONLY_RINGS)
    leg = await bench.dial("call-1.c8", number="+4930987654")
    await bench.expect(LegRinging, leg=leg)
    await lose(bench)
    await bench.pass_time(UNKNOWN_AFTER_S)
    await far_end.pick_up()
    bench.regain_connection()
    await bench.connected()
    await bench.engine.open_for_calls()
    for _ in range(int(PATIENCE_S * 10)):
        if (await bench.engine.snapshot()).legs[leg].is_up:
            break
        await bench.pass_time(0.1)
    await far_end.hang_up()
    await bench.expect(LegEnded, leg=leg)
    assert (await bench.engine.snapshot()).unheard == set()


async def test_a_call_that_we_had_ends_without_a_note(bench: Bench) -> None:
    # Now and then our beat is late, and there is a note that is not needed.
    for _ in range(5):
        await missed_by(bench)
        leg, caller = await bench.answered()
        await bench.pass_time(UNKNOWN_AFTER_S)
        await caller.hang_up()
        await bench.expect(LegEnded, leg=leg)
        if await missed_by(bench) == []:
            return
    raise AssertionError("a note for each call")


async def test_who_leaves_within_a_second_is_noted_though_we_may_have_been_told(
    real: AsteriskBench,
) -> None:
    """Told in our last moment we would not have lived to remember it."""
    for _ in range(5):
        await missed_by(real)
        caller = await real.call_in("2000", number="+4930777")
        await asyncio.wait_for(caller.call.is_ringing.wait(), PATIENCE_S)
        await caller.hang_up()
        (told, *_) = await told_by(real)
        assert told.call.caller_number == "+4930777"
        if told.at - told.call.at <= timedelta(seconds=1):
            return
    raise AssertionError("no call was short enough on this machine")


@pytest.mark.parametrize("cause", [EndCause.CONGESTION, EndCause.BUSY, EndCause.NUMBER_UNKNOWN])
async def test_whom_we_send_away_at_once_leaves_no_note(
    real: AsteriskBench, cause: EndCause
) -> None:
    for _ in range(5):
        await missed_by(real)
        leg, _ = await real.arrived()
        await real.engine.hang_up(leg, cause)
        await real.expect(LegEnded, leg=leg)
        if await missed_by(real) == []:
            return
    raise AssertionError("a note for each call")


async def test_a_short_conversation_leaves_no_note(real: AsteriskBench) -> None:
    for _ in range(5):
        await missed_by(real)
        leg, caller = await real.answered()
        await caller.hang_up()
        await real.expect(LegEnded, leg=leg)
        if await missed_by(real) == []:
            return
    raise AssertionError("a note for each call")


async def test_a_failure_while_it_is_kept_loses_none(bench: Bench) -> None:
    await lose(bench)
    callers = [await bench.call_in(number=f"+49300{n}") for n in range(3)]
    await bench.pass_time(UNKNOWN_AFTER_S)
    for caller in callers:
        await caller.hang_up()
    bench.regain_connection()
    await bench.connected()

    async def keep(_call: CallMissed) -> None:
        raise OSError("no room")

    async def try_until_one_is_there() -> None:
        for _ in range(int(PATIENCE_S * 10)):
            await bench.engine.take_missed(keep)
            await bench.pass_time(0.1)

    with pytest.raises(OSError, match="no room"):
        await try_until_one_is_there()
    kept = await told_by(bench, 3)
    assert {call.call.caller_number for call in kept} == {"+493000", "+493001", "+493002"}


async def test_a_hostile_name_is_noted_as_plain_text(real: AsteriskBench) -> None:
    await lose(real)
    numbers = {f"+49300{index:02}": kind for index, kind in enumerate(NAMES)}
    callers = [await real.call_in(number=n, name=NAMES[kind]) for n, kind in numbers.items()]
    await real.pass_time(UNKNOWN_AFTER_S)
    for caller in callers:
        await caller.hang_up()
    real.regain_connection()
    await real.connected()
    told = await told_by(real, len(NAMES))
    names = {numbers[one.call.caller_number]: one.call.caller_name for one in told}
    assert names.keys() == NAMES.keys()
    for kind, name in names.items():
        assert name
        assert name.isprintable()
        if kind in {"script", "sql", "expansion", "commas", "shell", "chinese"}:
            assert name == NAMES[kind]

"""Three legs in two rooms: a leg is moved, muted, and heard by those in its room alone."""

from tests.contract.telephony.asterisk_bench import CALLER_TONE, PHONE_TONE, AsteriskBench
from tests.contract.telephony.bench import Bench
from tests.contract.telephony.tones import (
    THIRD_TONE,
    a_speaking_caller,
    a_speaking_phone,
    hears,
)

from antiphon.kernel.ids import LegId
from antiphon.simulation.sound import Codec
from antiphon.telephony.engine import BridgeId, LegAnswered, LegEnded

MAIN, CONSULT = BridgeId("call-1.bridge"), BridgeId("call-1.consult")


async def three(bench: Bench) -> tuple[LegId, LegId, LegId]:
    """A customer, an agent, and a colleague, all up."""
    customer, _ = await bench.answered()
    await bench.add_phone("anna")
    agent = await bench.ring("call-1.o1.leg", to="anna")
    await bench.expect(LegAnswered, leg=agent)
    await bench.add_phone("bob")
    colleague = await bench.ring("call-1.party1.leg", to="bob")
    await bench.expect(LegAnswered, leg=colleague)
    return customer, agent, colleague


async def end(bench: Bench, *legs: LegId) -> None:
    for bridge in (MAIN, CONSULT):
        await bench.engine.dissolve(bridge)
    for leg in legs:
        await bench.engine.hang_up(leg)
        await bench.expect(LegEnded, leg=leg)


async def test_a_leg_is_moved_to_another_room_by_joining_it(bench: Bench) -> None:
    customer, agent, colleague = await three(bench)
    await bench.engine.join(MAIN, [customer, agent])
    await bench.engine.join(CONSULT, [agent, colleague])
    snapshot = await bench.engine.snapshot()
    assert snapshot.bridges == {MAIN: {customer}, CONSULT: {agent, colleague}}
    await end(bench, customer, agent, colleague)


async def test_who_came_belongs_to_no_call_whomever_they_spoke_with(bench: Bench) -> None:
    customer, agent, colleague = await three(bench)
    await bench.engine.join(CONSULT, [agent, colleague])
    await bench.engine.join(MAIN, [customer, agent])
    await bench.engine.join(MAIN, [colleague])
    legs = (await bench.engine.snapshot()).legs
    assert [legs[leg].call for leg in (customer, agent, colleague)] == [None, "call-1", "call-1"]
    await end(bench, customer, agent, colleague)


async def test_a_leg_is_muted_twice_and_heard_again(bench: Bench) -> None:
    customer, agent, colleague = await three(bench)
    for is_muted in (True, True, False, False):
        await bench.engine.mute(colleague, is_muted)
    await bench.engine.mute(LegId("call-1.gone"), True)
    await bench.nothing_more(LegAnswered, LegEnded)
    await end(bench, customer, agent, colleague)


async def test_who_hears_whom_from_hold_to_conference(real: AsteriskBench) -> None:
    customer, caller = await a_speaking_caller(real)
    agent, anna = await a_speaking_phone(real, "anna", f"{customer}.o1.leg", PHONE_TONE, Codec.PCMA)
    colleague, bob = await a_speaking_phone(real, "bob", f"{customer}.party1.leg", THIRD_TONE)
    engine = real.engine
    await engine.join(MAIN, [agent, customer])
    await hears(anna, CALLER_TONE)
    await hears(caller, PHONE_TONE)
    # Consulting: the customer is apart and hears neither.
    await engine.leave(MAIN, [agent, customer])
    await engine.start_music(customer)
    await engine.join(CONSULT, [agent, colleague])
    await hears(anna, THIRD_TONE)
    await hears(bob, PHONE_TONE)
    await hears(caller)
    # To the customer and back: who is left behind hears neither.
    await engine.leave(CONSULT, [colleague])
    await engine.start_music(colleague)
    await engine.join(MAIN, [agent, customer])
    await hears(anna, CALLER_TONE)
    await hears(caller, PHONE_TONE)
    await hears(bob)
    # All together, then one of them unheard, then the agent gone.
    await engine.join(MAIN, [colleague])
    await hears(caller, PHONE_TONE, THIRD_TONE)
    await hears(bob, CALLER_TONE, PHONE_TONE)
    await hears(anna, CALLER_TONE, THIRD_TONE)
    await engine.mute(colleague, True)
    await hears(caller, PHONE_TONE)
    await hears(bob, CALLER_TONE, PHONE_TONE)
    await engine.mute(colleague, False)
    await engine.hang_up(agent)
    await real.expect(LegEnded, leg=agent)
    await hears(caller, THIRD_TONE)
    await hears(bob, CALLER_TONE)
    await end(real, customer, colleague)

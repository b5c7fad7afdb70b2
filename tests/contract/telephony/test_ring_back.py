"""Who waits for somebody who is being called hears that it rings there."""

from tests.contract.telephony.asterisk_bench import PHONE_TONE, AsteriskBench
from tests.contract.telephony.bench import Bench
from tests.contract.telephony.tones import THIRD_TONE, a_speaking_phone, hears

from antiphon.telephony.engine import BridgeId, LegEnded

# The two tones of a phone that rings.
RINGING = (440.0, 480.0)
BRIDGE = BridgeId("call-1.bridge")


async def test_ringing_is_started_and_stopped_again_and_again(bench: Bench) -> None:
    leg, caller = await bench.answered()
    for _ in range(2):
        await bench.engine.start_ring_back(leg)
        await bench.engine.start_ring_back(leg)
        await bench.engine.stop_ring_back(leg)
        await bench.engine.stop_ring_back(leg)
    await bench.nothing_more()
    await caller.hang_up()
    await bench.expect(LegEnded, leg=leg)


async def test_an_agent_hears_it_ring_and_then_who_answers(real: AsteriskBench) -> None:
    agent, anna = await a_speaking_phone(real, "anna", "call-1.ring1.leg", PHONE_TONE)
    among = (*RINGING, THIRD_TONE)
    await real.engine.start_ring_back(agent)
    await hears(anna, *RINGING, among=among)
    other, _ = await a_speaking_phone(real, "bob", "call-1.ring2.leg", THIRD_TONE)
    # Not stopped first: who is joined hears the other one, and no ringing beside.
    await real.engine.join(BRIDGE, [agent, other])
    await hears(anna, THIRD_TONE, among=among)
    await real.engine.dissolve(BRIDGE)
    for leg in (agent, other):
        await real.engine.hang_up(leg)
        await real.expect(LegEnded, leg=leg)

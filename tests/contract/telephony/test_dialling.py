"""Calls to numbers outside, on both engines."""

import pytest
from tests.contract.telephony.bench import RINGS_S, Bench, Manner

from antiphon.kernel.ids import TrunkId
from antiphon.telephony.engine import BridgeId, EndCause, LegAnswered, LegEnded, LegRinging

NUMBER = "+4930987654"


async def test_a_number_outside_rings_and_is_answered(bench: Bench) -> None:
    far_end = await bench.add_outside(NUMBER)
    leg = await bench.dial("call-1.c1", number=NUMBER)
    await bench.expect(LegRinging, leg=leg)
    await bench.expect(LegAnswered, leg=leg)
    held = (await bench.engine.snapshot()).legs[leg]
    assert (held.is_up, held.call, held.phone) == (True, "call-1", None)
    assert held.trunk == TrunkId("t2")
    await far_end.hang_up()
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (EndCause.NORMAL, True)
    await bench.nothing_more()


@pytest.mark.parametrize(
    ("manner", "cause"),
    [(Manner.IS_BUSY, EndCause.BUSY), (Manner.DECLINES, EndCause.DECLINED)],
)
async def test_a_far_end_that_refuses_tells_why(
    bench: Bench, manner: Manner, cause: EndCause
) -> None:
    await bench.add_outside(NUMBER, manner)
    leg = await bench.dial("call-1.c2", number=NUMBER)
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (cause, True)


async def test_a_number_nobody_answers_stops_ringing_in_time(bench: Bench) -> None:
    await bench.add_outside(NUMBER, Manner.ONLY_RINGS)
    leg = await bench.dial("call-1.c3", number=NUMBER, timeout_s=RINGS_S)
    await bench.expect(LegRinging, leg=leg)
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (EndCause.NO_ANSWER, False)


async def test_a_call_outside_can_be_taken_back(bench: Bench) -> None:
    await bench.add_outside(NUMBER, Manner.ONLY_RINGS)
    leg = await bench.dial("call-1.c4", number=NUMBER)
    await bench.expect(LegRinging, leg=leg)
    await bench.engine.hang_up(leg)
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (EndCause.CANCELLED, False)


async def test_a_leg_is_dialled_once_also_after_it_ended(bench: Bench) -> None:
    await bench.add_outside(NUMBER)
    leg = await bench.dial("call-1.c5", number=NUMBER)
    await bench.dial("call-1.c5", number=NUMBER)
    await bench.expect(LegAnswered, leg=leg)
    await bench.engine.hang_up(leg)
    await bench.expect(LegEnded, leg=leg)
    await bench.expect(LegRinging, leg=leg)
    await bench.dial("call-1.c5", number=NUMBER)
    await bench.nothing_more()
    assert (await bench.engine.snapshot()).legs == {}


@pytest.mark.parametrize(
    "number",
    [
        "",
        "1",
        "+",
        "9" * 21,
        "12,34",
        "12&PJSIP/34",
        "12@host",
        "12/n",
        "${EPOCH}",
        "sip:12",
        "٤٢٤٢",
    ],
)
async def test_what_is_no_number_is_never_dialled(bench: Bench, number: str) -> None:
    await bench.add_outside(NUMBER)
    leg = await bench.dial("call-1.c6" + str(abs(hash(number))), number=number)
    ended = await bench.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (EndCause.NUMBER_UNKNOWN, True)
    await bench.nothing_more()


async def test_a_trunk_that_is_not_known_is_unreachable(bench: Bench) -> None:
    leg = await bench.dial("call-1.c7", number=NUMBER, trunk="nowhere")
    ended = await bench.expect(LegEnded, leg=leg)
    assert ended.cause in {EndCause.UNREACHABLE, EndCause.FAILED}
    await bench.nothing_more()


async def test_customer_and_agent_are_joined_when_we_called_the_customer(bench: Bench) -> None:
    far_end = await bench.add_outside(NUMBER)
    await bench.add_phone("anna")
    agent_leg = await bench.ring("call-1.a20", to="anna")
    await bench.expect(LegAnswered, leg=agent_leg)
    customer_leg = await bench.dial("call-1.c8", number=NUMBER)
    await bench.expect(LegAnswered, leg=customer_leg)
    bridge, both = BridgeId("call-1.b9"), [customer_leg, agent_leg]
    await bench.engine.join(bridge, both)
    assert (await bench.engine.snapshot()).bridges == {bridge: frozenset(both)}
    await far_end.hang_up()
    await bench.expect(LegEnded, leg=customer_leg)
    await bench.engine.dissolve(bridge)
    await bench.engine.hang_up(agent_leg)
    await bench.expect(LegEnded, leg=agent_leg)

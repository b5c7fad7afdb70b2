"""Who is called is offered the codecs of the own line and no others, the best first; and telephones
with different codecs hear each other, whoever spoke on the line before."""

import re

import pytest
from tests.contract.telephony.asterisk_bench import PHONE_TONE, AsteriskBench
from tests.contract.telephony.tones import THIRD_TONE, a_speaking_caller, a_speaking_phone, hears
from tests.support.sip import Call, SipAgent

from antiphon.kernel.ids import LegId, TrunkId
from antiphon.simulation.sound import Codec
from antiphon.telephony.engine import BridgeId, LegEnded, LegRinging, Phone, PhoneId, PhoneKind
from antiphon.telephony.trunk import Trunk


def ringing(agent: SipAgent) -> list[Call]:
    """The calls that ring at an agent, from now on."""
    calls: list[Call] = []

    def ring(call: Call) -> None:
        calls.append(call)
        agent.ring(call)

    agent.on_call = ring
    return calls


def offered(call: Call) -> list[str]:
    """The codecs of an offer, the best first."""
    assert call.invite is not None
    names = re.findall(r"a=rtpmap:\d+ ([^/\s]+)/", call.invite.body)
    return [name for name in names if name != "telephone-event"]


@pytest.mark.parametrize(
    ("kind", "codecs"),
    [(PhoneKind.SIP, ["PCMU", "PCMA", "G722"]), (PhoneKind.BROWSER, ["PCMU", "opus"])],
)
async def test_a_phone_is_offered_what_its_kind_speaks(
    real: AsteriskBench, kind: PhoneKind, codecs: list[str]
) -> None:
    phone = PhoneId(f"speaks-{kind}")
    await real.engine.set_phone(Phone(id=phone, kind=kind, secret="word", display_name=""))
    agent = await real.agent(phone, "word")
    calls = ringing(agent)
    assert await agent.register() == 200
    leg = await real.ring(f"codecs-1.{kind}", to=phone)
    await real.expect(LegRinging, leg=leg)
    assert offered(calls[0]) == codecs
    await real.engine.hang_up(LegId(leg))
    await real.expect(LegEnded, leg=leg)
    await real.engine.remove_phone(phone)


async def test_a_trunk_is_offered_what_it_was_given(real: AsteriskBench) -> None:
    agent = await real.agent("+493012345")
    calls = ringing(agent)
    trunk = Trunk(
        id=TrunkId("t2"),
        host="127.0.0.1",
        port=agent.port,
        addresses=("127.0.0.9",),
        codecs=("alaw", "ulaw"),
    )
    await real.engine.set_trunk(trunk)
    leg = await real.dial("codecs-2.o1", number="+493012345", trunk="t2")
    await real.expect(LegRinging, leg=leg)
    assert offered(calls[0]) == ["PCMA", "PCMU"]
    await real.engine.hang_up(leg)
    await real.expect(LegEnded, leg=leg)


async def test_who_takes_another_ones_place_is_heard_through_another_codec(
    real: AsteriskBench,
) -> None:
    customer, caller = await a_speaking_caller(real)
    agents = []
    # The second one's packets bear lower numbers than the first one's.
    for name, tone, first_packet in (("anna", PHONE_TONE, 20_000), ("bob", THIRD_TONE, 100)):
        rung = f"{customer}.{name}.leg"
        leg, call = await a_speaking_phone(real, name, rung, tone, Codec.PCMA)
        call.media.sequence = first_packet
        agents.append(leg)
    room = BridgeId("call-1.bridge")
    await real.engine.join(room, [customer, agents[0]])
    await hears(caller, PHONE_TONE)
    await real.engine.leave(room, [agents[0]])
    await real.engine.join(room, [agents[1]])
    await hears(caller, THIRD_TONE)
    await real.engine.dissolve(room)
    for leg in (customer, *agents):
        await real.engine.hang_up(leg)
        await real.expect(LegEnded, leg=leg)

"""Who is called is offered the codecs of the own line and no others, the best first."""

import re

import pytest
from tests.contract.telephony.asterisk_bench import AsteriskBench
from tests.support.sip import Call, SipAgent

from antiphon.kernel.ids import LegId, TrunkId
from antiphon.telephony.engine import LegEnded, LegRinging, Phone, PhoneId, PhoneKind
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

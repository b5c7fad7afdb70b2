"""Sound comes in at the address that was given, and nowhere else."""

import psutil
import pytest
from tests.contract.telephony.asterisk_bench import AsteriskBench

from antiphon.kernel.ids import LegId
from antiphon.telephony.engine import LegEnded, LegRinging, Phone, PhoneId, PhoneKind


def rtp_addresses(bench: AsteriskBench) -> set[str]:
    """Where the engine listens for sound."""
    low, high = bench.asterisk.settings.rtp_ports
    assert bench.asterisk.pid is not None
    sockets = psutil.Process(bench.asterisk.pid).net_connections("udp")
    return {one.laddr.ip for one in sockets if low <= one.laddr.port <= high}


@pytest.mark.parametrize("kind", [PhoneKind.BROWSER, PhoneKind.SIP])
async def test_a_phone_s_sound_is_taken_at_the_given_address_only(
    real: AsteriskBench, kind: PhoneKind
) -> None:
    phone = PhoneId(f"at-{kind}")
    await real.engine.set_phone(Phone(id=phone, kind=kind, secret="word", display_name=""))
    agent = await real.agent(phone, "word")
    agent.on_call = agent.ring
    assert await agent.register() == 200
    leg = await real.ring(f"call-1.{kind}", to=phone)
    await real.expect(LegRinging, leg=leg)
    assert rtp_addresses(real) == {real.asterisk.settings.address}
    await real.engine.hang_up(LegId(leg))
    await real.expect(LegEnded, leg=leg)
    await real.engine.remove_phone(phone)

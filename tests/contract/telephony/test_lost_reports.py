"""What Asterisk does not tell is found all the same, and soon."""

import time

import pytest
from tests.contract.telephony.asterisk_bench import AsteriskBench
from tests.contract.telephony.bench import a_phone

from antiphon.telephony.asterisk.second_look import PAUSES_S
from antiphon.telephony.engine import EngineConnected, EngineLost, PhoneChanged, PhoneId


@pytest.fixture
async def deaf(real: AsteriskBench) -> AsteriskBench:
    """An engine that is never told of a phone's registration."""
    real.lose_connection()
    await real.expect(EngineLost)
    real.relay.spoil("PeerStatusChange")
    real.regain_connection()
    await real.expect(EngineConnected)
    await real.engine.open_for_calls()
    return real


async def test_a_registration_that_nobody_told_is_found_within_seconds(deaf: AsteriskBench) -> None:
    known = a_phone("deborah")
    await deaf.engine.set_phone(known)
    phone = await deaf.agent("deborah", known.secret)
    assert await phone.register() == 200
    begun = time.monotonic()
    found = await deaf.expect(PhoneChanged, within_s=60)
    assert (found.phone, found.is_reachable) == ("deborah", True)
    # Far less than the minute after which everything is compared anyway.
    assert time.monotonic() - begun < sum(PAUSES_S) + 15
    assert await phone.register(0) == 200
    await deaf.engine.set_phone(known)
    found = await deaf.expect(PhoneChanged, within_s=60)
    assert (found.phone, found.is_reachable) == ("deborah", False)
    await deaf.engine.remove_phone(PhoneId("deborah"))


async def test_a_phone_that_was_forgotten_and_is_known_again_is_reachable(
    real: AsteriskBench,
) -> None:
    known = a_phone("forgotten")
    phone = await real.agent("forgotten", known.secret)
    for _ in range(20):
        await real.engine.set_phone(known)
        await real.register(phone, PhoneId("forgotten"))
        await real.engine.remove_phone(PhoneId("forgotten"))
        await real.expect(PhoneChanged, phone=PhoneId("forgotten"), is_reachable=False)

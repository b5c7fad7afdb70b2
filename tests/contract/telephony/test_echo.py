"""The echo, and what visitors' phones can do: only the real engine has a dialplan."""

import pytest
from tests.contract.telephony.asterisk_bench import PHONE_TONE, AsteriskBench
from tests.support.patience import PATIENCE_S
from tests.support.rtp import tone_in, ulaw_samples

from antiphon.telephony.asterisk.dialplan import ECHO, ECHO_DIGITS
from antiphon.telephony.engine import LegArrived, Phone, PhoneId, PhoneKind

pytestmark = pytest.mark.contract


@pytest.mark.parametrize("dialled", [ECHO, ECHO_DIGITS])
async def test_an_agents_phone_hears_itself_and_nobody_is_told(
    real: AsteriskBench, dialled: str
) -> None:
    phone = await real.add_phone("anna")
    call = await phone.agent.call(dialled)
    await call.media.has_heard(16_000, within_s=PATIENCE_S)
    pitch, level = tone_in(ulaw_samples(bytes(call.media.heard[8_000:])))
    assert abs(pitch - PHONE_TONE) < 5
    assert level > 0.1
    assert (await real.engine.snapshot()).legs == {}
    await call.hang_up()
    # The next thing that is told is another's call.
    caller = await real.call_in(dialled="1000")
    assert (await real.expect(LegArrived)).dialled == "1000"
    await caller.hang_up()


async def test_an_outsider_who_dials_the_echo_is_a_call_like_others(real: AsteriskBench) -> None:
    caller = await real.call_in(dialled=ECHO)
    arrived = await real.expect(LegArrived)
    assert (arrived.dialled, arrived.phone) == (ECHO, None)
    await caller.hang_up()


async def test_a_visitors_phone_calls_us_and_is_called_by_nobody(real: AsteriskBench) -> None:
    visitor = Phone(
        id=PhoneId("visitor-1"), kind=PhoneKind.VISITOR, secret="s3cret", display_name=""
    )
    await real.engine.set_phone(visitor)
    agent = await real.agent(visitor.id, visitor.secret)
    # It has no place to register at.
    assert await agent.register() in {403, 404}
    assert visitor.id not in (await real.engine.snapshot()).reachable_phones
    stranger = await real.agent(visitor.id, "another")
    assert await stranger.register() in {401, 403, 404}
    await real.engine.remove_phone(visitor.id)

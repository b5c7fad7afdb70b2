"""What the dialplan does at a call's end is one step, unless there is something to note."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
from tests.contract.telephony.asterisk_bench import AsteriskBench
from tests.support.patience import PATIENCE_S
from websockets.asyncio.client import ClientConnection, connect

from antiphon.telephony.asterisk.configuration import USER
from antiphon.telephony.engine import EndCause, LegAnswered, LegEnded


async def steps_at_the_end(spy: ClientConnection, leg: str) -> AsyncIterator[str]:
    """The applications that run in `h` for this channel, until it is gone."""
    async for message in spy:
        event = msgspec.json.decode(message)
        if event.get("channel", {}).get("id") != leg:
            continue
        if event["type"] == "ChannelDestroyed":
            return
        if event["type"] == "ChannelDialplan" and event["channel"]["dialplan"]["exten"] == "h":
            yield event["dialplan_app"]


async def test_a_caller_who_was_with_us_ends_in_one_step(real: AsteriskBench) -> None:
    settings = real.asterisk.settings
    address = (
        f"ws://127.0.0.1:{settings.http_port}/ari/events?app=spy"
        f"&api_key={USER}:{settings.password}&subscribeAll=true"
    )
    async with connect(address) as spy, asyncio.timeout(PATIENCE_S):
        leg, caller = await real.answered()
        await caller.hang_up()
        await real.expect(LegEnded, leg=leg)
        assert [step async for step in steps_at_the_end(spy, leg)] == ["GotoIf"]


async def test_a_page_that_lost_the_sound_has_not_hung_up(real: AsteriskBench) -> None:
    phone = await real.add_phone("anna")
    leg = await real.ring("call-1.a1", to="anna")
    await real.expect(LegAnswered, leg=leg)
    # As the SIP stack of the page writes it.
    await phone.call.hang_up(why='SIP ;cause=408; text="No sound"')
    ended = await real.expect(LegEnded, leg=leg)
    assert (ended.cause, ended.by_far_end) == (EndCause.NO_ANSWER, True)

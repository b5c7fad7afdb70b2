"""Two synthetic people take turns: nobody speaks while the other does."""

import asyncio
import random
import time

import pytest
from tests.support.patience import PATIENCE_S

from antiphon.simulation.manners import Listener, converse
from antiphon.simulation.rtp import Pacer
from antiphon.simulation.sip_phone import SipPhone
from antiphon.simulation.sound import level_at, tone

pytestmark = pytest.mark.unit


async def test_two_people_take_turns_and_both_say_all_their_lines() -> None:
    pacer = Pacer()
    called = SipPhone(("127.0.0.1", 9), pacer)
    await called.open()
    caller = SipPhone(called.address, pacer)
    await caller.open()
    out = caller.call("100")
    into = await asyncio.wait_for(called.incoming.get(), PATIENCE_S)
    into.answer()
    await out.answered(PATIENCE_S)
    begun = time.time()
    chance = random.Random(1)
    await asyncio.gather(
        converse(out, [tone(500, 0.5)] * 2, chance, limit_s=30),
        converse(into, [tone(900, 0.5)] * 2, chance, limit_s=30),
    )
    for call, hertz in ((into, 500), (out, 900)):
        await call.stream.until(lambda call=call: call.stream.heard.packets > 50, PATIENCE_S)  # type: ignore[misc]
        heard = call.stream.heard.between(begun, time.time())
        assert level_at(heard, hertz) > -40
    await caller.close()
    await called.close()


async def test_a_listener_notices_the_end_of_the_call() -> None:
    pacer = Pacer()
    called = SipPhone(("127.0.0.1", 9), pacer)
    await called.open()
    caller = SipPhone(called.address, pacer)
    await caller.open()
    out = caller.call("100")
    (await asyncio.wait_for(called.incoming.get(), PATIENCE_S)).answer()
    await out.answered(PATIENCE_S)
    waiting = asyncio.create_task(Listener(out).for_sound(limit_s=20))
    out.hang_up()
    assert await asyncio.wait_for(waiting, PATIENCE_S) is False
    await caller.close()
    await called.close()

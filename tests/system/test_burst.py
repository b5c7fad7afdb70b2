"""Many call at the same moment, with an agent for each: everybody talks, nobody rings twice.

`tests/load/burst.py` measures how long the last one waits, at the full size.
"""

import asyncio
from pathlib import Path

import pytest
from tests.load.grounds import ROUTED, Ground, lay_out
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S

from antiphon.simulation.rtp import Pacer
from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sip_phone import SipPhone

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

AGENTS, CALLERS = 50, 40


async def test_forty_who_call_at_once_have_an_agent_each(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    ground = await lay_out(data, AGENTS)
    site = LiveSite(data)
    await asyncio.to_thread(site.start)
    try:
        await burst(site, ground)
    finally:
        await asyncio.to_thread(site.stop)


async def burst(site: LiveSite, ground: Ground) -> None:
    """Call from one phone, answer on all."""
    pacer = Pacer()
    rings: asyncio.Queue[PhoneCall] = asyncio.Queue()

    def pick_up(ring: PhoneCall) -> None:
        ring.answer()
        rings.put_nowait(ring)

    phones = [
        SipPhone(site.sip, pacer, username=username, secret=secret, on_call=pick_up)
        for username, secret in ground.phones
    ]
    outside = SipPhone(site.sip, pacer)
    for phone in (outside, *phones):
        await phone.open()
    for phone in phones:
        await phone.register(expires_s=300, timeout_s=PATIENCE_S)
    callers = {
        number: outside.call(ROUTED, caller_number=number)
        for number in (f"+86138001960{place:02}" for place in range(CALLERS))
    }
    async with asyncio.timeout(PATIENCE_S):
        picked_up = [await rings.get() for _ in callers]
    for one in (*callers.values(), *picked_up):
        await one.answered(PATIENCE_S)
    # Each customer rang at one phone, and at none that was taken.
    assert sorted(ring.caller_number for ring in picked_up) == sorted(callers)
    assert max(len(phone.calls) for phone in phones) == 1
    assert rings.empty()
    for phone in (outside, *phones):
        await phone.close()

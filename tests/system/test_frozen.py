"""The control plane is frozen for eight seconds: calls are served after it, none in silence."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from tests.support.agreement import nothing_left
from tests.support.busy_centre import BusyCentre, number_of
from tests.support.engine_look import engines_waits, most_starved
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S

from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sound import level

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

FROZEN_S, CALLS, SILENCE_S = 8.0, 16, 5.0


@pytest.fixture
async def busy(own_site: LiveSite) -> AsyncIterator[BusyCentre]:
    """A centre with two agents, and nobody calling yet."""
    made = await make_centre(own_site, agents=2, wrap_up_s=0)
    async with LiveCentre(own_site, made) as live:
        centre = BusyCentre(live)
        await centre.add_agents(2)
        yield centre


async def test_calls_that_arrive_in_a_freeze_are_served_after_it(busy: BusyCentre) -> None:
    site = busy.live.site
    numbers = [number_of(index) for index in range(CALLS)]
    dialled: dict[str, float] = {}
    waits = engines_waits(site)
    site.freeze()
    frozen_at = time.monotonic()
    try:
        for number in numbers:
            dialled[number] = time.time()
            busy.dial(number)
            await asyncio.sleep(FROZEN_S / CALLS)
        await asyncio.sleep(max(0.0, frozen_at + FROZEN_S - time.monotonic()))
    finally:
        site.thaw()
    for call in busy.callers.values():
        await call.answered(PATIENCE_S)
    await asyncio.sleep(2)  # the music of those who wait
    now = time.time()
    silent = {
        number: round(longest_silence(call, dialled[number], now), 1)
        for number, call in busy.callers.items()
    }
    starved_s = most_starved(waits, engines_waits(site)) / 1_000
    assert max(silent.values()) <= SILENCE_S + starved_s, silent

    served: list[str] = []
    for agent in busy.agents:
        await agent.ready()
    while len(served) < CALLS:
        tasks = [asyncio.create_task(agent.rings(PATIENCE_S)) for agent in busy.agents]
        done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        # A ring may come just when its waiting is ended, and is kept all the same.
        rung = await asyncio.gather(*done, *pending, return_exceptions=True)
        for call in (one for one in rung if isinstance(one, PhoneCall)):
            busy.note_ring(call)
            call.answer()
            await asyncio.sleep(0.5)  # a short conversation
            call.hang_up()
            served.append(call.caller_number)
    assert sorted(served) == sorted(numbers)
    assert busy.doubled == set()
    await nothing_left(busy.live.site)
    outcomes = await busy.outcomes()
    assert {one["outcome"] for ones in outcomes.values() for one in ones} == {"handled"}
    assert {len(ones) for ones in outcomes.values()} == {1}


def longest_silence(call: PhoneCall, since: float, until: float) -> float:
    """The longest time without anything to hear; the ringing tone before the answer is heard."""
    heard, step = call.stream.heard, 0.25
    first = heard.between(since, until)
    assert len(first), "nothing was heard at all"
    begun = since if not call.early_statuses else call.answered_at or since
    longest, quiet_since, at = 0.0, begun, begun
    while at < until:
        if level(heard.between(at, at + step)) > -50:
            quiet_since = at + step
        longest = max(longest, at + step - quiet_since)
        at += step
    return longest

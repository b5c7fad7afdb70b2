"""The control plane is killed at random instants: callers notice nothing, order and record hold."""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator

import pytest
from tests.support.agreement import nothing_left
from tests.support.busy_centre import BusyCentre
from tests.support.crowd import Crowd
from tests.support.engine_look import engines_waits, most_starved
from tests.support.eventually import eventually
from tests.support.gaps import allowed_gap
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S

from antiphon.simulation.sip_call import CallState, PhoneCall

log = logging.getLogger(__name__)

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

TALKING, QUEUED, OFFERED, ROUNDS = 20, 10, 2, 3
# Longer than any machine takes to come back: the offers of before must still ring.
OFFER_S = 120
LONGEST_GAP_MS = 100


@pytest.fixture
async def busy(own_site: LiveSite) -> AsyncIterator[BusyCentre]:
    """A centre with enough agents, and nobody calling yet."""
    made = await make_centre(own_site, agents=TALKING + OFFERED, offer_timeout_s=OFFER_S)
    async with LiveCentre(own_site, made) as live:
        centre = BusyCentre(live)
        await centre.add_agents(TALKING + OFFERED)
        yield centre


async def kill_and_restart(site: LiveSite, chance: random.Random) -> tuple[float, float]:
    """Kill at a random instant; when that was, and when calls were taken again."""
    await asyncio.sleep(chance.uniform(0, 1.5))
    killed_at = time.monotonic()
    await asyncio.to_thread(site.kill)
    await asyncio.to_thread(site.start)
    return killed_at, time.monotonic()


async def two_ring(busy: BusyCentre) -> list[PhoneCall]:
    """The free agents' phones ring."""
    ringing = []
    for agent in busy.agents[TALKING:]:
        await agent.ready()
        ringing.append(await agent.rings())
        busy.note_ring(ringing[-1])
    return ringing


async def two_are_served(busy: BusyCentre, ringing: list[PhoneCall]) -> list[str]:
    """The free agents answer, talk shortly, and are free again."""
    for call, agent in zip(ringing, busy.agents[TALKING:], strict=True):
        call.answer()
        interaction_id = await agent.in_hand("talking")
        busy.callers[call.caller_number].hang_up()
        await agent.in_hand("wrap_up")
        await agent.desk.finish(interaction_id, None, "")
    return [call.caller_number for call in ringing]


async def test_killed_with_twenty_talking_ten_queued_and_two_offered(busy: BusyCentre) -> None:
    seed = random.randrange(1 << 30)
    log.warning("seed %d", seed)
    chance = random.Random(seed)
    await busy.talk(TALKING)
    waiting = await busy.queue(QUEUED + OFFERED)
    served: list[str] = []
    gaps, starved, times = [], [], []
    for _ in range(ROUNDS):
        ringing = await two_ring(busy)
        waits = engines_waits(busy.live.site)
        assert sorted(call.caller_number for call in ringing) == waiting[:OFFERED]
        since = time.time()
        killed_at, back_at = await kill_and_restart(busy.live.site, chance)
        times.append(round(back_at - killed_at, 1))
        for agent in busy.agents:
            await agent.desk.until(lambda desk: desk.is_connected, OFFER_S)
        assert time.monotonic() - killed_at < OFFER_S - 10, "the machine is too slow to judge"
        assert busy.ended_talks() == []
        assert [call.state for call in ringing] == [CallState.RINGING] * OFFERED
        assert all(busy.callers[number].state is CallState.TALKING for number in waiting)
        gaps.append(round(busy.longest_gap(since, time.time())))
        starved.append(round(most_starved(waits, engines_waits(busy.live.site))))
        served += await two_are_served(busy, ringing)
        waiting = waiting[OFFERED:] + await busy.queue(OFFERED)
    log.warning("seconds to come back %s, gaps %s ms, starved %s ms", times, gaps, starved)
    allowed = [allowed_gap(LONGEST_GAP_MS, delay) for delay in starved]
    assert all(gap <= most for gap, most in zip(gaps, allowed, strict=True))

    while waiting:
        ringing = await two_ring(busy)
        served += await two_are_served(busy, ringing)
        waiting = waiting[OFFERED:]
    assert served == sorted(served), "the queue's order was not kept"
    assert len(served) == len(set(served)) == QUEUED + OFFERED * (ROUNDS + 1)
    assert busy.doubled == set(), "two phones rang for one customer"

    await busy.end_everything()
    await nothing_left(busy.live.site)
    outcomes = await busy.outcomes()
    assert {len(ones) for ones in outcomes.values()} == {1}
    assert {one["outcome"] for ones in outcomes.values() for one in ones} == {"handled"}


async def test_killed_while_calls_come_and_go(busy: BusyCentre) -> None:
    seed = random.randrange(1 << 30)
    log.warning("seed %d", seed)
    chance = random.Random(seed)
    agents = busy.agents[:6]
    crowd = Crowd(busy, agents, chance)
    crowd.begin()
    away = []
    for _ in range(ROUNDS):
        await asyncio.sleep(chance.uniform(2, 5))  # the random instant
        away.append(await kill_and_restart(busy.live.site, chance))
    await crowd.last_customer()

    async def at_rest() -> bool | None:
        return True if all(not agent.desk.of("work") for agent in agents) else None

    await eventually(at_rest, 2 * PATIENCE_S)
    await crowd.go_home()
    await nothing_left(busy.live.site)
    assert busy.doubled == set(), "two phones rang for one customer"

    # A customer who left just before we were back is on record after the next comparison.
    async def all_on_record() -> bool | None:
        outcomes = await busy.outcomes()
        return True if all(outcomes.get(number) for number in crowd.lives) else None

    await eventually(all_on_record, 90)
    outcomes = await busy.outcomes()
    counts = {
        number: (len(ones), crowd.lives[number])
        for number, ones in outcomes.items()
        if len(ones) != 1
    }
    assert counts == {}, f"customers without exactly one outcome; nobody in charge in {away}"

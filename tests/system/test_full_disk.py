"""The disk is full in the middle of a conversation: it goes on, and new calls come later."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.eventually import eventually
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S
from tests.support.small_disk import fill, small_disk
from tests.system.test_call import AGENTS_TONE, CUSTOMERS_TONE, hears

from antiphon.simulation.sip_call import CallNotAnswered
from antiphon.simulation.sound import tone

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

TALKING, REFUSED, LATER = (f"+861380013804{number}" for number in range(3))


@pytest.fixture
def site_on_a_small_disk(tmp_path: Path) -> Iterator[LiveSite]:
    """A product whose data lie on a disk of their own, with room to begin."""
    with small_disk(tmp_path, megabytes=700) as disk:
        site = LiveSite(disk / "data")
        site.start()
        try:
            yield site
        finally:
            site.stop()


async def is_refused(centre: LiveCentre) -> bool | None:
    """Whether a new call is refused as busy; one that is let in gives the journal work."""
    call = centre.call(caller_number=REFUSED)
    try:
        await call.answered(PATIENCE_S)
    except CallNotAnswered as refusal:
        return refusal.end.status == 503
    call.hang_up()
    await call.ended(PATIENCE_S)
    return None


async def test_a_full_disk_disturbs_no_conversation(
    site_on_a_small_disk: LiveSite,
) -> None:
    site = site_on_a_small_disk
    made = await make_centre(site, agents=1)
    async with LiveCentre(site, made) as centre:
        agent = await centre.agent(0)
        await agent.ready()
        caller = centre.call(caller_number=TALKING)
        phone = await agent.rings()
        phone.answer()
        await caller.answered(PATIENCE_S)
        interaction_id = await agent.in_hand("talking")
        filler = await asyncio.to_thread(fill, site.data)

        assert await eventually(lambda: is_refused(centre), 3 * PATIENCE_S)
        caller.say(tone(CUSTOMERS_TONE, 1), is_looped=True)
        phone.say(tone(AGENTS_TONE, 1), is_looped=True)
        await hears(phone, CUSTOMERS_TONE)
        await hears(caller, AGENTS_TONE)
        await agent.desk.act(interaction_id, "hang-up")
        assert (await caller.ended(PATIENCE_S)).by_far_end
        await agent.in_hand("wrap_up")
        await agent.desk.finish(interaction_id, made.disposition, "Said on a full disk.")
        await asyncio.to_thread(filler.unlink)

        # Served again by itself, once the journal has looked for room.
        async def is_let_in() -> bool | None:
            call = centre.call(caller_number=LATER)
            try:
                await call.answered(PATIENCE_S)
            except CallNotAnswered:
                return None
            call.hang_up()
            await call.ended(PATIENCE_S)
            return True

        assert await eventually(is_let_in, 3 * PATIENCE_S)
        record = await centre.ended(TALKING)
        assert (record["outcome"], record["note"]) == ("handled", "Said on a full disk.")

"""A customer is parked and picked up on real telephones, and outlives our process while parked."""

import asyncio

import pytest
from tests.support.known_music import MUSIC_TONE
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S
from tests.system.talking import AGENTS, COLLEAGUES, CUSTOMERS, hears_only

from antiphon.simulation.sound import tone
from antiphon.simulation.web_client import Refused

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

NUMBER = "+8613800138611"


async def test_a_parked_customer_outlives_a_kill_and_is_picked_up(own_site: LiveSite) -> None:
    made = await make_centre(own_site, agents=2, wrap_up_s=0)
    async with LiveCentre(own_site, made) as centre:
        anna, ben = await centre.agent(0), await centre.agent(1)
        await anna.ready()
        customer = centre.call("100", caller_number=NUMBER)
        hers = await anna.rings()
        hers.answer()
        await customer.answered(PATIENCE_S)
        customer.say(tone(CUSTOMERS, 1), is_looped=True)
        hers.say(tone(AGENTS, 1), is_looped=True)
        call_id = await anna.in_hand("talking")
        await ben.ready()

        answer = await anna.desk.client.post(f"/v1/desk/interactions/{call_id}/park", {})
        assert answer == {"place": 1, "name": ""}
        await hers.ended(PATIENCE_S)
        await hears_only(customer, MUSIC_TONE)
        await ben.desk.until(lambda desk: call_id in desk.of("parked"), PATIENCE_S)
        assert ben.desk.of("parked")[call_id]["parked_by"]["name"] == "Agent 0"

        await asyncio.to_thread(own_site.kill)
        await hears_only(customer, MUSIC_TONE)
        await asyncio.to_thread(own_site.start)
        await ben.desk.until(
            lambda desk: desk.is_connected and call_id in desk.of("parked"), 2 * PATIENCE_S
        )
        await hears_only(customer, MUSIC_TONE)

        await ben.desk.client.post(f"/v1/desk/interactions/{call_id}/pick-up", {})
        his = await ben.rings()
        # It is he who wished for it: a desk phone that can, picks up by itself.
        assert his.header("Call-Info").endswith(";answer-after=0")
        his.answer()
        his.say(tone(COLLEAGUES, 1), is_looped=True)
        await hears_only(customer, COLLEAGUES)
        await hears_only(his, CUSTOMERS)
        assert call_id == await ben.in_hand("talking")
        assert ben.desk.of("parked") == {}
        with pytest.raises(Refused, match=r"parked\.gone"):
            await anna.desk.client.post(f"/v1/desk/interactions/{call_id}/pick-up", {})
        customer.hang_up()
        record = await centre.ended(NUMBER)
        assert (record["outcome"], record["agent"]["name"]) == ("handled", "Agent 1")
        assert [one["kind"] for one in record["segments"]].count("hold") == 1

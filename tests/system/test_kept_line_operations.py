"""Every wish for a call over lines that agent and colleague keep open: who hears whom then."""

import asyncio
from collections.abc import Iterator

import pytest
from tests.support.known_music import MUSIC_TONE
from tests.support.live_centre import LiveCentre, Made, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S
from tests.system.kept_lines import KeptTalk
from tests.system.talking import AGENTS, COLLEAGUES, CUSTOMERS, hears_only
from tests.system.test_call import check_recording, listen
from tests.system.test_flow_visits import CARD, ORDER, asks_for, payment
from tests.system.test_monitoring_killed import Watched, make_supervisor

from antiphon.simulation.sound import tone

pytestmark = [pytest.mark.system, pytest.mark.timeout(900)]

FRIEND = "+8613800138499"


class WatchedOnLines(Watched, KeptTalk):
    """A conversation with a supervisor at it; both keep their lines open."""


@pytest.fixture(scope="module")
def kept_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveSite, Made]]:
    """A product with two agents."""
    site = LiveSite(tmp_path_factory.mktemp("kept") / "data")
    site.start()
    try:
        yield site, asyncio.run(make_centre(site, agents=2, wrap_up_s=3_600, offer_timeout_s=120))
    finally:
        site.stop()


async def test_hold_consult_toggle_conference_and_leave(
    kept_site: tuple[LiveSite, Made],
) -> None:
    async with LiveCentre(*kept_site) as centre:
        talk = KeptTalk(centre, "+8613800138631")
        await talk.begin()
        await hears_only(talk.customer, AGENTS)
        await talk.agent.desk.act(talk.id, "hold")
        await hears_only(talk.customer, MUSIC_TONE)
        await talk.is_let_go(talk.agents_phone)
        await talk.agent.desk.act(talk.id, "resume")
        await hears_only(talk.customer, AGENTS)
        await hears_only(talk.agents_phone, CUSTOMERS)

        await talk.ask("consult")
        await talk.apart()
        await talk.agent.desk.act(talk.id, "consult/toggle")
        await hears_only(talk.customer, AGENTS)
        await hears_only(talk.agents_phone, CUSTOMERS)
        await hears_only(talk.colleagues_phone, MUSIC_TONE)
        await talk.agent.desk.act(talk.id, "consult/toggle")
        await talk.apart()
        await talk.agent.desk.act(talk.id, "consult/merge")
        await talk.all_hear()
        await talk.agent.desk.act(talk.id, "leave")
        await hears_only(talk.customer, COLLEAGUES)
        await hears_only(talk.colleagues_phone, CUSTOMERS)
        await talk.is_let_go(talk.agents_phone)
        await talk.end()
        await talk.was_handled()


async def test_a_consultation_is_completed_and_a_transfer_is_made(
    kept_site: tuple[LiveSite, Made],
) -> None:
    async with LiveCentre(*kept_site) as centre:
        for number, act in (("+8613800138632", "consult"), ("+8613800138633", "transfer")):
            talk = KeptTalk(centre, number)
            await talk.begin()
            await talk.ask(act)
            if act == "consult":
                await talk.apart()
                await talk.agent.desk.act(talk.id, "consult/complete")
            await hears_only(talk.customer, COLLEAGUES)
            await hears_only(talk.colleagues_phone, CUSTOMERS)
            await talk.is_let_go(talk.agents_phone)
            await talk.end()
            await talk.was_handled()
            for one in (talk.agent, talk.colleague):
                await one.leave()


async def test_parked_and_picked_up(kept_site: tuple[LiveSite, Made]) -> None:
    async with LiveCentre(*kept_site) as centre:
        talk = KeptTalk(centre, "+8613800138634")
        await talk.begin()
        await talk.agent.desk.client.post(f"/v1/desk/interactions/{talk.id}/park", {})
        await hears_only(talk.customer, MUSIC_TONE)
        await talk.is_let_go(talk.agents_phone)
        await talk.colleague.desk.until(lambda desk: talk.id in desk.of("parked"), PATIENCE_S)
        await talk.colleague.desk.client.post(f"/v1/desk/interactions/{talk.id}/pick-up", {})
        talk.colleagues_phone = await talk.picked_up(talk.colleague)
        talk.colleagues_phone.say(tone(COLLEAGUES, 1), is_looped=True)
        await hears_only(talk.customer, COLLEAGUES)
        await hears_only(talk.colleagues_phone, CUSTOMERS)
        await talk.end()
        await talk.was_handled()


async def test_into_a_flow_and_back(kept_site: tuple[LiveSite, Made]) -> None:
    async with LiveCentre(*kept_site) as centre:
        flow_id = await payment(centre)
        talk = KeptTalk(centre, "+8613800138635")
        await talk.begin()
        for stays in (True, False):
            await talk.agent.desk.act(talk.id, "flow", flow_id=flow_id, stays=stays)
            if stays:
                await asks_for(talk, "order")
            else:
                await talk.agent.in_hand("wrap_up")
            await talk.is_let_go(talk.agents_phone)
            talk.customer.press(ORDER + CARD)
            if not stays:
                await talk.picked_up(talk.agent)
            await talk.agent.in_hand("talking")
            await hears_only(talk.customer, AGENTS)
            await hears_only(talk.agents_phone, CUSTOMERS)
        talk.customer.hang_up()
        await talk.agent.in_hand("wrap_up")
        await talk.agent.desk.finish(talk.id, None, "")
        await talk.was_handled()


async def test_a_supervisor_listens_coaches_joins_and_takes_over(
    kept_site: tuple[LiveSite, Made],
) -> None:
    async with LiveCentre(*kept_site) as centre:
        await make_supervisor(centre, 1)
        talk = WatchedOnLines(centre, "+8613800138637")
        await talk.begin()
        await talk.listen()
        await talk.tell("PUT", "/mode", {"mode": "coach"})
        await talk.supervisor_coaches()
        await talk.tell("POST", "/join")
        await talk.all_hear()
        await talk.agent.desk.act(talk.id, "leave")
        await talk.supervisor_has_the_customer()
        await talk.is_let_go(talk.agents_phone)
        await talk.end()
        await talk.was_handled()


async def test_called_out_and_recorded_in_two_channels(
    kept_site: tuple[LiveSite, Made],
) -> None:
    async with LiveCentre(*kept_site) as centre:
        await centre.change(f"/v1/trunks/{centre.made.trunk}", port=centre.outside.address[1])
        await centre.administrator.post("/v1/customers", {"name": "Friend", "numbers": [FRIEND]})
        talk = KeptTalk(centre, FRIEND)
        talk.agent, talk.colleague = await centre.agent(0), await centre.agent(1)
        await talk.sit_down()
        placed = await talk.agent.desk.client.post("/v1/desk/calls", {"number": FRIEND})
        talk.agents_phone = await talk.picked_up(talk.agent)
        talk.agents_phone.say(tone(AGENTS, 1), is_looped=True)
        called = await asyncio.wait_for(centre.outside.incoming.get(), PATIENCE_S)
        called.answer()
        assert await talk.agent.in_hand("talking") == placed["interaction_id"]
        called.say(tone(CUSTOMERS, 1), is_looped=True)
        await hears_only(called, AGENTS)
        await hears_only(talk.agents_phone, CUSTOMERS)
        await listen(called, 3)
        await talk.agent.desk.act(placed["interaction_id"], "hold")
        await hears_only(called, MUSIC_TONE)
        await listen(called, 3)
        await talk.agent.desk.act(placed["interaction_id"], "resume")
        await hears_only(called, AGENTS)
        called.hang_up()
        await talk.agent.in_hand("wrap_up")
        await talk.agent.desk.finish(placed["interaction_id"], None, "")
        await talk.was_handled()
        await check_recording(centre, placed["interaction_id"])

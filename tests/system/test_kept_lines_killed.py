"""A kill -9 in the middle of a conference and of coaching over lines that are kept open."""

import asyncio

import pytest
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.system.kept_lines import KeptTalk
from tests.system.talking import (
    COLLEAGUES,
    CUSTOMERS,
    Work,
    all_together,
    connected_again,
    hears_only,
    in_state,
    killed,
    killed_midway,
    restart,
)
from tests.system.test_kept_line_operations import WatchedOnLines
from tests.system.test_monitoring_killed import make_supervisor

pytestmark = [pytest.mark.system, pytest.mark.timeout(900)]


has_left = in_state("wrap_up")


async def test_killed_from_a_consultation_to_a_conference_that_goes_on(
    own_site: LiveSite,
) -> None:
    made = await make_centre(own_site, agents=2, wrap_up_s=3_600, offer_timeout_s=120)
    async with LiveCentre(own_site, made) as centre:
        talk = KeptTalk(centre, "+8613800138641")
        await talk.begin()
        desk = talk.agent.desk

        def shown() -> Work:
            return talk.work_of(talk.agent)

        await talk.ask("consult")
        await talk.apart()
        await killed(talk)
        await talk.apart()
        await killed_midway(
            talk,
            lambda: desk.act(talk.id, "consult/merge"),
            lambda: all_together(shown()),
        )
        await talk.all_hear()
        await asyncio.to_thread(own_site.kill)
        await talk.all_hear()
        await asyncio.to_thread(own_site.start)
        await connected_again(talk)
        await talk.all_hear()
        await killed_midway(
            talk,
            lambda: desk.act(talk.id, "leave"),
            lambda: has_left(shown()),
        )
        await hears_only(talk.customer, COLLEAGUES)
        await hears_only(talk.colleagues_phone, CUSTOMERS)
        await talk.is_let_go(talk.agents_phone)
        await talk.end()
        await talk.was_handled()


async def test_killed_while_coached_and_while_the_call_is_taken_over(own_site: LiveSite) -> None:
    made = await make_centre(own_site, agents=2, wrap_up_s=3_600, offer_timeout_s=120)
    async with LiveCentre(own_site, made) as centre:
        await make_supervisor(centre, 1)
        talk = WatchedOnLines(centre, "+8613800138642")
        await talk.begin()
        await talk.listen()
        await killed_midway(
            talk, lambda: talk.tell("PUT", "/mode", {"mode": "coach"}), talk.is_coached
        )
        await talk.supervisor_coaches()
        await asyncio.to_thread(own_site.kill)
        await talk.supervisor_coaches()
        await restart(talk)
        await talk.supervisor_coaches()
        await killed_midway(talk, lambda: talk.tell("POST", "/take-over"), talk.is_joined)
        await talk.supervisor_has_the_customer()
        await talk.is_let_go(talk.agents_phone)
        await talk.end()
        await talk.was_handled()

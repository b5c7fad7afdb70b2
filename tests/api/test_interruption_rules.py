"""The rules for interruptions over HTTP: published, undone, on record, and obeyed at once."""

from datetime import timedelta

import pytest
from tests.support.day import ANN, Day
from tests.support.site import Site
from tests.support.waiting_customers import CHANNELS, takes_up

from antiphon.agents.contract import ChangePresence, Presence
from antiphon.identity.permissions import Role
from antiphon.kernel.ids import InteractionId

pytestmark = pytest.mark.api

PATH = "/v1/interruption-rules"
USUAL = {"voice": ["email"], "chat": ["email"]}


async def test_rules_are_published_read_undone_and_on_record(site: Site) -> None:
    day, page = Day(site), await site.page_of(Role.ADMIN)
    first = (await page.get(PATH)).json()
    assert first == {"version": 0, "rules": USUAL, "versions": []}
    new = {"voice": ["chat", "email"]}
    saved = await page.put(PATH, json={"version": 0, "rules": new})
    assert saved.status_code == 200, saved.text
    assert (saved.json()["version"], saved.json()["rules"]) == (1, new)
    watcher = await site.page_of(Role.SUPERVISOR)
    assert (await watcher.get(PATH)).json()["rules"] == new
    again = await page.put(PATH, json={"version": 0, "rules": {}})
    assert again.json()["code"] == "catalogue.changed_meanwhile"
    undone = (await page.post(f"{PATH}/restore", json={"number": 0})).json()
    assert (undone["version"], undone["rules"]) == (2, USUAL)
    assert [one["restores"] for one in undone["versions"]] == [0, None]
    trail = await day.get(page, "/v1/audit", topic="configuration")
    acts = [(one["what"], one["who"] != "") for one in trail["items"]]
    assert acts.count(("agents.interruptions_saved", True)) == 2


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({"fax": []}, "agents.channel_unknown"),
        ({"chat": ["chat"]}, "agents.interrupts_itself"),
        ({"email": ["voice"]}, "agents.call_interrupted"),
    ],
)
async def test_what_cannot_be_a_rule_is_refused(
    site: Site, rules: dict[str, list[str]], code: str
) -> None:
    page = await site.page_of(Role.ADMIN)
    refused = await page.put(PATH, json={"version": 0, "rules": rules})
    assert (refused.status_code, refused.json()["code"]) == (409, code)


async def test_the_next_decision_obeys_and_a_later_version_waits_for_its_time(site: Site) -> None:
    day, page = Day(site), await site.page_of(Role.ADMIN)
    await day.open()
    await day.submit(ChangePresence(agent_id=ANN, presence=Presence.READY))
    world = site.centre.world
    # Calls alone come from outside as yet, so the chat is put into Ann's hands.
    for event in takes_up(InteractionId("chat"), ANN, site.clock.now(), CHANNELS[1]):
        world.apply(event)
    await day.arrive("c1")
    why = "/v1/routing/explanations/waiting/c1"

    async def reason() -> str:
        (ann,) = (await page.get(why)).json()["agents"]
        return str(ann["reason"])

    assert await reason() == "handling"
    later = (site.clock.now() + timedelta(minutes=10)).isoformat()
    planned = {"version": 0, "rules": {"voice": ["chat"]}, "valid_from": later}
    assert (await page.put(PATH, json=planned)).status_code == 200
    assert await reason() == "handling"
    site.clock.advance(600)
    await day.submit(ChangePresence(agent_id=ANN, presence=Presence.READY))
    assert await reason() == "offered_here"

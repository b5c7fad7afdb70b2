"""The history over HTTP: what a call came to, found again by number, name, note and filters."""

from datetime import timedelta
from typing import Any

import pytest
from tests.support.day import ANN, SALES, Day
from tests.support.site import Site

from antiphon.agents.contract import Agent, ChangePresence, Presence, ReportPhone, SaveAgent
from antiphon.identity.permissions import Role
from antiphon.identity.store import IdentityStore
from antiphon.interactions.colleague_calls import CallColleague
from antiphon.kernel.ids import AgentId, InteractionId, UserId
from antiphon.routing.contract import Queue, SaveQueue

pytestmark = pytest.mark.api

BOB = AgentId("bob")


@pytest.fixture
async def day(site: Site) -> Day:
    day = Day(site)
    await day.open()
    return day


async def test_a_handled_call_stands_in_the_history_to_the_second(site: Site, day: Day) -> None:
    await day.handle("c1")
    page = await site.page_of(Role.SUPERVISOR)
    (item,) = (await day.get(page, "/v1/interactions"))["items"]
    assert item["outcome"] == "handled"
    assert item["ended_by"] == "customer"
    spans = {name: item[f"{name}_ms"] / 1000 for name in ("wait", "talk", "hold", "wrap_up")}
    assert spans == {"wait": 10, "talk": 35, "hold": 20, "wrap_up": 7}
    assert item["agent"] == {"id": "ann", "name": "Ann Lee"}
    assert item["queue"]["name"] == "Sales"
    assert item["entry_point"]["name"] == "Front door"
    assert item["disposition"]["name"] == "Sold"
    detail = await day.get(page, "/v1/interactions/c1")
    assert detail["data"] == [{"key": "order", "value": "4711", "name": "order", "meaning": "4711"}]
    kinds = [segment["kind"] for segment in detail["segments"] if segment["kind"] != "ringing"]
    assert kinds == ["flow", "waiting", "talk", "hold", "talk", "wrap_up"]
    assert detail["note"] == "Wants a blue one"
    assert detail["timeline"][0]["kind"] == "interactions.arrived"
    assert detail["timeline"][-1]["text_key"] == "timeline.interactions_closed"


async def test_a_result_is_called_by_its_place_in_the_tree(site: Site, day: Day) -> None:
    await day.handle("c1")
    admin = await site.page_of(Role.ADMIN)
    heading = await admin.post("/v1/dispositions", json={"name": "Orders"})
    leaf = next(
        one for one in (await day.get(admin, "/v1/dispositions"))["items"] if one["name"] == "Sold"
    )
    under = {"name": "Sold", "parent_id": heading.json()["id"], "version": leaf["version"]}
    await admin.put(f"/v1/dispositions/{leaf['id']}", json=under)
    page = await site.page_of(Role.SUPERVISOR)
    (item,) = (await day.get(page, "/v1/interactions"))["items"]
    assert item["disposition"]["name"] == "Orders › Sold"
    detail = await day.get(page, "/v1/interactions/c1")
    assert detail["disposition"]["name"] == "Orders › Sold"


async def test_an_abandoned_call_and_one_in_progress_are_told_apart(site: Site, day: Day) -> None:
    await day.arrive("c1")
    site.clock.advance(9)
    await day.leave("c1")
    await day.arrive("c2")
    page = await site.page_of(Role.SUPERVISOR)
    items = (await day.get(page, "/v1/interactions"))["items"]
    assert [(i["id"], i["outcome"]) for i in items] == [("c2", "in_progress"), ("c1", "abandoned")]
    only = (await day.get(page, "/v1/interactions", outcome="abandoned"))["items"]
    assert [i["id"] for i in only] == ["c1"]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("138 0013", True),
        ("+86138-0013-8000", True),
        ("BLUE", True),
        ("wang", True),
        ("999", False),
        ("100%", False),
        ("_", False),
        ("'; DROP TABLE interactions; --", False),
    ],
)
async def test_a_call_is_found_by_number_name_and_note(
    site: Site, day: Day, q: str, found: bool
) -> None:
    await day.handle("c1")
    page = await site.page_of(Role.SUPERVISOR)
    assert bool((await day.get(page, "/v1/interactions", q=q))["items"]) is found


async def test_a_call_is_found_by_its_ticket_and_leads_to_it(site: Site, day: Day) -> None:
    admin = await site.page_of(Role.ADMIN)
    origin = "https://help.example.com"
    await admin.post("/v1/allowed-sites", json={"name": "Help", "origin": origin})
    ticket = {"prefixes": ["SUP-"], "address": f"{origin}/t/{{ticket}}"}
    question = {"key": "ticket", "label": "Ticket", "kind": "ticket", "ticket": ticket}
    form = await admin.post("/v1/wrap-up-forms", json={"name": "Any", "fields": [question]})
    assert form.status_code == 201, form.text
    await day.handle("c1", answers={"ticket": "sup-1234567890"})
    await day.handle("c2")
    page = await site.page_of(Role.SUPERVISOR)
    for params in ({"ticket": "Sup-1234567890 "}, {"q": "sup-12345"}):
        (item,) = (await day.get(page, "/v1/interactions", **params))["items"]
        assert (item["id"], item["ticket"]) == ("c1", "SUP-1234567890")
        assert item["ticket_address"] == f"{origin}/t/SUP-1234567890"
    assert (await day.get(page, "/v1/interactions", ticket="SUP-12"))["items"] == []
    detail = await day.get(page, "/v1/interactions/c1")
    assert detail["answers"][0]["value"] == detail["ticket"] == "SUP-1234567890"
    assert (await day.get(page, "/v1/interactions/c2"))["ticket"] is None
    # Asked no more, the number stays and leads nowhere.
    await admin.delete(f"/v1/wrap-up-forms/{form.json()['id']}")
    (item,) = (await day.get(page, "/v1/interactions", ticket="sup-1234567890"))["items"]
    assert (item["ticket"], item["ticket_address"]) == ("SUP-1234567890", None)


async def test_filters_narrow_the_list(site: Site, day: Day) -> None:
    before = site.clock.now().isoformat()
    await day.handle("c1")
    after = site.clock.now().isoformat()
    page = await site.page_of(Role.SUPERVISOR)
    for params, found in (
        ({"queue": "sales", "agent": "ann"}, 1),
        ({"queue": "service"}, 0),
        ({"agent": "bob"}, 0),
        ({"from": before, "to": after}, 1),
        ({"from": after}, 0),
        ({"to": before}, 0),
    ):
        items = (await day.get(page, "/v1/interactions", **params))["items"]
        assert len(items) == found, params


async def test_pages_follow_one_another_without_a_gap_or_a_repeat(site: Site, day: Day) -> None:
    for number in range(25):
        await day.arrive(f"c{number:02}")
        if number % 3:
            site.clock.advance(1)
    page = await site.page_of(Role.SUPERVISOR)
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(10):
        params = {"limit": 7} | ({"cursor": cursor} if cursor else {})
        answer = await day.get(page, "/v1/interactions", **params)
        seen += [item["id"] for item in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert seen == [f"c{number:02}" for number in reversed(range(25))]


@pytest.mark.parametrize(
    "params",
    [
        {"cursor": "nonsense"},
        {"cursor": "1~\x00"},
        {"limit": 0},
        {"limit": 10_000},
        {"from": "yesterday"},
        {"from": "2026-01-05T12:00:00"},
        {"outcome": "won"},
        {"direction": "sideways"},
    ],
)
async def test_what_cannot_be_asked_is_422(site: Site, params: dict[str, Any]) -> None:
    page = await site.page_of(Role.SUPERVISOR)
    assert (await page.get("/v1/interactions", params=params)).status_code == 422


async def test_an_agent_reads_the_own_history_only(site: Site, day: Day) -> None:
    await day.handle("c1")
    await day.submit(ChangePresence(agent_id=ANN, presence=Presence.OFFLINE))
    await day.arrive("c2")
    page = await site.sign_in("ann")
    assert [i["id"] for i in (await day.get(page, "/v1/desk/history"))["items"]] == ["c1"]
    assert (await page.get("/v1/interactions")).status_code == 403
    assert (await page.get("/v1/interactions/c1")).status_code == 403


async def test_a_call_between_colleagues_stands_in_the_history_of_both(
    site: Site, day: Day
) -> None:
    await day.handle("c1")
    user_id = UserId(await site.add_user("bob", Role.AGENT))
    await day.submit(SaveAgent(agent=Agent(id=BOB, name="Bob Bell", user_id=user_id)))
    await day.submit(ReportPhone(agent_id=BOB, is_reachable=True))
    await day.submit(ChangePresence(agent_id=BOB, presence=Presence.READY))
    await day.submit(
        CallColleague(interaction_id=InteractionId("k1"), agent_id=ANN, colleague_id=BOB)
    )
    for login, own in (("bob", ["k1"]), ("ann", ["k1", "c1"])):
        page = await site.sign_in(login)
        items = (await day.get(page, "/v1/desk/history"))["items"]
        assert [item["id"] for item in items] == own
        assert (items[0]["direction"], items[0]["agent"]["id"]) == ("internal", "ann")
        assert items[0]["customer"]["name"] == "Bob Bell"


async def test_the_list_is_narrowed_to_a_direction(site: Site, day: Day) -> None:
    await day.handle("c1")
    page = await site.page_of(Role.SUPERVISOR)
    for direction, found in (("inbound", ["c1"]), ("outbound", []), ("internal", [])):
        items = (await day.get(page, "/v1/interactions", direction=direction))["items"]
        assert [item["id"] for item in items] == found


async def test_what_was_just_finished_stands_in_the_own_history(site: Site, day: Day) -> None:
    page = await site.sign_in("ann")
    for number in (1, 2, 3):
        await day.handle(f"c{number}")
        # Asked at once, as a page does: nobody waits for the history here.
        items = (await page.get("/v1/desk/history")).json()["items"]
        assert [i["outcome"] for i in items] == ["handled"] * number


async def test_the_name_of_what_was_removed_stays_in_the_history(site: Site, day: Day) -> None:
    await day.handle("c1")
    await day.submit(SaveQueue(queue=Queue(id=SALES, name="Sales and more")))
    page = await site.page_of(Role.SUPERVISOR)
    (item,) = (await day.get(page, "/v1/interactions"))["items"]
    assert item["queue"] == {"id": "sales", "name": "Sales and more"}


async def test_a_recording_is_played_in_parts_and_who_listened_is_on_record(
    site: Site, day: Day
) -> None:
    recording_id = await day.handle("c1")
    await day.store("c1", recording_id)
    page = await site.page_of(Role.SUPERVISOR)
    (recording,) = (await day.get(page, "/v1/interactions/c1"))["recordings"]
    assert recording["url"] == f"/v1/recordings/{recording_id}"
    whole = await page.get(recording["url"])
    assert (whole.status_code, whole.headers["content-type"]) == (200, "audio/wav")
    part = await page.get(recording["url"], headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    peaks = (await page.get(recording["peaks_url"], params={"columns": 4})).json()
    assert (peaks["left"], peaks["right"]) == ([127] * 4, [0] * 4)
    trail = await site.parts.get(IdentityStore).list_audit(before=None, limit=5)
    assert [(e.action, e.subject) for e in trail][:1] == [("recordings.played", recording_id)]
    assert (await page.get("/v1/recordings/nothing")).status_code == 404
    assert (await page.get(f"{recording['url']}/download")).status_code == 403
    boss = await site.page_of(Role.ADMIN)
    copy = await boss.get(f"{recording['url']}/download")
    assert copy.headers["content-disposition"].startswith("attachment")
    assert copy.content == whole.content
    trail = await site.parts.get(IdentityStore).list_audit(before=None, limit=5)
    assert ("recordings.downloaded", recording_id) in {(e.action, e.subject) for e in trail}
    assert (await (await site.sign_in("ann")).get(recording["url"])).status_code == 403


async def test_the_audit_trail_tells_who_changed_what(site: Site, day: Day) -> None:
    page = await site.page_of(Role.ADMIN)
    await page.post("/v1/skills", json={"name": "Mandarin"})
    items = (await day.get(page, "/v1/audit"))["items"]
    made = next(item for item in items if item["what"] == "agents.skill_saved")
    assert (made["who"], made["params"]) == ("Admin", {"name": "Mandarin"})
    assert {"user.added", "session.started"} <= {item["what"] for item in items}


async def test_the_audit_trail_is_narrowed_and_names_what_was_removed(site: Site, day: Day) -> None:
    page = await site.page_of(Role.ADMIN)
    skill = (await page.post("/v1/skills", json={"name": "Mandarin"})).json()
    await page.delete(f"/v1/skills/{skill['id']}")
    entries = await day.get(page, "/v1/audit", topic="configuration")
    told = [(item["what"], item["name"]) for item in entries["items"][:2]]
    assert told == [("agents.skill_removed", "Mandarin"), ("agents.skill_saved", "Mandarin")]
    me = (await day.get(page, "/v1/session"))["user"]["id"]
    mine = (await day.get(page, "/v1/audit", user=me, topic="sign_ins"))["items"]
    assert [item["what"] for item in mine] == ["session.started"]
    later = (site.clock.now() + timedelta(days=1)).isoformat()
    assert (await day.get(page, "/v1/audit", **{"from": later}))["items"] == []


async def test_the_history_is_the_same_when_built_anew(site: Site, day: Day) -> None:
    await day.handle("c1")
    await day.arrive("c2")
    page = await site.page_of(Role.SUPERVISOR)
    built_as_it_happened = await day.get(page, "/v1/interactions")
    await site.rebuild_history()
    assert await day.get(page, "/v1/interactions") == built_as_it_happened

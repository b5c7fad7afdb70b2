"""Lost calls over HTTP: none is forgotten, each is made good with one click."""

from datetime import timedelta

import pytest
from tests.support.day import ANN, SALES, Day
from tests.support.site import Site

from antiphon.agents.contract import ChangePresence, Presence
from antiphon.identity.permissions import Role
from antiphon.kernel.ids import TrunkId
from antiphon.telephony.contract import SaveTrunk, TrunkLine
from antiphon.telephony.engine import EndCause, LegAnswered, LegEnded

pytestmark = pytest.mark.api

NUMBER = "+8613800138000"


@pytest.fixture
async def day(site: Site) -> Day:
    day = Day(site)
    await day.open()
    await day.submit(SaveTrunk(trunk=TrunkLine(id=TrunkId("t1"), name="T", host="t.example")))
    return day


async def lose(day: Day, name: str, number: str = NUMBER) -> None:
    """Somebody waits for ten seconds and gives up."""
    await day.arrive(name, number)
    day.site.clock.advance(10)
    await day.leave(name)


async def caught_up(day: Day) -> None:
    await day.site.history.wait_for(day.site.centre.position)


async def test_an_abandoned_call_is_listed_with_layer_and_cause(site: Site, day: Day) -> None:
    await lose(day, "c1")
    page = await site.page_of(Role.SUPERVISOR)
    listed = await day.get(page, "/v1/lost-calls")
    (item,) = listed["items"]
    assert (item["id"], item["layer"], item["outcome"]) == ("c1", "queue", "abandoned")
    assert (item["status"], item["cause"], item["queue_name"]) == ("open", "hang_up", "Sales")
    assert (listed["open_count"], listed["pending_count"]) == (1, 0)


async def test_nothing_ages_out_and_filters_narrow(site: Site, day: Day) -> None:
    await lose(day, "c1")
    site.clock.advance(40 * 24 * 3_600)
    await lose(day, "c2", "+8613800138001")
    page = await site.page_of(Role.SUPERVISOR)
    listed = await day.get(page, "/v1/lost-calls")
    assert [item["id"] for item in listed["items"]] == ["c2", "c1"]
    assert (await day.get(page, "/v1/lost-calls", layer="ivr"))["items"] == []
    first = await day.get(page, "/v1/lost-calls", limit=1)
    second = await day.get(page, "/v1/lost-calls", limit=1, cursor=first["next"])
    assert [item["id"] for item in second["items"]] == ["c1"]


async def test_whom_the_black_list_refuses_is_counted_and_nobodys_work(
    site: Site, day: Day
) -> None:
    page = await site.page_of(Role.ADMIN)
    listed = {"list": "black", "lines": f"{NUMBER}, Fraud"}
    assert (await page.post("/v1/admission/lists/import", json=listed)).status_code == 200
    await day.arrive("c1")
    await lose(day, "c2", "+8613800138001")
    shown = await day.get(page, "/v1/lost-calls")
    assert [item["id"] for item in shown["items"]] == ["c2"]
    assert (shown["open_count"], shown["pending_count"]) == (1, 0)
    (refused,) = (await day.get(page, "/v1/lost-calls", status="done"))["items"]
    assert (refused["id"], refused["handled"]) == ("c1", "black_list")
    assert (refused["layer"], refused["cause"]) == ("admission", "black_list")
    both = await day.get(page, "/v1/lost-calls", status="all", layer="admission")
    assert [item["id"] for item in both["items"]] == ["c1"]


async def test_one_click_calls_back_and_clears_the_call(site: Site, day: Day) -> None:
    await lose(day, "c1")
    page = await site.page_of(Role.SUPERVISOR)
    await caught_up(day)
    answer = await page.post("/v1/lost-calls/c1/call-back", json={})
    assert answer.status_code == 204, answer.text
    assert (await day.get(page, "/v1/lost-calls"))["items"][0]["status"] == "pending"
    (waiting,) = (await day.get(page, "/v1/call-backs"))["items"]
    assert (waiting["number"], waiting["origin"]) == (NUMBER, "lost_call")
    again = await page.post("/v1/lost-calls/c1/call-back", json={})
    assert again.json()["code"] == "call_back.exists"
    await day.submit(ChangePresence(agent_id=ANN, presence=Presence.READY))
    calls = site.centre.world.calls.calls
    (call,) = calls.values()
    (phone,) = call.ringing
    now = site.clock.now()
    await day.hear(LegAnswered(at=now, leg=phone))
    await day.hear(LegAnswered(at=now, leg=call.caller_leg))
    site.clock.advance(20)
    await day.hear(
        LegEnded(at=site.clock.now(), leg=call.caller_leg, cause=EndCause.NORMAL, by_far_end=True)
    )
    from antiphon.interactions.deadlines import EndWrapUp  # noqa: PLC0415

    await day.submit(EndWrapUp(interaction_id=call.id))
    listed = await day.get(page, "/v1/lost-calls", status="all")
    (item,) = listed["items"]
    assert (item["status"], item["handled"], listed["open_count"]) == ("done", "called_back", 0)
    assert (await day.get(page, "/v1/call-backs"))["items"] == []


async def test_who_calls_again_and_is_served_is_cleared(site: Site, day: Day) -> None:
    await lose(day, "c1")
    await day.handle("c2")
    page = await site.page_of(Role.SUPERVISOR)
    (item,) = (await day.get(page, "/v1/lost-calls", status="all"))["items"]
    assert (item["id"], item["handled"], item["handled_by"]) == ("c1", "called_again", "ann")


async def test_a_lost_call_is_assigned_and_dismissed_with_a_reason(site: Site, day: Day) -> None:
    await lose(day, "c1")
    page = await site.page_of(Role.SUPERVISOR)
    await caught_up(day)
    assigned = await page.put("/v1/lost-calls/c1/assignee", json={"agent_id": "ann"})
    assert assigned.status_code == 204, assigned.text
    (item,) = (await day.get(page, "/v1/lost-calls", agent="ann"))["items"]
    assert item["agent_id"] == "ann"
    assert (await page.post("/v1/lost-calls/c1/dismiss", json={"reason": ""})).status_code == 422
    done = await page.post("/v1/lost-calls/c1/dismiss", json={"reason": "Wrong number"})
    assert done.status_code == 204, done.text
    (item,) = (await day.get(page, "/v1/lost-calls", status="done"))["items"]
    assert (item["handled"], item["handled_reason"]) == ("dismissed", "Wrong number")


async def test_the_export_is_csv_without_formulas(site: Site, day: Day) -> None:
    await lose(day, "c1")
    page = await site.page_of(Role.SUPERVISOR)
    await caught_up(day)
    answer = await page.get("/v1/lost-calls/export")
    lines = answer.text.lstrip("\ufeff").splitlines()
    assert answer.headers["content-type"].startswith("text/csv")
    assert lines[0].startswith("id,lost_at,number")
    assert f"'{NUMBER}" in lines[1]


async def test_agents_see_only_their_own_call_backs(site: Site, day: Day) -> None:
    await lose(day, "c1")
    page = await site.page_of(Role.SUPERVISOR)
    await caught_up(day)
    due_at = (site.clock.now() + timedelta(days=1)).isoformat()
    body = {"number": NUMBER, "queue_id": SALES, "agent_id": "ann", "due_at": due_at}
    asked = await page.post("/v1/call-backs", json=body)
    assert asked.status_code == 204, asked.text
    (waiting,) = (await day.get(page, "/v1/call-backs"))["items"]
    assert waiting["agent_id"] == "ann"
    gone = await page.delete(f"/v1/call-backs/{waiting['id']}")
    assert gone.status_code == 204
    assert (await day.get(page, "/v1/call-backs"))["items"] == []

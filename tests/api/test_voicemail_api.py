"""Voicemail over HTTP: who sees which message, calls back from it, and is done with it."""

from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
from tests.support.day import ANN, Day
from tests.support.site import Site

from antiphon.agents.contract import Agent, ChangePresence, Presence, SaveAgent, SystemReason
from antiphon.flows.contract import SaveFlow
from antiphon.flows.graph import Flow, VoicemailStep
from antiphon.identity.permissions import Role
from antiphon.kernel.ids import (
    AgentId,
    EntryPointId,
    FlowId,
    InteractionId,
    LegId,
    TrunkId,
    UserId,
    VoicemailBoxId,
)
from antiphon.recordings.voicemail import ExpireVoicemail
from antiphon.telephony.contract import EntryPoint, SaveEntryPoint, SaveTrunk, TrunkLine
from antiphon.telephony.engine import (
    LegArrived,
    PlaybackEnded,
    PlaybackId,
    RecordingEnded,
    RecordingId,
)

pytestmark = pytest.mark.api

NUMBER = "+8613912340055"


@pytest.fixture
async def day(site: Site) -> Day:
    day = Day(site)
    await day.open()
    user_id = UserId(await site.add_user("bob", Role.AGENT))
    await day.submit(SaveAgent(agent=Agent(id=AgentId("bob"), name="Bob", user_id=user_id)))
    trunk = TrunkLine(id=TrunkId("t1"), name="Line", host="127.0.0.1")
    await day.submit(SaveTrunk(trunk=trunk))
    return day


async def left_for(day: Day, box_id: str, name: str = "m1", number: str = NUMBER) -> None:
    """A message is left in a box."""
    step = VoicemailStep(text={"en": "Speak."}, box_id=VoicemailBoxId(box_id))
    flow = Flow(id=FlowId("night"), name="Night", start="take", steps={"take": step})
    await day.submit(SaveFlow(flow=flow))
    point = EntryPoint(id=EntryPointId("e2"), name="Night", number="2000", flow_id=flow.id)
    await day.submit(SaveEntryPoint(entry_point=point))
    now, leg = day.site.clock.now(), LegId(name)
    arrived = LegArrived(at=now, leg=leg, dialled="2000", caller_number=number, caller_name="Li")
    await day.hear(arrived)
    progress = day.site.centre.world.flows.progress[InteractionId(name)]
    said = PlaybackId(f"{name}.p{progress.run.turn}")
    await day.hear(PlaybackEnded(at=now, leg=leg, playback=said, is_failed=False))
    progress = day.site.centre.world.flows.progress[InteractionId(name)]
    spoken = RecordingId(f"{name}.m{progress.run.turn}")
    await day.hear(RecordingEnded(at=now, leg=leg, recording=spoken, seconds=7, is_failed=False))


async def a_box(site: Site, **owner: Any) -> str:
    """A box that the administrator makes."""
    admin = await site.page_of(Role.ADMIN)
    made = await admin.post("/v1/voicemail-boxes", json={"name": "Box", **owner})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def seen_by(page: httpx2.AsyncClient, **query: str) -> list[str]:
    """The messages that a page lists."""
    answer = await page.get("/v1/voicemails", params=query)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["items"]]


async def test_a_message_is_seen_by_its_agent_and_by_supervisors(site: Site, day: Day) -> None:
    await left_for(day, await a_box(site, agent_id=ANN))
    ann, bob = await site.sign_in("ann"), await site.sign_in("bob")
    supervisor = await site.page_of(Role.SUPERVISOR)
    assert (await seen_by(ann), await seen_by(bob)) == (["m1"], [])
    assert await seen_by(supervisor) == ["m1"]
    (shown,) = (await ann.get("/v1/voicemails")).json()["items"]
    assert (shown["name"], shown["number"], shown["seconds"]) == ("Li", NUMBER, 7)
    assert (shown["box"], shown["is_heard"], shown["transcript"]) == ("Box", False, None)
    for path in ("done", "reopen"):
        assert (await bob.post(f"/v1/voicemails/m1/{path}")).status_code == 404
    assert (await bob.get("/v1/voicemails/m1/sound")).status_code == 404


async def test_what_is_done_goes_from_both_lists_and_comes_back(site: Site, day: Day) -> None:
    await left_for(day, await a_box(site))
    ann, supervisor = await site.sign_in("ann"), await site.page_of(Role.SUPERVISOR)
    lost = await day.get(supervisor, "/v1/lost-calls")
    assert [one["id"] for one in lost["items"]] == ["m1"]
    assert (await ann.post("/v1/voicemails/m1/done")).status_code == 204
    assert (await seen_by(ann), await seen_by(ann, status="done")) == ([], ["m1"])
    assert (await day.get(supervisor, "/v1/lost-calls"))["items"] == []
    assert (await ann.post("/v1/voicemails/m1/reopen")).status_code == 204
    assert await seen_by(ann) == ["m1"]
    lost = await day.get(supervisor, "/v1/lost-calls")
    assert [one["id"] for one in lost["items"]] == ["m1"]


async def test_who_left_it_is_called_back_from_it_without_the_number(site: Site, day: Day) -> None:
    await left_for(day, await a_box(site, agent_id=ANN))
    admin = await site.sign_in("admin")
    masked = {"is_masked": True, "reveals_a_day": 0}
    assert (await admin.put("/v1/number-privacy", json=masked)).status_code == 200
    presence, reason = Presence.NOT_READY, SystemReason.SIGNED_IN
    await day.submit(ChangePresence(agent_id=ANN, presence=presence, reason_id=reason))
    ann, bob = await site.sign_in("ann"), await site.sign_in("bob")
    assert NUMBER not in (await ann.get("/v1/voicemails")).text
    assert (await bob.post("/v1/desk/calls", json={"interaction_id": "m1"})).status_code == 404
    placed = await ann.post("/v1/desk/calls", json={"interaction_id": "m1"})
    assert placed.status_code == 200, placed.text
    (call,) = site.centre.world.interactions.open.values()
    assert (call.customer_number, call.customer_name) == (NUMBER, "Li")


async def test_a_box_that_a_flow_leads_to_stays(site: Site, day: Day) -> None:
    box_id = await a_box(site)
    await left_for(day, box_id)
    admin = await site.sign_in("admin")
    refused = await admin.delete(f"/v1/voicemail-boxes/{box_id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "catalogue.in_use")


async def test_a_box_has_its_own_greeting_and_tells_when_messages_go(site: Site, day: Day) -> None:
    greeting = {"en": "Ann is out.", "yue": "安唔喺度。"}
    box_id = await a_box(site, agent_id=ANN, greeting=greeting, keep_days=7)
    await left_for(day, box_id)
    (shown,) = (await (await site.sign_in("ann")).get("/v1/voicemails")).json()["items"]
    left, goes = (datetime.fromisoformat(shown[key]) for key in ("left_at", "goes_at"))
    assert goes - left == timedelta(days=7)
    admin = await site.sign_in("admin")
    (box,) = (await admin.get("/v1/voicemail-boxes")).json()["items"]
    assert (box["greeting"], box["keep_days"]) == (greeting, 7)


@pytest.mark.parametrize(
    "wrong",
    [
        {"keep_days": 0},
        {"keep_days": 3_651},
        {"greeting": {"fr": "Bonjour."}},
        {"greeting": {"en": "x" * 2_001}},
    ],
)
async def test_a_greeting_nobody_could_hear_and_no_days_are_refused(
    site: Site, wrong: dict[str, Any]
) -> None:
    admin = await site.page_of(Role.ADMIN)
    refused = await admin.post("/v1/voicemail-boxes", json={"name": "Box", **wrong})
    assert refused.status_code == 422, refused.text


async def test_a_message_that_was_deleted_is_gone_from_lists_and_has_no_sound(
    site: Site, day: Day
) -> None:
    await left_for(day, await a_box(site, agent_id=ANN, keep_days=1))
    ann = await site.sign_in("ann")
    assert await seen_by(ann, status="all") == ["m1"]
    site.clock.advance(timedelta(days=1).total_seconds())
    await day.submit(ExpireVoicemail(interaction_id=InteractionId("m1")))
    ann = await site.sign_in("ann")
    assert await seen_by(ann, status="all") == []
    assert (await ann.get("/v1/voicemails/m1/sound")).status_code == 404

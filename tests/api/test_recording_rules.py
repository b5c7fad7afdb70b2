"""Recording rules over HTTP, and an agent's pause: on the desk, and on the record."""

import io
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile
from tests.support.day import ANN, Day
from tests.support.site import Site

from antiphon.agents.contract import ChangePresence, Presence
from antiphon.identity.permissions import Role
from antiphon.kernel.ids import InteractionId
from antiphon.recordings.contract import NoteRecording, Pause, RecordingStored
from antiphon.telephony.engine import EndCause, LegAnswered, LegEnded
from antiphon.telephony.leg_ids import recording_of

pytestmark = pytest.mark.api

RULE = {
    "id": "r1",
    "name": "Nothing from Germany",
    "queues": ["sales"],
    "direction": "inbound",
    "entry_points": [],
    "countries": ["DE"],
    "share_percent": 0,
    "consent": "none",
}


@pytest.fixture
async def day(site: Site) -> Day:
    day = Day(site)
    await day.open()
    return day


async def take(day: Day, name: str) -> None:
    await day.submit(ChangePresence(agent_id=ANN, presence=Presence.READY))
    (leg,) = day.site.centre.world.calls.calls[InteractionId(name)].ringing
    await day.hear(LegAnswered(at=day.site.clock.now(), leg=leg))


async def test_rules_are_published_read_and_undone(site: Site, day: Day) -> None:
    page = await site.page_of(Role.ADMIN)
    saved = await page.put("/v1/recording-rules", json={"version": 0, "rules": [RULE]})
    assert saved.status_code == 200, saved.text
    assert (saved.json()["version"], saved.json()["rules"]) == (1, [RULE])
    watcher = await site.page_of(Role.SUPERVISOR)
    assert (await watcher.get("/v1/recording-rules")).json()["rules"] == [RULE]
    again = await page.put("/v1/recording-rules", json={"version": 0, "rules": []})
    assert again.json()["code"] == "catalogue.changed_meanwhile"
    undone = await page.post("/v1/recording-rules/restore", json={"number": 0})
    assert (undone.json()["version"], undone.json()["rules"]) == (2, [])
    trail = await day.get(page, "/v1/audit", topic="configuration")
    assert "recordings.rules_saved" in [item["what"] for item in trail["items"]]


async def test_a_rule_that_names_what_is_not_there_is_refused(site: Site, day: Day) -> None:
    page = await site.page_of(Role.ADMIN)
    for wrong in ({"queues": ["nowhere"]}, {"entry_points": ["nowhere"]}, {"countries": ["XX"]}):
        body = {"version": 0, "rules": [{**RULE, **wrong}]}
        assert (await page.put("/v1/recording-rules", json=body)).status_code == 409, wrong


async def test_the_decision_and_its_rule_stand_on_the_record(site: Site, day: Day) -> None:
    page = await site.page_of(Role.ADMIN)
    await page.put("/v1/recording-rules", json={"version": 0, "rules": [RULE]})
    await day.arrive("c1", "+4930901820")
    await take(day, "c1")
    timeline = (await day.get(page, "/v1/interactions/c1"))["timeline"]
    (decided,) = [entry for entry in timeline if entry["kind"] == "recordings.decided"]
    assert decided["params"]["rule"] == "Nothing from Germany"
    assert decided["params"]["reason"] == "outside_share"


async def test_a_pause_is_the_agents_and_stands_beside_the_sound(site: Site, day: Day) -> None:
    await day.arrive("c1")
    await take(day, "c1")
    begun = site.clock.now()
    ann, admin = await site.sign_in("ann"), await site.page_of(Role.ADMIN)
    recording = "/v1/desk/interactions/c1/recording"
    for act in ("pause", "pause", "resume", "resume"):
        reason = {"reason": "page"} if act == "pause" else None
        answer = await ann.post(f"{recording}/{act}", json=reason)
        assert answer.status_code == 204, answer.text
        site.clock.advance(2)
    leg = site.centre.world.calls.calls[InteractionId("c1")].agent_leg
    assert leg is not None
    await day.leave("c1")
    stored = RecordingStored(
        at=site.clock.now(),
        interaction_id=InteractionId("c1"),
        recording_id=recording_of(leg),
        path="2026/01/05/x.wav",
        seconds=8.0,
        size_bytes=1,
        channels=2,
        is_repaired=False,
        pauses=(Pause(begins_s=0.0, ends_s=4.0),),
        missing_s=1.5,
        started_at=begun,
    )
    await day.submit(NoteRecording(result=stored))
    detail = await day.get(admin, "/v1/interactions/c1")
    (shown,) = detail["recordings"]
    assert shown["pauses"] == [{"begins_s": 0.0, "ends_s": 4.0}]
    assert shown["missing_s"] == 1.5
    assert datetime.fromisoformat(shown["started_at"]) == begun
    kinds = [entry["kind"] for entry in detail["timeline"]]
    assert kinds.count("recordings.paused") == kinds.count("recordings.resumed") == 1


async def test_a_supervisor_hears_the_last_half_minute_and_nothing_of_a_pause(
    site: Site, day: Day, tmp_path: Path
) -> None:
    await day.arrive("c1")
    await take(day, "c1")
    leg = site.centre.world.calls.calls[InteractionId("c1")].agent_leg
    assert leg is not None
    (tmp_path / "spool").mkdir()
    for side, level in (("customer", 1_000), ("agent", 2_000)):
        samples = np.full(40 * 8_000, level, "<i2")
        samples.tofile(tmp_path / "spool" / f"{recording_of(leg)}.{side}.raw")
    ann, page = await site.sign_in("ann"), await site.page_of(Role.SUPERVISOR)
    heard = await page.get("/v1/interactions/c1/last-seconds")
    samples, rate = soundfile.read(io.BytesIO(heard.content), dtype="int16")
    assert (rate, samples.shape, samples[0].tolist()) == (8_000, (240_000, 2), [1_000, 2_000])
    assert (await ann.get("/v1/interactions/c1/last-seconds")).status_code == 403
    await ann.post("/v1/desk/interactions/c1/recording/pause", json={})
    paused = await page.get("/v1/interactions/c1/last-seconds")
    assert (paused.status_code, paused.json()["code"]) == (409, "recording.paused")
    await day.leave("c1")
    now = site.clock.now()
    await day.hear(LegEnded(at=now, leg=leg, cause=EndCause.NORMAL, by_far_end=False))
    assert (await page.get("/v1/interactions/c1/last-seconds")).status_code == 404
    admin = await site.page_of(Role.ADMIN)
    trail = await day.get(admin, "/v1/audit", topic="recordings")
    assert [(e["what"], e["subject"]) for e in trail["items"]] == [
        ("recordings.listened_live", "c1")
    ]

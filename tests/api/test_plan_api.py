"""The plan over HTTP: a week of it, edits, files with a preview, undo, and teams as limits."""

from base64 import b64encode
from typing import Any

import httpx2
import pytest
from tests.api.test_floor import a_floor
from tests.support.site import Site
from tests.support.workbook import a_vast_workbook

from antiphon.identity.permissions import Role

pytestmark = pytest.mark.api

FILE = "agent,date,start,end,activity\nAnn,{day},09:00,17:00,\nAnn,{day},12:00,12:30,meal\n"


async def the_week(page: httpx2.AsyncClient, **query: str) -> dict[str, Any]:
    answer = await page.get("/v1/plan/week", params=query)
    assert answer.status_code == 200, answer.text
    week: dict[str, Any] = answer.json()
    return week


def a_file(text: str, **more: int) -> dict[str, object]:
    return {"content": b64encode(text.encode()).decode(), **more}


async def test_a_shift_is_planned_changed_and_taken_back(site: Site) -> None:
    await a_floor(site)
    sue = await site.sign_in("sue")
    week = await the_week(sue)
    assert [agent["name"] for agent in week["agents"]] == ["Ann"]
    assert week["teams"] == [{"id": "early", "name": "Early"}]
    assert (len(week["days"]), week["today"] in week["days"]) == (7, True)
    day = week["days"][2]
    shift = {"agent_id": "ann", "starts_at": f"{day}T09:00:00", "ends_at": f"{day}T17:00:00"}
    meal = {"kind": "meal", "starts_at": f"{day}T12:00:00", "ends_at": f"{day}T12:30:00"}
    done = await sue.post("/v1/plan/changes", json={"saved": [{**shift, "activities": [meal]}]})
    assert done.status_code == 200, done.text
    (planned,) = (await the_week(sue, day=day))["shifts"]
    assert (planned["starts_clock"], planned["ends_clock"]) == (f"{day}T09:00", f"{day}T17:00")
    assert planned["activities"][0]["starts_clock"] == f"{day}T12:00"

    edited = {**shift, "id": planned["id"], "version": planned["version"], "note": "Desk 4"}
    assert (await sue.post("/v1/plan/changes", json={"saved": [edited]})).status_code == 200
    old = await sue.post("/v1/plan/changes", json={"saved": [{**edited, "note": "Desk 5"}]})
    assert (old.status_code, old.json()["code"]) == (409, "shift.changed_meanwhile")
    newest, first = (await sue.get("/v1/plan/changes")).json()["items"]
    assert (newest["may_undo"], first["may_undo"], newest["agents"]) == (True, False, ["Ann"])
    assert (await sue.post(f"/v1/plan/changes/{newest['id']}/undo")).status_code == 200
    (back,) = (await the_week(sue, day=day))["shifts"]
    assert (back["note"], len(back["activities"])) == ("", 1)


async def test_a_file_is_shown_first_and_then_taken_whole(site: Site) -> None:
    await a_floor(site)
    sue = await site.sign_in("sue")
    day = (await the_week(sue))["days"][3]
    text = FILE.format(day=day)
    shown = (await sue.post("/v1/plan/import/preview", json=a_file(text))).json()
    assert (shown["added"], shown["removed"], shown["problem_count"]) == (1, 0, 0)
    assert shown["differences"][0]["activity_count"] == 1
    assert (await the_week(sue))["shifts"] == []
    body = a_file(text, version=shown["version"])
    taken = await sue.post("/v1/plan/import", json=body)
    assert taken.status_code == 200, taken.text
    assert len((await the_week(sue))["shifts"]) == 1
    again = await sue.post("/v1/plan/import", json=body)
    assert (again.status_code, again.json()["code"]) == (409, "shift.plan_changed_meanwhile")
    change = taken.json()["change_id"]
    assert (await sue.post(f"/v1/plan/changes/{change}/undo")).status_code == 200
    assert (await the_week(sue))["shifts"] == []


async def test_with_a_wrong_line_nothing_is_taken(site: Site) -> None:
    await a_floor(site)
    sue = await site.sign_in("sue")
    day = (await the_week(sue))["days"][3]
    # Bob is led by somebody else: to this supervisor there is nobody of that name.
    text = FILE.format(day=day) + f"Bob,{day},09:00,17:00,\n"
    shown = (await sue.post("/v1/plan/import/preview", json=a_file(text))).json()
    assert [(one["line"], one["code"]) for one in shown["problems"]] == [(4, "agent_unknown")]
    refused = await sue.post("/v1/plan/import", json=a_file(text, version=shown["version"]))
    assert (refused.status_code, refused.json()["code"]) == (409, "shift.lines_wrong")
    assert (await the_week(sue))["shifts"] == []


async def test_files_that_are_none_are_refused(site: Site) -> None:
    await a_floor(site)
    sue = await site.sign_in("sue")
    bad = await sue.post("/v1/plan/import/preview", json={"content": "no base64!"})
    assert (bad.status_code, "content" in bad.json()["fields"]) == (422, True)
    empty = {"content": b64encode(b"PK nothing").decode()}
    unreadable = await sue.post("/v1/plan/import/preview", json=empty)
    assert (unreadable.status_code, unreadable.json()["code"]) == (409, "shift.file_unreadable")


async def test_a_workbook_that_fills_any_memory_harms_its_reader_alone(site: Site) -> None:
    await a_floor(site)
    sue = await site.sign_in("sue")
    vast = {"content": b64encode(a_vast_workbook()).decode()}
    refused = await sue.post("/v1/plan/import/preview", json=vast)
    assert (refused.status_code, refused.json()["code"]) == (409, "shift.file_unreadable")
    day = (await the_week(sue))["days"][3]
    good = await sue.post("/v1/plan/import/preview", json=a_file(FILE.format(day=day)))
    assert good.json()["added"] == 1


async def test_plans_of_another_team_are_out_of_reach(site: Site) -> None:
    await a_floor(site)
    sue, admin = await site.sign_in("sue"), await site.page_of(Role.ADMIN)
    day = (await the_week(admin))["days"][4]
    shift = {"agent_id": "bob", "starts_at": f"{day}T09:00:00", "ends_at": f"{day}T17:00:00"}
    refused = await sue.post("/v1/plan/changes", json={"saved": [shift]})
    assert (refused.status_code, refused.json()["code"]) == (403, "team.not_yours")
    assert (await admin.post("/v1/plan/changes", json={"saved": [shift]})).status_code == 200
    (planned,) = (await the_week(admin, team_id="late"))["shifts"]
    assert (await the_week(sue))["shifts"] == []
    taken = await sue.post("/v1/plan/changes", json={"removed": [planned["id"]]})
    assert (taken.status_code, taken.json()["code"]) == (403, "team.not_yours")
    own = {**shift, "agent_id": "ann", "id": planned["id"], "version": planned["version"]}
    stolen = await sue.post("/v1/plan/changes", json={"saved": [own]})
    assert (stolen.status_code, stolen.json()["code"]) == (403, "team.not_yours")
    change = (await admin.get("/v1/plan/changes")).json()["items"][0]
    assert (await sue.get("/v1/plan/changes")).json()["items"] == []
    undo = await sue.post(f"/v1/plan/changes/{change['id']}/undo")
    assert (undo.status_code, undo.json()["code"]) == (403, "team.not_yours")
    ann = await site.sign_in("ann")
    assert (await ann.get("/v1/plan/week")).status_code == 403

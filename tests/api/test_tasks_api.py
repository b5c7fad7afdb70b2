"""Tasks over HTTP: noted and done on the desk, given on the floor within the own teams."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from tests.api.test_floor import ANN, a_floor, picture
from tests.support.site import Site
from tests.support.web_server import WebServer, serve

pytestmark = pytest.mark.api


@pytest.fixture
async def server(site: Site) -> AsyncIterator[WebServer]:
    async with serve(site) as server:
        yield server


async def test_an_agent_notes_changes_and_finishes_a_task(site: Site, server: WebServer) -> None:
    await a_floor(site)
    ann = await site.sign_in("ann")
    due_at = (site.clock.now() + timedelta(hours=1)).isoformat()
    made = await ann.post("/v1/desk/tasks", json={"text": " Send it. ", "due_at": due_at})
    assert made.status_code == 204
    ((task_id, task),) = (await picture(server, ann))["task"].items()
    assert (task["text"], task["is_due"], task["done_at"]) == ("Send it.", False, None)
    changed = await ann.put(f"/v1/desk/tasks/{task_id}", json={"text": "Send two."})
    assert changed.status_code == 204
    assert (await picture(server, ann))["task"][task_id]["due_at"] is None
    for is_done in (True, False):
        done = await ann.put(f"/v1/desk/tasks/{task_id}/done", json={"is_done": is_done})
        assert done.status_code == 204
        seen = (await picture(server, ann))["task"][task_id]
        assert (seen["done_at"] is not None) is is_done
    of_bob = await picture(server, await site.sign_in("bob"))
    assert of_bob.get("task", {}) == {}


async def test_a_supervisor_gives_reads_and_withdraws(site: Site, server: WebServer) -> None:
    await a_floor(site)
    sue, ann = await site.sign_in("sue"), await site.sign_in("ann")
    path = f"/v1/floor/agents/{ANN}/tasks"
    assert (await sue.post(path, json={"text": "Read the new script."})).status_code == 204
    (task,) = (await picture(server, ann))["task"].values()
    assert (task["text"], task["given_by"]) == ("Read the new script.", "Sue")
    assert (await sue.get(path)).json()["items"] == [task]
    assert (await sue.delete(f"{path}/{task['id']}")).status_code == 204
    assert (await sue.get(path)).json()["items"] == []
    again = await sue.delete(f"{path}/{task['id']}")
    assert (again.status_code, again.json()["code"]) == (409, "task.unknown")


async def test_another_teams_agents_are_given_nothing(site: Site) -> None:
    await a_floor(site)
    sue = await site.sign_in("sue")
    for method, end in (("GET", ""), ("POST", ""), ("DELETE", "/t")):
        answer = await sue.request(
            method, f"/v1/floor/agents/bob/tasks{end}", json={"text": "Work."}
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "team.not_yours")


async def test_what_is_no_task_is_refused_in_words(site: Site) -> None:
    await a_floor(site)
    ann = await site.sign_in("ann")
    empty = await ann.post("/v1/desk/tasks", json={"text": " "})
    assert (empty.status_code, empty.json()["code"]) == (409, "task.empty")
    foreign = await ann.post("/v1/desk/tasks", json={"text": "x", "interaction_id": "none"})
    assert (foreign.status_code, foreign.json()["code"]) == (409, "interaction.not_yours")
    unknown = await ann.put("/v1/desk/tasks/none/done", json={"is_done": True})
    assert (unknown.status_code, unknown.json()["code"]) == (409, "task.unknown")

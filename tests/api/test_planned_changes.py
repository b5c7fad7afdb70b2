"""Changes of the configuration that are planned: seen, made at their time, cancelled, refused."""

from datetime import timedelta
from typing import Any

import pytest
from tests.api.test_catalogue import KINDS
from tests.support.eventually import eventually
from tests.support.patience import PATIENCE_S
from tests.support.site import Site

from antiphon.app.centre import planned_changes
from antiphon.app.web.planned_changes_route import _CATALOGUES
from antiphon.identity.permissions import Role

pytestmark = pytest.mark.api


def soon(site: Site) -> str:
    return (site.clock.now() + timedelta(minutes=5)).isoformat()


def test_every_kind_that_can_be_asked_for_can_be_carried_out() -> None:
    assert _CATALOGUES.keys() == planned_changes.KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
async def test_a_change_is_planned_seen_and_cancelled(site: Site, kind: str) -> None:
    body, field, value = KINDS[kind]
    page = await site.page_of(Role.ADMIN)
    item = (await page.post(f"/v1/{kind}", json=body)).json()
    wish = {"kind": kind, "item_id": item["id"], "at": soon(site), "changes": {field: value}}
    planned = await page.post("/v1/planned-changes", json=wish)
    assert planned.status_code == 201, planned.text
    plan = planned.json()
    assert (plan["name"], plan["changes"], plan["refusal"]) == (item["name"], {field: value}, None)
    assert (await page.get("/v1/planned-changes")).json() == {"items": [plan]}
    assert (await page.get(f"/v1/{kind}/{item['id']}")).json() == item
    path = f"/v1/planned-changes/{plan['id']}"
    assert (await page.delete(path)).status_code == 204
    assert (await page.get("/v1/planned-changes")).json() == {"items": []}
    again = await page.delete(path)
    assert (again.status_code, again.json()["code"]) == (409, "plan.over")


async def test_a_change_is_made_when_its_time_has_come(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    queue = (await page.post("/v1/queues", json={"name": "Sales"})).json()
    changes = {"priority": 4}
    wish = {"kind": "queues", "item_id": queue["id"], "at": soon(site), "changes": changes}
    assert (await page.post("/v1/planned-changes", json=wish)).status_code == 201
    site.clock.advance(301)
    # The centre looks at the clock when somebody wants something.
    await page.post("/v1/skills", json={"name": "Mandarin"})

    async def changed() -> bool | None:
        now = (await page.get(f"/v1/queues/{queue['id']}")).json()
        return now == {**queue, "priority": 4, "version": 2} or None

    await eventually(changed, PATIENCE_S)
    assert (await page.get("/v1/planned-changes")).json() == {"items": []}


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({"changes": {"priority": 40}}, 422, "input.invalid"),
        ({"changes": {"speed": 1}}, 422, "input.invalid"),
        ({"changes": {}}, 409, "plan.empty"),
        ({"at": "2020-01-01T00:00:00Z"}, 409, "plan.time"),
        ({"at": "tomorrow"}, 422, "input.invalid"),
        ({"kind": "users"}, 404, "not_found"),
        ({"item_id": "nothing"}, 404, "not_found"),
        ({"changes": {"required_skills": {"gone": 3}}}, 409, None),
    ],
)
async def test_what_makes_no_sense_is_refused(
    site: Site, wish: dict[str, Any], status: int, code: str | None
) -> None:
    page = await site.page_of(Role.ADMIN)
    queue = (await page.post("/v1/queues", json={"name": "Sales"})).json()
    body = {
        "kind": "queues",
        "item_id": queue["id"],
        "at": soon(site),
        "changes": {"priority": 1},
    }
    refused = await page.post("/v1/planned-changes", json=body | wish)
    assert refused.status_code == status, refused.text
    assert code in {None, refused.json()["code"]}


async def test_who_may_not_edit_a_kind_neither_plans_nor_sees_it(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    queue = (await page.post("/v1/queues", json={"name": "Sales"})).json()
    body = {
        "kind": "queues",
        "item_id": queue["id"],
        "at": soon(site),
        "changes": {"priority": 1},
    }
    plan = (await page.post("/v1/planned-changes", json=body)).json()
    for role in (Role.SUPERVISOR, Role.AGENT):
        other = await site.page_of(role)
        assert (await other.post("/v1/planned-changes", json=body)).status_code == 403
        assert (await other.delete(f"/v1/planned-changes/{plan['id']}")).status_code == 403
        assert (await other.get("/v1/planned-changes")).status_code == 403

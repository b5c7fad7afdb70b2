"""Dial rules over HTTP: read, changed, on record, and obeyed by the next call-back."""

import pytest
from tests.support.site import Site

from antiphon.identity.permissions import Role

pytestmark = pytest.mark.api

RULES = {"allowed_prefixes": ["+852"], "blocked_prefixes": ["+8816"], "hourly_limit": 30}


async def test_rules_are_changed_and_read_by_supervisors(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    first = (await page.get("/v1/dial-rules")).json()
    assert (first["hourly_limit"], first["allowed_prefixes"]) == (200, [])
    saved = await page.put("/v1/dial-rules", json=RULES)
    assert saved.status_code == 200, saved.text
    watcher = await site.page_of(Role.SUPERVISOR)
    read = (await watcher.get("/v1/dial-rules")).json()
    assert {key: read[key] for key in RULES} == RULES
    assert (read["country"], read["dialled_in_last_hour"]) == (first["country"], 0)
    assert (await watcher.put("/v1/dial-rules", json=RULES)).status_code == 403


async def test_every_version_can_be_brought_back(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    for limit in (10, 20):
        await page.put("/v1/dial-rules", json={**RULES, "hourly_limit": limit})
    back = (await page.post("/v1/dial-rules/1/restore")).json()
    assert (back["hourly_limit"], back["version"]) == (10, 3)
    assert [(one["number"], one["restores"]) for one in back["versions"]] == [
        (3, 1),
        (2, None),
        (1, None),
    ]
    first = (await page.post("/v1/dial-rules/0/restore")).json()
    assert (first["hourly_limit"], first["allowed_prefixes"]) == (200, [])
    unknown = await page.post("/v1/dial-rules/9/restore")
    assert unknown.json()["code"] == "history.unknown"


async def test_two_who_edit_the_same_rules_do_not_overwrite_each_other(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    await page.put("/v1/dial-rules", json={**RULES, "version": 0})
    late = await page.put("/v1/dial-rules", json={**RULES, "version": 0})
    assert (late.status_code, late.json()["code"]) == (409, "catalogue.changed_meanwhile")


async def test_the_next_request_obeys(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    queue = await page.post("/v1/queues", json={"name": "Sales"})
    wish = {"number": "+85221234567", "queue_id": queue.json()["id"]}
    refused = await page.post("/v1/call-backs", json=wish)
    assert (refused.status_code, refused.json()["code"]) == (409, "dial.not_allowed")
    await page.put("/v1/dial-rules", json=RULES)
    taken = await page.post("/v1/call-backs", json=wish)
    assert taken.status_code == 204, taken.text
    await page.put("/v1/dial-rules", json={**RULES, "hourly_limit": 0})
    late = await page.post("/v1/call-backs", json={**wish, "number": "+85221234568"})
    assert (late.status_code, late.json()["code"]) == (409, "dial.limit")


@pytest.mark.parametrize("prefix", ["86", "+", "+86x", "+" + "1" * 16])
async def test_what_is_no_prefix_is_told_at_its_field(site: Site, prefix: str) -> None:
    page = await site.page_of(Role.ADMIN)
    said = await page.put("/v1/dial-rules", json={"allowed_prefixes": [prefix]})
    assert said.status_code == 422
    assert "allowed_prefixes.0" in said.json()["fields"]

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
    assert read == {**RULES, "country": first["country"], "dialled_in_last_hour": 0}
    assert (await watcher.put("/v1/dial-rules", json=RULES)).status_code == 403


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

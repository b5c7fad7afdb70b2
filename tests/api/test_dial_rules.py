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


PRICES = {
    "rates": [{"prefix": "+86", "price": 20}, {"prefix": "+852", "price": 250}],
    "other_rate": 500,
    "daily_spend_limit": 100_000,
}


async def test_prices_and_the_days_limit_are_kept_and_what_was_spent_is_told(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    first = (await page.get("/v1/dial-rules")).json()
    assert {key: first[key] for key in PRICES} == {
        "rates": [],
        "other_rate": 100,
        "daily_spend_limit": None,
    }
    saved = await page.put("/v1/dial-rules", json={**RULES, **PRICES})
    assert saved.status_code == 200, saved.text
    read = (await page.get("/v1/dial-rules")).json()
    assert {key: read[key] for key in PRICES} == PRICES
    assert read["spent_in_last_day"] == 0
    assert (read["country"], read["country_prefix"]) == ("CN", "+86")


async def test_with_no_money_at_all_the_next_request_is_refused(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    queue = await page.post("/v1/queues", json={"name": "Sales"})
    wish = {"number": "+85221234567", "queue_id": queue.json()["id"]}
    await page.put("/v1/dial-rules", json={**RULES, "daily_spend_limit": 0})
    refused = await page.post("/v1/call-backs", json=wish)
    assert (refused.status_code, refused.json()["code"]) == (409, "dial.spend_limit")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"rates": [{"prefix": "852", "price": 1}]}, "rates.0.prefix"),
        ({"rates": [{"prefix": "+852", "price": -1}]}, "rates.0.price"),
        ({"rates": [{"prefix": "+852", "price": 1.5}]}, "rates.0.price"),
        ({"rates": [{"prefix": "+852"}]}, "rates.0.price"),
        ({"other_rate": -1}, "other_rate"),
        ({"daily_spend_limit": -1}, "daily_spend_limit"),
    ],
)
async def test_what_is_no_price_is_told_at_its_field(
    site: Site, body: dict[str, object], field: str
) -> None:
    page = await site.page_of(Role.ADMIN)
    said = await page.put("/v1/dial-rules", json=body)
    assert (said.status_code, list(said.json()["fields"])) == (422, [field])


async def test_a_prefix_that_has_a_price_twice_is_told_at_the_second(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    twice = [{"prefix": "+852", "price": 1}, {"prefix": "+852", "price": 2}]
    said = await page.put("/v1/dial-rules", json={"rates": twice})
    assert (said.status_code, said.json()["code"]) == (409, "dial.rate_twice")
    assert list(said.json()["fields"]) == ["rates.1.prefix"]

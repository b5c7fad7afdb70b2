"""Scripts, forms and pages outside over HTTP, and what the page may show of other sites."""

import pytest
from tests.support.site import Site

from antiphon.identity.permissions import Role

pytestmark = pytest.mark.api

CRM = "https://crm.example.com"


async def test_the_page_may_frame_the_sites_of_panels_and_no_others(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    pop = {"name": "Find", "kind": "panel", "address": f"{CRM}/find?tel={{number}}"}
    refused = await page.post("/v1/screen-pops", json=pop)
    assert (refused.status_code, refused.json()["code"]) == (409, "desktop.site_unknown")

    allowed = await page.post("/v1/allowed-sites", json={"name": "CRM", "origin": f"{CRM}:443/"})
    assert allowed.json()["origin"] == CRM
    assert "frame-src" not in (await page.get("/desk")).headers["content-security-policy"]
    made = await page.post("/v1/screen-pops", json=pop)
    assert made.status_code == 201, made.text
    policy = (await page.get("/desk")).headers["content-security-policy"]
    assert f"; frame-src {CRM}" in policy
    assert "frame-src" not in (await page.get("/v1/session")).headers["content-security-policy"]

    site_url = f"/v1/allowed-sites/{allowed.json()['id']}"
    assert (await page.delete(site_url)).json()["code"] == "catalogue.in_use"
    await page.delete(f"/v1/screen-pops/{made.json()['id']}")
    assert (await page.delete(site_url)).status_code == 204
    assert "frame-src" not in (await page.get("/desk")).headers["content-security-policy"]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://{number}.example.com/",
        "https://crm.example.com/; script-src *",
        "https://crm.example.com/\nx",
    ],
)
async def test_an_address_that_could_do_more_than_lead_there_is_refused(
    site: Site, address: str
) -> None:
    page = await site.page_of(Role.ADMIN)
    await page.post("/v1/allowed-sites", json={"name": "CRM", "origin": CRM})
    answer = await page.post(
        "/v1/screen-pops", json={"name": "Find", "kind": "panel", "address": address}
    )
    assert answer.status_code in {409, 422}
    assert "frame-src" not in (await page.get("/desk")).headers["content-security-policy"]


async def test_a_form_comes_back_as_it_was_saved(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    question = {"key": "q1", "label": "Cups", "kind": "number", "least": 0, "most": 5}
    made = await page.post("/v1/wrap-up-forms", json={"name": "Tea", "fields": [question]})
    assert made.status_code == 201, made.text
    [field] = made.json()["fields"]
    assert field == {**question, "is_required": False, "hint": "", "choices": [], "ticket": None}
    bad = await page.post(
        "/v1/wrap-up-forms", json={"name": "Bad", "fields": [{**question, "key": "No key"}]}
    )
    assert bad.json()["fields"].keys() == {"fields.0.key"}


async def test_ticket_numbers_lead_to_allowed_sites_only(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    ticket = {"prefixes": ["SUP-"], "address": "https://help.example.com/{ticket}"}
    question = {"key": "ticket", "label": "Ticket", "kind": "ticket", "ticket": ticket}
    form = {"name": "Support", "fields": [question]}
    refused = await page.post("/v1/wrap-up-forms", json=form)
    assert (refused.status_code, refused.json()["code"]) == (409, "desktop.site_unknown")
    allowed = {"name": "Help", "origin": "https://help.example.com"}
    made = await page.post("/v1/allowed-sites", json=allowed)
    saved = await page.post("/v1/wrap-up-forms", json=form)
    assert saved.status_code == 201, saved.text
    assert saved.json()["fields"][0]["ticket"] == ticket | {"least_digits": 1, "most_digits": 12}
    site_url = f"/v1/allowed-sites/{made.json()['id']}"
    assert (await page.delete(site_url)).json()["code"] == "catalogue.in_use"
    await page.delete(f"/v1/wrap-up-forms/{saved.json()['id']}")
    assert (await page.delete(site_url)).status_code == 204


async def test_nobody_says_who_the_customer_of_another_ones_call_is(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    answer = await page.put("/v1/desk/interactions/x/customer", json={"customer_id": None})
    assert (answer.status_code, answer.json()["code"]) == (403, "permission.missing")

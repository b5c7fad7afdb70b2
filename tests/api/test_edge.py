"""What every answer carries, what is served to whom, and what is refused."""

import pytest
from tests.support.site import Site

from antiphon.app.web.application import api_routes
from antiphon.app.web.routers import ROUTERS
from antiphon.identity.permissions import Role

pytestmark = pytest.mark.api


@pytest.mark.parametrize("path", ["/", "/v1/session", "/v1/nothing", "/no/such/page", "/livez"])
async def test_every_answer_carries_the_safety_headers(site: Site, path: str) -> None:
    answer = await site.browser().get(path)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["x-request-id"]


async def test_answers_of_the_api_are_not_kept(site: Site) -> None:
    assert (await site.browser().get("/v1/setup")).headers["cache-control"] == "no-store"


async def test_hashed_files_are_kept_for_ever_and_the_page_is_asked_for_again(site: Site) -> None:
    browser = site.browser()
    script = await browser.get("/assets/main-abc123.js")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["content-encoding"] == "gzip"
    assert script.text.startswith("console.log(1)")
    for path in ("/", "/index.html", "/queues/new", "/welcome"):
        page = await browser.get(path)
        assert page.headers["cache-control"] == "no-cache"
        assert "Antiphon" in page.text


async def test_a_page_may_have_a_dot_in_its_address_and_a_file_may_be_missing(site: Site) -> None:
    browser, path = site.browser(), "/interactions/abc-1795317106.19"
    page = await browser.get(path, headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, "Antiphon" in page.text) == (200, True)
    assert (await browser.get("/logo.png", headers={"Accept": "image/*"})).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/../data.db", "/%2e%2e/data.db", "/assets/..%2f..%2fdata.db", "//etc/passwd.txt", "/x.js"],
)
async def test_no_path_leads_out_of_the_web_folder(site: Site, path: str) -> None:
    answer = await site.browser().get(path)
    assert answer.status_code == 404
    assert b"SQLite" not in answer.content


async def test_figures_are_for_this_machine_only(site: Site) -> None:
    await site.browser().get("/v1/setup")
    assert (await site.browser("10.0.0.9").get("/metrics")).status_code == 404
    proxied = await site.browser("127.0.0.1").get(
        "/metrics", headers={"X-Forwarded-For": "1.1.1.1"}
    )
    assert proxied.status_code == 404
    figures = (await site.browser("127.0.0.1").get("/metrics")).text
    assert (
        'antiphon_http_requests_total{method="GET",route="/v1/setup",status="200"} 1.0' in figures
    )


async def test_readiness_says_what_is_missing(site: Site) -> None:
    assert (await site.browser().get("/livez")).status_code == 200
    assert (await site.browser().get("/readyz")).status_code == 200
    site.ready["engine"] = False
    answer = await site.browser().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"] == {"journal": True, "engine": False}


async def test_no_request_waits_for_routes_that_are_made_anew(site: Site) -> None:
    assert {id(route) for route in api_routes(ROUTERS)} <= {id(route) for route in site.app.routes}


async def test_a_body_that_is_too_large_is_refused_before_it_is_read(site: Site) -> None:
    answer = await site.browser().post(
        "/v1/session", content=b'{"login": "' + b"x" * 3_000_000 + b'"}'
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"login": "\\ud800"}'])
async def test_a_malformed_body_is_the_senders_mistake(site: Site, content: bytes) -> None:
    answer = await site.browser().post(
        "/v1/session", content=content, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in {400, 401, 422}
    assert answer.headers["content-type"] == "application/problem+json"


async def test_an_unknown_address_of_the_api_is_401_without_a_session_and_404_with_one(
    site: Site,
) -> None:
    assert (await site.browser().get("/v1/nothing")).status_code == 401
    page = await site.page_of(Role.ADMIN)
    answer = await page.get("/v1/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"

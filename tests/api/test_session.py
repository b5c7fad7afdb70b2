"""Signing in over HTTP: cookies, CSRF, origins, throttling, and the first administrator."""

import pytest
from tests.support.site import ORIGIN, PASSWORD, Site

from antiphon.identity.permissions import Role
from antiphon.identity.service import SignIn

pytestmark = pytest.mark.api


async def test_signing_in_gives_a_cookie_no_script_can_read_and_who_one_is(site: Site) -> None:
    await site.add_user("ann", Role.AGENT)
    browser = site.browser()
    answer = await browser.post("/v1/session", json={"login": "ann", "password": PASSWORD})
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    body = answer.json()
    assert body["user"]["login"] == "ann"
    assert body["permissions"] == [
        "agents.desk.use",
        "customers.number.reveal",
        "interactions.own_history.read",
        "telephony.call.place",
    ]
    assert (await browser.get("/v1/session")).json()["user"] == body["user"]


async def test_https_binds_the_cookie_to_the_host(site: Site) -> None:
    await site.add_user("ann", Role.AGENT)
    browser = site.browser()
    secure = ORIGIN.replace("http", "https")
    answer = await browser.post(
        f"{secure}/v1/session",
        json={"login": "ann", "password": PASSWORD},
        headers={"Origin": secure},
    )
    assert answer.headers["set-cookie"].startswith("__Host-antiphon_session=")
    assert "Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"]


async def test_a_wrong_password_is_401_and_many_are_429_with_a_time_to_wait(site: Site) -> None:
    await site.add_user("ann", Role.AGENT)
    browser = site.browser()
    wrong = {"login": "ann", "password": "not this one"}
    for _ in range(4):
        answer = await browser.post("/v1/session", json=wrong)
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in.wrong")
    answer = await browser.post("/v1/session", json=wrong)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "https://antiphon.test", ""])
async def test_a_write_from_another_origin_is_refused(site: Site, origin: str) -> None:
    await site.add_user("ann", Role.AGENT)
    browser = site.browser()
    answer = await browser.post(
        "/v1/session", json={"login": "ann", "password": PASSWORD}, headers={"Origin": origin}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "origin.foreign")


async def test_a_write_without_the_csrf_token_of_this_session_is_refused(site: Site) -> None:
    page = await site.page_of(Role.AGENT)
    token = page.headers.pop("X-Antiphon-CSRF")
    for given in ("", token[:-1] + "x", "é"):
        answer = await page.put(
            "/v1/session/language",
            json={"language": "zh-Hans"},
            headers={b"X-Antiphon-CSRF": given.encode()},
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf.missing")
    answer = await page.put(
        "/v1/session/language", json={"language": "zh-Hans"}, headers={"X-Antiphon-CSRF": token}
    )
    assert answer.status_code == 204
    assert (await page.get("/v1/session")).json()["user"]["language"] == "zh-Hans"


async def test_after_signing_out_the_old_cookie_opens_nothing(site: Site) -> None:
    page = await site.page_of(Role.AGENT)
    cookies = dict(page.cookies)
    assert (await page.delete("/v1/session")).status_code == 204
    assert not page.cookies
    page.cookies.update(cookies)
    assert (await page.get("/v1/session")).status_code == 401


async def test_signing_in_again_ends_the_session_the_browser_had(site: Site) -> None:
    page = await site.page_of(Role.AGENT)
    before = dict(page.cookies)
    answer = await page.post("/v1/session", json={"login": "agent", "password": PASSWORD})
    assert answer.status_code == 200
    other = site.browser()
    other.cookies.update(before)
    assert (await other.get("/v1/session")).status_code == 401


async def test_a_changed_password_keeps_this_browser_signed_in_with_a_new_token(site: Site) -> None:
    page = await site.page_of(Role.AGENT)
    other = await site.sign_in("agent")
    new = {"current": PASSWORD, "new": "a different good one"}
    answer = await page.put("/v1/session/password", json=new)
    assert answer.status_code == 200
    assert answer.json()["csrf"] != page.headers["X-Antiphon-CSRF"]
    assert (await page.get("/v1/session")).status_code == 200
    assert (await other.get("/v1/session")).status_code == 401


async def test_the_first_administrator_is_made_with_the_one_time_token(site: Site) -> None:
    browser = site.browser()
    assert (await browser.get("/v1/setup")).json() == {"needs_first_administrator": True}
    token = await site.parts.get(SignIn).mint_setup_token()
    new = {"login": "root", "name": "Root", "password": "short", "language": "en"}
    weak = await browser.post("/v1/setup", json={**new, "token": token})
    assert (weak.status_code, weak.json()["code"]) == (409, "identity.password_short")
    new["password"] = PASSWORD
    wrong = await browser.post("/v1/setup", json={**new, "token": "guess"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "identity.setup_token_wrong")
    made = await browser.post("/v1/setup", json={**new, "token": token})
    assert made.status_code == 200
    assert made.json()["user"]["roles"] == ["admin"]
    assert (await browser.get("/v1/setup")).json() == {"needs_first_administrator": False}
    again = await site.browser().post("/v1/setup", json={**new, "login": "eve", "token": token})
    assert (again.status_code, again.json()["code"]) == (409, "identity.setup_done")


async def test_bad_input_names_the_field(site: Site) -> None:
    answer = await site.browser().post("/v1/session", json={"login": 5, "pass": "x"})
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"login", "password", "pass"}

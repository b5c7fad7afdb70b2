"""Call buttons over HTTP: who may show one, who may call by it, and how little a visit can do."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from tests.support.patience import PATIENCE_S
from tests.support.site import ORIGIN, Site
from tests.support.web_server import WebServer, serve
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_websockets
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from antiphon.app.web.sip_route import PhoneGateway
from antiphon.call_buttons.contract import ExpireVisit, phone_of_visit
from antiphon.edge.parts import Commands
from antiphon.flows.contract import SaveFlow
from antiphon.flows.graph import Flow, HangUpStep
from antiphon.identity.permissions import Role
from antiphon.kernel.ids import EntryPointId, FlowId, VisitId
from antiphon.telephony.contract import EntryPoint, SaveEntryPoint
from antiphon.telephony.engine import PhoneKind

pytestmark = pytest.mark.api

SHOP = "https://shop.example.com"


async def a_button(site: Site, **fields: Any) -> tuple[httpx2.AsyncClient, dict[str, Any]]:
    """A button with an entry point behind it; the administrator's page, and the record."""
    commands = site.parts.get(Commands)
    flow = Flow(id=FlowId("f"), name="F", start="end", steps={"end": HangUpStep()})
    await commands.submit(SaveFlow(flow=flow))
    point = EntryPoint(id=EntryPointId("door"), name="Door", number="1000", flow_id=flow.id)
    await commands.submit(SaveEntryPoint(entry_point=point))
    page = await site.page_of(Role.ADMIN)
    body = {"name": "Shop", "origins": [SHOP], "entry_point_id": "door", **fields}
    made = await page.post("/v1/call-buttons", json=body)
    assert made.status_code == 201, made.text
    return page, made.json()


async def press(browser: httpx2.AsyncClient, button: dict[str, Any]) -> httpx2.Response:
    body = {"key": button["id"], "page": f"{SHOP}/cart", "language": "en", "data": {"a": "b"}}
    return await browser.post("/v1/visitors/visits", json=body)


async def test_a_visitor_without_a_session_gets_a_phone_that_cannot_be_rung(site: Site) -> None:
    _, button = await a_button(site)
    browser = site.browser()
    shown = await browser.get("/v1/visitors/button", params={"key": button["id"]})
    assert shown.json() == {"name": "Shop", "is_open": True, "opens_at": None, "origins": [SHOP]}
    phone = (await press(browser, button)).json()
    known = site.engine.phones[phone["username"]]
    assert (known.kind, known.secret) == (PhoneKind.VISITOR, phone["secret"])
    other = (await press(browser, button)).json()
    assert {other["username"], other["secret"]}.isdisjoint({phone["username"], phone["secret"]})
    assert "set-cookie" not in shown.headers


async def test_the_frame_is_shown_by_the_sites_of_its_button_only(site: Site) -> None:
    page, button = await a_button(site)
    address = f"/call/{button['id']}"
    headers = (await site.browser().get(address)).headers
    assert f"frame-ancestors 'self' {SHOP}" in headers["content-security-policy"]
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "x-frame-options" not in headers
    unknown = (await site.browser().get("/call/other")).headers
    assert "frame-ancestors 'self';" in f"{unknown['content-security-policy']};"
    off = {**button, "is_active": False}
    del off["id"]
    assert (await page.put(f"/v1/call-buttons/{button['id']}", json=off)).status_code == 200
    assert SHOP not in (await site.browser().get(address)).headers["content-security-policy"]
    for own in ("/", "/desk", "/call", "/v1/session"):
        answer = (await site.browser().get(own)).headers
        assert "frame-ancestors 'none'" in answer["content-security-policy"]
        assert answer["x-frame-options"] == "DENY"


async def test_the_script_alone_is_loaded_by_other_sites(site: Site) -> None:
    browser = site.browser()
    script = await browser.get("/call-button.js")
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    others = await browser.get("/assets/main-abc123.js")
    assert others.headers["cross-origin-resource-policy"] == "same-origin"


async def test_a_button_that_is_off_or_removed_is_not_there(site: Site) -> None:
    page, button = await a_button(site, is_active=False)
    browser = site.browser()
    shown = await browser.get("/v1/visitors/button", params={"key": button["id"]})
    assert shown.status_code == 404
    assert (await press(browser, button)).json()["code"] == "not_found"
    await page.delete(f"/v1/call-buttons/{button['id']}")
    assert (await press(browser, button)).json()["code"] == "not_found"
    assert site.engine.phones == {}


async def test_one_address_and_all_together_are_limited(site: Site) -> None:
    _, button = await a_button(site, hourly_per_address=2, most_at_once=3)
    browser = site.browser("192.0.2.7")
    for _ in range(2):
        assert (await press(browser, button)).status_code == 201
    refused = await press(browser, button)
    assert (refused.status_code, refused.json()["code"]) == (429, "call_button.too_often")
    assert 0 < int(refused.headers["retry-after"]) <= 3_600
    assert (await press(site.browser("192.0.2.8"), button)).status_code == 201
    full = await press(site.browser("192.0.2.9"), button)
    assert (full.status_code, full.json()["code"]) == (409, "call_button.busy")


async def test_another_sites_page_cannot_begin_a_visit_by_itself(site: Site) -> None:
    _, button = await a_button(site)
    browser = site.browser()
    browser.headers["Origin"] = SHOP
    assert (await press(browser, button)).json()["code"] == "origin.foreign"
    del browser.headers["Origin"]
    assert (await press(browser, button)).json()["code"] == "origin.foreign"


async def test_an_engine_that_is_away_is_said_so(site: Site) -> None:
    _, button = await a_button(site)
    site.engine.is_away = True
    assert (await press(site.browser(), button)).status_code == 503


@pytest.fixture
async def server(site: Site) -> AsyncIterator[WebServer]:
    async def echo(engine: ServerConnection) -> None:
        async for message in engine:
            await engine.send(f"heard {message!s}")

    async with (
        serve_websockets(
            echo, "127.0.0.1", 0, subprotocols=[Subprotocol("sip")], compression=None
        ) as engine,
        serve(site) as server,
    ):
        port = next(iter(engine.sockets)).getsockname()[1]
        site.parts.get(PhoneGateway).engine_url = f"ws://127.0.0.1:{port}/ws"
        yield server


async def test_the_sip_of_a_visit_is_carried_until_it_is_over(
    site: Site, server: WebServer
) -> None:
    _, button = await a_button(site)
    phone = (await press(site.browser(), button)).json()
    socket = await server.open(phone["websocket"], None, subprotocol="sip")
    await socket.send("INVITE sip:call")
    async with asyncio.timeout(PATIENCE_S):
        assert await socket.recv() == "heard INVITE sip:call"
    visit_id = VisitId(phone["websocket"].partition("visit=")[2])
    assert phone_of_visit(visit_id) == phone["username"]
    await site.parts.get(Commands).submit(ExpireVisit(visit_id=visit_id))
    async with asyncio.timeout(PATIENCE_S):
        await socket.wait_closed()
    # A page that comes back only now is told so as well.
    late = await server.open(phone["websocket"], None, subprotocol="sip")
    async with asyncio.timeout(PATIENCE_S):
        await late.wait_closed()
    assert late.close_code == 1000


@pytest.mark.parametrize(
    ("path", "origin", "subprotocol"),
    [
        ("/sip/visitor?visit=none", ORIGIN, "sip"),
        ("/sip/visitor", ORIGIN, "sip"),
        ("{visit}", SHOP, "sip"),
        ("{visit}", ORIGIN, None),
    ],
)
async def test_a_stranger_gets_no_way_to_the_engine(
    site: Site, server: WebServer, path: str, origin: str, subprotocol: str | None
) -> None:
    _, button = await a_button(site)
    phone = (await press(site.browser(), button)).json()
    way = path.replace("{visit}", phone["websocket"])
    own = None if origin == ORIGIN else origin
    with pytest.raises(InvalidStatus) as refusal:
        await server.open(way, None, origin=own, subprotocol=subprotocol)
    assert refusal.value.response.status_code == 403

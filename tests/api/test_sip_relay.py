"""The phones' way in: who may connect, what is carried, and the end with the session."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from tests.support.patience import PATIENCE_S
from tests.support.site import Site
from tests.support.web_server import WebServer, serve
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_websockets
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from antiphon.agents.contract import Agent, SaveAgent
from antiphon.app.web.sip_route import PhoneGateway
from antiphon.edge.parts import Commands
from antiphon.identity.permissions import Role
from antiphon.kernel.ids import AgentId, UserId
from antiphon.telephony.contract import phone_of

pytestmark = pytest.mark.api

ANN = AgentId("ann")


async def echo(engine: ServerConnection) -> None:
    async for message in engine:
        await engine.send(f"SIP/2.0 200 OK to {message!s}")


@pytest.fixture
async def server(site: Site) -> AsyncIterator[WebServer]:
    async with (
        serve_websockets(
            echo, "127.0.0.1", 0, subprotocols=[Subprotocol("sip")], compression=None
        ) as engine,
        serve(site) as server,
    ):
        port = next(iter(engine.sockets)).getsockname()[1]
        site.parts.get(PhoneGateway).engine_url = f"ws://127.0.0.1:{port}/ws"
        yield server


@pytest.fixture
async def agent(site: Site) -> None:
    user_id = UserId(await site.add_user("ann", Role.AGENT))
    agent = Agent(id=ANN, name="Ann", user_id=user_id)
    await site.parts.get(Commands).submit(SaveAgent(agent=agent))


@pytest.mark.usefixtures("agent")
async def test_a_phone_is_made_known_and_its_messages_are_carried(
    site: Site, server: WebServer
) -> None:
    page = await site.sign_in("ann")
    phone = await server.open("/sip", page, subprotocol="sip")
    await phone.send("REGISTER sip:antiphon")
    async with asyncio.timeout(PATIENCE_S):
        assert await phone.recv() == "SIP/2.0 200 OK to REGISTER sip:antiphon"
    # The page need not ask first: after a restart of ours it only connects again.
    made_known = site.engine.phones[phone_of(ANN)]
    own = (await page.get("/v1/desk/phone")).json()
    assert (own["username"], own["secret"]) == (made_known.id, made_known.secret)
    await phone.close()


@pytest.mark.usefixtures("agent")
async def test_each_sign_in_has_a_secret_of_its_own(site: Site) -> None:
    secrets = set()
    for _ in range(3):
        page = await site.sign_in("ann")
        secrets.add((await page.get("/v1/desk/phone")).json()["secret"])
    assert len(secrets) == 3


@pytest.mark.usefixtures("agent")
async def test_signing_out_ends_the_phone_and_its_secret(site: Site, server: WebServer) -> None:
    page = await site.sign_in("ann")
    phone = await server.open("/sip", page, subprotocol="sip")
    await page.delete("/v1/session")
    async with asyncio.timeout(PATIENCE_S):
        await phone.wait_closed()
    assert phone.close_code == 4401
    assert phone_of(ANN) not in site.engine.phones


@pytest.mark.usefixtures("agent")
@pytest.mark.parametrize(
    ("origin", "subprotocol", "status"), [("http://evil.test", "sip", 403), (None, None, 403)]
)
async def test_a_stranger_or_another_protocol_is_refused(
    site: Site, server: WebServer, origin: str | None, subprotocol: str | None, status: int
) -> None:
    page = await site.sign_in("ann")
    with pytest.raises(InvalidStatus) as refusal:
        await server.open("/sip", page, origin=origin, subprotocol=subprotocol)
    assert refusal.value.response.status_code == status


async def test_without_a_session_or_an_agent_there_is_no_phone(
    site: Site, server: WebServer
) -> None:
    with pytest.raises(InvalidStatus) as nobody:
        await server.open("/sip", None, subprotocol="sip")
    page = await site.page_of(Role.SUPERVISOR)
    with pytest.raises(InvalidStatus) as no_agent:
        await server.open("/sip", page, subprotocol="sip")
    found = [r.value.response.status_code for r in (nobody, no_agent)]
    assert found == [401, 403]


@pytest.mark.usefixtures("agent")
async def test_an_engine_that_is_away_is_said_so(site: Site, server: WebServer) -> None:
    page = await site.sign_in("ann")
    site.engine.is_away = True
    answer = await page.get("/v1/desk/phone")
    assert (answer.status_code, answer.json()["code"]) == (503, "engine.unavailable")
    site.engine.is_away = False
    site.parts.get(PhoneGateway).engine_url = "ws://127.0.0.1:9/ws"
    phone = await server.open("/sip", page, subprotocol="sip")
    async with asyncio.timeout(PATIENCE_S):
        await phone.wait_closed()
    assert phone.close_code == 1013

"""The number firewall: planted numbers are searched in every byte that reaches an agent's page."""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from tests.api.test_voicemail_api import left_for
from tests.support.day import ANN, SALES, Day
from tests.support.patience import PATIENCE_S
from tests.support.site import Site
from tests.support.web_server import WebServer, serve
from websockets.asyncio.client import ClientConnection

from antiphon.agents.contract import Agent, ChangePresence, Presence, ReportPhone, SaveAgent
from antiphon.app.web.application import api_routes
from antiphon.app.web.routers import ROUTERS
from antiphon.customers.contract import Customer, CustomerId, SaveCustomer
from antiphon.identity.permissions import Role
from antiphon.kernel.ids import AgentId, CallBackId, InteractionId, TrunkId, UserId
from antiphon.routing.callbacks import AT_ONCE, CallBack, Origin, RequestCallBack
from antiphon.routing.contract import Queue, SaveQueue
from antiphon.telephony.contract import SaveTrunk, TrunkLine
from antiphon.telephony.engine import LegAnswered

pytestmark = pytest.mark.api

NATIONAL = "13912340077"
NUMBER = f"+86{NATIONAL}"
HIDDEN = "39123400"
MASKED = {"is_masked": True, "reveals_a_day": 2}


@pytest.fixture
async def server(site: Site) -> AsyncIterator[WebServer]:
    async with serve(site) as server:
        yield server


@pytest.fixture
async def day(site: Site) -> Day:
    day = Day(site)
    await day.open()
    admin = await site.page_of(Role.ADMIN)
    assert (await admin.put("/v1/number-privacy", json=MASKED)).status_code == 200
    return day


async def plant(day: Day) -> None:
    """The number in every place that an agent's page reads from: one over, one in hand."""
    await day.submit(
        SaveCustomer(
            customer=Customer(id=CustomerId("li"), name=f"Li {NATIONAL}", numbers=(NUMBER,))
        )
    )
    await day.arrive("c0", NUMBER)
    await take(day, "c0")
    await day.leave("c0")
    wrap_up = {"disposition_id": "sold", "note": f"Also at {NATIONAL[:3]} 1234-0077, {NUMBER}"}
    ann = await day.site.sign_in("ann")
    await ann.post("/v1/desk/interactions/c0/finish", json=wrap_up)
    await day.arrive("c1", NUMBER)
    await take(day, "c1")
    call_back = CallBack(
        id=CallBackId("b1"),
        number=NUMBER,
        queue_id=SALES,
        order_at=AT_ONCE,
        due_at=day.site.clock.now().replace(hour=23),
        origin=Origin.REQUEST,
        customer_name=NATIONAL,
        agent_id=ANN,
        note=f"Call {NUMBER}",
    )
    # A customer who calls is not called back any more: it is asked for during the second call.
    await day.submit(RequestCallBack(call_back=call_back))
    admin = await day.site.sign_in("admin")
    box = await admin.post("/v1/voicemail-boxes", json={"name": "Box", "queue_id": SALES})
    await left_for(day, box.json()["id"], number=NUMBER)
    await tell_ann(day, admin, f"Call {NATIONAL} again, from abroad {NUMBER}.")


async def tell_ann(day: Day, admin: httpx2.AsyncClient, text: str) -> None:
    """It is written to her, given as a task, and announced."""
    until = (day.site.clock.now() + timedelta(hours=6)).isoformat()
    for path, body in (
        ("messages", {"agents": [ANN], "text": text}),
        (f"agents/{ANN}/tasks", {"text": text}),
        ("notices", {"agents": [ANN], "text": text, "until": until}),
    ):
        answer = await admin.post(f"/v1/floor/{path}", json=body)
        assert answer.is_success, answer.text


async def take(day: Day, name: str) -> None:
    """Ann takes the call."""
    if day.site.centre.world.agents.live[ANN].presence is not Presence.READY:
        await day.submit(ChangePresence(agent_id=ANN, presence=Presence.READY))
    (leg,) = day.site.centre.world.calls.calls[InteractionId(name)].ringing
    await day.hear(LegAnswered(at=day.site.clock.now(), leg=leg))


def traces(content: str) -> list[str]:
    """The ways of writing the number that stand in these bytes."""
    ways = {
        "plain": NATIONAL,
        "hidden part": HIDDEN,
        "spaced": f"{NATIONAL[:3]} {NATIONAL[3:7]} {NATIONAL[7:]}",
        "dashed": f"{NATIONAL[:3]}-{NATIONAL[3:7]}-{NATIONAL[7:]}",
        "percent": quote(NUMBER),
        "reversed": NATIONAL[::-1],
        "hex": NATIONAL.encode().hex(),
        "base64": base64.b64encode(NUMBER.encode()).decode().rstrip("="),
        "escaped": json.dumps(NATIONAL)[1:-1],
    }
    found = [name for name, way in ways.items() if way in content]
    if HIDDEN in re.sub(r"[^0-9]", "", content):
        found.append("digits apart")
    return found


async def everything_a_page_can_get(site: Site, page: httpx2.AsyncClient) -> dict[str, str]:
    """The answers of every route that reads, and of some that are refused."""
    await site.history.wait_for(site.centre.position)
    answers: dict[str, str] = {}
    routes = [route.path for route in api_routes(ROUTERS) if "GET" in (route.methods or ())]
    # Lists first: what they name is then looked at one by one.
    for template in sorted(routes, key=lambda path: path.count("{")):
        for path in addresses(template, answers):
            if "number" not in path:
                answers[path] = (await page.get(path)).text
    bad = {"number": NUMBER, "queue_id": NATIONAL}
    answers["refusal"] = (await page.put("/v1/desk/presence", json=bad)).text
    return answers


def addresses(template: str, answers: dict[str, str]) -> list[str]:
    """Where a route is asked for the call in hand, and for what the list above it has named."""
    named = ["c1"]
    with suppress(ValueError, KeyError, AttributeError, TypeError):
        listed = json.loads(answers.get(template.partition("/{")[0], ""))
        named += [one["id"] for one in listed["items"]]
    return list(dict.fromkeys(re.sub(r"\{[^}]*\}", name, template) for name in named))


async def follow(server: WebServer, page: httpx2.AsyncClient) -> str:
    """The live stream's first frame."""
    socket = await server.open("/v1/live", page)
    async with asyncio.timeout(PATIENCE_S):
        return str(await socket.recv())


async def test_no_byte_that_reaches_an_agents_page_holds_the_number(
    site: Site, day: Day, server: WebServer
) -> None:
    await plant(day)
    page = await site.sign_in("ann")
    answers = await everything_a_page_can_get(site, page)
    answers["live"] = await follow(server, page)
    assert {path: traces(text) for path, text in answers.items() if traces(text)} == {}
    # It was really there to be found: masked in each place.
    for path in ("/v1/desk/history", "/v1/desk/call-backs", "/v1/voicemails", "live"):
        assert "139****0077" in answers[path], path
    shown = json.loads(answers["live"])["entities"]
    for kind in ("work", "thread", "task", "notice"):
        assert "139****0077" in json.dumps(shown[kind]), kind
    work = shown["work"]["c1"]
    customer = work["customer"]
    assert (customer["number"], customer["name"]) == ("+86139****0077", "Li 139****0077")
    notes = [one["note"] for one in work["history"]]
    assert notes == ["", "Also at 139****0077, +86139****0077"]


async def frames_until(socket: ClientConnection, last: str) -> str:
    """All that comes, up to the frame with this word."""
    frames = ""
    async with asyncio.timeout(PATIENCE_S):
        while last not in frames:
            frames += str(await socket.recv())
    return frames


async def test_no_frame_holds_the_number_while_one_calls_in_and_is_called(
    site: Site, day: Day, server: WebServer
) -> None:
    ann, admin = await site.sign_in("ann"), await site.sign_in("admin")
    socket = await server.open("/v1/live", ann)
    await plant(day)
    await day.leave("c1")
    await ann.post("/v1/desk/interactions/c1/finish", json={"disposition_id": "sold"})
    trunk = TrunkLine(id=TrunkId("t1"), name="Line", host="127.0.0.1")
    await day.submit(SaveTrunk(trunk=trunk))
    told = []
    made = await ann.post("/v1/desk/interactions/c0/dial-token")
    told.append(await ann.post("/v1/desk/calls", json={"token": made.json()["token"]}))
    placed = InteractionId(told[0].json()["interaction_id"])
    call = site.centre.world.calls.calls[placed]
    for leg in call.ringing:
        await day.hear(LegAnswered(at=site.clock.now(), leg=leg))
    for wish, body in (
        ("hold", {}),
        ("consult", {"target": {"kind": "number", "id": NUMBER}}),
        ("transfer", {"target": {"kind": "agent", "id": NATIONAL}}),
        ("park", {}),
    ):
        told.append(await ann.post(f"/v1/desk/interactions/{placed}/{wish}", json=body))
    await tell_ann(day, admin, "That is all.")
    frames = await frames_until(socket, "That is all.")
    assert str(placed) in frames
    assert traces(frames + "".join(answer.text for answer in told)) == []


async def test_nobody_of_those_who_are_asked_at_once_is_told_the_number(
    site: Site, day: Day, server: WebServer
) -> None:
    await day.submit(SaveQueue(queue=Queue(id=SALES, name="Sales", offers_at_once=2)))
    user_id = UserId(await site.add_user("bea", Role.AGENT))
    bea = Agent(id=AgentId("bea"), name="Bea", user_id=user_id, queues=(SALES,))
    await day.submit(SaveAgent(agent=bea))
    await day.submit(ReportPhone(agent_id=bea.id, is_reachable=True))
    for agent_id in (ANN, bea.id):
        await day.submit(ChangePresence(agent_id=agent_id, presence=Presence.READY))
    await day.arrive("c1", NUMBER)
    for login in ("ann", "bea"):
        frame = await follow(server, await site.sign_in(login))
        (offer,) = json.loads(frame)["entities"]["offer"].values()
        assert (offer["others_asked"], offer["customer"]["number"]) == (1, "+86139****0077")
        assert traces(frame) == []


async def test_a_parked_customer_is_listed_without_the_number(
    site: Site, day: Day, server: WebServer
) -> None:
    await day.arrive("c1", NUMBER)
    await take(day, "c1")
    ann = await site.sign_in("ann")
    parked = await ann.post("/v1/desk/interactions/c1/park")
    assert parked.is_success, parked.text
    frame = await follow(server, ann)
    (listed,) = json.loads(frame)["entities"]["parked"].values()
    assert listed["customer"]["number"] == "+86139****0077"
    assert traces(frame + parked.text) == []


async def test_a_wall_names_nobody(site: Site, day: Day, server: WebServer) -> None:
    await day.arrive("c1", NUMBER)
    admin = await site.sign_in("admin")
    kinds = ("queues", "agents", "waiting", "clock")
    tiles = [
        {"id": kind, "kind": kind, "x": 3 * place, "y": 0, "width": 3, "height": 3}
        for place, kind in enumerate(kinds)
    ]
    wall = await admin.post("/v1/wallboards", json={"name": "Wall", "tiles": tiles})
    assert wall.status_code == 201, wall.text
    body = {"name": "By the door", "wallboard_id": wall.json()["id"]}
    display = (await admin.post("/v1/displays", json=body)).json()
    socket = await server.open("/v1/display", None)
    await socket.send(json.dumps({"key": display["key"]}))
    async with asyncio.timeout(PATIENCE_S):
        picture = str(await socket.recv())
    assert set(json.loads(picture)["entities"]["tile"]) == set(kinds)
    assert traces(picture) == []


async def test_whoever_has_the_right_sees_the_number(
    site: Site, day: Day, server: WebServer
) -> None:
    await plant(day)
    page = await site.page_of(Role.SUPERVISOR)
    answers = await everything_a_page_can_get(site, page)
    assert NUMBER in answers["/v1/interactions"]
    assert NUMBER in answers["/v1/call-backs"]


async def test_who_knows_a_number_finds_its_calls_without_being_told_it(
    site: Site, day: Day
) -> None:
    await plant(day)
    page = await site.sign_in("ann")
    found = await day.get(page, "/v1/desk/history", q=NUMBER)
    assert [item["id"] for item in found["items"]] == ["c1", "c0"]
    assert traces(json.dumps(found)) == []
    assert (await day.get(page, "/v1/desk/history", q="+8613912340078"))["items"] == []


async def test_pages_that_are_open_follow_the_setting(
    site: Site, day: Day, server: WebServer
) -> None:
    await plant(day)
    socket = await server.open("/v1/live", await site.sign_in("ann"))
    admin = await site.sign_in("admin")

    async def number_shown() -> Any:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                frame = json.loads(await socket.recv())
                if frame["kind"] == "snapshot":
                    return frame["entities"]["work"]["c1"]["customer"]["number"]

    assert await number_shown() == "+86139****0077"
    await admin.put("/v1/number-privacy", json={**MASKED, "is_masked": False})
    assert await number_shown() == NUMBER
    await admin.put("/v1/number-privacy", json=MASKED)
    assert await number_shown() == "+86139****0077"


async def test_a_number_is_revealed_on_record_and_so_many_times_a_day(site: Site, day: Day) -> None:
    await plant(day)
    page, admin = await site.sign_in("ann"), await site.sign_in("admin")
    first = await page.post("/v1/desk/interactions/c1/number")
    assert first.json() == {"number": NUMBER, "left_today": 1}
    assert (await page.post("/v1/desk/interactions/c0/number")).json()["left_today"] == 0
    await admin.put("/v1/number-privacy", json={**MASKED, "reveals_a_day": 1})
    await day.leave("c1")
    trail = (await admin.get("/v1/audit", params={"topic": "numbers"})).json()["items"]
    assert [(one["what"], one["subject"]) for one in trail][:2] == [
        ("customers.number_revealed", "c0"),
        ("customers.number_revealed", "c1"),
    ]
    assert traces(json.dumps(trail)) == []
    told = [e["kind"] for e in (await day.get(admin, "/v1/interactions/c0"))["timeline"]]
    assert "customers.number_revealed" in told


async def test_a_strangers_number_cannot_be_revealed_or_called(site: Site, day: Day) -> None:
    await plant(day)
    await site.add_user("eve", Role.AGENT)
    eve = await site.sign_in("eve")  # an agent's role, but no agent
    for path in ("c1/number", "c1/dial-token"):
        assert (await eve.post(f"/v1/desk/interactions/{path}")).status_code == 403
    await day.arrive("c2", "+8613900000001")
    ann = await site.sign_in("ann")
    for path in ("c2/number", "c2/dial-token", "nothing/number"):
        assert (await ann.post(f"/v1/desk/interactions/{path}")).status_code == 404


async def test_an_agent_calls_by_a_token_that_nobody_else_can_use(site: Site, day: Day) -> None:
    await plant(day)
    ann = await site.sign_in("ann")
    made = await ann.post("/v1/desk/interactions/c0/dial-token")
    token = made.json()["token"]
    assert traces(made.text) == []
    assert traces(base64.urlsafe_b64decode(token).decode("latin-1")) == []
    busy = await ann.post("/v1/desk/calls", json={"token": token})
    assert (busy.status_code, busy.json()["code"]) == (409, "call.busy")
    await day.leave("c1")
    await ann.post("/v1/desk/interactions/c1/finish", json={"disposition_id": "sold"})
    await day.submit(SaveTrunk(trunk=TrunkLine(id=TrunkId("t1"), name="Line", host="127.0.0.1")))
    called = await ann.post("/v1/desk/calls", json={"token": token})
    assert (called.status_code, traces(called.text)) == (200, [])
    placed = site.centre.world.interactions.open[called.json()["interaction_id"]]
    assert (placed.customer_number, placed.agent_id) == (NUMBER, ANN)
    wrong = await ann.post("/v1/desk/calls", json={"token": token[:-8]})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "dial_token.unknown")

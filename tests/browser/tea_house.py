"""The sample centre on a live site, and the people of one test: agents, callers, an administrator.

Each test opens a line of its own, so that nobody of another test takes its calls.
"""

import asyncio
import io
import itertools
import time
import urllib.request
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from typing import Any, Self

import msgspec
import soundfile
from playwright.async_api import Browser, Page, expect
from tests.browser.desk_page import DeskPage
from tests.support.agreement import board_of
from tests.support.eventually import eventually
from tests.support.live_centre import Agent
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S

from antiphon.simulation.desk import Desk
from antiphon.simulation.rtp import Pacer
from antiphon.simulation.sample_centre import Person, SampleCentre
from antiphon.simulation.sip_call import CallNotAnswered, PhoneCall
from antiphon.simulation.sip_phone import RegistrationRefused, SipPhone
from antiphon.simulation.sound import Samples, level_at, tone
from antiphon.simulation.web_client import WebClient

# Not those of ringing, 440 and 480, which agents hear on an open line.
_TONES = CUSTOMERS_TONE, AGENTS_TONE, COLLEAGUES_TONE = 1_050, 700, 1_000
LOUD, FAINT = -32, -50
PASSWORD = "a long enough password"

_numbers = itertools.count(1)


async def be_welcomed(page: Page, site: LiveSite) -> Person:
    """Become the first administrator of an empty house, by the one-time link."""
    boss = Person(name="Grace Boss", login="grace", password=PASSWORD)
    await page.goto(f"/welcome#{site.setup_token}")
    # The token must not stay in the address bar.
    await expect(page).to_have_url(f"{site.origin}/welcome")
    await page.get_by_label("Your name").fill(boss.name)
    await page.get_by_label("Login").fill(boss.login)
    await page.get_by_label("Password", exact=True).fill(boss.password)
    await page.get_by_label("Password once more").fill(boss.password)
    await page.get_by_role("button", name="Make administrator").click()
    await expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
    return boss


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A number that leads straight into a queue."""

    number: str
    queue_id: str
    queue_name: str


class TeaHouse:
    """One test's share of the running centre. Use as an async context."""

    def __init__(self, site: LiveSite, sample: SampleCentre) -> None:
        self.site, self.sample = site, sample
        self.pacer = Pacer()
        self.outside = SipPhone(site.sip, self.pacer)
        self.administrator = WebClient(site.origin)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self.outside.open()
        self._stack.push_async_callback(self.outside.close)
        self._stack.callback(self.administrator.close)
        known = self.sample.administrator
        await self.administrator.sign_in(known.login, known.password)
        # Whatever another test chose, who signs in now reads English.
        await self.administrator.put("/v1/session/language", {"language": "en"})
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def make(self, path: str, /, **fields: Any) -> str:
        """Make one record of the catalogue; gives its id."""
        return str((await self.administrator.post(f"/v1/{path}", fields))["id"])

    async def change(self, path: str, /, **fields: Any) -> None:
        """Change some fields of a record."""
        known = await self.administrator.get(path)
        kept = {key: value for key, value in known.items() if key not in {"id", "has_secret"}}
        await self.administrator.put(path, kept | fields)

    async def open_line(self, **queue: Any) -> Line:
        """A new number, flow and queue."""
        serial = next(_numbers)
        name = f"Orders {serial}"
        queue_id = await self.make("queues", name=name, **queue)
        steps = {"start": {"kind": "queue", "queue_id": queue_id}}
        flow_id = await self.make("flows", name=name, start="start", steps=steps)
        number = f"8{serial:06}"
        await self.make(
            "entry-points",
            name=name,
            number=number,
            flow_id=flow_id,
            language="en",
            is_active=True,
        )
        return Line(number=number, queue_id=queue_id, queue_name=name)

    async def add_agent(
        self, line: Line, *, phone_kind: str = "browser", language: str = "en", **more: Any
    ) -> Person:
        """Somebody new who works in the line's queue."""
        serial = next(_numbers)
        login, name = f"agent{serial}", f"Ann Agent {serial}"
        user_id = await self.make(
            "users",
            login=login,
            name=name,
            roles=["agent"],
            language=language,
            is_active=True,
            password=PASSWORD,
        )
        agent_id = await self.make(
            "agents",
            name=name,
            user_id=user_id,
            skills={},
            queues=[line.queue_id],
            phone_kind=phone_kind,
            extension="",
            **more,
        )
        return Person(name=name, login=login, password=PASSWORD, agent_id=agent_id)

    async def desk_page(self, browser: Browser, line: Line) -> DeskPage:
        """A new agent of this line, at work in the browser."""
        person = await self.add_agent(line)
        return await DeskPage.open(browser, self.site.origin, person.login, person.password)

    async def colleague(self, line: Line) -> Agent:
        """A new agent of this line with a desk phone and no page."""
        person = await self.add_agent(line, phone_kind="sip")
        known = await self.administrator.get(f"/v1/agents/{person.agent_id}/phone-secret")
        phone = SipPhone(
            self.site.sip, self.pacer, username=known["username"], secret=known["secret"]
        )
        await phone.open()
        self._stack.push_async_callback(phone.close)
        await _register(phone)
        client = WebClient(self.site.origin)
        self._stack.callback(client.close)
        await client.sign_in(person.login, person.password)
        desk = Desk(client)
        running = asyncio.create_task(desk.run(), name=f"desk of {person.login}")
        self._stack.push_async_callback(_end, running)
        await desk.until(
            lambda desk: bool(desk.me.get("phone", {}).get("is_reachable")), PATIENCE_S
        )
        return Agent(0, person.agent_id, desk, phone)

    def board(self) -> AbstractAsyncContextManager[Desk]:
        """What a supervisor sees of the centre."""
        return board_of(self.administrator)

    async def call(self, number: str, caller_number: str, **given: Any) -> PhoneCall:
        """A customer calls and says their tone as soon as anybody can hear it.

        Who is offered at once hears it ring until the agent answers.
        """
        call = self.outside.call(number, caller_number=caller_number, **given)
        speaking = asyncio.create_task(_speak_when_answered(call), name="customer")
        self._stack.push_async_callback(_end, speaking)
        return call

    async def reachable(self, agent_id: str) -> None:
        """Wait until this agent's phone can ring."""
        async with self.board() as board:
            await board.until(
                lambda desk: bool(
                    desk.of("agent").get(agent_id, {}).get("phone", {}).get("is_reachable")
                ),
                PATIENCE_S,
            )

    async def recorded(self, interaction_id: str, *, count: int = 1) -> list[dict[str, Any]]:
        """The recordings of an interaction once so many are finished."""

        async def finished() -> list[dict[str, Any]] | None:
            record = await self.administrator.get(f"/v1/interactions/{interaction_id}")
            return record["recordings"] if len(record["recordings"]) >= count else None

        return await eventually(finished, PATIENCE_S)

    async def sides_of(self, recording: dict[str, Any]) -> tuple[Samples, Samples]:
        """What a recording holds of the customer (left) and of the agent (right)."""
        data = await asyncio.to_thread(self._download, recording["url"])
        samples, rate = soundfile.read(io.BytesIO(data), dtype="int16", always_2d=True)
        assert (rate, samples.shape[1]) == (8_000, 2)
        return samples[:, 0], samples[:, 1]

    def _download(self, path: str) -> bytes:
        request = urllib.request.Request(
            self.site.origin + path, headers={"Cookie": self.administrator.cookie}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            data: bytes = answer.read()
        return data

    async def interaction(self, caller_number: str) -> dict[str, Any]:
        """The newest interaction of this number once it is over, with its details."""

        async def closed() -> dict[str, Any] | None:
            listed = await self.administrator.get("/v1/interactions?limit=100")
            mine = [one for one in listed["items"] if one["customer"]["number"] == caller_number]
            if not mine or mine[0]["outcome"] == "in_progress":
                return None
            found: dict[str, Any] = await self.administrator.get(
                f"/v1/interactions/{mine[0]['id']}"
            )
            return found

        return await eventually(closed, PATIENCE_S)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _register(phone: SipPhone) -> None:
    """Register, again and again like any desk phone whose account is being made."""

    async def registered() -> bool | None:
        try:
            await phone.register(expires_s=300)
        except RegistrationRefused:
            return None
        return True

    await eventually(registered, PATIENCE_S)


async def _speak_when_answered(call: PhoneCall) -> None:
    # The test may let it ring for longer than it waits for anything; it ends us with the house.
    with suppress(CallNotAnswered, TimeoutError):
        await call.answered(20 * PATIENCE_S)
        speak(call, CUSTOMERS_TONE)


def speak(call: PhoneCall, hertz: float) -> None:
    """Say a tone without end."""
    call.say(tone(hertz, 1), is_looped=True)


def newest(call: PhoneCall) -> Samples:
    """The last 300 ms that have arrived: what comes late, is heard late."""
    until = (call.stream.heard.last_at or 0.0) + 0.001
    return call.stream.heard.between(until - 0.3, until)


async def hears(call: PhoneCall, hertz: float, *, timeout_s: float = PATIENCE_S) -> float:
    """Wait until the last 300 ms hold this tone; the moment when they did."""

    try:
        await call.stream.until(lambda: level_at(newest(call), hertz) > LOUD, timeout_s)
    except TimeoutError:
        raise AssertionError(f"{hertz:g} Hz not heard, but {lately(call)}") from None
    return time.time()


def lately(call: PhoneCall) -> list[str]:
    """Of each of the last 40 seconds how much sound came, and how loud each tone was in it."""
    now, told = time.time(), []
    for ago in range(40, 0, -1):
        heard = call.stream.heard.between(now - ago, now - ago + 1)
        levels = [f"{level_at(heard[:4_000], tone):.0f}" for tone in _TONES if len(heard) >= 4_000]
        told.append(f"{len(heard)} {'/'.join(levels)}")
    return told


async def hears_no_more(call: PhoneCall, hertz: float, *, timeout_s: float = PATIENCE_S) -> float:
    """Wait until the last 300 ms hold none of this tone, though something arrives."""

    def is_gone() -> bool:
        heard = newest(call)
        return len(heard) > 1_900 and level_at(heard, hertz) < FAINT

    await call.stream.until(is_gone, timeout_s)
    return time.time()


async def listen(call: PhoneCall, seconds: float) -> tuple[float, float]:
    """Let time pass until that much more sound has arrived; when it began and ended."""
    begun = time.time()
    await call.stream.until(
        lambda: (call.stream.heard.last_at or 0) > begun + seconds, seconds + PATIENCE_S
    )
    return begun, begun + seconds

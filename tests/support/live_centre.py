"""A small centre on a live site: agents with desk phones, a line with a flow, and callers."""

import asyncio
from contextlib import AsyncExitStack, suppress
from typing import Any, Self

import msgspec
from tests.support.eventually import eventually
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S

from antiphon.simulation.desk import Desk
from antiphon.simulation.rtp import Pacer
from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sip_phone import RegistrationRefused, SipPhone
from antiphon.simulation.web_client import Refused, WebClient

PASSWORD = "a long enough password"
LOGIN = "root"


class Made(msgspec.Struct, kw_only=True):
    """What `make_centre` made, to be kept beside the data folder."""

    queue: str
    trunk: str
    disposition: str
    reason: str
    agents: list[str]


class Agent:
    """A live agent: the desk and the phone of one person."""

    def __init__(self, number: int, agent_id: str, desk: Desk, phone: SipPhone) -> None:
        self.number, self.id, self.desk, self.phone = number, agent_id, desk, phone

    async def ready(self) -> None:
        """Become ready; returns when the desk shows it."""
        await self.desk.change_presence("ready")
        await self.desk.until(
            lambda desk: desk.me.get("state") in ("ready", "offered", "handling"), PATIENCE_S
        )

    async def leave(self) -> None:
        """Go offline and unplug the phone, so that nobody rings for the next test."""
        for call in list(self.phone.calls.values()):
            call.hang_up()
        with suppress(Refused, OSError, TimeoutError):
            await self.desk.change_presence("offline")
        with suppress(RegistrationRefused, TimeoutError):
            await asyncio.wait_for(self.phone.unregister(), 3)

    async def rings(self, timeout_s: float = PATIENCE_S) -> PhoneCall:
        """The next call on this agent's phone."""
        return await asyncio.wait_for(self.phone.incoming.get(), timeout_s)

    async def in_hand(self, state: str, timeout_s: float = PATIENCE_S) -> str:
        """The interaction that is in this state on the desk."""

        def found(desk: Desk) -> list[str]:
            return [key for key, one in desk.of("work").items() if one["state"] == state]

        await self.desk.until(lambda desk: bool(found(desk)), timeout_s)
        return found(self.desk)[0]


class LiveCentre:
    """Phones, desks and an administrator on a live site. Use as an async context."""

    def __init__(self, site: LiveSite, made: Made) -> None:
        self.site, self.made = site, made
        self.pacer = Pacer()
        self.administrator = WebClient(site.origin)
        self._stack = AsyncExitStack()
        self._desks: list[asyncio.Task[None]] = []
        self._agents: list[Agent] = []
        self.outside = SipPhone(site.sip, self.pacer)

    async def __aenter__(self) -> Self:
        await self.outside.open()
        self._stack.push_async_callback(self.outside.close)
        await self.administrator.sign_in(LOGIN, PASSWORD)
        return self

    async def __aexit__(self, *_: object) -> None:
        for agent in self._agents:
            await agent.leave()
        for task in self._desks:
            task.cancel()
        await asyncio.gather(*self._desks, return_exceptions=True)
        await self._stack.aclose()
        self.administrator.close()

    async def agent(self, number: int) -> Agent:
        """Sign an agent in, with a registered phone."""
        client = WebClient(self.site.origin)
        await client.sign_in(login_of(number), PASSWORD)
        desk = Desk(client)
        self._desks.append(asyncio.create_task(desk.run(), name=f"desk {number}"))
        self._stack.callback(client.close)
        phone = await self.phone(number)
        await desk.until(
            lambda desk: bool(desk.me.get("phone", {}).get("is_reachable")), PATIENCE_S
        )
        self._agents.append(Agent(number, self.made.agents[number], desk, phone))
        return self._agents[-1]

    async def phone(self, number: int) -> SipPhone:
        """An agent's desk phone, registered."""
        agent_id = self.made.agents[number]
        known = await self.administrator.get(f"/v1/agents/{agent_id}/phone-secret")
        phone = SipPhone(
            self.site.sip, self.pacer, username=known["username"], secret=known["secret"]
        )
        await phone.open()
        self._stack.push_async_callback(phone.close)
        await phone.register(expires_s=300)
        return phone

    def call(self, number: str = "100", **given: Any) -> PhoneCall:
        """A customer calls."""
        given.setdefault("caller_number", "+8613800138000")
        return self.outside.call(number, **given)

    async def in_line(self, number: str, dialled: str = "100") -> PhoneCall:
        """A customer calls; returns once an agent is waited for."""
        caller = self.call(dialled, caller_number=number)
        await caller.answered(PATIENCE_S)

        async def is_waiting() -> bool | None:
            found = await self.find_interaction(number)
            return (found is not None and found["queue"] is not None) or None

        await eventually(is_waiting, PATIENCE_S)
        return caller

    async def change(self, path: str, **fields: Any) -> None:
        """Change some fields of a record, as an administrator."""
        known = await self.administrator.get(path)
        body = {name: value for name, value in known.items() if name not in {"id", "has_secret"}}
        await self.administrator.put(path, body | fields)

    async def find_interaction(self, caller_number: str) -> dict[str, Any] | None:
        """The newest interaction of this number with its details; the list may be a moment old."""
        listed = await self.administrator.get("/v1/interactions?limit=200")
        mine = [one for one in listed["items"] if one["customer"]["number"] == caller_number]
        if not mine:
            return None
        found: dict[str, Any] = await self.administrator.get(f"/v1/interactions/{mine[0]['id']}")
        return found

    async def ended(self, caller_number: str, timeout_s: float = PATIENCE_S) -> dict[str, Any]:
        """The interaction of this number once it is over."""

        async def record() -> dict[str, Any] | None:
            found = await self.find_interaction(caller_number)
            return None if found is None or found["outcome"] == "in_progress" else found

        return await eventually(record, timeout_s)


def login_of(number: int) -> str:
    """An agent's login."""
    return f"agent{number:02}"


async def make_centre(
    site: LiveSite, *, agents: int, offer_timeout_s: int = 15, wrap_up_s: int = 60
) -> Made:
    """Make a centre through the HTTP interface of a fresh site."""
    client = WebClient(site.origin)
    await client.set_up(site.setup_token, LOGIN, "Root", PASSWORD)

    async def make(kind: str, **fields: Any) -> str:
        return str((await client.post(f"/v1/{kind}", fields))["id"])

    queue = await make(
        "queues",
        name="Sales",
        offer_timeout_s=offer_timeout_s,
        wrap_up_s=wrap_up_s,
        short_abandon_s=2,
    )
    disposition = await make("dispositions", name="Done", queues=[])
    reason = await make("reason-codes", name="Break")
    ids = []
    for number in range(agents):
        user = await make(
            "users",
            login=login_of(number),
            name=f"Agent {number}",
            roles=["agent"],
            language="en",
            is_active=True,
            password=PASSWORD,
        )
        ids.append(
            await make(
                "agents",
                name=f"Agent {number}",
                user_id=user,
                skills={},
                queues=[queue],
                phone_kind="sip",
                extension="",
            )
        )
    for line, steps in flows_of(queue).items():
        flow = await make("flows", name=f"Flow {line}", start="start", steps=steps)
        await make(
            "entry-points",
            name=f"Line {line}",
            number=line,
            flow_id=flow,
            language="en",
            is_active=True,
        )
    trunk = await a_trunk(client)
    client.close()
    return Made(queue=queue, trunk=trunk, disposition=disposition, reason=reason, agents=ids)


async def a_trunk(client: WebClient) -> str:
    """Make a trunk, and wait until Asterisk knows it and all that was made before it.

    The answer waits for that, but not for an engine that takes long: a call that comes sooner is a
    stranger's.
    """
    fields = {
        "name": "Outside",
        "host": "127.0.0.1",
        "port": 9,
        "transport": "udp",
        "addresses": ["127.0.0.1"],
        "username": "",
        "registers": False,
        "codecs": ["ulaw", "alaw"],
    }
    made = str((await client.post("/v1/trunks", fields))["id"])

    async def was_looked_at() -> bool | None:
        states = (await client.get("/v1/trunk-states"))["items"]
        return "unknown" not in [one["state"] for one in states if one["trunk_id"] == made] or None

    await eventually(was_looked_at, PATIENCE_S)
    return made


def flows_of(queue: str) -> dict[str, dict[str, Any]]:
    """The numbers that can be called, with the steps behind each."""
    wait = {"kind": "queue", "queue_id": queue}
    end = {"kind": "hang_up"}
    return {
        # straight into the queue
        "100": {"start": wait},
        # a menu, then the queue
        "200": {
            "start": {
                "kind": "menu",
                "text": {"en": "For sales, press one. For Chinese, press two."},
                "choices": {"1": "wait", "2": "chinese"},
                "otherwise": "end",
                "timeout_s": 2,
                "attempts": 2,
                "set": "wish",
            },
            "chinese": {"kind": "set", "key": "language", "value": "zh-Hans", "next": "hello"},
            "hello": {"kind": "say", "text": {"en": "Please wait for an agent."}, "next": "wait"},
            "wait": wait,
            "end": end,
        },
        # a message
        "300": {"start": {"kind": "voicemail", "text": {"en": "Speak."}, "max_s": 20}},
    }

"""Secrets in a pause reach no recording though we are killed; masked numbers reach no phone."""

import asyncio
import io
import re
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import soundfile
from tests.support.eventually import eventually
from tests.support.live_centre import Agent, LiveCentre, login_of, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S
from tests.system.test_call import download, hears

from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sip_phone import SipPhone
from antiphon.simulation.sip_transport import Address, SipTransport
from antiphon.simulation.sound import level_at, tone

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

NUMBER, NATIONAL, HIDDEN = "+8613912340077", "13912340077", "39123400"
OPEN_TONE, SECRET_TONE = 620, 1_150
LOUD, FAINT = -30, -50


class ListeningTransport(SipTransport):
    """Keeps every packet that came."""

    heard = b""

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self.heard += data
        super().datagram_received(data, addr)


class ListeningPhone(SipPhone):
    """A phone that remembers what it was told."""

    transport: ListeningTransport

    def listen(self) -> "ListeningPhone":
        self.transport = ListeningTransport(self._on_request)
        return self


@pytest.fixture
async def centre(own_site: LiveSite) -> AsyncIterator[LiveCentre]:
    made = await make_centre(own_site, agents=2)
    async with LiveCentre(own_site, made) as live:
        privacy = {"is_masked": True, "reveals_a_day": 1}
        await live.administrator.put("/v1/number-privacy", privacy)
        yield live


async def a_listening_agent(centre: LiveCentre, number: int) -> tuple[Agent, ListeningPhone]:
    """An agent whose phone is another one, which takes the place of the first."""
    agent = await centre.agent(number)
    first = agent.phone
    phone = ListeningPhone(
        centre.site.sip, centre.pacer, username=first.username, secret=first.secret
    ).listen()
    await phone.open()
    await phone.register(expires_s=300)
    agent.phone = phone
    return agent, phone


async def say(customer: PhoneCall, agents_phone: PhoneCall, hertz: int) -> None:
    """Let a second of a tone be heard by the agent."""
    customer.say(tone(hertz, 1), is_looped=True)
    await hears(agents_phone, hertz)
    since = time.time()

    def is_second_heard() -> bool:
        heard = agents_phone.stream.heard.between(since, time.time())
        return len(heard) > 8_000 and level_at(heard[-8_000:], hertz) > LOUD

    await agents_phone.stream.until(is_second_heard, PATIENCE_S)


async def kill_and_restart(centre: LiveCentre, agent: Agent) -> None:
    await asyncio.to_thread(centre.site.kill)
    await asyncio.to_thread(centre.site.start, timeout_s=120)
    await agent.desk.until(lambda desk: desk.is_connected, PATIENCE_S)


async def test_a_killed_centre_writes_nothing_down_in_a_pause(centre: LiveCentre) -> None:
    agent, listening = await a_listening_agent(centre, 0)
    try:
        await tell_a_secret(centre, agent)
    finally:
        await listening.close()
    assert_told_masked(listening)


def assert_told_masked(phone: ListeningPhone) -> None:
    """It rang, and nothing that it was told holds the number."""
    heard = phone.transport.heard.decode(errors="replace")
    assert "INVITE sip:" in heard
    assert "+86139****0077" in heard
    assert NATIONAL not in heard
    assert HIDDEN not in re.sub(r"[^0-9a-zA-Z]", "", heard)


async def let_see_numbers(centre: LiveCentre, login: str) -> None:
    """Give a person a second role, which reads numbers."""
    listed = await centre.administrator.get("/v1/users")
    user = next(one for one in listed["items"] if one["login"] == login)
    kept = {name: user[name] for name in ("login", "name", "language", "is_active", "version")}
    body = kept | {"roles": ["agent", "supervisor"]}
    await centre.administrator.put(f"/v1/users/{user['id']}", body)


async def test_no_phone_is_told_whoever_is_asked(centre: LiveCentre) -> None:
    await centre.change(f"/v1/queues/{centre.made.queue}", offers_at_once=2)
    await let_see_numbers(centre, login_of(1))
    first, listening = await a_listening_agent(centre, 0)
    second, overhearing = await a_listening_agent(centre, 1)
    try:
        for agent in (first, second):
            await agent.ready()
        caller = centre.call("100", caller_number=NUMBER, caller_name=f"Li {NATIONAL}")
        asked = await second.rings()
        # A page knows who looks at it, a phone does not.
        assert await offered_number(first) == "+86139****0077"
        assert await offered_number(second) == NUMBER
        (await first.rings()).answer()
        await asked.ended(PATIENCE_S)
        interaction_id = await first.in_hand("talking")
        target = {"kind": "agent", "id": second.id}
        await first.desk.act(interaction_id, "consult", target=target)
        (await second.rings()).answer()
        await second.in_hand("talking")
        await first.desk.act(interaction_id, "consult/complete")
        caller.hang_up()
        for agent in (first, second):
            await agent.in_hand("wrap_up")
            await agent.desk.finish(interaction_id, None, "")
        for phone in (listening, overhearing):
            assert_told_masked(phone)

        open_to_all = {"is_masked": False, "reveals_a_day": 1}
        await centre.administrator.put("/v1/number-privacy", open_to_all)
        caller = centre.call("100", caller_number=NUMBER)
        for agent, phone in ((first, listening), (second, overhearing)):
            await agent.rings()
            assert f"<sip:{NUMBER}@" in phone.transport.heard.decode(errors="replace")
        caller.hang_up()
    finally:
        await listening.close()
        await overhearing.close()


async def offered_number(agent: Agent) -> str:
    """The customer's number on the page of an agent who is asked."""
    await agent.desk.until(lambda desk: bool(desk.of("offer")), PATIENCE_S)
    (offer,) = agent.desk.of("offer").values()
    return str(offer["customer"]["number"])


async def tell_a_secret(centre: LiveCentre, agent: Agent) -> None:
    """A call with a pause, a kill in it, and what was kept of it."""
    await agent.ready()
    caller = centre.call("100", caller_number=NUMBER, caller_name=f"Li {NATIONAL}")
    phone = await agent.rings()
    phone.answer()
    await caller.answered(PATIENCE_S)
    interaction_id = await agent.in_hand("talking")
    await say(caller, phone, OPEN_TONE)
    await agent.desk.act(interaction_id, "recording/pause", reason="page")
    await agent.desk.until(lambda desk: state_of(desk, interaction_id) == "paused", PATIENCE_S)
    await say(caller, phone, SECRET_TONE)
    await kill_and_restart(centre, agent)
    await say(caller, phone, SECRET_TONE)
    assert state_of(agent.desk, interaction_id) == "paused"
    caller.say(tone(OPEN_TONE, 1), is_looped=True)
    await hears(phone, OPEN_TONE)
    await agent.desk.act(interaction_id, "recording/resume")
    await say(caller, phone, OPEN_TONE)
    caller.hang_up()
    await agent.in_hand("wrap_up")
    await agent.desk.finish(interaction_id, None, "")

    recording = await stored(centre, interaction_id)
    (pause,) = recording["pauses"]
    data = await asyncio.to_thread(download, centre, recording["url"])
    samples, rate = soundfile.read(io.BytesIO(data), dtype="int16", always_2d=True)
    begins, ends = (round(pause[key] * rate) for key in ("begins_s", "ends_s"))
    assert not samples[begins:ends].any()
    assert level_at(samples[:begins, 0], OPEN_TONE) > LOUD
    assert level_at(samples[ends:, 0], OPEN_TONE) > LOUD
    assert level_at(samples[:, 0], SECRET_TONE) < FAINT


def state_of(desk: Any, interaction_id: str) -> str:
    """How the desk shows the recording."""
    work = desk.of("work").get(interaction_id, {})
    return str(work.get("recording", {}).get("state"))


async def stored(centre: LiveCentre, interaction_id: str) -> dict[str, Any]:
    async def look() -> dict[str, Any] | None:
        record = await centre.administrator.get(f"/v1/interactions/{interaction_id}")
        return next(iter(record["recordings"]), None)

    return await eventually(look, PATIENCE_S)

"""The demo: a sample centre, and synthetic people who keep it busy with real calls.

They use what any client can: the HTTP interface and SIP.
"""

import asyncio
import os
import random
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import msgspec
import structlog

from antiphon.simulation.callers import a_caller, call_once
from antiphon.simulation.colleagues import Colleague, Habits
from antiphon.simulation.desk import Desk
from antiphon.simulation.rtp import Pacer
from antiphon.simulation.sample_centre import (
    NUMBER,
    Person,
    SampleCentre,
    build,
    move_trunk,
    new_password,
)
from antiphon.simulation.sip_phone import RegistrationRefused, SipPhone
from antiphon.simulation.sip_transport import Address
from antiphon.simulation.voice import Speech
from antiphon.simulation.web_client import Refused, WebClient

log = structlog.get_logger()

_MOST_CALLERS = 8
_SERVER_WITHIN_S = 60.0
_GOOD_SHIFT_S = 60.0
_MEMORY = "demo.json"


class DemoImpossible(Exception):  # noqa: N818 (it names what is the case)
    """The demo cannot run here; the text says why and what to do."""


class DemoSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where the product runs. `setup_token` is the one-time one of a fresh data folder."""

    origin: str
    sip: tuple[str, int]
    folder: str
    speech: Sequence[str]
    setup_token: str | None = None
    seconds_between_calls: float = 12.0
    seed: int | None = None


async def run_demo(settings: DemoSettings, say: Callable[[str], None]) -> None:
    """Make the centre if need be, then keep it busy until cancelled.

    Raises:
        DemoImpossible: the data folder holds a centre that is not the demo's.
    """
    chance = random.Random(settings.seed)  # noqa: S311 (habits, not secrets)
    pacer, speech = Pacer(), Speech(settings.speech)
    outside = SipPhone(settings.sip, pacer)
    await outside.open()
    client = WebClient(settings.origin)
    try:
        centre = await _centre(settings, client, outside.address)
        say(_invitation(settings.origin, centre))
        async with asyncio.TaskGroup() as group:
            for person in centre.colleagues:
                shift = _Shift(
                    person,
                    settings=settings,
                    administrator=client,
                    centre=centre,
                    pacer=pacer,
                    speech=speech,
                    chance=chance,
                )
                work = _for_ever(person.login, shift.run)
                group.create_task(work, name=f"colleague {person.login}")
            group.create_task(
                _callers(settings, centre, outside, speech, chance), name="synthetic callers"
            )
    finally:
        client.close()
        await outside.close()


def _invitation(origin: str, centre: SampleCentre) -> str:
    human, administrator = centre.human, centre.administrator
    return (
        f"The sample centre is open: {origin}\n"
        f"  take calls as {human.name}:  {human.login} / {human.password}\n"
        f"  look behind the scenes:  {administrator.login} / {administrator.password}\n"
        f"Synthetic customers call {NUMBER} now."
    )


async def _centre(settings: DemoSettings, client: WebClient, outside: Address) -> SampleCentre:
    """The centre of an earlier run, or a new one."""
    memory = Path(settings.folder) / _MEMORY
    needs_setup = (await _when_up(client, "/v1/setup"))["needs_first_administrator"]
    if memory.exists() and not needs_setup:
        centre = msgspec.json.decode(memory.read_bytes(), type=SampleCentre)
        await client.sign_in(centre.administrator.login, centre.administrator.password)
        await move_trunk(client, outside[1])
        return centre
    if not needs_setup or settings.setup_token is None:
        raise DemoImpossible(
            "This data folder holds a centre of your own: give the demo another with --data."
        )
    administrator = Person(name="Administrator", login="admin", password=new_password())
    await client.set_up(
        settings.setup_token, administrator.login, administrator.name, administrator.password
    )
    centre = await build(client, administrator, trunk_port=outside[1])
    descriptor = os.open(memory, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.encode(centre))
    return centre


async def _when_up(client: WebClient, path: str) -> dict[str, bool]:
    async with asyncio.timeout(_SERVER_WITHIN_S):
        while True:
            try:
                answer: dict[str, bool] = await client.get(path)
                return answer
            except ConnectionError:
                await asyncio.sleep(0.25)


async def _for_ever(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """One person's trouble is not the others': begin again after a while."""
    loop = asyncio.get_running_loop()
    wait_s = 1.0
    while True:
        begun = loop.time()
        try:
            await work()
        except* (Refused, RegistrationRefused, OSError, TimeoutError) as errors:
            log.info("demo.again", person=name, why=[repr(one) for one in errors.exceptions])
        if loop.time() - begun > _GOOD_SHIFT_S:
            wait_s = 1.0
        await asyncio.sleep(wait_s)
        wait_s = min(wait_s * 2, 30.0)


class _Shift:
    """One colleague's equipment, new at each beginning."""

    def __init__(
        self,
        person: Person,
        *,
        settings: DemoSettings,
        administrator: WebClient,
        centre: SampleCentre,
        pacer: Pacer,
        speech: Speech,
        chance: random.Random,
    ) -> None:
        self._settings, self._administrator = settings, administrator
        self._centre, self._person = centre, person
        self._pacer, self._speech, self._chance = pacer, speech, chance

    async def run(self) -> None:
        """Work until something goes wrong."""
        known = await self._administrator.get(f"/v1/agents/{self._person.agent_id}/phone-secret")
        phone = SipPhone(
            self._settings.sip,
            self._pacer,
            username=known["username"],
            secret=known["secret"],
        )
        await phone.open()
        client = WebClient(self._settings.origin)
        try:
            await Colleague(
                self._person,
                Desk(client),
                phone,
                self._speech,
                disposition_ids=self._centre.disposition_ids,
                break_id=self._centre.break_id,
                habits=Habits(),
                chance=self._chance,
            ).work()
        finally:
            client.close()
            await phone.close()


async def _callers(
    settings: DemoSettings,
    centre: SampleCentre,
    outside: SipPhone,
    speech: Speech,
    chance: random.Random,
) -> None:
    places = asyncio.Semaphore(_MOST_CALLERS)

    async def live() -> None:
        caller = a_caller(centre.customers, chance)
        try:
            call = await call_once(outside, NUMBER, caller, speech, chance)
            log.info("demo.call_ended", language=caller.language, end=str(call.end))
        except OSError as error:
            log.warning("demo.call_failed", why=str(error))
        finally:
            places.release()

    async with asyncio.TaskGroup() as group:
        while True:
            await places.acquire()
            group.create_task(live(), name="synthetic caller")
            await asyncio.sleep(chance.expovariate(1 / settings.seconds_between_calls))

"""Synthetic agents: a desk phone, a desk without a page, and the habits of good colleagues."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import msgspec
import structlog

from antiphon.simulation.desk import Desk
from antiphon.simulation.manners import converse
from antiphon.simulation.sample_centre import Person
from antiphon.simulation.scripts import NOTES, a_dialogue
from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sip_phone import SipPhone
from antiphon.simulation.voice import Speech, Voice, a_voice
from antiphon.simulation.web_client import Refused

log = structlog.get_logger()

_LONGEST_TALK_S = 180.0
# Who missed a call says so and goes on: a block ends like a break.
_AWAY = ("offline", "not_ready", "blocked")


class Habits(msgspec.Struct, frozen=True, kw_only=True):
    """How an agent works; shares are between 0 and 1."""

    picks_up_s: tuple[float, float] = (1.0, 5.0)
    misses: float = 0.05
    wraps_up_s: tuple[float, float] = (4.0, 14.0)
    break_after_calls: int = 9
    break_s: tuple[float, float] = (30.0, 90.0)


class Colleague:
    """One synthetic agent at work until cancelled."""

    def __init__(
        self,
        person: Person,
        desk: Desk,
        phone: SipPhone,
        speech: Speech,
        *,
        disposition_ids: tuple[str, ...],
        break_id: str,
        habits: Habits,
        chance: random.Random,
    ) -> None:
        self._person, self._desk, self._phone, self._speech = person, desk, phone, speech
        self._dispositions, self._break_id = disposition_ids, break_id
        self._habits, self._chance = habits, chance
        self._voices: dict[str, Voice] = {}
        self._calls = 0

    async def work(self) -> None:
        """Sign in, be ready, answer, talk, wrap up."""
        await self._desk.client.sign_in(self._person.login, self._person.password)
        await self._phone.register()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._desk.run(), name=f"desk of {self._person.login}")
            group.create_task(self._answer(), name=f"phone of {self._person.login}")
            group.create_task(self._stay_ready(), name=f"presence of {self._person.login}")

    async def _stay_ready(self) -> None:
        while True:
            await self._desk.until(lambda desk: desk.is_connected and bool(desk.me), 3_600)
            if self._desk.me["state"] in _AWAY:
                await asyncio.sleep(self._chance.uniform(1, 4))
                await self._tolerantly(lambda: self._desk.change_presence("ready"))
            with contextlib.suppress(TimeoutError):
                await self._desk.until(lambda desk: desk.me.get("state") in _AWAY, 5)

    async def _answer(self) -> None:
        while True:
            call = await self._phone.incoming.get()
            if self._chance.random() < self._habits.misses:
                with contextlib.suppress(TimeoutError):
                    await call.ended(130)
                continue
            await asyncio.sleep(self._chance.uniform(*self._habits.picks_up_s))
            call.answer()
            await self._tolerantly(lambda call=call: self._talk(call))  # type: ignore[misc]
            await self._tolerantly(self._wrap_up)

    async def _talk(self, call: PhoneCall) -> None:
        work = await self._work_in_hand()
        language = str(work.get("language") or "en")
        topic = next((one["value"] for one in work.get("data", []) if one["key"] == "topic"), "1")
        voice = self._voices.setdefault(language, a_voice(language, self._chance))
        dialogue = a_dialogue(language, topic, self._chance)
        for line in dialogue.agent:
            if call.end is None:
                await converse(
                    call,
                    [await self._speech.say(line, voice)],
                    self._chance,
                    limit_s=_LONGEST_TALK_S,
                )
        if call.end is None:
            # The customer says goodbye; who does not is helped to.
            with contextlib.suppress(TimeoutError):
                await call.ended(20)
        call.hang_up()

    async def _work_in_hand(self) -> dict[str, Any]:
        with contextlib.suppress(TimeoutError):
            await self._desk.until(lambda desk: bool(desk.of("work")), 3)
        found = list(self._desk.of("work").values())
        return found[0] if found else {}

    async def _wrap_up(self) -> None:
        def waiting(desk: Desk) -> list[str]:
            return [key for key, one in desk.of("work").items() if one["state"] == "wrap_up"]

        await self._desk.until(lambda desk: bool(waiting(desk)), 10)
        interaction_id = waiting(self._desk)[0]
        await asyncio.sleep(self._chance.uniform(*self._habits.wraps_up_s))
        note = self._chance.choice(NOTES[self._chance.choice("12")])
        await self._desk.finish(interaction_id, self._chance.choice(self._dispositions), note)
        self._calls += 1
        if self._calls % self._habits.break_after_calls == 0:
            await self._desk.change_presence("not_ready", self._break_id)
            await asyncio.sleep(self._chance.uniform(*self._habits.break_s))
            await self._desk.change_presence("ready")

    async def _tolerantly(self, act: Callable[[], Awaitable[None]]) -> None:
        """A colleague is not thrown by a server that restarts or says no."""
        try:
            await act()
        except (Refused, ConnectionError, TimeoutError) as error:
            if isinstance(error, Refused) and error.status == HTTPStatus.UNAUTHORIZED:
                raise
            log.info("demo.colleague", agent=self._person.login, why=repr(error))

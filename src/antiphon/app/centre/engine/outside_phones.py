"""What is done outside for agents' phones that are numbers outside: dialled, asked for the key, and
recorded from the key on, so that no voicemail greeting is kept. All of it may be repeated.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

import structlog

from antiphon.app.centre.engine.call_media import dial_outside
from antiphon.app.centre.engine.speaker import Speaker
from antiphon.app.centre.world import World
from antiphon.kernel.events import Event
from antiphon.kernel.ids import LegId
from antiphon.telephony.calls import Call
from antiphon.telephony.engine import TelephoneEngine
from antiphon.telephony.outside_phones import (
    OutsidePhone,
    OutsidePhoneAnswered,
    OutsidePhoneDialled,
    OutsidePhoneNotTaken,
    OutsidePhoneTaken,
    asking,
)

log = structlog.get_logger()

# Said again and again: some two minutes, which is longer than any phone is waited for.
TIMES = 30

_PRESS_A_KEY = {
    "en": "You have a call. Press 1 to take it. Press 2 to decline.",
    "zh-Hans": "您有来电。接听请按 1，拒绝请按 2。",
    "zh-Hant": "您有來電。接聽請按 1，拒絕請按 2。",
    "yue": "你有電話。聽電話請撳 1，唔聽請撳 2。",
}


Act = Callable[["OutsidePhoneEffects", Any], Awaitable[None]]


class OutsidePhoneEffects:
    """Acts on the events of legs to agents' numbers outside."""

    def __init__(self, world: World, engine: TelephoneEngine, speaker: Speaker) -> None:
        self._world = world
        self._engine = engine
        self._speaker = speaker

    async def dialled(self, event: OutsidePhoneDialled) -> None:
        """Call the number, unless that was overtaken meanwhile."""
        call = self._world.calls.calls.get(event.interaction_id)
        if call is not None and not call.is_closed and event.leg_id in call.legs():
            await dial_outside(self._engine, event, event.trunk_id)

    async def answered(self, event: OutsidePhoneAnswered) -> None:
        """Ask whoever answered for the key."""
        call = self._world.calls.calls.get(event.interaction_id)
        phone = call.outside_phones.get(event.leg_id) if call is not None else None
        if phone is not None and phone.is_asked:
            await self._ask(event.leg_id, phone)

    async def taken(self, event: OutsidePhoneTaken) -> None:
        """The agent is there: silence, until the customer is heard, and the recording begins."""
        await self._engine.stop_playback(asking(event.leg_id))
        call = self._world.calls.calls.get(event.interaction_id)
        if call is not None:
            await self._record(call, event.leg_id)

    async def not_taken(self, event: OutsidePhoneNotTaken) -> None:
        """Whoever answered is hung up on."""
        await self._engine.hang_up(event.leg_id)

    async def adopt(self, call: Call) -> None:
        """After a gap: who is at a phone is asked again, and the agent's words are recorded."""
        for leg, phone in list(call.outside_phones.items()):
            if leg not in call.legs():
                continue
            if phone.is_asked:
                await self._ask(leg, phone)
            elif phone.is_taken:
                await self._record(call, leg)

    async def _ask(self, leg: LegId, phone: OutsidePhone) -> None:
        text = _PRESS_A_KEY.get(phone.language, _PRESS_A_KEY["en"])
        language = phone.language if phone.language in _PRESS_A_KEY else "en"
        try:
            files = [await self._speaker.render(text, language)] * TIMES
        except Exception as error:
            # The key works without being asked for.
            log.error("prompt not rendered", language=language, why=str(error))
            return
        await self._engine.play(leg, asking(leg), files)

    async def _record(self, call: Call, leg: LegId) -> None:
        phone = call.outside_phones.get(leg)
        running = self._world.recordings.running(call.id)
        is_paused = any(one.is_paused for one in running if one.leg_id == leg)
        if phone is not None and phone.recording is not None and not is_paused:
            await self._engine.resume_recording(leg, phone.recording, 0)

    # What is done for each event, on one screen; the rest is in `effects.py`.
    ACTS: ClassVar[Mapping[type[Event], Act]] = {
        OutsidePhoneDialled: dialled,
        OutsidePhoneAnswered: answered,
        OutsidePhoneTaken: taken,
        OutsidePhoneNotTaken: not_taken,
    }

"""Synthetic callers: they call, press keys, wait with patience, talk, and call again some day."""

import asyncio
import random
import time

import msgspec

from antiphon.simulation.manners import Listener, converse
from antiphon.simulation.scripts import a_dialogue
from antiphon.simulation.sip_call import CallNotAnswered, CallState, PhoneCall
from antiphon.simulation.sip_phone import SipPhone
from antiphon.simulation.voice import Speech, a_voice

_RINGS_AT_MOST_S = 40.0
_MENU_LIMIT_S = 60.0
_TALKS_AT_MOST_S = 150.0


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who calls once."""

    name: str
    number: str
    language: str
    topic: str
    patience_s: float


def a_caller(known: tuple[tuple[str, str, str], ...], chance: random.Random) -> Caller:
    """A known customer, or a stranger."""
    if chance.random() < 0.6:
        name, number, language = chance.choice(known)
    else:
        language = chance.choice(("en", "zh-Hans"))
        tail = f"{chance.randrange(10_000):04}"
        number = f"+44207946{tail}" if language == "en" else f"+861380013{tail}"
        name = ""
    return Caller(
        name=name,
        number=number,
        language=language,
        topic=chance.choice("12"),
        patience_s=chance.triangular(25, 240, 90),
    )


async def call_once(
    phone: SipPhone, number: str, caller: Caller, speech: Speech, chance: random.Random
) -> PhoneCall:
    """Place the call and live it to its end; the ended call is given back."""
    dialogue = a_dialogue(caller.language, caller.topic, chance)
    voice = a_voice(caller.language, chance)
    lines = [await speech.say(line, voice) for line in dialogue.caller]
    call = phone.call(number, caller_number=caller.number, caller_name=caller.name)
    try:
        await call.answered(_RINGS_AT_MOST_S)
        await _choose(call, caller, chance)
        if await _wait_for_somebody(call, caller.patience_s):
            await converse(call, lines, chance, limit_s=_TALKS_AT_MOST_S)
            await asyncio.sleep(chance.uniform(0.5, 1.5))
    except (CallNotAnswered, TimeoutError):
        pass
    finally:
        call.hang_up()
    return call


async def _choose(call: PhoneCall, caller: Caller, chance: random.Random) -> None:
    """Press the key for the language, then the one for the topic, after hearing each question."""
    listener = Listener(call)
    for key in ("1" if caller.language == "en" else "2", caller.topic):
        if not await listener.for_sound(limit_s=_MENU_LIMIT_S):
            return
        # Some know the menu by heart and press in the middle of it.
        pause = 0.6 if chance.random() < 0.7 else 0.0
        await listener.for_quiet(pause, limit_s=_MENU_LIMIT_S)
        await asyncio.sleep(chance.uniform(0.2, 1.0))
        call.press(key)
        await asyncio.sleep(0.6)


async def _wait_for_somebody(call: PhoneCall, patience_s: float) -> bool:
    """Music goes on without a pause; a person makes one. False: patience ran out first."""
    listener = Listener(call)
    gives_up_at = time.monotonic() + patience_s
    while call.state is CallState.TALKING and time.monotonic() < gives_up_at:
        if await listener.for_quiet(1.2, limit_s=gives_up_at - time.monotonic()):
            return True
    return False

"""An agent's open line in a simulated day: it is picked up, hung up now and then, and has keys."""

import asyncio
import random

from antiphon.kernel.ids import LegId
from antiphon.telephony.engine import EndCause
from antiphon.telephony.outside_phones import TAKING_KEY
from antiphon.telephony.parties import is_party
from antiphon.telephony.simulated.engine import SimulatedEngine

_REFUSALS = (EndCause.BUSY, EndCause.DECLINED, EndCause.FAILED)


async def pick_line_up(engine: SimulatedEngine, rng: random.Random, leg: LegId) -> None:
    """Answer as phones do by themselves, or not; some are hung up by and by."""
    chance = rng.random()
    await asyncio.sleep(rng.uniform(0.2, 2))
    if chance < 0.1:
        engine.refuse(leg, rng.choice(_REFUSALS))
        return
    engine.pick_up(leg)
    if chance < 0.4:
        await asyncio.sleep(rng.expovariate(1 / 120))
        engine.hang_up_far(leg, EndCause.NORMAL if chance < 0.3 else EndCause.FAILED)


async def press_key(engine: SimulatedEngine, rng: random.Random, leg: LegId) -> None:
    """Take what rings on the line, decline it, or let it ring."""
    chance, line = rng.random(), engine.legs[leg].line
    if line is None:
        return
    await asyncio.sleep(rng.uniform(0.3, 9))
    if chance < 0.9:
        engine.press(line, TAKING_KEY if chance < 0.8 else "2")
    if is_party(leg):
        await asyncio.sleep(rng.expovariate(1 / 40))
        engine.hang_up_far(line)

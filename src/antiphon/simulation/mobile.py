"""An agent's mobile telephone in a simulated day: it rings late, and its mailbox answers too."""

import asyncio
import random

from antiphon.kernel.ids import LegId
from antiphon.telephony.engine import EndCause
from antiphon.telephony.outside_phones import TAKING_KEY
from antiphon.telephony.parties import is_party
from antiphon.telephony.simulated.engine import SimulatedEngine

_REFUSALS = (EndCause.BUSY, EndCause.NO_ANSWER, EndCause.UNREACHABLE)


async def answer_mobile(engine: SimulatedEngine, rng: random.Random, leg: LegId) -> None:
    """Refuse, let it ring, leave it to the mailbox, decline, or take the call."""
    chance = rng.random()
    await asyncio.sleep(rng.uniform(1, 9))
    if chance < 0.1:
        engine.refuse(leg, rng.choice(_REFUSALS))
    elif chance < 0.95:
        engine.pick_up(leg)
    await asyncio.sleep(rng.uniform(0.2, 4))
    is_mailbox = chance < 0.25
    if not is_mailbox:
        engine.press(leg, "2" if chance < 0.35 else TAKING_KEY)
    if is_mailbox or is_party(leg):
        await asyncio.sleep(rng.expovariate(1 / 40))
        engine.hang_up_far(leg)

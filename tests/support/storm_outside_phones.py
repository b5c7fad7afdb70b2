"""Agents whose phone is a number outside, at random: given, set, taken away, and keys pressed."""

import random
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from antiphon.agents.contract import SaveAgent, SetOwnNumber
from antiphon.app.centre.world import World
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId
from antiphon.telephony.engine import DigitPressed, EngineEvent, PhoneKind, PlaybackEnded
from antiphon.telephony.outside_phones import asking

# One of our country, another of it, one of a country that is not called, and none.
NUMBERS = ("+8613800138000", "13900139000", "+12025550199", "")


def a_phone_command(world: World, dice: random.Random, agents: Sequence[str]) -> Command:
    """Another phone for somebody, by an administrator or by the agent."""
    agent = world.agents.profiles.get(AgentId(dice.choice(agents)))
    number = dice.choice(NUMBERS)
    if dice.random() < 0.3:
        return SetOwnNumber(agent_id=agent.id, number=number)
    kind = dice.choice([PhoneKind.OUTSIDE, PhoneKind.SIP])
    may_set = dice.random() < 0.5
    changed = replace(agent, phone_kind=kind, phone_number=number, may_set_number=may_set)
    return SaveAgent(agent=changed)


def a_key(world: World, dice: random.Random, at: datetime) -> EngineEvent | None:
    """Somebody at an outside phone presses a key, or lets the question end; None: nobody is."""
    legs = [
        leg
        for call in world.calls.calls.values()
        for leg, phone in call.outside_phones.items()
        if phone.is_asked or (phone.is_taken and dice.random() < 0.1)
    ]
    if not legs:
        return None
    leg = dice.choice(legs)
    if dice.random() < 0.1:
        return PlaybackEnded(at=at, leg=leg, playback=asking(leg), is_failed=False)
    return DigitPressed(at=at, leg=leg, digit=dice.choice("111112"))

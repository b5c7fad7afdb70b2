"""Agents' lines that are kept open, at random: chosen, opened, answered, ended, keys pressed."""

import random
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from antiphon.agents.contract import SaveAgent, SetOwnLine
from antiphon.app.centre.world import World
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, LegId
from antiphon.telephony.contract import HearEngine, OpenOwnLine, TendLines
from antiphon.telephony.engine import DigitPressed, EndCause, EngineEvent, LegAnswered, LegEnded


def a_line_command(
    world: World, dice: random.Random, agents: Sequence[str], now: datetime
) -> Command:
    """A wish about a line, or what the engine tells of one."""
    reports = [report for leg in sorted(world.lines.legs()) for report in _reports(leg, now)]
    if reports and dice.random() < 0.6:
        return HearEngine(event=dice.choice(reports))
    agent = world.agents.profiles.get(AgentId(dice.choice(agents)))
    kept = replace(agent, keeps_line=dice.random() < 0.8, may_keep_line=True)
    wishes: list[Command] = [
        SaveAgent(agent=kept),
        SetOwnLine(agent_id=agent.id, is_kept=dice.random() < 0.8),
        OpenOwnLine(agent_id=agent.id),
        TendLines(),
    ]
    return dice.choice(wishes)


def _reports(leg: LegId, now: datetime) -> list[EngineEvent]:
    ends = (EndCause.NORMAL, EndCause.NO_ANSWER, EndCause.FAILED)
    return [
        *[LegAnswered(at=now, leg=leg)] * 4,
        *[DigitPressed(at=now, leg=leg, digit=digit) for digit in "112"],
        *[LegEnded(at=now, leg=leg, cause=cause, by_far_end=True) for cause in ends],
    ]

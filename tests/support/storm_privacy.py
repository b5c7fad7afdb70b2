"""Commands at random about recordings and customers' numbers, for storms."""

import random
from collections.abc import Sequence

from antiphon.app.centre.world import World
from antiphon.customers.number_privacy import NumberPrivacy, RevealNumber, SaveNumberPrivacy
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, InteractionId, UserId
from antiphon.recordings.contract import PauseRecording, ResumeRecording
from antiphon.recordings.rules import (
    Consent,
    RecordingRule,
    RestoreRecordingRules,
    SaveRecordingRules,
)


def a_privacy_command(world: World, dice: random.Random, agents: Sequence[str]) -> Command:
    """One of them; many concern nothing that is there, and are refused."""
    running = [one.interaction_id for one in world.recordings.awaited.values()]
    interaction_id = dice.choice(running) if running else InteractionId("nothing")
    holder = world.agents.holder.get(interaction_id) or AgentId(dice.choice(agents))
    rules = (
        RecordingRule(
            id="some",
            name="Some",
            share_percent=dice.choice([0, 50, 100]),
            consent=dice.choice(list(Consent)),
        ),
    )
    privacy = NumberPrivacy(is_masked=dice.random() < 0.5, reveals_a_day=dice.choice([0, 3]))
    choices: list[Command] = [
        *[PauseRecording(interaction_id=interaction_id, agent_id=holder)] * 4,
        *[ResumeRecording(interaction_id=interaction_id, agent_id=holder)] * 4,
        SaveRecordingRules(rules=rules, edited_version=world.recording_rules.rules.newest),
        *[RestoreRecordingRules(number=0)] * 2,
        SaveNumberPrivacy(privacy=privacy),
        RevealNumber(interaction_id=interaction_id, by=UserId(holder)),
    ]
    return dice.choice(choices)

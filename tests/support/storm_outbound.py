"""Commands at random about calls that agents place and messages that wait, for storms."""

import random
from collections.abc import Sequence

from antiphon.app.centre.world import World
from antiphon.interactions.colleague_calls import CallColleague
from antiphon.interactions.outbound_calls import PlaceCall
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, InteractionId, QueueId, UserId, VoicemailBoxId
from antiphon.recordings.voicemail import (
    FinishVoicemail,
    HearVoicemail,
    RemoveVoicemailBox,
    ReopenVoicemail,
    SaveVoicemailBox,
    VoicemailBox,
)


def a_placed_call(dice: random.Random, agents: Sequence[str], number: str, count: int) -> Command:
    """An agent wants to call somebody; `count` makes it another call than those before."""
    if dice.random() < 0.5:
        return CallColleague(
            interaction_id=InteractionId(f"in{count}"),
            agent_id=AgentId(dice.choice(agents)),
            colleague_id=AgentId(dice.choice(agents)),
        )
    return PlaceCall(
        interaction_id=InteractionId(f"out{count}"),
        agent_id=AgentId(dice.choice(agents)),
        number=dice.choice([number, number, number, "nobody"]),
    )


def a_voicemail_command(
    world: World, dice: random.Random, agents: Sequence[str], queue_id: QueueId
) -> Command:
    """One of them; some concern no message or box that is there, and are refused."""
    messages = list(world.voicemail.messages)
    message_id = dice.choice(messages) if messages else InteractionId("nothing")
    box_id, by = VoicemailBoxId(dice.choice(["b1", "b2"])), UserId("sue")
    box = VoicemailBox(
        id=box_id,
        name=f"Box {box_id}",
        queue_id=dice.choice([None, queue_id]),
        agent_id=dice.choice([None, AgentId(dice.choice(agents))]),
        keep_days=dice.choice([None, 1, 2]),
    )
    return dice.choice(
        [
            SaveVoicemailBox(box=box, by=by),
            RemoveVoicemailBox(id=box_id, by=by),
            HearVoicemail(interaction_id=message_id, by=by),
            FinishVoicemail(interaction_id=message_id, by=by),
            ReopenVoicemail(interaction_id=message_id, by=by),
        ]
    )

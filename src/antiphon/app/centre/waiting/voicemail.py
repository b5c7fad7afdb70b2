"""What becomes of a message that a customer leaves: it waits in a box until somebody saw to it.

A message is also a lost call; one that is done is done in both lists. Reaching the customer, by a
call of ours or of theirs, is doing it.
"""

from collections.abc import Iterable
from datetime import datetime

from antiphon.app.centre.world import World
from antiphon.flows.graph import VoicemailStep
from antiphon.interactions.contract import InteractionConnected, MessageLeft
from antiphon.kernel.events import Event
from antiphon.kernel.ids import UserId, VoicemailBoxId
from antiphon.recordings.voicemail import (
    FinishVoicemail,
    RemoveVoicemailBox,
    ReopenVoicemail,
    SaveVoicemailBox,
    VoicemailDone,
    VoicemailLeft,
)
from antiphon.routing.lost_calls import LostCallDismissed, LostCallReopened
from antiphon.telephony.engine import RecordingId

# What the list of lost calls says of a message that is done.
DONE = "voicemail"


def save_box(world: World, command: SaveVoicemailBox, now: datetime) -> Iterable[Event]:
    """Decide about a box; whose it is must be there."""
    if command.box.queue_id is not None:
        world.routing.queues.get(command.box.queue_id)
    if command.box.agent_id is not None:
        world.agents.profiles.get(command.box.agent_id)
    return world.voicemail.save(command, now)


def remove_box(world: World, command: RemoveVoicemailBox, now: datetime) -> Iterable[Event]:
    """Decide about removing a box; no flow may lead to it."""
    flows = {
        flow.name
        for flow in world.flows.flows
        for step in flow.steps.values()
        if isinstance(step, VoicemailStep) and step.box_id == command.id
    }
    return world.voicemail.remove(command, now, flows=flows)


def put_into_box(world: World, event: MessageLeft) -> VoicemailLeft:
    """The message is put into its box."""
    interaction = world.interactions.open[event.interaction_id]
    step = world.flows.step_of(event.interaction_id)
    box_id = step.box_id if isinstance(step, VoicemailStep) else None
    return VoicemailLeft(
        at=event.at,
        interaction_id=interaction.id,
        recording_id=RecordingId(event.recording_id),
        seconds=event.seconds,
        box_id=VoicemailBoxId(box_id) if box_id is not None else None,
        queue_id=interaction.queue_id,
        customer_number=interaction.customer_number,
        customer_name=interaction.customer_name,
        language=interaction.language,
    )


def finish(world: World, command: FinishVoicemail, now: datetime) -> Iterable[Event]:
    """Decide that what a message asked for is done, as a lost call too."""
    message = world.voicemail.get(command.interaction_id)
    if message.done_at is None:
        yield VoicemailDone(
            at=now, interaction_id=command.interaction_id, reason="done", by=command.by
        )
        yield LostCallDismissed(
            at=now, interaction_id=command.interaction_id, reason=DONE, by=command.by
        )


def reopen(world: World, command: ReopenVoicemail, now: datetime) -> Iterable[Event]:
    """Decide that something is to be done after all, in both lists."""
    for event in world.voicemail.reopen(command, now):
        yield event
        yield LostCallReopened(at=now, interaction_id=command.interaction_id, by=command.by)


def after_connection(world: World, event: InteractionConnected) -> Iterable[Event]:
    """Who left a message and is talked with has been seen to."""
    interaction = world.interactions.open.get(event.interaction_id)
    if interaction is None:
        return
    agent = world.agents.find_agent(event.agent_id)
    for message_id in world.voicemail.open_from(interaction.customer_number):
        yield VoicemailDone(
            at=event.at,
            interaction_id=message_id,
            reason="called_back" if interaction.is_outbound else "called_again",
            by=UserId(agent.user_id) if agent is not None and agent.user_id else None,
        )

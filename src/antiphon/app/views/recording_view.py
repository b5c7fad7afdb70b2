"""What a desk shows of the recording of a conversation, and what may be done about it."""

from datetime import datetime
from enum import StrEnum

import msgspec

from antiphon.app.centre.world import World
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import IN_CONVERSATION


class RecordingState(StrEnum):
    """Whether what is said now is written down."""

    RUNNING = "running"
    PAUSED = "paused"
    NONE = "none"


class RecordingView(msgspec.Struct, frozen=True, kw_only=True):
    """The recording; `since` is when it was paused."""

    state: RecordingState
    since: datetime | None = None


def recording_view(world: World, interaction: Interaction) -> RecordingView:
    """How the recording of an interaction stands."""
    running = world.recordings.running(interaction.id)
    if not running:
        return RecordingView(state=RecordingState.NONE)
    paused = [one for one in running if one.is_paused]
    if paused:
        return RecordingView(state=RecordingState.PAUSED, since=paused[0].turns[-1])
    return RecordingView(state=RecordingState.RUNNING)


def privacy_actions(world: World, interaction: Interaction) -> tuple[str, ...]:
    """What the agent may do about recording and number."""
    actions = []
    if interaction.state in IN_CONVERSATION:
        match recording_view(world, interaction).state:
            case RecordingState.RUNNING:
                actions.append("pause_recording")
            case RecordingState.PAUSED:
                actions.append("resume_recording")
            case RecordingState.NONE:
                pass
    privacy = world.number_privacy.privacy
    if privacy.is_masked and privacy.reveals_a_day and interaction.customer_number:
        actions.append("reveal_number")
    return tuple(actions)

"""Whether an agent's leg is recorded, and who may pause that.

`leg_recording` is asked when a phone is about to ring. Decisions and reactions look at the world
and give events; they change nothing.
"""

from collections.abc import Iterable
from datetime import datetime

import phonenumbers

from antiphon.app.centre.world import World
from antiphon.customers.numbers import country_of
from antiphon.interactions.record import Interaction
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, LegId
from antiphon.recordings.contract import (
    PauseRecording,
    RecordingDecided,
    ResumeRecording,
)
from antiphon.recordings.rules import (
    CONSENT_KEY,
    Circumstances,
    Decision,
    DecisionReason,
    Direction,
    SaveRecordingRules,
)
from antiphon.telephony.contract import AgentRung, PartyInvited
from antiphon.telephony.engine import RecordingId
from antiphon.telephony.leg_ids import recording_of

_COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)


def leg_recording(
    world: World, interaction_id: InteractionId, leg: LegId, now: datetime
) -> RecordingId | None:
    """The recording of an agent's leg that is about to ring; None: it is not recorded.

    What colleagues say to each other never is.
    """
    interaction = world.interactions.open.get(interaction_id)
    if interaction is not None and interaction.is_internal:
        return None
    if interaction is None or _decide(world, interaction, now).is_recorded:
        return recording_of(leg)
    return None


def after_rung(world: World, event: AgentRung | PartyInvited) -> Iterable[Event]:
    """Put on record what was decided, once there are rules and whenever it is something else."""
    interaction = world.interactions.open.get(event.interaction_id)
    if interaction is None or interaction.is_internal or event.agent_id is None:
        return
    decision = _decide(world, interaction, event.at)
    if not decision.rules_version and decision.is_recorded:
        return
    told = world.recordings.decided.get(interaction.id)
    if told is not None and (told.is_recorded, told.reason) == (
        decision.is_recorded,
        decision.reason,
    ):
        return
    yield RecordingDecided(
        at=event.at,
        interaction_id=interaction.id,
        recording_id=recording_of(event.leg_id),
        is_recorded=decision.is_recorded,
        reason=decision.reason,
        rule=decision.rule,
        rules_version=decision.rules_version,
    )


def _decide(world: World, interaction: Interaction, now: datetime) -> Decision:
    if any(one.is_paused for one in world.recordings.running(interaction.id)):
        # Secrets are being told: whoever joins now must not write them down.
        return Decision(is_recorded=False, reason=DecisionReason.PAUSED)
    circumstances = Circumstances(
        interaction_id=interaction.id,
        direction=Direction.OUTBOUND if interaction.is_outbound else Direction.INBOUND,
        queue_id=interaction.queue_id,
        entry_point_id=interaction.entry_point_id,
        country=country_of(interaction.customer_number, world.region),
        consent=interaction.data.get(CONSENT_KEY, ""),
    )
    return world.recording_rules.decide(circumstances, now)


def save_rules(world: World, command: SaveRecordingRules, now: datetime) -> Iterable[Event]:
    """Decide about a new version of the rules; what they name must be there."""
    for rule in command.rules:
        for queue_id in rule.queues:
            world.routing.queues.get(queue_id)
        for entry_point_id in rule.entry_points:
            world.entry_points.points.get(entry_point_id)
    return world.recording_rules.save(command, now, countries=_COUNTRIES)


def pause(world: World, command: PauseRecording, now: datetime) -> Iterable[Event]:
    """Decide about a pause that an agent wants."""
    _check_in_hand(world, command.interaction_id, command.agent_id)
    return world.recordings.pause(command, now)


def resume(world: World, command: ResumeRecording, now: datetime) -> Iterable[Event]:
    """Decide about going on."""
    _check_in_hand(world, command.interaction_id, command.agent_id)
    return world.recordings.resume(command, now)


def _check_in_hand(world: World, interaction_id: InteractionId, agent_id: AgentId) -> None:
    if agent_id not in world.agents.hands.agents_with(interaction_id):
        raise RuleBroken("interaction.not_yours", "This interaction is not in your hands.")

"""From the offer to the end: what becomes of a call when a phone answers, fails, or is hung up.

Decisions and reactions look at the world and give events; they change nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from antiphon.agents.contract import AgentPhoneChanged, Presence, SystemReason
from antiphon.app.centre.entering.admission import turned_away
from antiphon.app.centre.talking import colleague_calls, outbound
from antiphon.app.centre.talking.outbound import WHILE_UNAVAILABLE
from antiphon.app.centre.talking.recorded_legs import leg_recording
from antiphon.app.centre.waiting import call_back_wishes, callbacks
from antiphon.app.centre.waiting.place_in_line import back_in_line
from antiphon.app.centre.world import World
from antiphon.interactions.call_control import ExtendWrapUp, HangUpInteraction
from antiphon.interactions.contract import (
    ConversationEnded,
    EndedBy,
    InteractionConnected,
    InteractionSuspended,
    Outcome,
    WrapUpEnded,
)
from antiphon.interactions.deadlines import EndSuspension
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import IN_CONVERSATION, State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.routing.contract import (
    OfferAccepted,
    OfferMade,
    WithdrawReason,
)
from antiphon.routing.line import Offer
from antiphon.telephony.calls import recovery_leg
from antiphon.telephony.contract import (
    AgentLegAnswered,
    AgentLegEnded,
    AgentRung,
    CallerLegEnded,
    RecoverAudio,
)
from antiphon.telephony.engine import (
    EndCause,
)
from antiphon.telephony.leg_ids import leg_of_offer

# A leg that ended so was ended by a person at the phone, not by a fault.
DELIBERATE = {EndCause.NORMAL}
REFUSALS = {EndCause.BUSY, EndCause.DECLINED}
# How long a leg may take to reach the page for which it rings.
ON_ITS_WAY = timedelta(seconds=2)


def after_offer(world: World, event: OfferMade) -> Iterable[Event]:
    """The offer's leg begins to ring, unless the offer was taken back at once."""
    if event.offer_id not in world.routing.offers.open:
        return
    leg = leg_of_offer(event.offer_id)
    yield AgentRung(
        at=event.at,
        interaction_id=event.interaction_id,
        leg_id=leg,
        agent_id=event.agent_id,
        offer_id=event.offer_id,
        recording_id=leg_recording(world, event.interaction_id, leg, event.at),
    )


def after_acceptance(world: World, event: OfferAccepted) -> Iterable[Event]:
    """With the agent's phone up, the two are joined at once; else when it answers."""
    call = world.calls.calls.get(event.interaction_id)
    if call is not None and call.is_agent_up:
        yield from _together(world, event.interaction_id, event.agent_id, event.at)


def after_agent_answered(world: World, event: AgentLegAnswered) -> Iterable[Event]:
    """A phone that is picked up accepts its offer, or goes on in its conversation."""
    call = world.calls.calls.get(event.interaction_id)
    offer = _offer_of_leg(world, event)
    interaction = world.interactions.open.get(event.interaction_id)
    if call is None:
        return
    if offer is not None:
        yield from world.routing.offers.accept(offer, event.at)
    elif (
        interaction is not None
        and call.agent_leg == event.leg_id
        and interaction.agent_id is not None
        and interaction.state in {State.CONNECTING, State.SUSPENDED}
    ):
        yield from _together(world, interaction.id, interaction.agent_id, event.at)


def _together(
    world: World, interaction_id: InteractionId, agent_id: AgentId, at: datetime
) -> Iterable[Event]:
    """The agent's phone is up: the customer hears the agent, or is called now."""
    interaction = world.interactions.open.get(interaction_id)
    if interaction is not None and interaction.is_internal:
        yield from colleague_calls.own_phone_up(world, interaction, at)
        return
    if not outbound.needs_dialling(world, interaction_id):
        yield InteractionConnected(at=at, interaction_id=interaction_id, agent_id=agent_id)
        return
    interaction = world.interactions.open[interaction_id]
    by_hand = interaction.placed_by is not None
    yield from (outbound if by_hand else callbacks).dial(world, interaction, at)


def after_agent_leg_ended(world: World, event: AgentLegEnded) -> Iterable[Event]:
    """The agent's phone is off: a refusal, a fault, or the end of the conversation."""
    interaction = world.interactions.open.get(event.interaction_id)
    call = world.calls.calls.get(event.interaction_id)
    has_leg = call is not None and call.agent_leg is not None
    if interaction is None or interaction.agent_id is None or has_leg:
        yield from _offer_leg_ended(world, event)
    elif interaction.state is State.CONNECTING:
        yield from give_back(world, interaction, event.at)
    elif interaction.state is State.DIALLING:
        yield from callbacks.not_reached(world, interaction, "agent_left", event.at)
    elif interaction.state in IN_CONVERSATION - {State.SUSPENDED}:
        if event.by_far_end and event.cause in DELIBERATE:
            yield from world.interactions.end_conversation(
                interaction, EndedBy.AGENT, "hang_up", event.at, wrap_up_of(world, interaction)
            )
        else:
            yield from world.interactions.suspend(interaction, event.at)


def _offer_leg_ended(world: World, event: AgentLegEnded) -> Iterable[Event]:
    offer = _offer_of_leg(world, event)
    if offer is None:
        return
    if event.cause in REFUSALS:
        yield world.routing.offers.decline(offer, "phone", event.at)
        return
    if event.cause is not EndCause.CANCELLED:
        yield from _taken_out(world, offer.agent_id, offer.made_at, event.at)
    reason = WithdrawReason.PHONE_FAILED
    yield from world.routing.offers.withdraw(
        offer.interaction_id, reason, event.at, agent_id=offer.agent_id
    )


def _offer_of_leg(world: World, event: AgentLegAnswered | AgentLegEnded) -> Offer | None:
    """The open offer for which this phone rings."""
    offers = world.routing.offers.of(event.interaction_id)
    return next((offer for offer in offers if leg_of_offer(offer.id) == event.leg_id), None)


def _taken_out(
    world: World, agent_id: AgentId, failed_at: datetime, now: datetime
) -> Iterable[Event]:
    """Offer no more work to an agent whose phone failed; what was chosen since then is kept."""
    live = world.agents.live.get(agent_id)
    if live is None or live.presence is not Presence.READY or live.chosen_at > failed_at:
        return
    yield world.agents.made_not_ready(agent_id, SystemReason.PHONE_FAILED, now)


def give_back(world: World, interaction: Interaction, now: datetime) -> Iterable[Event]:
    """The agent's phone failed: the customer goes to the head of the queue."""
    if interaction.placed_by is not None and interaction.connected_at is None:
        yield from outbound.never_began(world, interaction, now)
        return
    if interaction.is_internal:
        yield from colleague_calls.phone_gone(world, interaction, now)
        return
    if interaction.agent_id is not None:
        failed_at = interaction.since or interaction.arrived_at
        yield from _taken_out(world, interaction.agent_id, failed_at, now)
    if interaction.queue_id is None or interaction.queue_id not in world.routing.queues:
        yield from world.interactions.close(
            interaction.id, Outcome.FAILED, EndedBy.SYSTEM, "queue_missing", now
        )
        return
    yield back_in_line(world, interaction, interaction.queue_id, now)


def end_suspension(world: World, command: EndSuspension, now: datetime) -> Iterable[Event]:
    """The agent's phone did not answer or come back: somebody else takes the customer."""
    interaction = world.interactions.open.get(command.interaction_id)
    if interaction is not None and interaction.state in {State.CONNECTING, State.SUSPENDED}:
        yield from give_back(world, interaction, now)


def after_phone_changed(world: World, event: AgentPhoneChanged) -> Iterable[Event]:
    """A phone that comes back is rung into its conversation; one that goes suspends it."""
    for interaction_id in world.agents.work_of(event.agent_id):
        interaction = world.interactions.open.get(interaction_id)
        if interaction is None:
            continue
        if interaction.state is not State.WAITING and interaction.agent_id != event.agent_id:
            continue  # a party's leg tells by itself; who writes needs no phone
        if not event.is_reachable and interaction.state in IN_CONVERSATION - {State.SUSPENDED}:
            yield from world.interactions.suspend(interaction, event.at)
        elif event.is_reachable and interaction.state is State.SUSPENDED:
            yield _rung_again(world, interaction_id, event.agent_id, event.at)
        elif not event.is_reachable and interaction.state is State.WAITING:
            yield from withdraw_from(
                world, interaction_id, event.agent_id, WithdrawReason.PHONE_FAILED, event.at
            )


def withdraw_from(
    world: World,
    interaction_id: InteractionId,
    agent_id: AgentId,
    reason: WithdrawReason,
    now: datetime,
) -> Iterable[Event]:
    """Take back the offer of this interaction, if it was made to this agent."""
    return world.routing.offers.withdraw(interaction_id, reason, now, agent_id=agent_id)


def recover_audio(world: World, command: RecoverAudio, now: datetime) -> Iterable[Event]:
    """Ring the agent's phone into a conversation whose sound its page has lost, or never got."""
    interaction = world.interactions.open.get(command.interaction_id)
    if interaction is None or interaction.agent_id != command.agent_id:
        raise RuleBroken("interaction.not_yours", "This interaction is not in your hands.")
    if interaction.state not in IN_CONVERSATION and not _rings_in_vain(world, interaction, now):
        raise RuleBroken("interaction.not_talking", "There is no conversation to come back to.")
    if interaction.state in IN_CONVERSATION - {State.SUSPENDED}:
        yield from world.interactions.suspend(interaction, now)
    yield _rung_again(world, interaction.id, command.agent_id, now)


def _rings_in_vain(world: World, interaction: Interaction, now: datetime) -> bool:
    """Whether the agent agreed to talk, and the page that asks should hear its phone by now."""
    call = world.calls.calls.get(interaction.id)
    rung_at = call.rung_at if call is not None else None
    is_on_its_way = rung_at is not None and now < rung_at + ON_ITS_WAY
    return interaction.state is State.CONNECTING and not is_on_its_way


def _rung_again(
    world: World, interaction_id: InteractionId, agent_id: AgentId, now: datetime
) -> Event:
    leg = recovery_leg(world.calls.calls[interaction_id])
    return AgentRung(
        at=now,
        interaction_id=interaction_id,
        leg_id=leg,
        agent_id=agent_id,
        offer_id=None,
        recording_id=leg_recording(world, interaction_id, leg, now),
    )


def after_suspension(world: World, event: InteractionSuspended) -> Iterable[Event]:
    """Only the leg failed: a phone that can still be reached is rung again at once."""
    call = world.calls.calls.get(event.interaction_id)
    live = world.agents.live.get(event.agent_id)
    if call is None or live is None:
        return
    if call.agent_leg is None and live.is_phone_reachable:
        yield _rung_again(world, event.interaction_id, event.agent_id, event.at)


def after_caller_left(world: World, event: CallerLegEnded) -> Iterable[Event]:
    """The customer is gone: what that means depends on what was happening."""
    interaction = world.interactions.open.get(event.interaction_id)
    if interaction is None:
        return
    yield from _after_caller_left(world, interaction, event)
    if not event.by_far_end:
        yield from call_back_wishes.after_cut_off(world, interaction, event.cause, event.at)


def _after_caller_left(
    world: World, interaction: Interaction, event: CallerLegEnded
) -> Iterable[Event]:
    match interaction.state:
        case State.FLOW:
            yield from _left_flow(world, interaction, event)
        case State.DIALLING:
            is_our_fault = event.cause is EndCause.FAILED and not event.by_far_end
            reason = WHILE_UNAVAILABLE if is_our_fault else event.cause
            yield from callbacks.not_reached(world, interaction, reason, event.at)
        case State.WAITING | State.CONNECTING:
            reason = WithdrawReason.CUSTOMER_LEFT
            yield from world.routing.offers.withdraw(interaction.id, reason, event.at)
            outcome = _abandonment(world, interaction, event.at)
            yield from _left(world, interaction, event, outcome)
        case State.TRANSFERRING | State.OUTSIDE | State.PARKED:
            is_served = interaction.state is State.OUTSIDE
            outcome = Outcome.HANDLED if is_served else Outcome.ABANDONED
            yield from _left(world, interaction, event, outcome)
        case State.TALKING | State.HELD | State.SUSPENDED | State.IN_FLOW:
            yield from world.interactions.end_conversation(
                interaction,
                _who_ended(event),
                _why_ended(event),
                event.at,
                wrap_up_of(world, interaction),
            )
        case _:
            pass


def _left(
    world: World, interaction: Interaction, event: CallerLegEnded, outcome: Outcome
) -> Iterable[Event]:
    """Over, with this outcome if the customer went and with a fault if the line did."""
    return world.interactions.close(
        interaction.id,
        outcome if event.by_far_end else Outcome.FAILED,
        _who_ended(event),
        _why_ended(event),
        event.at,
    )


def _left_flow(world: World, interaction: Interaction, event: CallerLegEnded) -> Iterable[Event]:
    refused = world.admission.refusal_of(interaction.id)
    if refused is not None:
        return [turned_away(interaction.id, refused.reason, _who_ended(event), event.at)]
    # Who was sent into the flow by an agent had been answered.
    left = Outcome.FLOW_ENDED if interaction.visit is None else Outcome.HANDLED
    outcome = left if event.by_far_end else Outcome.FAILED
    return world.interactions.close(
        interaction.id,
        Outcome.VOICEMAIL if interaction.message_id else outcome,
        _who_ended(event),
        _why_ended(event),
        event.at,
    )


def _who_ended(event: CallerLegEnded) -> EndedBy:
    return EndedBy.CUSTOMER if event.by_far_end else EndedBy.SYSTEM


def _why_ended(event: CallerLegEnded) -> str:
    return "hang_up" if event.cause in DELIBERATE else event.cause


def _abandonment(world: World, interaction: Interaction, now: datetime) -> Outcome:
    queue = world.routing.queues.find(interaction.queue_id)
    waited = now - interaction.segments[-1].started_at
    limit = timedelta(seconds=queue.short_abandon_s if queue else 0)
    return Outcome.SHORT_ABANDONED if waited <= limit else Outcome.ABANDONED


def wrap_up_of(world: World, interaction: Interaction) -> timedelta:
    """How long the wrap-up of this interaction may take."""
    queue = world.routing.queues.find(interaction.queue_id)
    return timedelta(seconds=queue.wrap_up_s if queue else 0)


def extend_wrap_up(world: World, command: ExtendWrapUp, now: datetime) -> Iterable[Event]:
    """The agent asks for more time; the queue says how much, and how often."""
    interaction = world.interactions.find(command.interaction_id)
    own = interaction.parts.open_share(command.agent_id) if interaction is not None else None
    paper = own or interaction
    queue = world.routing.queues.find(paper.queue_id) if paper is not None else None
    extension = timedelta(seconds=queue.wrap_up_extension_s if queue else 0)
    most = queue.wrap_up_extensions if queue else 0
    return world.interactions.extend_wrap_up(command, now, extension=extension, most=most)


def hang_up(world: World, command: HangUpInteraction, now: datetime) -> Iterable[Event]:
    """The agent ends the conversation."""
    interaction = world.interactions.open.get(command.interaction_id)
    wrap_up = wrap_up_of(world, interaction) if interaction is not None else timedelta()
    return world.interactions.hang_up(command, now, wrap_up)


def after_conversation(world: World, event: ConversationEnded) -> Iterable[Event]:
    """A queue without wrap-up frees its agent at once."""
    if event.wrap_up_until <= event.at:
        yield WrapUpEnded(
            at=event.at,
            interaction_id=event.interaction_id,
            agent_id=event.agent_id,
            is_over_limit=False,
        )


def after_wrap_up(world: World, event: WrapUpEnded) -> Iterable[Event]:
    """The interaction is complete."""
    interaction = world.interactions.open.get(event.interaction_id)
    # Who left earlier may finish while the interaction goes on.
    if interaction is not None and interaction.agent_id == event.agent_id:
        yield from world.interactions.close(
            interaction.id,
            Outcome.HANDLED if interaction.connected_at else Outcome.NOT_REACHED,
            interaction.conversation_ended_by or EndedBy.SYSTEM,
            interaction.conversation_end_reason or "hang_up",
            event.at,
        )

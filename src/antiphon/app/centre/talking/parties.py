"""What follows when a party of a call answers or is gone: who has the customer then.

The customer is never left alone. Who is asked in and does not come leaves the customer with whoever
asked; if that agent has gone, the call goes back there, and at last to the head of its queue.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from antiphon.agents.contract import AgentPhoneChanged
from antiphon.app.centre.talking import colleague_calls, conversation, lost_parties, targets
from antiphon.app.centre.world import World
from antiphon.interactions.contract import (
    AgentLeft,
    ConversationEnded,
    EndedBy,
    InteractionClosed,
    InteractionHandedOver,
    InteractionQueued,
    InteractionResumed,
    LeaveReason,
    Outcome,
    WrapUpEnded,
)
from antiphon.interactions.parking import InteractionParked, parked_until
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import State
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, PartyId
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import (
    AgentLegEnded,
    LeftBecause,
    PartyAnswered,
    PartyLeft,
    Place,
    Purpose,
    RecoverAudio,
)
from antiphon.telephony.engine import EndCause, LegEnded
from antiphon.telephony.parties import Party

WITH_CUSTOMER = {State.TALKING, State.HELD}
_REFUSED = {EndCause.BUSY, EndCause.DECLINED}
_UNANSWERED = {EndCause.NO_ANSWER, EndCause.CANCELLED}


def interaction_of_party(party_id: PartyId) -> InteractionId:
    """The interaction that a party belongs to."""
    return InteractionId(party_id.rpartition(".")[0])


def find_consulted(call: Call) -> Party | None:
    """Who is consulted, or rung for it."""
    return next(
        (
            party
            for party in call.parties.values()
            if party.purpose is Purpose.CONSULT and party.home is not Place.MAIN
        ),
        None,
    )


def successor(call: Call) -> Party | None:
    """Who has the customer when the agent goes: a colleague rather than somebody outside.

    Between colleagues nobody, unless two are left who go on talking.
    """
    there = [party for party in call.parties.values() if party.place is Place.MAIN]
    if call.is_internal and len(there) < 2:
        return None
    return next((party for party in there if party.agent_id), there[0] if there else None)


# Facts


def agent_left(
    world: World, interaction: Interaction, reason: LeaveReason, now: datetime
) -> AgentLeft:
    """The agent's part is over."""
    assert interaction.agent_id is not None  # noqa: S101 (asked of one who has it)
    return AgentLeft(
        at=now,
        interaction_id=interaction.id,
        agent_id=interaction.agent_id,
        leg_id=world.calls.calls[interaction.id].agent_leg,
        reason=reason,
        wrap_up_until=now + conversation.wrap_up_of(world, interaction),
    )


def handed_over(interaction: Interaction, party: Party, now: datetime) -> Event:
    """A party has the customer now."""
    return InteractionHandedOver(
        at=now, interaction_id=interaction.id, party_id=party.id, agent_id=party.agent_id
    )


def left(
    world: World, interaction: Interaction, party: Party, reason: LeftBecause, now: datetime
) -> PartyLeft:
    """A party is out; a colleague who was with the customer writes it up."""
    met = party.has_met_customer and not interaction.is_internal
    writes = party.agent_id is not None and met
    return PartyLeft(
        at=now,
        interaction_id=interaction.id,
        party_id=party.id,
        agent_id=party.agent_id,
        leg_id=party.leg,
        reason=reason,
        wrap_up_until=now + conversation.wrap_up_of(world, interaction) if writes else None,
    )


def succeeded(
    world: World, interaction: Interaction, party: Party, reason: LeaveReason, now: datetime
) -> Iterator[Event]:
    """The agent goes and a party has the customer; who was only consulted goes too."""
    call = world.calls.calls[interaction.id]
    consulted = find_consulted(call)
    if consulted is not None and consulted is not party:
        yield left(world, interaction, consulted, LeftBecause.CALL_ENDED, now)
    yield agent_left(world, interaction, reason, now)
    yield handed_over(interaction, party, now)


# The engine's reports


def answered(call: Call, party: Party, now: datetime) -> Iterator[Event]:
    """A party's phone was picked up."""
    if not party.is_up:
        is_consult = party.purpose is Purpose.CONSULT and party.returns_to is not Place.MAIN
        is_aside = is_consult and call.agent_leg is not None
        yield PartyAnswered(
            at=now,
            interaction_id=call.id,
            party_id=party.id,
            agent_id=party.agent_id,
            place=Place.CONSULT if is_aside else Place.MAIN,
        )


def ended(
    world: World, call: Call, party: Party, event: LegEnded, now: datetime
) -> Iterator[Event]:
    """A party's leg is gone."""
    interaction = world.interactions.open.get(call.id)
    is_wish = event.by_far_end and event.cause in conversation.DELIBERATE
    if interaction is None or party.is_lost:
        return
    if party.agent_id is not None and party.home is not Place.RINGING and not is_wish:
        yield from lost_parties.lost(call, party, now)
    else:
        yield left(world, interaction, party, _why(party, event), now)


def _why(party: Party, event: LegEnded) -> LeftBecause:
    if party.is_up:
        is_wish = event.cause is EndCause.NORMAL
        return LeftBecause.HUNG_UP if is_wish else LeftBecause.PHONE_FAILED
    if event.cause is EndCause.BUSY and party.agent_id is None:
        return LeftBecause.BUSY
    if event.cause in _REFUSED:
        return LeftBecause.DECLINED
    return LeftBecause.NO_ANSWER if event.cause in _UNANSWERED else LeftBecause.UNREACHABLE


# Reactions


def after_answer(world: World, event: PartyAnswered) -> Iterable[Event]:
    """Who was asked to take the customer over, or comes when the agent has gone, has it now."""
    interaction = world.interactions.open.get(event.interaction_id)
    call = world.calls.calls.get(event.interaction_id)
    party = call.parties.get(event.party_id) if call is not None else None
    if interaction is None or party is None:
        return
    if interaction.is_internal:
        yield from colleague_calls.after_answer(interaction, event)
    elif interaction.state is State.TRANSFERRING:
        yield handed_over(interaction, party, event.at)


def after_left(world: World, event: PartyLeft) -> Iterable[Event]:
    """One fewer: does the customer still have somebody?"""
    interaction = world.interactions.open.get(event.interaction_id)
    call = world.calls.calls.get(event.interaction_id)
    if interaction is None or call is None:
        return
    if interaction.is_internal:
        yield from colleague_calls.after_left(world, interaction, event)
        return
    match interaction.state:
        case State.TRANSFERRING:
            yield from _nobody_yet(world, interaction, call, event)
        case State.OUTSIDE if successor(call) is None:
            yield from world.interactions.close(
                interaction.id, Outcome.HANDLED, EndedBy.PARTY, "hang_up", event.at
            )
        case State.HELD if call.agent_place is Place.CONSULT and find_consulted(call) is None:
            if interaction.agent_id is not None:
                yield InteractionResumed(
                    at=event.at, interaction_id=interaction.id, agent_id=interaction.agent_id
                )
        case _:
            pass


def _nobody_yet(
    world: World, interaction: Interaction, call: Call, event: PartyLeft
) -> Iterator[Event]:
    there = successor(call)
    if there is not None:
        yield handed_over(interaction, there, event.at)
    elif not call.parties:
        yield from _fall_back(world, interaction, call, event)


def _fall_back(
    world: World, interaction: Interaction, call: Call, event: PartyLeft
) -> Iterator[Event]:
    """Nobody came: the customer goes back to who passed the call on, else to the queue."""
    there = world.parking.parked.get(interaction.id)
    if there is not None:
        # Who wished to pick up did not: the next one may.
        yield InteractionParked(
            at=event.at,
            interaction_id=interaction.id,
            agent_id=there.agent_id,
            queue_id=there.queue_id,
            place=there.place,
            until=parked_until(world.routing.queues.find(there.queue_id), event.at),
        )
        return
    initiator = _initiator(interaction, event.party_id)
    yield from back_to(world, interaction, call, initiator, event.at)


def back_to(
    world: World, interaction: Interaction, call: Call, agent_id: AgentId | None, now: datetime
) -> Iterator[Event]:
    """The customer goes back to this agent, who is rung; to the head of the queue if that fails."""
    if agent_id is None or targets.why_not(world, agent_id, by=None, besides=interaction.id):
        yield from conversation.give_back(world, interaction, now)
        return
    if interaction.parts.open_share(agent_id) is not None:
        yield WrapUpEnded(
            at=now, interaction_id=interaction.id, agent_id=agent_id, is_over_limit=False
        )
    yield targets.colleague(world, call, agent_id, targets.Asking(Purpose.RETURNED, None, now))


def _initiator(interaction: Interaction, party_id: PartyId) -> AgentId | None:
    """Who asked; None for somebody who was asked back in vain, so that it ends."""
    party = interaction.parts.parties.get(party_id)
    return party.by_agent_id if party is not None else None


def after_agent_leg_ended(world: World, event: AgentLegEnded) -> Iterable[Event]:
    """The agent's phone is off: with others in the call, these have the customer."""
    interaction = world.interactions.open.get(event.interaction_id)
    call = world.calls.calls.get(event.interaction_id)
    is_wish = event.by_far_end and event.cause in conversation.DELIBERATE
    if interaction is not None and interaction.state is State.IN_FLOW:
        # The flow goes on: who hung up is called when it ends, and so is a phone that failed.
        return [agent_left(world, interaction, LeaveReason.LEFT, event.at)] if is_wish else []
    if interaction is None or call is None or interaction.state not in WITH_CUSTOMER:
        return conversation.after_agent_leg_ended(world, event)
    if call.agent_leg is not None:
        return []  # one that rang beside the one who took the call
    there, consulted = successor(call), find_consulted(call)
    if there is not None:
        reason = LeaveReason.LEFT if is_wish else LeaveReason.PHONE_FAILED
        return succeeded(world, interaction, there, reason, event.at)
    if consulted is not None and is_wish:
        # Who hangs up while consulting leaves the customer to who is consulted.
        return completed(world, interaction, consulted, event.at)
    return conversation.after_agent_leg_ended(world, event)


def after_phone_lost(world: World, event: AgentPhoneChanged) -> Iterator[Event]:
    """The agent's phone is away: with others in the call, these have the customer."""
    for interaction_id in [] if event.is_reachable else world.agents.work_of(event.agent_id):
        interaction = world.interactions.open.get(interaction_id)
        call = world.calls.calls.get(interaction_id)
        if interaction is None or call is None or interaction.agent_id != event.agent_id:
            continue
        there = successor(call)
        if interaction.state in WITH_CUSTOMER and there is not None:
            reason = LeaveReason.PHONE_FAILED
            yield from succeeded(world, interaction, there, reason, event.at)


def recover_audio(world: World, command: RecoverAudio, now: datetime) -> Iterable[Event]:
    """Ring the phone of whoever is in a conversation whose sound the page has lost."""
    call = world.calls.calls.get(command.interaction_id)
    own = [p for p in call.parties.values() if p.agent_id == command.agent_id] if call else []
    if call is None or not own:
        return conversation.recover_audio(world, command, now)
    return lost_parties.recovered(world, call, own[0], now)


def completed(
    world: World, interaction: Interaction, consulted: Party, now: datetime
) -> Iterator[Event]:
    """The customer goes to who is consulted, at once or when that phone is answered."""
    yield agent_left(world, interaction, LeaveReason.TRANSFERRED, now)
    if consulted.is_up:
        yield handed_over(interaction, consulted, now)


def all_leave(
    world: World, event: ConversationEnded | InteractionQueued | InteractionClosed
) -> Iterable[Event]:
    """The customer is gone or waits again: there is nobody left to talk with."""
    call = world.calls.calls.get(event.interaction_id)
    if call is None or not call.parties:
        return
    interaction = world.interactions.open.get(event.interaction_id)
    for party in list(call.parties.values()):
        if interaction is not None:
            yield left(world, interaction, party, LeftBecause.CALL_ENDED, event.at)
        else:
            yield PartyLeft(
                at=event.at,
                interaction_id=call.id,
                party_id=party.id,
                agent_id=party.agent_id,
                leg_id=party.leg,
                reason=LeftBecause.CALL_ENDED,
            )

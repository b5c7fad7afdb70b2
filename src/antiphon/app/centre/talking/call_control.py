"""What becomes of an agent's wishes for a call: transfer, consult, conference, and letting go.

Decisions only: they look at the world and give events, or refuse. What follows when a party
answers or leaves is in `parties.py`. Whoever asks for what is done already changes nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from antiphon.app.centre.talking import agent_lines, outside_phones, parties, targets
from antiphon.app.centre.waiting.place_in_line import transferred
from antiphon.app.centre.world import World
from antiphon.interactions.call_control import (
    AddParty,
    CallWish,
    CancelConsult,
    CompleteConsult,
    ConsultSide,
    LeaveConversation,
    MergeConsult,
    MuteParty,
    RemoveParty,
    StartConsult,
    Target,
    TargetKind,
    ToggleConsult,
    TransferInteraction,
)
from antiphon.interactions.contract import (
    AgentMovedAside,
    InteractionHeld,
    InteractionResumed,
    LeaveReason,
)
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import PartyId, QueueId
from antiphon.routing.contract import AcceptOffer, DeclineOffer
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import (
    EndInvitation,
    LeftBecause,
    PartyMoved,
    PartyMuted,
    Place,
    Purpose,
)
from antiphon.telephony.leg_ids import leg_of_offer
from antiphon.telephony.parties import Party


def transfer(world: World, wish: TransferInteraction, now: datetime) -> Iterable[Event]:
    """Pass the customer on; the agent is out of it at once."""
    if has_handed_on(world, wish):
        return
    interaction, call = with_customer(world, wish)
    if call.parties:
        raise RuleBroken(
            "transfer.others_in_call", "First let the others go, or leave the call to them."
        )
    if wish.target.kind is TargetKind.QUEUE:
        queue = targets.open_queue(world, QueueId(wish.target.id), now)
        yield parties.agent_left(world, interaction, LeaveReason.TRANSFERRED, now)
        yield transferred(world, interaction, queue, now)
        return
    asking = targets.Asking(Purpose.TRANSFER, wish.agent_id, now)
    invitation = targets.invited(world, interaction, wish.target, asking)
    yield parties.agent_left(world, interaction, LeaveReason.TRANSFERRED, now)
    yield invitation


def start_consult(world: World, wish: StartConsult, now: datetime) -> Iterable[Event]:
    """The customer hears music while the agent talks with somebody."""
    interaction, call = with_customer(world, wish)
    consulted = parties.find_consulted(call)
    if consulted is not None:
        if _is(consulted, wish.target):
            return
        raise RuleBroken("consult.going_on", "First end the consultation that goes on.")
    asking = targets.Asking(Purpose.CONSULT, wish.agent_id, now)
    invitation = targets.invited(world, interaction, wish.target, asking)
    yield from _held(interaction, now)
    yield invitation
    yield _aside(interaction, now)


def add_party(world: World, wish: AddParty, now: datetime) -> Iterable[Event]:
    """Somebody is called and joins the conversation."""
    interaction, call = in_hand(world, wish)
    if any(_is(party, wish.target) for party in call.parties.values()):
        return
    asking = targets.Asking(Purpose.CONFERENCE, wish.agent_id, now)
    yield targets.invited(world, interaction, wish.target, asking)


def toggle(world: World, wish: ToggleConsult, now: datetime) -> Iterable[Event]:
    """From the customer to who is consulted, or back."""
    interaction, call = in_hand(world, wish)
    _consulted(call)
    is_aside = call.agent_place is Place.CONSULT
    if wish.side is (ConsultSide.CONSULTED if is_aside else ConsultSide.CUSTOMER):
        return
    if is_aside:
        yield _resumed(interaction, now)
    else:
        yield from _held(interaction, now)
        yield _aside(interaction, now)


def merge(world: World, wish: MergeConsult, now: datetime) -> Iterable[Event]:
    """Everybody together."""
    interaction, call = in_hand(world, wish)
    if parties.find_consulted(call) is None and any(map(_is_in_main, call.parties.values())):
        return
    party = _consulted(call)
    if not party.is_up:
        raise RuleBroken("consult.not_answered", "Wait until the phone is answered.")
    yield PartyMoved(
        at=now,
        interaction_id=interaction.id,
        party_id=party.id,
        agent_id=party.agent_id,
        place=Place.MAIN,
    )
    if interaction.state is State.HELD:
        yield _resumed(interaction, now)


def complete(world: World, wish: CompleteConsult, now: datetime) -> Iterable[Event]:
    """The customer goes to who is consulted; before the answer it is a transfer like any other."""
    if has_handed_on(world, wish):
        return
    interaction, call = in_hand(world, wish)
    yield from parties.completed(world, interaction, _consulted(call), now)


def cancel(world: World, wish: CancelConsult, now: datetime) -> Iterable[Event]:
    """Who is consulted is let go; what follows brings the agent back to the customer."""
    interaction, call = in_hand(world, wish)
    party = parties.find_consulted(call)
    if party is not None:
        yield parties.left(world, interaction, party, LeftBecause.CANCELLED, now)


def leave(world: World, wish: LeaveConversation, now: datetime) -> Iterable[Event]:
    """The others go on: a colleague has the customer then, or somebody outside."""
    interaction = world.interactions.open.get(wish.interaction_id)
    call = world.calls.calls.get(wish.interaction_id)
    if interaction is None or call is None or has_handed_on(world, wish):
        return
    if interaction.agent_id != wish.agent_id:
        own = [party for party in call.parties.values() if party.agent_id == wish.agent_id]
        for party in own:
            yield parties.left(world, interaction, party, LeftBecause.HUNG_UP, now)
        return
    if interaction.state is State.IN_FLOW:
        yield parties.agent_left(world, interaction, LeaveReason.LEFT, now)
        return
    successor = parties.successor(call)
    if successor is None:
        raise RuleBroken(
            "conference.nobody_left", "The customer would be alone: transfer the call, or hang up."
        )
    yield from parties.succeeded(world, interaction, successor, LeaveReason.LEFT, now)


def mute(world: World, wish: MuteParty, now: datetime) -> Iterable[Event]:
    """Decide who is heard."""
    _, call = in_hand(world, wish)
    party = _party(call, wish.party_id)
    if party.is_muted != wish.is_muted:
        yield PartyMuted(
            at=now,
            interaction_id=call.id,
            party_id=party.id,
            agent_id=party.agent_id,
            is_muted=wish.is_muted,
        )


def remove(world: World, wish: RemoveParty, now: datetime) -> Iterable[Event]:
    """Take somebody out; who is out already stays so."""
    interaction, call = in_hand(world, wish)
    party = call.parties.get(wish.party_id)
    if party is not None:
        yield parties.left(world, interaction, party, LeftBecause.REMOVED, now)


def end_invitation(world: World, command: EndInvitation, now: datetime) -> Iterable[Event]:
    """The phone has rung long enough."""
    interaction, party = _ringing(world, command.party_id)
    if interaction is not None and party is not None:
        is_lost = party.returns_to is not None
        why = LeftBecause.PHONE_FAILED if is_lost else LeftBecause.NO_ANSWER
        yield parties.left(world, interaction, party, why, now)


def accept(world: World, command: AcceptOffer, now: datetime) -> Iterable[Event]:
    """An offer is accepted by this; an invitation when the phone is picked up.

    An outside phone that is at the ear needs its key no more, and a line that is open none. A page
    lets its phone answer at once, so that the phone's word may be here before the page's.
    """
    if _is_up(world, command):
        return []
    _, party = _ringing(world, PartyId(command.offer_id))
    if party is not None and party.agent_id == command.agent_id:
        return [
            *agent_lines.accepted(world, party.leg, now),
            *outside_phones.accepted(world, party.leg, now),
        ]
    return world.routing.accept(command, now)


def _is_up(world: World, command: AcceptOffer) -> bool:
    """Whether the phone that rang for this was picked up, and its agent is in the call by that."""
    call = world.calls.calls.get(parties.interaction_of_party(PartyId(command.offer_id)))
    if call is None:
        return False
    party = call.parties.get(PartyId(command.offer_id))
    if party is not None:
        return party.agent_id == command.agent_id and party.is_up
    is_own = call.agent_leg == leg_of_offer(command.offer_id)
    return is_own and call.agent_id == command.agent_id and call.is_agent_up


def decline(world: World, command: DeclineOffer, now: datetime) -> Iterable[Event]:
    """Refuse an offer, or an invitation into a call."""
    interaction, party = _ringing(world, PartyId(command.offer_id))
    if interaction is None or party is None or party.agent_id != command.agent_id:
        return world.routing.decline(command, now)
    return [parties.left(world, interaction, party, LeftBecause.DECLINED, now)]


def _ringing(world: World, party_id: PartyId) -> tuple[Interaction | None, Party | None]:
    interaction = world.interactions.open.get(parties.interaction_of_party(party_id))
    call = world.calls.calls.get(interaction.id) if interaction is not None else None
    party = call.parties.get(party_id) if call is not None else None
    return interaction, party if party is not None and not party.is_up else None


def in_hand(world: World, wish: CallWish) -> tuple[Interaction, Call]:
    """The conversation about which an agent wishes something.

    Raises:
        RuleBroken: it is not this agent's, or nobody talks.
    """
    interaction = world.interactions.open.get(wish.interaction_id)
    call = world.calls.calls.get(wish.interaction_id)
    if interaction is None or call is None or interaction.agent_id != wish.agent_id:
        raise RuleBroken("interaction.not_yours", "This interaction is not in your hands.")
    if interaction.state not in parties.WITH_CUSTOMER or not call.is_agent_up:
        raise RuleBroken("interaction.not_talking", "There is no conversation going on.")
    return interaction, call


def with_customer(world: World, wish: CallWish) -> tuple[Interaction, Call]:
    """The same, of a call with a customer in it.

    Raises:
        RuleBroken: it is a call between colleagues, too.
    """
    interaction, call = in_hand(world, wish)
    if interaction.is_internal:
        raise RuleBroken("interaction.internal", "There is no customer in this call.")
    return interaction, call


def has_handed_on(world: World, wish: CallWish) -> bool:
    """Whether this agent let go of the call just before: a second click asks for it again."""
    known = world.interactions.open.get(wish.interaction_id)
    return world.interactions.after_work.has_left(wish.interaction_id, wish.agent_id, known)


def _consulted(call: Call) -> Party:
    party = parties.find_consulted(call)
    if party is None:
        raise RuleBroken("consult.none", "Nobody is being consulted.")
    return party


def _party(call: Call, party_id: PartyId) -> Party:
    party = call.parties.get(party_id)
    if party is None or not party.is_up:
        raise RuleBroken("conference.not_in_call", "Not in this call any more.")
    return party


def _is(party: Party, target: Target) -> bool:
    if target.kind is TargetKind.AGENT:
        return party.agent_id == target.id
    return target.kind is TargetKind.NUMBER and party.number == target.id


def _is_in_main(party: Party) -> bool:
    return party.place is Place.MAIN


def _held(interaction: Interaction, now: datetime) -> Iterator[Event]:
    assert interaction.agent_id is not None  # noqa: S101 (`in_hand` found it)
    if interaction.state is State.TALKING:
        yield InteractionHeld(at=now, interaction_id=interaction.id, agent_id=interaction.agent_id)


def _resumed(interaction: Interaction, now: datetime) -> Event:
    assert interaction.agent_id is not None  # noqa: S101 (`in_hand` found it)
    return InteractionResumed(at=now, interaction_id=interaction.id, agent_id=interaction.agent_id)


def _aside(interaction: Interaction, now: datetime) -> Event:
    assert interaction.agent_id is not None  # noqa: S101 (`in_hand` found it)
    return AgentMovedAside(at=now, interaction_id=interaction.id, agent_id=interaction.agent_id)

"""A call on the desks of those who are in it: who else is there, and what each may do about it."""

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter

import msgspec

from antiphon.app.centre.talking import flow_visits, parties, targets
from antiphon.app.centre.world import World
from antiphon.flows.graph import DigitsStep, MenuStep, kind_of
from antiphon.interactions.contract import LeaveReason
from antiphon.interactions.record import Interaction
from antiphon.kernel.ids import AgentId
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import LeftBecause, Place, Purpose
from antiphon.telephony.media import media_of
from antiphon.telephony.parties import Party

UNREACHED = {
    LeftBecause.NO_ANSWER,
    LeftBecause.DECLINED,
    LeftBecause.BUSY,
    LeftBecause.UNREACHABLE,
}

# How somebody leaves whom nobody sent away.
DEPARTED = {LeftBecause.HUNG_UP, LeftBecause.PHONE_FAILED}
# The same of whose call it was.
HOLDER_DEPARTED = {
    LeaveReason.LEFT: LeftBecause.HUNG_UP,
    LeaveReason.PHONE_FAILED: LeftBecause.PHONE_FAILED,
}

# What offers are for that nobody asked the agent into.
OFFERED_FROM_QUEUE = "queue"
# What an offer is for that brings a customer back whom nobody else was asked to take.
CAME_BACK = "came_back"


class PartyView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else in the call, besides the customer: a colleague, or a number outside."""

    id: str
    kind: str
    name: str
    number: str
    place: str
    is_holder: bool
    is_muted: bool
    since: datetime
    actions: tuple[str, ...]


class VisitView(msgspec.Struct, frozen=True, kw_only=True):
    """The flow that the customer goes through for this agent, and where in it.

    `kind` is that of the step, `asks` what the step asks for, as people read it.
    """

    flow_name: str
    kind: str
    asks: str
    is_secret: bool
    since: datetime


class UnreachedView(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the agent asked last, who did not come, and why; a number outside has no name."""

    name: str
    number: str
    reason: str


class DepartedView(msgspec.Struct, frozen=True, kw_only=True):
    """Who was in the call and left last without being sent away; a number outside has no name."""

    name: str
    number: str
    reason: str


class HandedNote(msgspec.Struct, frozen=True):
    """What an agent wrote who had the interaction before."""

    agent_name: str
    note: str


class CallView:
    """Draws who is in a call, as one of its agents sees it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def role(self, interaction: Interaction, agent_id: AgentId) -> str:
        """What this agent is in the interaction."""
        if interaction.agent_id == agent_id:
            return "holder"
        party = self._party(interaction, agent_id)
        if party is None:
            return "left"
        return "participant" if party.home is Place.MAIN else "consulted"

    def leg(self, interaction: Interaction, agent_id: AgentId) -> str | None:
        """The agent's leg in the call."""
        call = self._world.calls.calls.get(interaction.id)
        if call is None or interaction.agent_id == agent_id:
            return call.agent_leg if call is not None else None
        party = self._party(interaction, agent_id)
        return party.leg if party is not None else None

    def place(self, interaction: Interaction) -> str:
        """Whether the agent whose it is talks with the customer or aside."""
        call = self._world.calls.calls.get(interaction.id)
        return call.agent_place if call is not None else Place.MAIN

    def is_customer_waiting(self, interaction: Interaction) -> bool:
        """Whether the customer hears music: on hold, or while the agent consults somebody."""
        call = self._world.calls.calls.get(interaction.id)
        return call is not None and call.caller_leg in media_of(call).music

    def purpose(self, interaction: Interaction, party: Party) -> str:
        """What a party is asked for, as things stand now.

        A consultation is a transfer once who asked has left; and who comes back comes because
        nobody answered, or out of a flow or from parking.
        """
        match party.purpose:
            case Purpose.CONSULT if interaction.agent_id is None:
                return Purpose.TRANSFER
            case Purpose.RETURNED:
                others = interaction.parts.parties.values()
                is_in_vain = any(other.left_at == party.invited_at for other in others)
                return Purpose.RETURNED if is_in_vain else CAME_BACK
            case _:
                return party.purpose

    def is_muted(self, interaction: Interaction, agent_id: AgentId) -> bool:
        """Whether the agent whose call it is muted this one."""
        party = self._party(interaction, agent_id)
        return party is not None and party.is_muted

    def parties(self, interaction: Interaction, agent_id: AgentId) -> list[PartyView]:
        """Everybody but the customer and the agent who looks."""
        call = self._world.calls.calls.get(interaction.id)
        if call is None:
            return []
        is_holder = interaction.agent_id == agent_id
        others = [party for party in call.parties.values() if party.agent_id != agent_id]
        views = [self._view(interaction, party, is_holder=is_holder) for party in others]
        if not is_holder and interaction.agent_id is not None and call.agent_leg is not None:
            views.insert(0, self._holder(interaction, call, interaction.agent_id))
        return views

    def actions(self, interaction: Interaction, agent_id: AgentId) -> Iterator[str]:
        """What this agent may do with the call now, besides hold and hanging up."""
        call = self._world.calls.calls.get(interaction.id)
        if call is None:
            return
        if interaction.agent_id != agent_id:
            if self._party(interaction, agent_id) is not None:
                yield from ("leave", "recover_audio")
            return
        if interaction.state not in parties.WITH_CUSTOMER or not call.is_agent_up:
            return
        if not call.parties and not interaction.is_internal:
            yield from self._ways_on(interaction)
        if len(call.parties) < targets.MOST_PARTIES:
            yield "conference"
        consulted = parties.find_consulted(call)
        if consulted is None:
            yield from () if interaction.is_internal else ("consult",)
        else:
            yield from ("toggle_consult", "complete_consult", "cancel_consult")
            if consulted.is_up:
                yield "merge_consult"
        if parties.successor(call) is not None:
            yield "leave"

    def _ways_on(self, interaction: Interaction) -> Iterator[str]:
        yield "transfer"
        if interaction.queue_id in self._world.routing.queues:
            yield "park"
        if flow_visits.has_flows(self._world):
            yield "send_to_flow"

    def visit(self, interaction: Interaction) -> VisitView | None:
        """Where the customer is whom an agent sent into a flow."""
        if interaction.visit is None:
            return None
        step = self._world.flows.step_of(interaction.id)
        return VisitView(
            flow_name=interaction.visit.flow_name,
            kind=kind_of(step) if step is not None else "",
            asks=step.name if isinstance(step, MenuStep | DigitsStep) else "",
            is_secret=isinstance(step, DigitsStep) and step.is_secret,
            since=interaction.visit.began_at,
        )

    def unreached(self, interaction: Interaction, agent_id: AgentId) -> UnreachedView | None:
        """Who was asked last by this agent and did not answer; nobody once somebody else is."""
        asked = [one for one in interaction.parts.parties.values() if one.by_agent_id == agent_id]
        last = asked[-1] if asked else None
        if last is None or last.left_because not in UNREACHED:
            return None
        return UnreachedView(
            name=self.agent_name(last.agent_id) if last.agent_id is not None else "",
            number=last.number,
            reason=last.left_because,
        )

    def departed(self, interaction: Interaction, agent_id: AgentId) -> DepartedView | None:
        """Who left this agent last, by themselves; nobody once somebody else is asked."""
        there = interaction.parts.parties.values()
        gone = [one for one in self._departures(interaction, agent_id) if one[1] != agent_id]
        last = max(gone, key=itemgetter(0), default=None)
        if last is None or any(one.invited_at > last[0] for one in there):
            return None
        _, gone_id, number, reason = last
        name = self.agent_name(gone_id) if gone_id is not None else ""
        return DepartedView(name=name, number=number, reason=reason)

    def _departures(
        self, interaction: Interaction, agent_id: AgentId
    ) -> Iterator[tuple[datetime, AgentId | None, str, LeftBecause]]:
        """When and how those left whom this agent heard."""
        known = set()
        for one in interaction.parts.parties.values():
            if one.left_at is None or one.left_because is None:
                continue
            known.add((one.agent_id, one.left_at))
            was_heard = one.spells[-1].place is Place.MAIN or one.by_agent_id == agent_id
            if one.has_answered and was_heard and one.left_because in DEPARTED:
                yield one.left_at, one.agent_id, one.number, one.left_because
        for share in interaction.parts.shares:
            reason = HOLDER_DEPARTED.get(share.reason)
            if reason is not None and (share.agent_id, share.left_at) not in known:
                yield share.left_at, share.agent_id, "", reason

    def notes_before(self, interaction: Interaction, agent_id: AgentId) -> list[HandedNote]:
        """What others wrote: those who had the interaction before, and whose it is now."""
        written = [(share.agent_id, share.note) for share in interaction.parts.shares]
        if interaction.agent_id is not None:
            written.append((interaction.agent_id, interaction.note))
        return [
            HandedNote(self.agent_name(author), note)
            for author, note in written
            if note and author != agent_id
        ]

    def agent_name(self, agent_id: AgentId) -> str:
        """An agent's name; the id when the agent is gone."""
        agent = self._world.agents.find_agent(agent_id)
        return agent.name if agent is not None else agent_id

    def ringing(self, interaction: Interaction, agent_id: AgentId) -> Party | None:
        """The invitation that rings at this agent."""
        party = self._party(interaction, agent_id)
        is_asked = party is not None and not party.is_up and party.returns_to is None
        return party if is_asked and not self.picks_up(interaction, agent_id) else None

    def picks_up(self, interaction: Interaction, agent_id: AgentId) -> bool:
        """Whether this agent's phone rings to pick a parked call up."""
        party = self._party(interaction, agent_id)
        return party is not None and party.purpose is Purpose.PICKED_UP and not party.is_up

    def _party(self, interaction: Interaction, agent_id: AgentId) -> Party | None:
        call = self._world.calls.calls.get(interaction.id)
        own = call.parties.values() if call is not None else ()
        return next((party for party in own if party.agent_id == agent_id), None)

    def _view(self, interaction: Interaction, party: Party, *, is_holder: bool) -> PartyView:
        actions: tuple[str, ...] = ()
        if is_holder:
            heard = "unmute" if party.is_muted else "mute"
            actions = (heard, "remove") if party.is_up else ("remove",)
        since = interaction.parts.parties[party.id].spells[-1].started_at
        return PartyView(
            id=party.id,
            kind="agent" if party.agent_id is not None else "number",
            name=self.agent_name(party.agent_id) if party.agent_id is not None else "",
            number=party.number,
            place=party.place,
            is_holder=False,
            is_muted=party.is_muted,
            since=since,
            actions=actions,
        )

    def _holder(self, interaction: Interaction, call: Call, agent_id: AgentId) -> PartyView:
        return PartyView(
            id=agent_id,
            kind="agent",
            name=self.agent_name(agent_id),
            number="",
            place=call.agent_place,
            is_holder=True,
            is_muted=False,
            since=interaction.connected_at or interaction.arrived_at,
            actions=(),
        )

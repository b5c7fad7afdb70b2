"""Which legs a call should have and where they are; the entry points and the trunks. Pure.

`CallBook.apply` follows the events. Who hears whom follows from a call in `media.py`, and what
differs from the engine after a gap in `gap.py`.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

import msgspec

from antiphon.interactions.contract import (
    AgentLeft,
    InteractionArrived,
    InteractionClosed,
    InteractionEvent,
    InteractionHandedOver,
    Outcome,
)
from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, LegId
from antiphon.routing.contract import OfferAccepted, OfferEvent
from antiphon.telephony.agent_lines import LineLegEvent, OnLines, fold_on_line
from antiphon.telephony.contract import (
    AgentLegAnswered,
    AgentLegEnded,
    AgentRung,
    CallerLegEnded,
    CustomerAnswered,
    CustomerDialled,
    PartyEvent,
    PartyInvited,
    Place,
)
from antiphon.telephony.engine import BridgeId, RecordingId
from antiphon.telephony.leg_ids import LEG_SUFFIX, leg_of_offer
from antiphon.telephony.monitoring import MonitorEvent, MonitorRung
from antiphon.telephony.monitors import Monitor, Monitors
from antiphon.telephony.monitors import fold as fold_monitor
from antiphon.telephony.outside_phones import OutsidePhoneEvent, OutsidePhones
from antiphon.telephony.outside_phones import fold as fold_phone
from antiphon.telephony.parties import Parties, Party
from antiphon.telephony.parties import fold as fold_party
from antiphon.telephony.places import MOVING, places_after
from antiphon.telephony.ringing import Phones, fold_ringing

# How many calls that are over are remembered, so that a late report does not begin them again.
REMEMBERED = 10_000
# How long the promise of a call-back may take to be said.
LAST_WORDS = timedelta(seconds=30)


class Call(msgspec.Struct):
    """The legs of one interaction; kept until they have all ended.

    `agent_leg` is the leg of the agent who has the call; `ringing` are those of agents who are
    asked, or were asked and are still to fall silent.
    """

    id: InteractionId
    # Between colleagues: there is no customer, and never was.
    is_internal: bool = False
    is_caller_gone: bool = False
    is_closed: bool = False
    # Until then a closed call's customer may still be told something.
    last_words_until: datetime | None = None
    agent_leg: LegId | None = None
    agent_id: AgentId | None = None
    ringing: Phones = {}
    recording: RecordingId | None = None
    is_agent_up: bool = False
    rung_at: datetime | None = None
    former_leg: LegId | None = None
    recoveries: int = 0
    # The customer's leg when it is we who called.
    customer_leg: LegId | None = None
    is_customer_up: bool = False
    dialled_at: datetime | None = None
    # Where customer and agent are in the conversation; the customer is nowhere outside of one.
    customer_place: Place | None = None
    agent_place: Place = Place.MAIN
    parties: Parties = {}
    outside_phones: OutsidePhones = {}
    on_line: OnLines = {}
    parties_made: int = 0
    monitors: Monitors = {}
    monitors_made: int = 0

    @property
    def is_over(self) -> bool:
        """Whether nobody is left and nothing more can come."""
        there = self.agent_leg or self.ringing or self.parties or self.monitors
        return self.is_closed and self.is_caller_gone and not there

    @property
    def caller_leg(self) -> LegId:
        """The customer's leg: one that arrived gave the interaction its id."""
        return self.customer_leg or LegId(self.id)

    @property
    def bridge(self) -> BridgeId:
        """Where customer and agent hear each other."""
        return BridgeId(f"{self.id}.bridge")

    @property
    def consult_bridge(self) -> BridgeId:
        """Where the agent and who is consulted hear each other."""
        return BridgeId(f"{self.id}.consult")

    def find_party(self, leg: LegId) -> Party | None:
        """The party on this leg."""
        return next((party for party in self.parties.values() if party.leg == leg), None)

    def find_monitor(self, leg: LegId) -> Monitor | None:
        """The supervisor on this leg."""
        return next((one for one in self.monitors.values() if one.leg == leg), None)

    def rings(self, leg: LegId) -> bool:
        """Whether this phone should ring for an offer."""
        ringing = self.ringing.get(leg)
        return ringing is not None and not ringing.is_over

    def legs(self) -> set[LegId]:
        """Every leg that the call needs now."""
        legs = {self.caller_leg} | {party.leg for party in self.parties.values()}
        legs |= {monitor.leg for monitor in self.monitors.values()}
        legs |= {leg for leg in self.ringing if self.rings(leg)}
        return legs if self.agent_leg is None else legs | {self.agent_leg}


def recovery_leg(call: Call) -> LegId:
    """The next leg that brings a lost phone back into its call."""
    return LegId(f"{call.id}.r{call.recoveries + 1}{LEG_SUFFIX}")


class CallBook:
    """The calls that are not over."""

    def __init__(self) -> None:
        self.calls: dict[InteractionId, Call] = {}
        # To which call each supervisor listens.
        self.listening: dict[AgentId, InteractionId] = {}
        self._over: OrderedDict[InteractionId, None] = OrderedDict()

    def is_known(self, interaction_id: InteractionId) -> bool:
        """Whether this call came before: it goes on, or was over lately."""
        return interaction_id in self.calls or interaction_id in self._over

    def customer_leg(self, interaction_id: InteractionId) -> LegId:
        """The leg on which an interaction's customer is, or was."""
        call = self.calls.get(interaction_id)
        return call.caller_leg if call is not None else LegId(interaction_id)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        if (change := self._CHANGES[type(event)]) is not None:
            call = self.calls.get(event.interaction_id)  # type: ignore[attr-defined]
            if call is not None:
                change(self, call, event)
                if call.is_over:
                    self._forget(call)
        elif (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)

    def _arrived(self, event: InteractionArrived) -> None:
        is_ours = event.call_back_id is not None or event.placed_by is not None
        self.calls[event.interaction_id] = Call(
            id=event.interaction_id,
            is_internal=event.colleague_id is not None,
            is_caller_gone=is_ours,
        )

    def _forget(self, call: Call) -> None:
        del self.calls[call.id]
        self._over[call.id] = None
        if len(self._over) > REMEMBERED:
            self._over.popitem(last=False)

    def _apply_party(self, call: Call, event: PartyEvent) -> None:
        call.parties_made += isinstance(event, PartyInvited)
        fold_party(call.parties, event)

    def _apply_monitor(self, call: Call, event: MonitorEvent) -> None:
        call.monitors_made += isinstance(event, MonitorRung)
        fold_monitor(call.monitors, event)
        self._note_listening(call, event)

    def _note_listening(self, call: Call, event: MonitorEvent) -> None:
        if any(one.agent_id == event.agent_id for one in call.monitors.values()):
            self.listening[event.agent_id] = call.id
        elif self.listening.get(event.agent_id) == call.id:
            del self.listening[event.agent_id]

    def _apply_agent_leg(self, call: Call, event: AgentLegAnswered | AgentLegEnded) -> None:
        if call.agent_leg != event.leg_id:
            fold_ringing(call.ringing, event)
        elif isinstance(event, AgentLegAnswered):
            call.is_agent_up = True
        else:
            call.agent_leg, call.is_agent_up = None, False

    def _customer_gone(self, call: Call, _event: CallerLegEnded) -> None:
        call.is_caller_gone = True

    def _customer_up(self, call: Call, _event: CustomerAnswered) -> None:
        call.is_customer_up = True

    def _dialled(self, call: Call, event: CustomerDialled) -> None:
        call.customer_leg, call.dialled_at = event.leg_id, event.at
        call.is_caller_gone = False

    def _apply_rung(self, call: Call, event: AgentRung) -> None:
        call.former_leg = call.agent_leg or call.former_leg
        if event.offer_id is None:
            call.agent_leg, call.agent_id = event.leg_id, event.agent_id
            call.is_agent_up = False
            call.recording, call.rung_at = event.recording_id, event.at
            call.recoveries += 1
            return
        call.agent_leg, call.is_agent_up = None, False
        fold_ringing(call.ringing, event)

    def _apply_offer(self, call: Call, event: OfferEvent) -> None:
        leg = leg_of_offer(event.offer_id)
        ringing = call.ringing.get(leg)
        if ringing is None:
            return
        if not isinstance(event, OfferAccepted):
            ringing.is_over = True
            return
        del call.ringing[leg]
        call.agent_leg, call.agent_id, call.is_agent_up = leg, event.agent_id, ringing.is_up
        call.recording, call.rung_at = ringing.recording, ringing.rung_at

    def _apply_place(self, call: Call, event: InteractionEvent) -> None:
        places = places_after(event, call.customer_place, call.agent_place)
        call.customer_place, call.agent_place = places

    def _agent_left(self, call: Call, event: AgentLeft) -> None:
        self._apply_place(call, event)
        call.agent_leg, call.is_agent_up = None, False

    def _closed(self, call: Call, event: InteractionClosed) -> None:
        call.is_closed = True
        if event.outcome is Outcome.CALL_BACK:
            call.last_words_until = event.at + LAST_WORDS

    def _hand_over(self, call: Call, event: InteractionHandedOver) -> None:
        self._apply_place(call, event)
        party = call.parties.get(event.party_id)
        if party is None:
            return
        if party.agent_id is None:
            party.place, party.has_met_customer = Place.MAIN, True
            return
        del call.parties[event.party_id]
        call.agent_leg, call.agent_id, call.is_agent_up = party.leg, party.agent_id, party.is_up
        call.recording, call.rung_at = party.recording, party.invited_at

    _FOLDS: ClassVar[Folds["CallBook"]] = ByKind(
        {
            InteractionArrived: _arrived,
        }
    )
    # The same for events of a call that is known.
    _CHANGES: ClassVar[ByKind[Callable[["CallBook", Call, Any], None]]] = ByKind(
        {
            **dict.fromkeys(MOVING, _apply_place),
            PartyEvent: _apply_party,
            MonitorEvent: _apply_monitor,
            OutsidePhoneEvent: lambda _, call, event: fold_phone(call.outside_phones, event),
            LineLegEvent: lambda _, call, event: fold_on_line(call.on_line, event),
            AgentRung: _apply_rung,
            AgentLegAnswered: _apply_agent_leg,
            AgentLegEnded: _apply_agent_leg,
            CallerLegEnded: _customer_gone,
            CustomerDialled: _dialled,
            CustomerAnswered: _customer_up,
            OfferEvent: _apply_offer,
            AgentLeft: _agent_left,
            InteractionHandedOver: _hand_over,
            InteractionClosed: _closed,
        }
    )

"""What legs to the outside cost within a day: from being answered to their end. Pure.

Each minute that began counts whole, at the price of when the number was dialled. A leg that ended
counts for a day from its end on; one that goes on counts up to now. `spent` holds the policy.
"""

from collections import deque
from datetime import datetime, timedelta
from typing import ClassVar

import msgspec

from antiphon.interactions.contract import AgentLeft, InteractionClosed
from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, LegId
from antiphon.telephony.contract import (
    AgentLegEnded,
    AgentRung,
    CallerLegEnded,
    CustomerAnswered,
    CustomerDialled,
    PartyAnswered,
    PartyInvited,
    PartyLeft,
    PartyLost,
)
from antiphon.telephony.leg_ids import leg_to_customer
from antiphon.telephony.monitoring import MonitorEnd, MonitorEnded
from antiphon.telephony.outside_phones import OutsidePhoneAnswered, OutsidePhoneDialled
from antiphon.telephony.parties import leg_of_party

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

Dialled = CustomerDialled | PartyInvited | OutsidePhoneDialled


class _Leg(msgspec.Struct):
    """A leg to the outside that was dialled; nobody answered while `answered_at` is None."""

    price: int
    # Whose phone it is, if an agent's.
    agent_id: AgentId | None
    answered_at: datetime | None = None

    def cost(self, now: datetime) -> int:
        if self.answered_at is None:
            return 0
        lasted = min(now - self.answered_at, DAY)
        return self.price * max(1, -(-lasted // MINUTE))


class _Spent(msgspec.Struct):
    """What ended within one minute, so that a day is no more than 1,440 of these."""

    minute: datetime
    cost: int


class OutsideSpending:
    """The legs to the outside that go on, and what those of the last day cost."""

    def __init__(self) -> None:
        self._calls: dict[InteractionId, dict[LegId, _Leg]] = {}
        self._ended: deque[_Spent] = deque()

    def spent(self, now: datetime) -> int:
        """What was spent within the day before `now`, in hundredths."""
        ended = sum(one.cost for one in self._ended if one.minute > now - DAY - MINUTE)
        legs = (leg for call in self._calls.values() for leg in call.values())
        return ended + sum(leg.cost(now) for leg in legs)

    def dialled(self, event: Dialled, price: int) -> None:
        """A leg was begun that costs `price` a minute once it is answered."""
        call = self._calls.setdefault(event.interaction_id, {})
        agent_id = None if isinstance(event, CustomerDialled) else event.agent_id
        call[event.leg_id] = _Leg(price, agent_id)

    def apply(self, event: Event) -> None:
        """Fold in what became of a leg; most events are about none to the outside."""
        if (fold := self._FOLDS[type(event)]) is not None:
            call = self._calls.get(event.interaction_id)  # type: ignore[attr-defined]
            if call is not None:
                fold(self, event)

    def _answered(self, event: CustomerAnswered | OutsidePhoneAnswered) -> None:
        self._up(event.interaction_id, event.leg_id, event.at)

    def _party_answered(self, event: PartyAnswered) -> None:
        if event.agent_id is None:
            self._up(event.interaction_id, leg_of_party(event.party_id), event.at)

    def _up(self, interaction_id: InteractionId, leg_id: LegId, at: datetime) -> None:
        leg = self._calls[interaction_id].get(leg_id)
        if leg is not None and leg.answered_at is None:
            leg.answered_at = at

    def _gone(self, event: AgentLegEnded | AgentLeft | PartyLeft | PartyLost) -> None:
        self._end(event.interaction_id, event.leg_id, event.at)

    def _customer_gone(self, event: CallerLegEnded) -> None:
        self._end(event.interaction_id, leg_to_customer(event.interaction_id), event.at)

    def _monitor_gone(self, event: MonitorEnded) -> None:
        # Who joins goes on talking, on the same leg.
        if event.reason is not MonitorEnd.JOINED:
            self._end(event.interaction_id, event.leg_id, event.at)

    def _rung(self, event: AgentRung) -> None:
        # A leg that brings a phone back takes the place of the former one, which is not reported.
        call = self._calls[event.interaction_id]
        for leg_id in [one for one, leg in call.items() if leg.agent_id == event.agent_id]:
            self._end(event.interaction_id, leg_id, event.at)

    def _closed(self, event: InteractionClosed) -> None:
        # Everybody is hung up, and a customer's end is told in any case.
        customer = leg_to_customer(event.interaction_id)
        for leg_id in [one for one in self._calls[event.interaction_id] if one != customer]:
            self._end(event.interaction_id, leg_id, event.at)

    def _end(self, interaction_id: InteractionId, leg_id: LegId | None, at: datetime) -> None:
        call = self._calls.get(interaction_id, {})
        leg = call.pop(leg_id, None) if leg_id is not None else None
        if leg is None:
            return
        if not call:
            del self._calls[interaction_id]
        if leg.answered_at is not None:
            self._note(leg.cost(at), at.replace(second=0, microsecond=0))

    def _note(self, cost: int, minute: datetime) -> None:
        if self._ended and self._ended[-1].minute >= minute:
            self._ended[-1].cost += cost
        else:
            self._ended.append(_Spent(minute, cost))
        while self._ended[0].minute <= minute - DAY - MINUTE:
            self._ended.popleft()

    _FOLDS: ClassVar[Folds["OutsideSpending"]] = ByKind(
        {
            CustomerAnswered: _answered,
            OutsidePhoneAnswered: _answered,
            PartyAnswered: _party_answered,
            AgentLegEnded: _gone,
            AgentLeft: _gone,
            PartyLeft: _gone,
            PartyLost: _gone,
            CallerLegEnded: _customer_gone,
            MonitorEnded: _monitor_gone,
            AgentRung: _rung,
            InteractionClosed: _closed,
        }
    )

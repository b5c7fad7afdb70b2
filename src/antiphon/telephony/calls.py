"""Which legs a call should have, and what differs from the engine's snapshot after a gap. Pure.

`CallBook.apply` follows the events; `differences` is the whole of re-adoption: what ended, arrived
or answered while nobody listened, as the engine events that would have told us.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from antiphon.interactions.contract import InteractionArrived, InteractionClosed
from antiphon.kernel.catalogue import Catalogue
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, FlowId, InteractionId, LegId, OfferId
from antiphon.telephony.contract import (
    AgentLegAnswered,
    AgentLegEnded,
    AgentRung,
    CallerLegEnded,
    CallEvent,
    CustomerAnswered,
    CustomerDialled,
    EntryPoint,
    EntryPointRemoved,
    EntryPointSaved,
    RemoveEntryPoint,
    RemoveTrunk,
    SaveEntryPoint,
    SaveTrunk,
    TrunkLine,
    TrunkRemoved,
    TrunkSaved,
)
from antiphon.telephony.engine import (
    BridgeId,
    EndCause,
    EngineSnapshot,
    LegAnswered,
    LegArrived,
    LegEnded,
    LegSnapshot,
    RecordingId,
)

LegEvent = LegArrived | LegAnswered | LegEnded

# How many calls that are over are remembered, so that a late report does not begin them again.
REMEMBERED = 10_000
TRANSPORTS = ("udp", "tcp", "tls")


class Call(msgspec.Struct):
    """The legs of one interaction; kept until they have all ended."""

    id: InteractionId
    is_caller_gone: bool = False
    is_closed: bool = False
    agent_leg: LegId | None = None
    agent_id: AgentId | None = None
    offer_id: OfferId | None = None
    recording: RecordingId | None = None
    is_agent_up: bool = False
    rung_at: datetime | None = None
    former_leg: LegId | None = None
    recoveries: int = 0
    # The customer's leg when it is we who called.
    customer_leg: LegId | None = None
    is_customer_up: bool = False
    dialled_at: datetime | None = None

    @property
    def caller_leg(self) -> LegId:
        """The customer's leg: one that arrived gave the interaction its id."""
        return self.customer_leg or LegId(self.id)

    @property
    def bridge(self) -> BridgeId:
        """Where customer and agent hear each other."""
        return BridgeId(f"{self.id}.bridge")


LEG_SUFFIX = ".leg"


def leg_of_offer(offer_id: OfferId) -> LegId:
    """The leg that rings for an offer."""
    return LegId(f"{offer_id}{LEG_SUFFIX}")


def leg_to_customer(interaction_id: InteractionId) -> LegId:
    """The one leg that calls the customer of an interaction: none is ever called twice."""
    return LegId(f"{interaction_id}.c{LEG_SUFFIX}")


def recovery_leg(call: Call) -> LegId:
    """The next leg that brings a lost phone back into its call."""
    return LegId(f"{call.id}.r{call.recoveries + 1}{LEG_SUFFIX}")


def recording_of(leg: LegId) -> RecordingId:
    """The recording that runs on an agent's leg."""
    return RecordingId(leg.removesuffix(LEG_SUFFIX))


def interaction_of(leg: LegId) -> InteractionId:
    """The interaction a leg belongs to; a leg that arrived is called like its interaction."""
    if not leg.endswith(LEG_SUFFIX):
        return InteractionId(leg)
    return InteractionId(leg.removesuffix(LEG_SUFFIX).rpartition(".")[0])


def digits_of(number: str) -> str:
    """A dialled number without what people and trunks put around the digits."""
    return "".join(character for character in number if character.isascii() and character.isalnum())


class CallBook:
    """The calls that are not over, the entry points and the trunks."""

    def __init__(self) -> None:
        self.calls: dict[InteractionId, Call] = {}
        self.entry_points: Catalogue[EntryPoint] = Catalogue("entry point")
        self.trunks: Catalogue[TrunkLine] = Catalogue("trunk")
        self._by_number: dict[str, EntryPoint] = {}
        self._over: OrderedDict[InteractionId, None] = OrderedDict()

    def is_known(self, interaction_id: InteractionId) -> bool:
        """Whether this call came before: it goes on, or was over lately."""
        return interaction_id in self.calls or interaction_id in self._over

    def customer_leg(self, interaction_id: InteractionId) -> LegId:
        """The leg on which an interaction's customer is, or was."""
        call = self.calls.get(interaction_id)
        return call.caller_leg if call is not None else LegId(interaction_id)

    def find_entry_point(self, dialled: str) -> EntryPoint | None:
        """The active entry point of a dialled number."""
        entry_point = self._by_number.get(digits_of(dialled))
        return entry_point if entry_point is not None and entry_point.is_active else None

    def names_leading_to(self, flow_id: FlowId) -> list[str]:
        """The entry points that start a flow, by name."""
        return [point.name for point in self.entry_points if point.flow_id == flow_id]

    def save_entry_point(self, command: SaveEntryPoint, now: datetime) -> Iterable[Event]:
        """Decide about an entry point."""
        self.entry_points.check_save(command.entry_point, command.edited_version)
        self.check_number(command.entry_point)
        yield EntryPointSaved(at=now, entry_point=command.entry_point, by=command.by)

    def remove_entry_point(self, command: RemoveEntryPoint, now: datetime) -> Iterable[Event]:
        """Decide about removing an entry point."""
        self.entry_points.get(command.id)
        yield EntryPointRemoved(at=now, entry_point_id=command.id, by=command.by)

    def save_trunk(self, command: SaveTrunk, now: datetime) -> Iterable[Event]:
        """Decide about a trunk."""
        trunk = command.trunk
        self.trunks.check_save(trunk, command.edited_version)
        if not trunk.host.strip():
            raise RuleBroken("trunk.host_missing", "Give the host that we call.")
        if trunk.transport not in TRANSPORTS:
            raise RuleBroken("trunk.transport", f"Choose one of {', '.join(TRANSPORTS)}.")
        yield TrunkSaved(at=now, trunk=trunk, by=command.by)

    def remove_trunk(self, command: RemoveTrunk, now: datetime) -> Iterable[Event]:
        """Decide about removing a trunk; calls on it go on."""
        self.trunks.get(command.id)
        yield TrunkRemoved(at=now, trunk_id=command.id, by=command.by)

    def check_number(self, entry_point: EntryPoint) -> None:
        """Raise RuleBroken when the number is empty or leads elsewhere already."""
        digits = digits_of(entry_point.number)
        if not digits:
            raise RuleBroken("entry_point.number_missing", "Give the number that callers dial.")
        other = self._by_number.get(digits)
        if other is not None and other.id != entry_point.id:
            raise RuleBroken(
                "entry_point.number_taken", f"This number leads to {other.name!r} already."
            )

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case InteractionArrived():
                is_ours = event.call_back_id is not None
                self.calls[event.interaction_id] = Call(
                    id=event.interaction_id, is_caller_gone=is_ours
                )
            case CallEvent() | InteractionClosed():
                call = self.calls.get(event.interaction_id)
                if call is not None:
                    self._apply_to_call(call, event)
            case _:
                self._apply_catalogue(event)

    def _apply_to_call(self, call: Call, event: Event) -> None:
        match event:
            case AgentRung():
                call.former_leg = call.agent_leg
                call.agent_leg, call.agent_id = event.leg_id, event.agent_id
                call.offer_id, call.is_agent_up = event.offer_id, False
                call.recording, call.rung_at = event.recording_id, event.at
                call.recoveries += event.offer_id is None
            case AgentLegAnswered() if call.agent_leg == event.leg_id:
                call.is_agent_up = True
            case AgentLegEnded() if call.agent_leg == event.leg_id:
                call.agent_leg, call.offer_id, call.is_agent_up = None, None, False
            case CustomerDialled():
                call.customer_leg, call.dialled_at = event.leg_id, event.at
                call.is_caller_gone = False
            case CustomerAnswered():
                call.is_customer_up = True
            case CallerLegEnded():
                call.is_caller_gone = True
            case InteractionClosed():
                call.is_closed = True
            case _:
                pass
        if call.is_closed and call.is_caller_gone and call.agent_leg is None:
            del self.calls[call.id]
            self._over[call.id] = None
            if len(self._over) > REMEMBERED:
                self._over.popitem(last=False)

    def _apply_catalogue(self, event: Event) -> None:
        match event:
            case EntryPointSaved():
                self.entry_points.save(event.entry_point)
            case EntryPointRemoved():
                self.entry_points.remove(event.entry_point_id)
            case TrunkSaved():
                self.trunks.save(event.trunk)
                return
            case TrunkRemoved():
                self.trunks.remove(event.trunk_id)
                return
            case _:
                return
        self._by_number = {digits_of(point.number): point for point in self.entry_points}


def differences(
    calls: Iterable[Call],
    snapshot: EngineSnapshot,
    *,
    settled_before: datetime,
    is_new_engine: bool = False,
) -> Iterator[LegEvent]:
    """What happened while nobody listened, as the engine would have told it.

    A leg that was begun after `settled_before` may be on its way still and is not missed yet. What
    a new engine does not have was lost with the old one: that was nobody's wish.
    """
    gone = EndCause.FAILED if is_new_engine else EndCause.NORMAL
    known: set[LegId] = set()
    for call in calls:
        known.add(call.caller_leg)
        yield from _customer_side(call, snapshot, gone, settled_before)
        if call.agent_leg is not None:
            known.add(call.agent_leg)
            agent_leg = snapshot.legs.get(call.agent_leg)
            is_settled = call.rung_at is None or call.rung_at < settled_before
            if agent_leg is None and is_settled:
                yield _ended(call.agent_leg, snapshot, EndCause.CANCELLED)
            elif agent_leg is not None and agent_leg.is_up and not call.is_agent_up:
                yield LegAnswered(at=snapshot.at, leg=call.agent_leg)
    for leg in snapshot.legs.values():
        if leg.leg not in known and leg.call is None:
            yield _arrived(leg)


def _customer_side(
    call: Call, snapshot: EngineSnapshot, gone: EndCause, settled_before: datetime
) -> Iterator[LegEvent]:
    leg = snapshot.legs.get(call.caller_leg)
    if call.is_caller_gone:
        return
    if leg is None and call.dialled_at is None:
        yield _ended(call.caller_leg, snapshot, gone)
    elif leg is None and call.dialled_at is not None and call.dialled_at < settled_before:
        cause = gone if call.is_customer_up else EndCause.CANCELLED
        yield _ended(call.caller_leg, snapshot, cause)
    elif leg is not None and leg.is_up and call.dialled_at and not call.is_customer_up:
        yield LegAnswered(at=snapshot.at, leg=call.caller_leg)


def strangers(
    calls: Iterable[Call], snapshot: EngineSnapshot, *, settled_before: datetime
) -> tuple[set[LegId], set[BridgeId]]:
    """Legs that no call needs any more, and bridges of no call."""
    needed: set[LegId] = set()
    bridges: set[BridgeId] = set()
    unneeded: set[LegId] = set()
    for call in calls:
        legs = {leg for leg in (call.caller_leg, call.agent_leg) if leg is not None}
        (unneeded if call.is_closed else needed).update(legs)
        if not call.is_closed:
            bridges.add(call.bridge)
    made_by_us = {
        leg.leg
        for leg in snapshot.legs.values()
        if leg.call is not None and leg.created_at <= settled_before
    }
    gone_on = (made_by_us - needed) | (unneeded & set(snapshot.legs))
    return gone_on, set(snapshot.bridges) - bridges


def _ended(leg: LegId, snapshot: EngineSnapshot, cause: EndCause) -> LegEnded:
    return LegEnded(at=snapshot.at, leg=leg, cause=cause, by_far_end=cause is EndCause.NORMAL)


def _arrived(leg: LegSnapshot) -> LegArrived:
    return LegArrived(
        at=leg.created_at,
        leg=leg.leg,
        dialled=leg.dialled,
        caller_number=leg.caller_number,
        caller_name=leg.caller_name,
        trunk=leg.trunk,
        phone=leg.phone,
    )

"""Who hears whom in a call: declared from its state, so that the engine need only be made to agree.

`media_of` is the whole rule: whoever is in one place hears the others there, and nobody else. A
place with one party is no bridge: that party hears music, the agent whose call it is silence, or
that it rings where somebody is being called.
`changes` is what an engine must do to get from one declaration to the next. Pure.
"""

from collections.abc import Iterator, Mapping

import msgspec

from antiphon.kernel.ids import LegId
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import MonitorMode, Place, Purpose
from antiphon.telephony.engine import BridgeId, EngineSnapshot
from antiphon.telephony.monitors import BRIDGE_SUFFIX

Rooms = Mapping[BridgeId, frozenset[LegId]]


class Media(msgspec.Struct, frozen=True, kw_only=True):
    """Who is together, who hears music or ringing, and who is not heard."""

    rooms: Rooms = {}
    ears: frozenset["Ear"] = frozenset()
    music: frozenset[LegId] = frozenset()
    ringing: frozenset[LegId] = frozenset()
    muted: frozenset[LegId] = frozenset()


class Ear(msgspec.Struct, frozen=True, order=True):
    """Brings what the leg `on` hears and says into the room it is in."""

    leg: LegId
    on: LegId


class Overhear(msgspec.Struct, frozen=True):
    """Make the ear, or take it away."""

    ear: Ear
    is_on: bool


class Join(msgspec.Struct, frozen=True):
    """Let the legs hear each other."""

    bridge: BridgeId
    legs: tuple[LegId, ...]


class Part(msgspec.Struct, frozen=True):
    """Take the legs out of the bridge."""

    bridge: BridgeId
    legs: tuple[LegId, ...]


class Dissolve(msgspec.Struct, frozen=True):
    """Remove the bridge: nobody is in it any more."""

    bridge: BridgeId


class Music(msgspec.Struct, frozen=True):
    """Let the leg hear music, or none."""

    leg: LegId
    is_on: bool


class RingBack(msgspec.Struct, frozen=True):
    """Let the leg hear that it rings elsewhere, or nothing."""

    leg: LegId
    is_on: bool


class Mute(msgspec.Struct, frozen=True):
    """Let nobody hear the leg, or everybody again."""

    leg: LegId
    is_on: bool


Change = Overhear | Join | Part | Dissolve | Music | RingBack | Mute


def media_of(call: Call) -> Media:
    """Who shall hear whom now."""
    if call.is_closed:
        return Media()
    present: dict[LegId, Place] = {}
    is_in_flow = call.customer_place is Place.FLOW
    if call.customer_place is not None and not is_in_flow and not call.is_caller_gone:
        present[call.caller_leg] = call.customer_place
    if call.agent_leg is not None and call.is_agent_up and call.customer_place is not None:
        present[call.agent_leg] = call.agent_place
    present |= {party.leg: party.place for party in call.parties.values() if party.is_up}
    rooms = {
        bridge: together
        for place, bridge in ((Place.MAIN, call.bridge), (Place.CONSULT, call.consult_bridge))
        if len(together := frozenset(leg for leg, where in present.items() if where is place)) > 1
    }
    heard = frozenset().union(*rooms.values())
    watching = [one for one in call.monitors.values() if one.is_up]
    ears: dict[BridgeId, Ear] = {}
    for one in watching:
        rooms[one.bridge] = frozenset([one.leg])
        if call.agent_leg is not None and call.agent_leg in present:
            # Also while the customer is on hold: the agent can be spoken to.
            ear = ears[one.bridge] = Ear(one.ear_on(call.agent_leg), call.agent_leg)
            rooms[one.bridge] |= {ear.leg}
    listeners = {one.leg for one in watching if one.mode is MonitorMode.LISTEN}
    return Media(
        rooms=rooms,
        ears=frozenset(ears.values()),
        music=frozenset(leg for leg in present if leg not in heard and leg != call.agent_leg),
        ringing=_told_that_it_rings(call) - heard,
        muted=_muted(call) | listeners,
    )


def _muted(call: Call) -> frozenset[LegId]:
    """Only who is there can be muted: the leg that brings a lost phone back is when it is up."""
    parties = call.parties.values()
    return frozenset(party.leg for party in parties if party.is_muted and party.is_up)


def _told_that_it_rings(call: Call) -> frozenset[LegId]:
    """The agent's leg, while a phone rings for whom the agent waits."""
    if call.agent_leg is None or not call.is_agent_up:
        return frozenset()
    is_dialled = call.customer_leg is not None and not call.is_caller_gone
    is_first = is_dialled and not call.is_customer_up and call.customer_place is None
    rung = {party.purpose for party in call.parties.values() if not party.is_up}
    is_first |= Purpose.COLLEAGUE in rung and call.customer_place is None
    is_aside = call.agent_place is Place.CONSULT and Purpose.CONSULT in rung
    return frozenset([call.agent_leg] if is_first or is_aside else [])


def heard_in(snapshot: EngineSnapshot, call: Call) -> Media:
    """What the engine has for a call; which music it plays, and who is muted, it does not tell."""
    watching = (one.bridge for one in call.monitors.values())
    own = {call.bridge, call.consult_bridge, *watching}
    return Media(rooms={b: legs for b, legs in snapshot.bridges.items() if b in own})


def changes(before: Media, after: Media) -> Iterator[Change]:
    """The least that leads from one to the other; all of it bears repetition."""
    for bridge, legs in before.rooms.items():
        gone = legs - after.rooms.get(bridge, frozenset())
        if gone:
            yield Part(bridge, tuple(sorted(gone)))
    yield from _before_joining(before, after)
    joining: set[LegId] = set()
    for bridge, legs in after.rooms.items():
        new = legs - before.rooms.get(bridge, frozenset())
        if new:
            joining |= new
            yield Join(bridge, tuple(sorted(new)))
    for bridge in before.rooms.keys() - after.rooms.keys():
        # The room with the customer is kept until the end: a call that is held comes back to it.
        if bridge.endswith((CONSULT_SUFFIX, BRIDGE_SUFFIX)):
            yield Dissolve(bridge)
    for leg in sorted(after.ringing - before.ringing):
        yield RingBack(leg, is_on=True)
    for leg in sorted(after.music - before.music):
        yield Music(leg, is_on=True)
    # A leg that is joined loses its music by that.
    for leg in sorted(before.music - after.music - joining):
        yield Music(leg, is_on=False)


def _before_joining(before: Media, after: Media) -> Iterator[Change]:
    """Nobody is heard who shall not be, the ears are there, and what rang rings no more."""
    for ear in sorted(before.ears - after.ears):
        yield Overhear(ear, is_on=False)
    for leg in sorted(after.muted ^ before.muted):
        yield Mute(leg, leg in after.muted)
    for ear in sorted(after.ears - before.ears):
        yield Overhear(ear, is_on=True)
    for leg in sorted(before.ringing - after.ringing):
        yield RingBack(leg, is_on=False)


CONSULT_SUFFIX = ".consult"

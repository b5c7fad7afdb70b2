"""Whether people hear whom they shall hear: the simulated engine against what is declared."""

from collections.abc import Iterator

from antiphon.app.centre.world import World
from antiphon.telephony.calls import Call
from antiphon.telephony.media import Media, media_of
from antiphon.telephony.simulated.engine import SimulatedEngine


def check_hearing(world: World, engine: SimulatedEngine) -> Iterator[str]:
    """What is wrong in each conversation, in words; for a time when nothing is under way."""
    for call in list(world.calls.calls.values()):
        if call.customer_place is not None and not call.is_closed:
            declared = media_of(call)
            yield from _rooms(call, declared, engine)
            yield from _music_and_mute(call, declared, engine)


def _rooms(call: Call, declared: Media, engine: SimulatedEngine) -> Iterator[str]:
    present = set(engine.legs)
    for bridge in (call.bridge, call.consult_bridge):
        there = engine.bridges.get(bridge, set())
        wanted = declared.rooms.get(bridge, frozenset())
        # Whose leg ended just now leaves somebody alone until that is told.
        together = wanted & present
        if len(together) > 1 and there != together:
            yield f"{bridge}: {sorted(there)} instead of {sorted(together)}"
        if len(there) > 1 and there - wanted:
            yield f"{bridge}: {sorted(there - wanted)} should not be there"


def _music_and_mute(call: Call, declared: Media, engine: SimulatedEngine) -> Iterator[str]:
    for leg in declared.music & set(engine.legs):
        if engine.legs[leg].music is None:
            yield f"{leg} hears silence instead of music"
    for party in call.parties.values():
        held = engine.legs.get(party.leg)
        if held is not None and party.is_up and held.is_muted != party.is_muted:
            yield f"{party.leg} is muted: {held.is_muted}"

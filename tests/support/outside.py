"""A small centre from which a customer who waited too long is passed on to a number outside."""

from collections.abc import Iterator

import msgspec
from tests.support.centre import QUEUE, SmallCentre

from antiphon.kernel.events import Event
from antiphon.kernel.ids import TrunkId
from antiphon.routing.contract import OverflowKind, QueueOverflow, RelaxationStep, SaveQueue
from antiphon.telephony.contract import PartyInvited, SaveTrunk, TrunkLine
from antiphon.telephony.dial_guard import DialRules, SaveDialRules
from antiphon.telephony.engine import LegAnswered

NUMBER = "+861055559999"


def sent_outside(*, is_allowed: bool = True) -> tuple[SmallCentre, list[Event]]:
    """Nobody is there; after half a minute the customer is passed on."""
    centre = SmallCentre()
    centre.do(SaveTrunk(trunk=TrunkLine(id=TrunkId("t1"), name="Line", host="line.example")))
    if is_allowed:
        centre.do(SaveDialRules(rules=DialRules(allowed_prefixes=("+86",))))
    way = QueueOverflow(kind=OverflowKind.EXTERNAL, number=NUMBER)
    queue = centre.world.routing.queues.get(QUEUE)
    steps = (RelaxationStep(after_s=30, overflow=way),)
    centre.do(SaveQueue(queue=msgspec.structs.replace(queue, relaxation=steps), edited_version=1))
    centre.call()
    return centre, centre.pass_time(30)


def invited(events: list[Event]) -> PartyInvited:
    """The invitation of the number outside."""
    return next(event for event in events if isinstance(event, PartyInvited))


def outside_days() -> Iterator[list[Event]]:
    """A customer is passed on, and somebody answers there, or nobody does."""
    for is_answered in (True, False):
        centre, happened = sent_outside()
        if is_answered:
            party = invited(happened)
            centre.hear(LegAnswered(at=centre.now, leg=party.leg_id))
            centre.leg_ends(party.leg_id)
        else:
            centre.pass_time(46)
        yield centre.events

"""Calls that came and went while we could not take them: each still becomes an interaction.

Policy: `record` says how such a call ended. The engine may tell of calls that are known after all.
"""

from collections.abc import Iterator
from datetime import datetime

from antiphon.app.centre.entering.arrival import hear
from antiphon.app.centre.talking.outbound import WHILE_UNAVAILABLE
from antiphon.app.centre.world import World
from antiphon.interactions.contract import (
    EndedBy,
    InteractionArrived,
    InteractionClosed,
    Outcome,
)
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.telephony.contract import CallerLegEnded, HearEngine
from antiphon.telephony.engine import CallMissed, EndCause


class RecordMissedCall(Command, frozen=True, kw_only=True):
    """A call came and went while we could not take it: put it on record."""

    call: CallMissed


def record(world: World, command: RecordMissedCall, now: datetime) -> Iterator[Event]:
    """The whole of such a call; nothing when it is known."""
    missed = command.call
    # The first event of an arrival is the arrival; what would follow did not take place.
    arrived = next(iter(hear(world, HearEngine(event=missed.call), now)), None)
    if not isinstance(arrived, InteractionArrived):
        return
    ended_at = max(arrived.at, min(missed.at, now))
    yield arrived
    yield InteractionClosed(
        at=ended_at,
        interaction_id=arrived.interaction_id,
        outcome=Outcome.FAILED if missed.is_sent_away else Outcome.ABANDONED,
        ended_by=EndedBy.SYSTEM if missed.is_sent_away else EndedBy.CUSTOMER,
        reason=WHILE_UNAVAILABLE,
    )
    yield CallerLegEnded(
        at=ended_at,
        interaction_id=arrived.interaction_id,
        cause=EndCause.FAILED if missed.is_sent_away else EndCause.NORMAL,
        by_far_end=not missed.is_sent_away,
    )

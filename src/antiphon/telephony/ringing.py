"""The phones that ring for one customer: one at a time, or those of a group at once. Pure.

A phone stays here from the ring until its leg has ended or its agent has the call.
"""

from datetime import datetime

import msgspec

from antiphon.kernel.ids import AgentId, LegId
from antiphon.telephony.contract import AgentLegAnswered, AgentLegEnded, AgentRung
from antiphon.telephony.engine import RecordingId


class Ringing(msgspec.Struct):
    """A phone that rings for an offer; `is_over`: it should fall silent."""

    agent_id: AgentId
    recording: RecordingId | None
    rung_at: datetime
    is_up: bool = False
    is_over: bool = False


Phones = dict[LegId, Ringing]


def fold_ringing(phones: Phones, event: AgentRung | AgentLegAnswered | AgentLegEnded) -> None:
    """Fold in what a phone that rings, or shall ring, does."""
    match event:
        case AgentRung():
            phones[event.leg_id] = Ringing(
                agent_id=event.agent_id, recording=event.recording_id, rung_at=event.at
            )
        case AgentLegAnswered() if event.leg_id in phones:
            phones[event.leg_id].is_up = True
        case AgentLegEnded():
            phones.pop(event.leg_id, None)
        case _:
            pass

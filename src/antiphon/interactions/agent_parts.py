"""What each agent had of an interaction: nobody is credited with somebody else's time. Pure."""

from datetime import datetime, timedelta

import msgspec

from antiphon.interactions.record import Interaction
from antiphon.interactions.segments import Segment, SegmentKind
from antiphon.kernel.ids import AgentId
from antiphon.telephony.contract import Place


class AgentPart(msgspec.Struct):
    """One agent's part: talk and hold with the customer, advice given aside, and wrap-up."""

    agent_id: AgentId
    talk: timedelta = timedelta()
    hold: timedelta = timedelta()
    aside: timedelta = timedelta()
    wrap_up: timedelta = timedelta()
    note: str = ""


def parts_of(it: Interaction) -> list[AgentPart]:
    """Everybody who answered, in the order of coming; what lasts counts up to what is known."""
    now = it.ended_at or it.since or it.arrived_at
    parts: dict[AgentId, AgentPart] = {}

    def of(agent_id: AgentId) -> AgentPart:
        return parts.setdefault(agent_id, AgentPart(agent_id))

    for segment in it.segments:
        if segment.agent_id is not None:
            _add_segment(of(segment.agent_id), segment, now)
    for party in it.parts.parties.values():
        if party.agent_id is not None and party.has_answered:
            of(party.agent_id).talk += party.total(Place.MAIN, now)
            of(party.agent_id).aside += party.total(Place.CONSULT, now)
    for share in it.parts.shares:
        of(share.agent_id).wrap_up += (share.ended_at or now) - share.left_at
        of(share.agent_id).note = share.note
    if it.agent_id is not None and it.note:
        of(it.agent_id).note = it.note
    return list(parts.values())


def agents_of(it: Interaction) -> set[AgentId]:
    """Everybody who had a part, and whom a colleague called."""
    found = {it.agent_id, it.colleague_id}
    found |= {segment.agent_id for segment in it.segments}
    found |= {party.agent_id for party in it.parts.parties.values() if party.has_answered}
    found |= {share.agent_id for share in it.parts.shares}
    return {agent_id for agent_id in found if agent_id is not None}


def _add_segment(part: AgentPart, segment: Segment, now: datetime) -> None:
    spent = (segment.ended_at or now) - segment.started_at
    match segment.kind:
        case SegmentKind.TALK:
            part.talk += spent
        case SegmentKind.HOLD:
            part.hold += spent
        case SegmentKind.WRAP_UP:
            part.wrap_up += spent
        case _:
            pass

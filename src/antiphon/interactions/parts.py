"""The parts that others than the holding agent had in an interaction: parties, and those who left.

Folded from events alone, like the record that they belong to.
"""

from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from antiphon.interactions.contract import (
    AgentLeft,
    Answer,
    LeaveReason,
    WrapUpEnded,
    WrapUpExtended,
    WrapUpSaved,
)
from antiphon.kernel.ids import AgentId, DispositionId, PartyId, QueueId
from antiphon.telephony.contract import (
    LeftBecause,
    PartyAnswered,
    PartyEvent,
    PartyInvited,
    PartyLeft,
    PartyLost,
    PartyMoved,
    Place,
    Purpose,
)


class Spell(msgspec.Struct):
    """How long a party was at one place; `ended_at` None while it is there."""

    place: Place
    started_at: datetime
    ended_at: datetime | None = None


class PartyRecord(msgspec.Struct):
    """Somebody who was asked into the call, from the ring to the end."""

    id: PartyId
    agent_id: AgentId | None
    number: str
    purpose: Purpose
    by_agent_id: AgentId | None
    invited_at: datetime
    spells: list[Spell] = []
    left_at: datetime | None = None
    left_because: LeftBecause | None = None
    # Whether the interaction became this party's; from then on its segments tell.
    took_over: bool = False

    @property
    def has_answered(self) -> bool:
        """Whether it came after the ring, which is the first spell."""
        return len(self.spells) > 1

    def total(self, place: Place, now: datetime) -> timedelta:
        """The time at one place, up to `now` for a stay that lasts."""
        spans = ((s.ended_at or now) - s.started_at for s in self.spells if s.place is place)
        return sum(spans, timedelta())


class Paper(Protocol):
    """What an agent writes the result on."""

    queue_id: QueueId | None
    disposition_id: DispositionId | None
    note: str
    answers: tuple[Answer, ...]
    wrap_up_extensions: int


class Share(msgspec.Struct):
    """The part of an agent who left before the end, with what that agent wrote down."""

    agent_id: AgentId
    left_at: datetime
    reason: LeaveReason
    queue_id: QueueId | None = None
    wrap_up_until: datetime | None = None
    ended_at: datetime | None = None
    disposition_id: DispositionId | None = None
    note: str = ""
    answers: tuple[Answer, ...] = ()
    wrap_up_extensions: int = 0

    @property
    def writes_until(self) -> datetime | None:
        """When this agent's wrap-up ends."""
        return self.wrap_up_until

    @property
    def is_open(self) -> bool:
        """Whether the agent still writes."""
        return self.ended_at is None


class Parts(msgspec.Struct):
    """All parties and shares of one interaction."""

    parties: dict[PartyId, PartyRecord] = {}
    shares: list[Share] = []

    def open_share(self, agent_id: AgentId) -> Share | None:
        """What this agent, who left, is writing up."""
        own = (share for share in self.shares if share.agent_id == agent_id and share.is_open)
        return next(own, None)

    def last_agent(self) -> AgentId | None:
        """Who left last, if anybody did."""
        return self.shares[-1].agent_id if self.shares else None

    def has_open_shares(self) -> bool:
        """Whether somebody who left still writes."""
        return any(share.is_open for share in self.shares)

    def apply_party(self, event: PartyEvent, queue_id: QueueId | None) -> None:
        """Fold in an event about a party; `queue_id` is the interaction's at that time."""
        if isinstance(event, PartyInvited):
            self.parties[event.party_id] = PartyRecord(
                id=event.party_id,
                agent_id=event.agent_id,
                number=event.number,
                purpose=event.purpose,
                by_agent_id=event.by_agent_id,
                invited_at=event.at,
                spells=[Spell(Place.RINGING, event.at)],
            )
            return
        party = self.parties.get(event.party_id)
        if party is None:
            return
        match event:
            case PartyAnswered() | PartyMoved():
                _move(party, event.place, event.at)
            case PartyLost():
                _move(party, Place.RINGING, event.at)
            case PartyLeft():
                _move(party, None, event.at)
                party.left_at, party.left_because = event.at, event.reason
                if party.agent_id is not None and event.wrap_up_until is not None:
                    until = event.wrap_up_until
                    share = self._share(party.agent_id, LeaveReason.LEFT, event.at, until)
                    share.queue_id = queue_id
            case _:
                pass

    def take_over(self, party_id: PartyId, at: datetime) -> None:
        """A party has the interaction now."""
        party = self.parties.get(party_id)
        if party is not None:
            party.took_over = True
            _move(party, None if party.agent_id is not None else Place.MAIN, at)

    def leave(
        self,
        event: AgentLeft,
        paper: Paper,
    ) -> None:
        """The agent whose it was left; what was written down so far is that agent's."""
        share = self._share(event.agent_id, event.reason, event.at, event.wrap_up_until)
        share.queue_id, share.answers = paper.queue_id, paper.answers
        share.disposition_id, share.note = paper.disposition_id, paper.note

    def _share(
        self, agent_id: AgentId, reason: LeaveReason, at: datetime, until: datetime
    ) -> Share:
        share = Share(agent_id=agent_id, left_at=at, reason=reason, wrap_up_until=until)
        share.ended_at = None if until > at else at
        self.shares.append(share)
        return share

    def apply_wrap_up(self, event: WrapUpSaved | WrapUpExtended | WrapUpEnded) -> bool:
        """Fold in what an agent who left wrote; False when it is not one of those."""
        share = self.open_share(event.agent_id)
        if share is None:
            return False
        if isinstance(event, WrapUpSaved):
            share.disposition_id, share.note = event.disposition_id, event.note
            share.answers = event.answers
        elif isinstance(event, WrapUpExtended):
            share.wrap_up_until = event.until
            share.wrap_up_extensions += 1
        else:
            share.ended_at = event.at
        return True


def _move(party: PartyRecord, place: Place | None, at: datetime) -> None:
    if party.spells and party.spells[-1].ended_at is None:
        party.spells[-1].ended_at = at
    if place is not None:
        party.spells.append(Spell(place, at))

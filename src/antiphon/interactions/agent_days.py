"""Today's work of each agent: conversations that came to their end, their times and results. Pure.

Everybody who had a part is counted with it, as the record does; the hour is that of the end.
"""

from datetime import date, datetime, timedelta, tzinfo

import msgspec

from antiphon.interactions.agent_parts import AgentPart, parts_of
from antiphon.interactions.domain import InteractionBook
from antiphon.interactions.finished import FinishedConversations
from antiphon.interactions.record import Interaction
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, DispositionId


class AgentDay(msgspec.Struct):
    """One agent's day. `talk` holds advice given aside, too.

    Calls between colleagues are `with_colleagues`, and count for nothing else.
    """

    day: date
    handled_count: int = 0
    talk: timedelta = timedelta()
    hold: timedelta = timedelta()
    wrap_up: timedelta = timedelta()
    with_colleagues: timedelta = timedelta()
    by_hour: dict[int, int] = {}
    by_disposition: dict[DispositionId, int] = {}

    @property
    def spent(self) -> timedelta:
        """All handle time."""
        return self.talk + self.hold + self.wrap_up


class AgentDays:
    """All agents' present day."""

    def __init__(self, interactions: InteractionBook, zone: tzinfo) -> None:
        self._finished = FinishedConversations(interactions)
        self._zone = zone
        self._days: dict[AgentId, AgentDay] = {}

    def of(self, agent_id: AgentId, now: datetime) -> AgentDay:
        """The day that `now` lies in."""
        today = now.astimezone(self._zone).date()
        day = self._days.get(agent_id)
        return day if day is not None and day.day == today else AgentDay(today)

    def apply(self, event: Event) -> None:
        """Fold an event in; the interactions' book has heard of it before."""
        record = self._finished.take(event)
        if record is not None:
            for part in parts_of(record):
                if record.is_internal:
                    day = self._days[part.agent_id] = self.of(part.agent_id, event.at)
                    day.with_colleagues += part.talk
                    continue
                self._count(part, _result_of(record, part.agent_id), event.at)

    def _count(self, part: AgentPart, disposition_id: DispositionId | None, at: datetime) -> None:
        day = self._days[part.agent_id] = self.of(part.agent_id, at)
        day.handled_count += 1
        day.talk += part.talk + part.aside
        day.hold += part.hold
        day.wrap_up += part.wrap_up
        hour = at.astimezone(self._zone).hour
        day.by_hour[hour] = day.by_hour.get(hour, 0) + 1
        if disposition_id is not None:
            day.by_disposition[disposition_id] = day.by_disposition.get(disposition_id, 0) + 1


def _result_of(record: Interaction, agent_id: AgentId) -> DispositionId | None:
    """What this agent chose: at the end, or on leaving earlier."""
    if record.agent_id == agent_id:
        return record.disposition_id
    shares = (share for share in record.parts.shares if share.agent_id == agent_id)
    return next((share.disposition_id for share in shares), None)

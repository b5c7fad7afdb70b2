"""Notices: what agents are told until a time, and who has read it. Pure.

A notice stands on the desks of those it is for until each has read it, or its time is up.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import ClassVar

import msgspec

from antiphon.agents.contract import AgentRemoved
from antiphon.kernel.commands import Command, Deadlines
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, NoticeId, UserId

LONGEST_TEXT = 1_000
LONGEST = timedelta(days=31)
MOST = 50


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What is told to whom, from whom, until when."""

    id: NoticeId
    text: str
    agents: tuple[AgentId, ...]
    sender_name: str
    at: datetime
    until: datetime


class _NoticeEvent(Event, frozen=True, kw_only=True):
    notice_id: NoticeId

    def stream(self) -> str:
        return f"notice/{self.notice_id}"


class NoticePublished(Event, frozen=True, kw_only=True):
    """Agents are told something until a time."""

    type: ClassVar[str] = "supervision.notice_published"
    notice: Notice
    name: str
    by: UserId | None

    def stream(self) -> str:
        return f"notice/{self.notice.id}"


class NoticeRead(_NoticeEvent, frozen=True, kw_only=True):
    """An agent has read a notice."""

    type: ClassVar[str] = "supervision.notice_read"
    agent_id: AgentId


class NoticeEnded(_NoticeEvent, frozen=True, kw_only=True):
    """A notice is told no more: withdrawn by somebody, or its time is up."""

    type: ClassVar[str] = "supervision.notice_ended"
    name: str
    by: UserId | None


class PublishNotice(Command, frozen=True, kw_only=True):
    """Tell agents something until a time."""

    notice: Notice


class ReadNotice(Command, frozen=True, kw_only=True):
    """Say that one has read a notice."""

    notice_id: NoticeId
    agent_id: AgentId


class EndNotice(Command, frozen=True, kw_only=True):
    """Tell it no more."""

    notice_id: NoticeId


class NoticeBook:
    """What is announced now, and who has read it."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self.notices: dict[NoticeId, Notice] = {}
        self.read_by: dict[NoticeId, set[AgentId]] = {}

    def unread_of(self, agent_id: AgentId) -> Iterator[Notice]:
        """What this agent is told and has not read, oldest first."""
        for one in self.notices.values():
            if agent_id in one.agents and agent_id not in self.read_by[one.id]:
                yield one

    def publish(self, command: PublishNotice, now: datetime) -> Iterable[Event]:
        """Decide about a notice."""
        notice = command.notice
        text = notice.text.strip()
        if not text:
            raise RuleBroken("message.empty", "Write something first.")
        if len(text) > LONGEST_TEXT:
            raise RuleBroken("message.too_long", f"Say it in {LONGEST_TEXT:,} letters.")
        if not notice.agents:
            raise RuleBroken("message.nobody", "Choose somebody to tell it to.")
        if not now < notice.until <= now + LONGEST:
            raise RuleBroken("notice.until", "Choose a time within the next 31 days.")
        if len(self.notices) >= MOST:
            raise RuleBroken("notice.too_many", "Withdraw an older notice first.")
        kept = msgspec.structs.replace(notice, text=text, at=now)
        yield NoticePublished(at=now, notice=kept, name=text[:80], by=command.by)

    def read(self, command: ReadNotice, now: datetime) -> Iterable[Event]:
        """Decide about having read it; a second time changes nothing."""
        known = self.notices.get(command.notice_id)
        if known is None or command.agent_id not in known.agents:
            raise RuleBroken("notice.unknown", "There is no such notice.")
        if command.agent_id not in self.read_by[known.id]:
            yield NoticeRead(at=now, notice_id=known.id, agent_id=command.agent_id)

    def end(self, command: EndNotice, now: datetime) -> Iterable[Event]:
        """Decide about its end; of one that ended already, nothing."""
        known = self.notices.get(command.notice_id)
        if known is not None:
            yield NoticeEnded(at=now, notice_id=known.id, name=known.text[:80], by=command.by)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case NoticePublished(notice=one):
                self.notices[one.id] = one
                self.read_by[one.id] = set()
                self._deadlines.set(_key(one.id), one.until, EndNotice(notice_id=one.id))
            case NoticeRead(notice_id=notice_id, agent_id=agent_id):
                self.read_by[notice_id].add(agent_id)
            case NoticeEnded(notice_id=notice_id):
                self.notices.pop(notice_id, None)
                self.read_by.pop(notice_id, None)
                self._deadlines.clear(_key(notice_id))
            case AgentRemoved(agent_id=agent_id):
                for readers in self.read_by.values():
                    readers.discard(agent_id)
            case _:
                pass


def _key(notice_id: NoticeId) -> str:
    return f"notice/{notice_id}"

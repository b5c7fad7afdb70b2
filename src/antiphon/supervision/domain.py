"""Messages between agents and those who oversee them, and raised hands. Pure.

Each agent has one thread: what the agent writes goes to all who oversee the agent, and each of them
can answer. Either side has read up to a message; what came later from the other side is unread.
"""

from collections import deque
from collections.abc import Iterable
from datetime import datetime

import msgspec

from antiphon.agents.contract import AgentRemoved, Presence, PresenceChanged
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId
from antiphon.supervision.contract import (
    AgentStateSet,
    HandLowered,
    HandRaised,
    LowerHand,
    MessageSent,
    MessagesRead,
    RaiseHand,
    ReadMessages,
    SendMessage,
)

LONGEST_TEXT = 1_000
LONGEST_NOTE = 200
# What a page shows of a thread; the journal keeps all of it.
REMEMBERED = 50


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message of a thread; a state that was set has `presence` and perhaps a text."""

    id: str
    at: datetime
    sender_name: str
    text: str
    is_from_agent: bool
    is_broadcast: bool = False
    presence: Presence | None = None
    reason_id: str | None = None


class Hand(msgspec.Struct, frozen=True):
    """A raised hand."""

    since: datetime
    note: str


class Thread:
    """The messages of one agent, how far each side has read, and what is new to it.

    A side is the agent (True) or whoever oversees the agent (False).
    """

    __slots__ = ("messages", "read", "unread")

    def __init__(self) -> None:
        self.messages: deque[Message] = deque(maxlen=REMEMBERED)
        self.read = {True: "", False: ""}
        self.unread = {True: 0, False: 0}

    def add(self, message: Message) -> None:
        """A message was sent."""
        self.messages.append(message)
        self._count(not message.is_from_agent)

    def read_until(self, message_id: str, *, is_agent: bool) -> None:
        """One side has read up to here."""
        self.read[is_agent] = message_id
        self._count(is_agent)

    def _count(self, is_agent: bool) -> None:
        read = self.read[is_agent]
        self.unread[is_agent] = sum(
            one.is_from_agent is not is_agent and one.id > read for one in self.messages
        )


class MessageBook:
    """All threads and raised hands of a tenant."""

    def __init__(self) -> None:
        self.threads: dict[AgentId, Thread] = {}
        self.hands: dict[AgentId, Hand] = {}

    def send(self, command: SendMessage, now: datetime, names: list[str]) -> Iterable[Event]:
        """Decide about a message; `names` are those of its agents."""
        text = command.text.strip()
        if not text:
            raise RuleBroken("message.empty", "Write something first.")
        if len(text) > LONGEST_TEXT:
            raise RuleBroken("message.too_long", f"A message has at most {LONGEST_TEXT:,} letters.")
        if not command.agents:
            raise RuleBroken("message.nobody", "Choose somebody to write to.")
        yield MessageSent(
            at=now,
            message_id=command.message_id,
            agents=command.agents,
            text=text,
            sender_name=command.sender_name,
            is_from_agent=command.is_from_agent,
            is_broadcast=len(command.agents) > 1,
            name=", ".join(names[:3]) + (f" +{len(names) - 3}" if len(names) > 3 else ""),
            by=command.by,
        )

    def read(self, command: ReadMessages, now: datetime) -> Iterable[Event]:
        """Decide about having read; what was read before changes nothing."""
        thread = self.threads.get(command.agent_id)
        if thread is None or all(one.id != command.until for one in thread.messages):
            raise RuleBroken("message.unknown", "There is no such message.")
        if command.until > thread.read[command.is_by_agent]:
            yield MessagesRead(
                at=now,
                agent_id=command.agent_id,
                is_by_agent=command.is_by_agent,
                until=command.until,
                by=command.by,
            )

    def raise_hand(self, command: RaiseHand, now: datetime) -> Iterable[Event]:
        """Decide about asking for a supervisor; a second time changes nothing."""
        if len(command.note) > LONGEST_NOTE:
            raise RuleBroken("hand.note_too_long", f"Say it in {LONGEST_NOTE} letters.")
        if command.agent_id not in self.hands:
            yield HandRaised(at=now, agent_id=command.agent_id, note=command.note.strip())

    def lower_hand(self, command: LowerHand, now: datetime) -> Iterable[Event]:
        """Decide about the end of asking."""
        if command.agent_id in self.hands:
            yield HandLowered(at=now, agent_id=command.agent_id, by=command.by)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case MessageSent():
                self._apply_message(event)
            case AgentStateSet():
                self._apply_state(event)
            case MessagesRead():
                self.threads[event.agent_id].read_until(event.until, is_agent=event.is_by_agent)
            case HandRaised():
                self.hands[event.agent_id] = Hand(event.at, event.note)
            case HandLowered():
                self.hands.pop(event.agent_id, None)
            case PresenceChanged(presence=Presence.OFFLINE):
                self.hands.pop(event.agent_id, None)
            case AgentRemoved():
                self.hands.pop(event.agent_id, None)
                self.threads.pop(event.agent_id, None)
            case _:
                pass

    def _apply_message(self, event: MessageSent) -> None:
        for agent_id in event.agents:
            self._thread(agent_id).add(
                Message(
                    id=event.message_id,
                    at=event.at,
                    sender_name=event.sender_name,
                    text=event.text,
                    is_from_agent=event.is_from_agent,
                    is_broadcast=event.is_broadcast,
                )
            )

    def _apply_state(self, event: AgentStateSet) -> None:
        self._thread(event.agent_id).add(
            Message(
                id=event.message_id,
                at=event.at,
                sender_name=event.sender_name,
                text=event.note,
                is_from_agent=False,
                presence=event.presence,
                reason_id=event.reason_id,
            )
        )

    def _thread(self, agent_id: AgentId) -> Thread:
        return self.threads.setdefault(agent_id, Thread())

"""What others may know of supervision: acts on the floor, messages, raised hands.

`name` on an event is what people call the thing it was done to, at that time: for the audit trail.
"""

from enum import StrEnum
from typing import ClassVar

from antiphon.agents.contract import Presence
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import (
    AgentId,
    InteractionId,
    MessageId,
    QueueId,
    ReasonId,
    SkillId,
    TaskId,
    UserId,
)
from antiphon.telephony.contract import MonitorMode
from antiphon.tickets.contract import Task


class AgentStateSet(Event, frozen=True, kw_only=True):
    """A supervisor chose for an agent; `note` tells the agent why."""

    type: ClassVar[str] = "supervision.agent_state_set"
    message_id: MessageId
    agent_id: AgentId
    presence: Presence
    reason_id: ReasonId | None
    note: str
    sender_name: str
    name: str
    by: UserId | None

    def stream(self) -> str:
        return f"agent/{self.agent_id}"


class _InteractionAct(Event, frozen=True, kw_only=True):
    interaction_id: InteractionId
    name: str
    by: UserId | None

    def stream(self) -> str:
        return f"interaction/{self.interaction_id}"


class WaitingPicked(_InteractionAct, frozen=True, kw_only=True):
    """A supervisor picked somebody who waits for one agent, whoever was first in line."""

    type: ClassVar[str] = "supervision.waiting_picked"
    picked_for: AgentId


class WaitingMoved(_InteractionAct, frozen=True, kw_only=True):
    """A supervisor moved somebody who waits to a queue, or to a priority in it."""

    type: ClassVar[str] = "supervision.waiting_moved"
    queue_id: QueueId
    priority: int


class ParkedGivenBack(_InteractionAct, frozen=True, kw_only=True):
    """A supervisor gave a parked customer back to the queue, in front of all who wait there."""

    type: ClassVar[str] = "supervision.parked_given_back"
    queue_id: QueueId


class FreedReason(StrEnum):
    """Why an interaction was ended from outside."""

    SUPERVISOR = "supervisor"
    OVERDUE = "overdue"
    OUT_OF_LINE = "out_of_line"
    NO_CALL = "no_call"


class InteractionFreed(_InteractionAct, frozen=True, kw_only=True):
    """An interaction was ended by a supervisor, or by the centre because it was stuck."""

    type: ClassVar[str] = "supervision.interaction_freed"
    reason: FreedReason


class MessageSent(Event, frozen=True, kw_only=True):
    """A message between an agent and whoever oversees the agent; one to many is a broadcast."""

    type: ClassVar[str] = "supervision.message_sent"
    message_id: MessageId
    agents: tuple[AgentId, ...]
    text: str
    sender_name: str
    is_from_agent: bool
    is_broadcast: bool
    name: str
    by: UserId | None

    def stream(self) -> str:
        return f"message/{self.message_id}"


class MessagesRead(Event, frozen=True, kw_only=True):
    """One side of an agent's thread was read up to a message."""

    type: ClassVar[str] = "supervision.messages_read"
    agent_id: AgentId
    is_by_agent: bool
    until: MessageId
    by: UserId | None

    def stream(self) -> str:
        return f"agent/{self.agent_id}"


class HandRaised(Event, frozen=True, kw_only=True):
    """An agent asks for a supervisor."""

    type: ClassVar[str] = "supervision.hand_raised"
    agent_id: AgentId
    note: str

    def stream(self) -> str:
        return f"agent/{self.agent_id}"


class HandLowered(Event, frozen=True, kw_only=True):
    """Somebody came, or the agent needs nobody any more."""

    type: ClassVar[str] = "supervision.hand_lowered"
    agent_id: AgentId
    by: UserId | None

    def stream(self) -> str:
        return f"agent/{self.agent_id}"


class TaskGiven(Event, frozen=True, kw_only=True):
    """A supervisor gave an agent something to do."""

    type: ClassVar[str] = "supervision.task_given"
    task: Task
    name: str
    by: UserId | None

    @property
    def agent_id(self) -> AgentId:
        """Whose task it is now."""
        return self.task.agent_id

    def stream(self) -> str:
        return f"task/{self.task.id}"


class TaskWithdrawn(Event, frozen=True, kw_only=True):
    """A supervisor said that an agent need not do something."""

    type: ClassVar[str] = "supervision.task_withdrawn"
    task_id: TaskId
    agent_id: AgentId
    name: str
    by: UserId | None

    def stream(self) -> str:
        return f"task/{self.task_id}"


class MonitoringPolicySaved(Event, frozen=True, kw_only=True):
    """Whether agents are told who listens to them was decided."""

    type: ClassVar[str] = "supervision.monitoring_policy_saved"
    tells_agents: bool
    name: str
    by: UserId | None

    def stream(self) -> str:
        return "policy/monitoring"


class SaveMonitoringPolicy(Command, frozen=True, kw_only=True):
    """Decide whether agents are told who listens to them."""

    tells_agents: bool


class SetAgentState(Command, frozen=True, kw_only=True):
    """Choose for an agent who is at work; offline signs the agent out."""

    message_id: MessageId
    agent_id: AgentId
    presence: Presence
    reason_id: ReasonId | None = None
    note: str = ""
    sender_name: str = ""


class AssignAgent(Command, frozen=True, kw_only=True):
    """Give an agent other queues and skill levels."""

    agent_id: AgentId
    queues: tuple[QueueId, ...]
    skills: dict[SkillId, int]


class PickWaiting(Command, frozen=True, kw_only=True):
    """Offer somebody who waits to this agent now."""

    interaction_id: InteractionId
    agent_id: AgentId


class MoveWaiting(Command, frozen=True, kw_only=True):
    """Move somebody who waits; what is not given stays."""

    interaction_id: InteractionId
    queue_id: QueueId | None = None
    priority: int | None = None


class GiveBackParked(Command, frozen=True, kw_only=True):
    """Let a parked customer wait in the queue again, first of all."""

    interaction_id: InteractionId


class FreeInteraction(Command, frozen=True, kw_only=True):
    """End an interaction, whatever state it is in."""

    interaction_id: InteractionId


class HealStuck(Command, frozen=True, kw_only=True):
    """End or put back into line what no deadline and no report will ever move again."""


class SendMessage(Command, frozen=True, kw_only=True):
    """Write to agents, or as an agent to whoever oversees one."""

    message_id: MessageId
    agents: tuple[AgentId, ...]
    text: str
    sender_name: str
    is_from_agent: bool = False


class ReadMessages(Command, frozen=True, kw_only=True):
    """The newest message that one side of a thread has seen."""

    agent_id: AgentId
    is_by_agent: bool
    until: MessageId


class RaiseHand(Command, frozen=True, kw_only=True):
    """Ask for a supervisor."""

    agent_id: AgentId
    note: str = ""


class LowerHand(Command, frozen=True, kw_only=True):
    """Nobody is needed any more."""

    agent_id: AgentId


class GiveTask(Command, frozen=True, kw_only=True):
    """Give an agent something to do."""

    task: Task


class WithdrawTask(Command, frozen=True, kw_only=True):
    """An agent need not do it."""

    task_id: TaskId
    agent_id: AgentId


class StartMonitoring(Command, frozen=True, kw_only=True):
    """Listen to a call, or coach its agent; `agent_id` is the supervisor, whose phone rings."""

    interaction_id: InteractionId
    agent_id: AgentId
    mode: MonitorMode


class SetMonitorMode(Command, frozen=True, kw_only=True):
    """Go from listening to coaching, or back."""

    agent_id: AgentId
    mode: MonitorMode


class StopMonitoring(Command, frozen=True, kw_only=True):
    """Leave the call one listens to."""

    agent_id: AgentId


class JoinConversation(Command, frozen=True, kw_only=True):
    """Be heard by everybody in the call one listens to."""

    agent_id: AgentId


class TakeOver(Command, frozen=True, kw_only=True):
    """Have the customer oneself; the agent is out of the call."""

    agent_id: AgentId

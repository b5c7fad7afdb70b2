"""What happens when a supervisor listens to a call or coaches its agent: the events of it."""

from enum import StrEnum
from typing import ClassVar

from antiphon.kernel.ids import AgentId, LegId, MonitorId, UserId
from antiphon.telephony.contract import CallEvent, MonitorMode


class MonitorEnd(StrEnum):
    """Why a supervisor is no longer at a call; `joined` as a party, on the same leg."""

    LEFT = "left"
    JOINED = "joined"
    CALL_ENDED = "call_ended"
    NO_ANSWER = "no_answer"
    PHONE_FAILED = "phone_failed"


class MonitorEvent(CallEvent, frozen=True, kw_only=True):
    """What the events of one supervisor at a call share; `agent_id` is the supervisor.

    `name` is the agent's who is listened to, for the audit trail.
    """

    monitor_id: MonitorId
    agent_id: AgentId


class MonitorRung(MonitorEvent, frozen=True, kw_only=True):
    """A supervisor's phone is called, so that the supervisor can listen or coach."""

    type: ClassVar[str] = "telephony.monitor_rung"
    leg_id: LegId
    mode: MonitorMode
    supervisor_name: str
    name: str
    by: UserId | None


class MonitorAnswered(MonitorEvent, frozen=True, kw_only=True):
    """The supervisor hears the call from now on."""

    type: ClassVar[str] = "telephony.monitor_answered"


class MonitorModeSet(MonitorEvent, frozen=True, kw_only=True):
    """The supervisor went from listening to coaching, or back."""

    type: ClassVar[str] = "telephony.monitor_mode_set"
    mode: MonitorMode
    name: str
    by: UserId | None


class MonitorEnded(MonitorEvent, frozen=True, kw_only=True):
    """The supervisor no longer listens."""

    type: ClassVar[str] = "telephony.monitor_ended"
    leg_id: LegId
    reason: MonitorEnd
    name: str
    by: UserId | None

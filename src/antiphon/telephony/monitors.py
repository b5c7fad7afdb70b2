"""Supervisors who listen to a call, or speak to its agent alone. Pure.

Each has a leg and a bridge of its own in which an ear on the agent's leg is. Listening and coaching
differ only in whether the supervisor's leg is muted; who joins the conversation becomes a party.
"""

from datetime import datetime

import msgspec

from antiphon.kernel.ids import AgentId, InteractionId, LegId, MonitorId
from antiphon.telephony.contract import MonitorMode
from antiphon.telephony.engine import EAR_SUFFIX, BridgeId
from antiphon.telephony.leg_ids import LEG_SUFFIX
from antiphon.telephony.monitoring import (
    MonitorAnswered,
    MonitorEnded,
    MonitorEvent,
    MonitorModeSet,
    MonitorRung,
)

BRIDGE_SUFFIX = ".watch"


class Monitor(msgspec.Struct):
    """One supervisor at one call."""

    id: MonitorId
    leg: LegId
    agent_id: AgentId
    mode: MonitorMode
    rung_at: datetime
    supervisor_name: str = ""
    is_up: bool = False

    @property
    def bridge(self) -> BridgeId:
        """Where the supervisor hears the call."""
        return BridgeId(f"{self.id}{BRIDGE_SUFFIX}")

    def ear_on(self, agent_leg: LegId) -> LegId:
        """The ear on this leg; on a leg that replaces it there is another."""
        which = agent_leg.removesuffix(LEG_SUFFIX).rpartition(".")[2]
        return LegId(f"{self.id}.{which}{EAR_SUFFIX}")


Monitors = dict[MonitorId, Monitor]


def monitor_id_of(interaction_id: InteractionId, number: int) -> MonitorId:
    """The id of the call's supervisor with this number, from 1."""
    return MonitorId(f"{interaction_id}.w{number}")


def leg_of_monitor(monitor_id: MonitorId) -> LegId:
    """The leg on which the supervisor is called."""
    return LegId(f"{monitor_id}{LEG_SUFFIX}")


def fold(monitors: Monitors, event: MonitorEvent) -> None:
    """Fold an event in; one about a supervisor who is gone changes nothing."""
    if isinstance(event, MonitorRung):
        monitors[event.monitor_id] = Monitor(
            id=event.monitor_id,
            leg=event.leg_id,
            agent_id=event.agent_id,
            mode=event.mode,
            rung_at=event.at,
            supervisor_name=event.supervisor_name,
        )
        return
    monitor = monitors.get(event.monitor_id)
    if monitor is None:
        return
    match event:
        case MonitorAnswered():
            monitor.is_up = True
        case MonitorModeSet():
            monitor.mode = event.mode
        case MonitorEnded():
            del monitors[event.monitor_id]
        case _:
            pass

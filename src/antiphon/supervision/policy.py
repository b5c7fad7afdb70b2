"""Whether agents are told who listens to them. Pure.

By itself they are: in most places people have a right to know.
"""

from collections.abc import Iterable
from datetime import datetime

from antiphon.kernel.events import Event
from antiphon.supervision.contract import MonitoringPolicySaved, SaveMonitoringPolicy


class MonitoringPolicyBook:
    """The decision of a tenant."""

    def __init__(self) -> None:
        self.tells_agents = True

    def save(self, command: SaveMonitoringPolicy, now: datetime) -> Iterable[Event]:
        """Decide; what is so already changes nothing."""
        if command.tells_agents is not self.tells_agents:
            yield MonitoringPolicySaved(
                at=now, tells_agents=command.tells_agents, name="", by=command.by
            )

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        if isinstance(event, MonitoringPolicySaved):
            self.tells_agents = event.tells_agents

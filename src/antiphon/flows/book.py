"""A tenant's flows and opening hours, and which call stands where. `save_...` and `remove_...`
decide; `apply` never refuses."""

from collections.abc import Collection, Iterable
from datetime import datetime

from antiphon.flows.check import check
from antiphon.flows.contract import (
    FlowAdvanced,
    FlowRemoved,
    FlowSaved,
    OpeningHoursRemoved,
    OpeningHoursSaved,
    RemoveFlow,
    RemoveOpeningHours,
    SaveFlow,
    SaveOpeningHours,
)
from antiphon.flows.graph import Flow, HoursStep
from antiphon.flows.hours import OpeningHours, problems
from antiphon.flows.run import FlowRun
from antiphon.interactions.contract import InteractionClosed
from antiphon.kernel.catalogue import Catalogue
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import InteractionId


class FlowBook:
    """All flows and opening hours of a tenant, and the runs of its calls.

    A run keeps the flow it began with: an edit holds for the calls that come after it.
    """

    def __init__(self) -> None:
        self.flows: Catalogue[Flow] = Catalogue("flow")
        self.hours: Catalogue[OpeningHours] = Catalogue("opening hours")
        self.runs: dict[InteractionId, tuple[Flow, FlowRun]] = {}

    def save_flow(
        self,
        command: SaveFlow,
        now: datetime,
        *,
        queues: Collection[str],
        skills: Collection[str],
    ) -> Iterable[Event]:
        """Decide about a flow."""
        self.flows.check_save(command.flow, command.edited_version)
        found = check(command.flow, queues=queues, hours=self.hours.items, skills=skills)
        for problem in found:
            if not problem.is_warning:
                place = f"Step {problem.step!r}" if problem.step else "The flow"
                raise RuleBroken(
                    "flows.not_sound", f"{place}: {problem.field} {problem.message}".strip()
                )
        yield FlowSaved(at=now, flow=command.flow, by=command.by)

    def remove_flow(
        self, command: RemoveFlow, now: datetime, *, entry_points: Collection[str]
    ) -> Iterable[Event]:
        """Decide about removing a flow; `entry_points` are the names of those that lead to it."""
        self.flows.get(command.id)
        _refuse_in_use(entry_points)
        yield FlowRemoved(at=now, flow_id=command.id, by=command.by)

    def save_hours(self, command: SaveOpeningHours, now: datetime) -> Iterable[Event]:
        """Decide about opening hours."""
        self.hours.check_save(command.hours, command.edited_version)
        for field, message in problems(command.hours).items():
            raise RuleBroken("flows.hours_not_sound", f"{field} {message}")
        yield OpeningHoursSaved(at=now, hours=command.hours, by=command.by)

    def remove_hours(self, command: RemoveOpeningHours, now: datetime) -> Iterable[Event]:
        """Decide about removing opening hours."""
        self.hours.get(command.id)
        _refuse_in_use(
            [
                flow.name
                for flow in self.flows
                if any(
                    isinstance(step, HoursStep) and step.hours_id == command.id
                    for step in flow.steps.values()
                )
            ]
        )
        yield OpeningHoursRemoved(at=now, hours_id=command.id, by=command.by)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case FlowAdvanced(interaction_id=interaction_id, run=run):
                begun = self.runs.get(interaction_id)
                if begun is not None and begun[0].id == run.flow_id:
                    self.runs[interaction_id] = (begun[0], run)
                elif (flow := self.flows.find(run.flow_id)) is not None:
                    self.runs[interaction_id] = (flow, run)
            case InteractionClosed(interaction_id=interaction_id):
                self.runs.pop(interaction_id, None)
            case FlowSaved(flow=flow):
                self.flows.save(flow)
            case FlowRemoved(flow_id=flow_id):
                self.flows.remove(flow_id)
            case OpeningHoursSaved(hours=hours):
                self.hours.save(hours)
            case OpeningHoursRemoved(hours_id=hours_id):
                self.hours.remove(hours_id)
            case _:
                pass


def _refuse_in_use(users: Collection[str]) -> None:
    if users:
        raise RuleBroken("catalogue.in_use", f"Still used by {', '.join(sorted(users)[:3])}.")

"""What others may know of flows: the events and commands about flows, opening hours and runs."""

from typing import ClassVar

from antiphon.flows.graph import Flow, Text
from antiphon.flows.hours import HoursId, OpeningHours
from antiphon.flows.run import Action, FlowRun
from antiphon.interactions.contract import InteractionEvent
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import FlowId, InteractionId, UserId


class FlowSaved(Event, frozen=True, kw_only=True):
    """A flow was added or changed; calls already in it stay in the one they began."""

    type: ClassVar[str] = "flows.flow_saved"
    flow: Flow
    by: UserId | None

    def stream(self) -> str:
        return f"flow/{self.flow.id}"


class FlowRemoved(Event, frozen=True, kw_only=True):
    """A flow was removed; no entry point leads to it any more."""

    type: ClassVar[str] = "flows.flow_removed"
    flow_id: FlowId
    by: UserId | None

    def stream(self) -> str:
        return f"flow/{self.flow_id}"


class OpeningHoursSaved(Event, frozen=True, kw_only=True):
    """Opening hours were added or changed."""

    type: ClassVar[str] = "flows.opening_hours_saved"
    hours: OpeningHours
    by: UserId | None

    def stream(self) -> str:
        return f"opening_hours/{self.hours.id}"


class OpeningHoursRemoved(Event, frozen=True, kw_only=True):
    """Opening hours were removed; no flow asks for them any more."""

    type: ClassVar[str] = "flows.opening_hours_removed"
    hours_id: HoursId
    by: UserId | None

    def stream(self) -> str:
        return f"opening_hours/{self.hours_id}"


class FlowMoved(InteractionEvent, frozen=True, kw_only=True):
    """A call began a flow or went on in it: where it stands, and what is to be done, in order.

    `own_flow` comes with the beginning of a flow that this call alone goes through, `notice` with
    the beginning of any: it is said before.
    """

    type: ClassVar[str] = "flows.moved"
    run: FlowRun
    actions: tuple[Action, ...]
    own_flow: Flow | None = None
    notice: Text | None = None


class SaveFlow(Command, frozen=True, kw_only=True):
    """Add or change a flow."""

    flow: Flow
    edited_version: int | None = None


class RemoveFlow(Command, frozen=True, kw_only=True):
    """Remove a flow that no entry point uses."""

    id: FlowId


class SaveOpeningHours(Command, frozen=True, kw_only=True):
    """Add or change opening hours."""

    hours: OpeningHours
    edited_version: int | None = None


class RemoveOpeningHours(Command, frozen=True, kw_only=True):
    """Remove opening hours that no flow uses."""

    id: HoursId


class TimeOutFlow(Command, frozen=True, kw_only=True):
    """What the flow waits for in `turn` takes too long."""

    interaction_id: InteractionId
    turn: int

"""The flows and opening hours of a tenant, and where each call stands in its flow. Pure.

`move_...` decide by the interpreter in `domain.py`; a call finishes in the flow it began with.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from antiphon.flows import domain
from antiphon.flows.check import check
from antiphon.flows.contract import (
    FlowMoved,
    FlowRemoved,
    FlowSaved,
    OpeningHoursRemoved,
    OpeningHoursSaved,
    RemoveFlow,
    RemoveOpeningHours,
    SaveFlow,
    SaveOpeningHours,
    TimeOutFlow,
)
from antiphon.flows.graph import CallBackStep, Flow, HoursStep, QueueStep, Step, with_notice
from antiphon.flows.hours import HoursId, OpeningHours, problems
from antiphon.flows.run import Action, AwaitDigit, FlowRun, Move, RecordVoicemail, Say, Waiting
from antiphon.interactions.contract import ConversationEnded, InteractionClosed
from antiphon.kernel.catalogue import Catalogue, refuse_in_use
from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import InteractionId, QueueId, SkillId

# If the engine never tells that a text was said or a message recorded, the flow goes on by itself.
LONGEST_SAYING = timedelta(seconds=180)
RECORDING_MARGIN = timedelta(seconds=20)


class Progress(msgspec.Struct):
    """One call in its flow: the flow as it was at the beginning, and the last move."""

    flow: Flow
    run: FlowRun
    actions: tuple[Action, ...]


class FlowBook:
    """Flows, opening hours and the calls in them."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self.flows: Catalogue[Flow] = Catalogue("flow")
        self.hours: Catalogue[OpeningHours] = Catalogue("opening hours")
        self.progress: dict[InteractionId, Progress] = {}

    # Decisions

    def save_flow(
        self, command: SaveFlow, now: datetime, *, queues: Collection[str], skills: Collection[str]
    ) -> Iterable[Event]:
        """Decide about a flow: a broken one is refused with every problem named."""
        self.flows.check_save(command.flow, command.edited_version)
        found = check(command.flow, queues=queues, hours=self.hours.items, skills=skills)
        for problem in found:
            if not problem.is_warning:
                place = f"Step {problem.step!r}" if problem.step else "The flow"
                raise RuleBroken(
                    "flows.not_sound",
                    f"{place}: {problem.field} {problem.message}".strip(),
                    place=problem.step or command.flow.name,
                )
        yield FlowSaved(at=now, flow=command.flow, by=command.by)

    def remove_flow(
        self, command: RemoveFlow, now: datetime, *, entry_points: Collection[str]
    ) -> Iterable[Event]:
        """Decide about removing a flow; `entry_points` are the names of those that lead to it."""
        self.flows.get(command.id)
        refuse_in_use(sorted(entry_points))
        yield FlowRemoved(at=now, flow_id=command.id, by=command.by)

    def save_hours(self, command: SaveOpeningHours, now: datetime) -> Iterable[Event]:
        """Decide about opening hours."""
        self.hours.check_save(command.hours, command.edited_version)
        for field, message in problems(command.hours).items():
            raise RuleBroken("flows.hours_not_sound", f"{field} {message}")
        yield OpeningHoursSaved(at=now, hours=command.hours, by=command.by)

    def remove_hours(
        self, command: RemoveOpeningHours, now: datetime, *, queues: Collection[str]
    ) -> Iterable[Event]:
        """Decide about removing opening hours; `queues` are the names of those that keep them."""
        self.hours.get(command.id)
        users = [
            *queues,
        ] + [
            flow.name
            for flow in self.flows
            for step in flow.steps.values()
            if isinstance(step, HoursStep) and step.hours_id == command.id
        ]
        refuse_in_use(sorted(users))
        yield OpeningHoursRemoved(at=now, hours_id=command.id, by=command.by)

    def names_leading_to(self, queue_id: QueueId) -> list[str]:
        """The flows with a step that names this queue, by name."""
        return [
            flow.name
            for flow in self.flows
            for step in flow.steps.values()
            if isinstance(step, QueueStep | CallBackStep) and step.queue_id == queue_id
        ]

    def names_asking_for(self, skill_id: SkillId) -> list[str]:
        """The flows that ask for this skill, by name."""
        return [flow.name for flow, step in self._queue_steps() if skill_id in step.skills]

    def _queue_steps(self) -> Iterator[tuple[Flow, QueueStep]]:
        for flow in self.flows:
            for step in flow.steps.values():
                if isinstance(step, QueueStep):
                    yield flow, step

    def begin(
        self, flow: Flow, language: str, now: datetime, *, before: FlowRun | None = None
    ) -> Move:
        """A call enters a flow; `before` is where it stood."""
        hours = self.hours_by_id()
        return domain.begin(flow, language=language, now=now, hours=hours, before=before)

    def digit(self, interaction_id: InteractionId, pressed: str, now: datetime) -> Move | None:
        """A digit, if the call is in a flow."""
        return self._step(
            interaction_id,
            lambda progress: domain.digit(
                progress.run, progress.flow, pressed, now=now, hours=self.hours_by_id()
            ),
        )

    def finished(self, interaction_id: InteractionId, turn: int, now: datetime) -> Move | None:
        """What the flow waited for in `turn` is over: by itself, or because its time is."""

        def step(progress: Progress) -> Move:
            run, flow, hours = progress.run, progress.flow, self.hours_by_id()
            match run.waiting:
                case Waiting.DIGIT | Waiting.DIGITS:
                    return domain.timed_out(run, flow, turn=turn, now=now, hours=hours)
                case Waiting.MESSAGE:
                    return domain.recorded(run, flow, turn=turn, now=now, hours=hours)
                case Waiting.CALL_BACK | Waiting.OUTSIDE:
                    return domain.refused(run, flow, turn=turn, now=now, hours=hours)
                case Waiting.QUEUE:
                    return domain.overflowed(run, flow, turn=turn, now=now, hours=hours)
                case _:
                    return domain.said(run, flow, turn=turn, now=now, hours=hours)

        return self._step(interaction_id, step)

    def stopped(self, interaction_id: InteractionId) -> Move | None:
        """The flow is cut short."""
        return self._step(interaction_id, lambda progress: domain.stopped(progress.run))

    def step_of(self, interaction_id: InteractionId) -> Step | None:
        """The step at which a call stands, or stood last."""
        progress = self.progress.get(interaction_id)
        return progress.flow.steps.get(progress.run.step) if progress is not None else None

    def hours_by_id(self) -> dict[HoursId, OpeningHours]:
        """What the interpreter asks for."""
        return {HoursId(key): hours for key, hours in self.hours.items.items()}

    def _step(self, interaction_id: InteractionId, step: Callable[[Progress], Move]) -> Move | None:
        progress = self.progress.get(interaction_id)
        if progress is None:
            return None
        move = step(progress)
        return move if move.run != progress.run or move.actions else None

    # Evolution

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case FlowMoved():
                self._apply_move(event)
            case InteractionClosed() | ConversationEnded():
                self.progress.pop(event.interaction_id, None)
                self._deadlines.clear(f"flow/{event.interaction_id}")
            case FlowSaved():
                self.flows.save(event.flow, event)
            case FlowRemoved():
                self.flows.remove(event.flow_id, event)
            case OpeningHoursSaved():
                self.hours.save(event.hours, event)
            case OpeningHoursRemoved():
                self.hours.remove(event.hours_id, event)
            case _:
                pass

    def _apply_move(self, event: FlowMoved) -> None:
        progress = self.progress.get(event.interaction_id)
        if progress is None or event.own_flow is not None:
            flow = with_notice(event.own_flow or self.flows.get(event.run.flow_id), event.notice)
            progress = Progress(flow=flow, run=event.run, actions=event.actions)
            self.progress[event.interaction_id] = progress
        progress.run, progress.actions = event.run, event.actions
        key = f"flow/{event.interaction_id}"
        span = _longest(event.actions)
        if span is None:
            self._deadlines.clear(key)
        else:
            command = TimeOutFlow(interaction_id=event.interaction_id, turn=event.run.turn)
            self._deadlines.set(key, event.at + span, command)


def _longest(actions: tuple[Action, ...]) -> timedelta | None:
    """How long the wait that the last action begins may take."""
    match actions[-1] if actions else None:
        case AwaitDigit(timeout_s=seconds):
            return timedelta(seconds=seconds)
        case Say():
            return LONGEST_SAYING
        case RecordVoicemail(max_s=seconds):
            return timedelta(seconds=seconds) + RECORDING_MARGIN
        case _:
            return None

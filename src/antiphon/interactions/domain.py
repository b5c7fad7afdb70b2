"""What an agent may do with an interaction, and how one may end. Pure.

`InteractionBook` holds those that are not closed; the record itself is in `record.py`.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from antiphon.interactions import wrap_up_forms
from antiphon.interactions.after_work import AfterWork
from antiphon.interactions.call_control import (
    ExtendWrapUp,
    FinishWrapUp,
    HangUpInteraction,
    HoldInteraction,
    ResumeInteraction,
    SaveWrapUp,
)
from antiphon.interactions.contract import (
    AgentLeft,
    Answer,
    ConversationEnded,
    DispositionRemoved,
    DispositionSaved,
    EndedBy,
    InteractionArrived,
    InteractionClosed,
    InteractionEvent,
    InteractionHeld,
    InteractionResumed,
    InteractionSuspended,
    Outcome,
    RemoveDisposition,
    SaveDisposition,
    WrapUpEnded,
    WrapUpExtended,
    WrapUpSaved,
)
from antiphon.interactions.deadlines import EndWrapUp
from antiphon.interactions.dispositions import DispositionTree
from antiphon.interactions.earlier import Earlier, EarlierInteractions
from antiphon.interactions.next_deadline import wait_for_next
from antiphon.interactions.parts import Paper, Share
from antiphon.interactions.record import Interaction, arrived
from antiphon.interactions.states import IN_CONVERSATION, State
from antiphon.interactions.wrap_up_forms import (
    RemoveWrapUpForm,
    SaveWrapUpForm,
    WrapUpForm,
    WrapUpFormRemoved,
    WrapUpForms,
    WrapUpFormSaved,
)
from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.routing.contract import (
    OfferEvent,
)
from antiphon.telephony.contract import (
    CustomerDialled,
    PartyEvent,
)

NOTE_LIMIT = 10_000
# How long an agent's lost phone may take to come back: a reload needs two or three seconds.
SUSPENSION = timedelta(seconds=15)


class InteractionBook:
    """The interactions that are not closed, what customers asked before, and the dispositions."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self.after_work = AfterWork(deadlines)
        self.open: dict[InteractionId, Interaction] = {}
        self.dispositions = DispositionTree()
        self.wrap_up_forms = WrapUpForms()
        self._earlier = EarlierInteractions()

    def find(self, interaction_id: InteractionId) -> Interaction | None:
        """An interaction that goes on, or that somebody is still writing up."""
        return self.open.get(interaction_id) or self.after_work.closed.get(interaction_id)

    def earlier_of(self, number: str) -> list[Earlier]:
        """What this number's last interactions came to, newest first."""
        return self._earlier.of(number)

    def form_of(self, interaction_id: InteractionId, paper: Paper) -> WrapUpForm | None:
        """What is asked of who writes on `paper`; nothing of a call between colleagues."""
        interaction = self.find(interaction_id)
        is_internal = interaction is not None and interaction.is_internal
        return None if is_internal else self.wrap_up_forms.form_for(paper.queue_id)

    # Decisions

    def save_disposition(self, command: SaveDisposition, now: datetime) -> Iterable[Event]:
        """Decide about a disposition."""
        self.dispositions.check_save(command.disposition, command.edited_version)
        yield DispositionSaved(at=now, disposition=command.disposition, by=command.by)

    def remove_disposition(self, command: RemoveDisposition, now: datetime) -> Iterable[Event]:
        """Decide about removing a disposition; interactions that carry it keep it."""
        self.dispositions.check_remove(command.id)
        yield DispositionRemoved(at=now, disposition_id=command.id, by=command.by)

    def save_wrap_up_form(self, command: SaveWrapUpForm, now: datetime) -> Iterable[Event]:
        """Decide about what agents are asked."""
        self.wrap_up_forms.check_save(command.form, command.edited_version)
        yield WrapUpFormSaved(at=now, form=command.form, by=command.by)

    def remove_wrap_up_form(self, command: RemoveWrapUpForm, now: datetime) -> Iterable[Event]:
        """Decide about asking a form no more."""
        self.wrap_up_forms.get(command.id)
        yield WrapUpFormRemoved(at=now, form_id=command.id, by=command.by)

    def hold(self, command: HoldInteraction, now: datetime) -> Iterable[Event]:
        """Decide about hold; asking twice changes nothing."""
        interaction = self._of_agent(command.interaction_id, command.agent_id)
        if interaction.state is State.HELD:
            return
        if interaction.is_internal:
            raise RuleBroken("interaction.internal", "There is no customer to be held.")
        if interaction.state is not State.TALKING:
            raise RuleBroken("interaction.not_talking", "Only a conversation can be held.")
        yield InteractionHeld(at=now, interaction_id=interaction.id, agent_id=command.agent_id)

    def resume(self, command: ResumeInteraction, now: datetime) -> Iterable[Event]:
        """Decide about the end of hold."""
        interaction = self._of_agent(command.interaction_id, command.agent_id)
        if interaction.state is State.TALKING:
            return
        if interaction.state is not State.HELD:
            raise RuleBroken("interaction.not_held", "The customer is not on hold.")
        yield InteractionResumed(at=now, interaction_id=interaction.id, agent_id=command.agent_id)

    def hang_up(
        self, command: HangUpInteraction, now: datetime, wrap_up: timedelta
    ) -> Iterable[Event]:
        """Decide about the agent's wish to end the conversation."""
        interaction = self._of_agent(command.interaction_id, command.agent_id)
        if interaction.state is State.WRAP_UP:
            return
        if interaction.state in {State.CONNECTING, State.DIALLING} and interaction.is_outbound:
            # An attempt to call back is tried again; who called by hand may write why not.
            is_by_hand = interaction.placed_by is not None and interaction.state is State.DIALLING
            until = wrap_up if is_by_hand else timedelta()
            yield from self.end_conversation(interaction, EndedBy.AGENT, "cancelled", now, until)
            return
        if interaction.state not in IN_CONVERSATION:
            raise RuleBroken("interaction.not_talking", "There is no conversation to end.")
        yield from self.end_conversation(interaction, EndedBy.AGENT, "hang_up", now, wrap_up)

    def end_conversation(
        self,
        interaction: Interaction,
        ended_by: EndedBy,
        reason: str,
        now: datetime,
        wrap_up: timedelta,
    ) -> Iterable[Event]:
        """The conversation is over; wrap-up begins."""
        assert interaction.agent_id is not None  # noqa: S101 (a conversation has an agent)
        yield ConversationEnded(
            at=now,
            interaction_id=interaction.id,
            agent_id=interaction.agent_id,
            ended_by=ended_by,
            reason=reason,
            wrap_up_until=now + wrap_up,
        )

    def suspend(self, interaction: Interaction, now: datetime) -> Iterable[Event]:
        """The agent's phone is gone: keep the customer on music for a while."""
        assert interaction.agent_id is not None  # noqa: S101 (a conversation has an agent)
        yield InteractionSuspended(
            at=now,
            interaction_id=interaction.id,
            agent_id=interaction.agent_id,
            until=now + SUSPENSION,
        )

    def save_wrap_up(self, command: SaveWrapUp | FinishWrapUp, now: datetime) -> Iterable[Event]:
        """Write down what the agent found, during the conversation or after it."""
        paper = self._paper(command.interaction_id, command.agent_id)
        if len(command.note) > NOTE_LIMIT:
            raise RuleBroken("wrap_up.note_too_long", f"A note has at most {NOTE_LIMIT} letters.")
        if command.disposition_id is not None:
            self.dispositions.check_choice(command.disposition_id, paper.queue_id)
        answers = self._answers(command, paper)
        written = (command.disposition_id, command.note, answers)
        if written != (paper.disposition_id, paper.note, paper.answers):
            yield WrapUpSaved(
                at=now,
                interaction_id=command.interaction_id,
                agent_id=command.agent_id,
                disposition_id=command.disposition_id,
                note=command.note,
                answers=answers,
            )

    def _answers(self, command: SaveWrapUp | FinishWrapUp, paper: Paper) -> tuple[Answer, ...]:
        if command.answers is None:
            return paper.answers
        form = self.form_of(command.interaction_id, paper)
        return wrap_up_forms.check(form, command.answers)

    def finish_wrap_up(self, command: FinishWrapUp, now: datetime) -> Iterable[Event]:
        """Write down the result, then end wrap-up."""
        paper = self._paper(command.interaction_id, command.agent_id)
        if isinstance(paper, Interaction) and paper.state is not State.WRAP_UP:
            raise RuleBroken("wrap_up.too_early", "End the conversation first.")
        wrap_up_forms.check_complete(
            self.form_of(command.interaction_id, paper),
            self._answers(command, paper),
            has_disposition=command.disposition_id is not None,
        )
        yield from self.save_wrap_up(command, now)
        yield WrapUpEnded(
            at=now,
            interaction_id=command.interaction_id,
            agent_id=command.agent_id,
            is_over_limit=False,
        )

    def extend_wrap_up(
        self, command: ExtendWrapUp, now: datetime, *, extension: timedelta, most: int
    ) -> Iterable[Event]:
        """Decide about more time, given `most` times at most."""
        paper = self._paper(command.interaction_id, command.agent_id)
        if paper.writes_until is None:
            raise RuleBroken("wrap_up.too_early", "End the conversation first.")
        if paper.wrap_up_extensions >= most:
            raise RuleBroken("wrap_up.extended_enough", "There is no more extension.")
        yield WrapUpExtended(
            at=now,
            interaction_id=command.interaction_id,
            agent_id=command.agent_id,
            until=paper.writes_until + extension,
        )

    def end_wrap_up(self, command: EndWrapUp, now: datetime) -> Iterable[Event]:
        """The time for wrap-up is over."""
        interaction = self.open.get(command.interaction_id)
        agent_id = command.agent_id
        if agent_id is not None:
            share = self.after_work.find_share(command.interaction_id, agent_id, interaction)
            agent_id = agent_id if share is not None else None
        elif interaction is not None and interaction.state is State.WRAP_UP:
            agent_id = interaction.agent_id
        if agent_id is not None:
            yield WrapUpEnded(
                at=now,
                interaction_id=command.interaction_id,
                agent_id=agent_id,
                is_over_limit=True,
            )

    def close(
        self,
        interaction_id: InteractionId,
        outcome: Outcome,
        ended_by: EndedBy,
        reason: str,
        now: datetime,
    ) -> Iterable[Event]:
        """The one outcome; an interaction that has one already keeps it."""
        interaction = self.open.get(interaction_id)
        if interaction is not None:
            yield InteractionClosed(
                at=now,
                interaction_id=interaction_id,
                outcome=outcome,
                ended_by=ended_by,
                reason=reason,
                agent_id=interaction.agent_id,
            )

    def _of_agent(self, interaction_id: InteractionId, agent_id: AgentId) -> Interaction:
        interaction = self.open.get(interaction_id)
        if interaction is None or interaction.agent_id != agent_id:
            raise RuleBroken("interaction.not_yours", "This interaction is not in your hands.")
        return interaction

    def _paper(self, interaction_id: InteractionId, agent_id: AgentId) -> Interaction | Share:
        """What this agent writes on: the interaction in hand, or the own part of one left."""
        known = self.open.get(interaction_id)
        share = self.after_work.find_share(interaction_id, agent_id, known)
        return share or self._of_agent(interaction_id, agent_id)

    # Evolution

    def apply(self, event: Event) -> None:
        """Fold an event in; closed interactions are forgotten (history keeps them)."""
        if (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)

    def _arrived(self, event: InteractionArrived) -> None:
        self.open[event.interaction_id] = arrived(event)

    def _apply_to_one(
        self, event: InteractionEvent | OfferEvent | CustomerDialled | PartyEvent
    ) -> None:
        interaction = self.open.get(event.interaction_id)
        if interaction is not None:
            interaction.apply(event)
            wait_for_next(self._deadlines, interaction, event)

    def _apply_paper(self, event: WrapUpSaved | WrapUpExtended | WrapUpEnded) -> None:
        if event.interaction_id in self.open:
            self._apply_to_one(event)
        else:
            self.after_work.apply(event)
        if not isinstance(event, WrapUpSaved):
            self.after_work.set_deadline(event)

    def _apply_beside(self, event: AgentLeft | PartyEvent) -> None:
        self._apply_to_one(event)
        self.after_work.set_deadline(event)

    def _closed(self, event: InteractionClosed) -> None:
        interaction = self.open.get(event.interaction_id)
        self._apply_to_one(event)
        if interaction is not None:
            del self.open[interaction.id]
            self.after_work.keep(interaction)
            self._earlier.remember(interaction, event.outcome)

    _FOLDS: ClassVar[Folds["InteractionBook"]] = ByKind(
        {
            InteractionArrived: _arrived,
            **dict.fromkeys((InteractionEvent, OfferEvent, CustomerDialled), _apply_to_one),
            **dict.fromkeys((AgentLeft, PartyEvent), _apply_beside),
            **dict.fromkeys((WrapUpSaved, WrapUpExtended, WrapUpEnded), _apply_paper),
            InteractionClosed: _closed,
            DispositionSaved: lambda book, event: book.dispositions.save(event.disposition, event),
            DispositionRemoved: lambda book, event: book.dispositions.remove(
                event.disposition_id, event
            ),
            WrapUpFormSaved: lambda book, event: book.wrap_up_forms.save(event.form, event),
            WrapUpFormRemoved: lambda book, event: book.wrap_up_forms.remove(event.form_id, event),
        }
    )

"""One agent's desk: the own state, offers, and work in hand with what may be done about it."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from antiphon.app.centre.world import World
from antiphon.app.views.call_view import (
    OFFERED_FROM_QUEUE,
    CallView,
    DepartedView,
    HandedNote,
    PartyView,
    UnreachedView,
    VisitView,
)
from antiphon.app.views.guides import CustomerCardView, GuidesView, GuideView
from antiphon.app.views.named import Named
from antiphon.app.views.own_state import own_state
from antiphon.app.views.recording_view import RecordingView, privacy_actions, recording_view
from antiphon.desktop.contract import Stage
from antiphon.interactions.dispositions import PATH_MARK
from antiphon.interactions.parts import Paper
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import State
from antiphon.interactions.ticket_numbers import find_ticket
from antiphon.interactions.wrap_up_forms import WrapUpForm
from antiphon.kernel.ids import AgentId, DispositionId, QueueId
from antiphon.routing.line import Offer
from antiphon.telephony.contract import Place
from antiphon.telephony.parties import Party

OFFER_ACTIONS = ("accept", "decline")
ACTIONS = {
    State.CONNECTING: ("recover_audio", "save_wrap_up"),
    State.DIALLING: ("hang_up", "save_wrap_up"),
    State.TALKING: ("hold", "hang_up", "send_digits", "recover_audio", "save_wrap_up"),
    State.HELD: ("resume", "hang_up", "recover_audio", "save_wrap_up"),
    State.SUSPENDED: ("hang_up", "recover_audio", "save_wrap_up"),
    State.IN_FLOW: ("take_back", "leave", "save_wrap_up"),
    State.WRAP_UP: ("save_wrap_up", "finish"),
}
# There is no customer between colleagues, and nothing to be written up.
INTERNAL_ACTIONS = {
    State.CONNECTING: ("hang_up", "recover_audio"),
    State.DIALLING: ("hang_up",),
    State.TALKING: ("hang_up", "recover_audio"),
    State.SUSPENDED: ("hang_up", "recover_audio"),
    State.WRAP_UP: ("finish",),
}


class DataItem(msgspec.Struct, frozen=True):
    """A piece of attached data, and what people read for it."""

    key: str
    value: str
    name: str
    meaning: str


class PastView(msgspec.Struct, frozen=True, kw_only=True):
    """What an earlier interaction of the customer came to."""

    at: datetime
    outcome: str
    agent_name: str | None
    queue_name: str | None
    disposition_name: str | None
    note: str


class OfferView(msgspec.Struct, frozen=True, kw_only=True):
    """What the agent is offered, with all that helps to answer it."""

    id: str
    interaction_id: str
    channel: str
    queue: Named
    customer: CustomerCardView
    guide: GuideView
    language: str
    data: list[DataItem]
    arrived_at: datetime
    offered_at: datetime
    expires_at: datetime
    history: list[PastView]
    actions: tuple[str, ...] = OFFER_ACTIONS
    # From the queue, or what a colleague asks the agent into a call for.
    purpose: str = OFFERED_FROM_QUEUE
    # How many others are asked at the same time; the first to accept has the customer.
    others_asked: int = 0
    invited_by: Named | None = None
    notes: list[HandedNote] = []


class DispositionChoice(msgspec.Struct, frozen=True):
    """A result that may be chosen; `path` is what it stands under, from the top."""

    id: str
    name: str
    path: tuple[str, ...]


class WorkView(msgspec.Struct, frozen=True, kw_only=True):
    """An interaction in the agent's hands."""

    id: str
    channel: str
    # With outbound it is we who called; `end_reason` says why a conversation ended, or never began.
    direction: str
    end_reason: str | None
    state: str
    customer: CustomerCardView
    guide: GuideView
    queue: Named | None
    language: str
    data: list[DataItem]
    arrived_at: datetime
    connected_at: datetime | None
    since: datetime
    ends_by: datetime | None
    disposition_id: str | None
    note: str
    dispositions: list[DispositionChoice]
    form: WrapUpForm | None
    answers: dict[str, str]
    # Where the ticket that was written down is read.
    ticket_address: str | None
    history: list[PastView]
    leg_id: str | None
    role: str
    place: str
    is_muted: bool
    is_customer_waiting: bool
    parties: list[PartyView]
    visit: VisitView | None
    # Since when the customer is on hold, once that is too long.
    hold_overdue_since: datetime | None
    unreached: UnreachedView | None
    departed: DepartedView | None
    notes: list[HandedNote]
    recording: RecordingView
    actions: tuple[str, ...]


class DeskView:
    """Draws desks from the world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._guides = GuidesView(world)
        self._call = CallView(world)

    def draw(self, agent_id: AgentId) -> Iterator[tuple[tuple[str, str], msgspec.Struct]]:
        """All that this agent alone sees, by key."""
        agent = self._world.agents.find_agent(agent_id)
        live = self._world.agents.live.get(agent_id)
        if agent is None or live is None:
            return
        yield ("me", "me"), own_state(self._world, agent, live)
        for interaction_id in live.work:
            interaction = self._world.interactions.find(interaction_id)
            offer = self._world.routing.offers.find(interaction_id, agent_id)
            if interaction is None:
                continue
            if offer is not None:
                yield ("offer", offer.id), self._offer(offer, interaction)
            elif (party := self._call.ringing(interaction, agent_id)) is not None:
                yield ("offer", party.id), self._invitation(party, interaction, agent_id)
            else:
                yield ("work", interaction.id), self._work(interaction, agent_id)

    def queue_named(self, queue_id: QueueId | None) -> Named | None:
        """A queue with its name; one that was removed meanwhile shows its id."""
        if queue_id is None:
            return None
        queue = self._world.routing.queues.find(queue_id)
        return Named(queue_id, queue.name if queue else queue_id)

    def _offer(self, offer: Offer, interaction: Interaction) -> OfferView:
        return OfferView(
            id=offer.id,
            interaction_id=interaction.id,
            channel=interaction.channel,
            queue=self.queue_named(offer.queue_id) or Named(offer.queue_id, offer.queue_id),
            customer=self._guides.customer(interaction, offer.agent_id),
            guide=self._guides.draw(interaction, offer.agent_id, Stage.OFFER),
            language=interaction.language,
            data=_data(interaction),
            arrived_at=interaction.arrived_at,
            offered_at=offer.made_at,
            expires_at=offer.expires_at,
            history=self._history(interaction),
            others_asked=len(self._world.routing.offers.of(interaction.id)) - 1,
        )

    def _invitation(self, party: Party, interaction: Interaction, agent_id: AgentId) -> OfferView:
        asked_by = party.by_agent_id
        return OfferView(
            id=party.id,
            interaction_id=interaction.id,
            channel=interaction.channel,
            queue=self.queue_named(interaction.queue_id) or Named("", ""),
            customer=self._guides.customer(interaction, agent_id),
            guide=self._guides.draw(interaction, agent_id, Stage.OFFER),
            language=interaction.language,
            data=_data(interaction),
            arrived_at=interaction.arrived_at,
            offered_at=party.invited_at,
            expires_at=party.expires_at,
            history=self._history(interaction),
            purpose=self._call.purpose(interaction, party),
            invited_by=Named(asked_by, self._call.agent_name(asked_by)) if asked_by else None,
            notes=self._call.notes_before(interaction, agent_id),
        )

    def _work(self, interaction: Interaction, agent_id: AgentId) -> WorkView:
        own = interaction.parts.open_share(agent_id)
        paper: Paper = own or interaction
        role = self._call.role(interaction, agent_id)
        state = _state(interaction, role)
        if role == "consulted" and self._call.picks_up(interaction, agent_id):
            state = State.CONNECTING
        stage = Stage.WRAP_UP if state is State.WRAP_UP else Stage.CONVERSATION
        tree = self._world.interactions.dispositions
        return WorkView(
            id=interaction.id,
            channel=interaction.channel,
            direction=interaction.direction,
            end_reason=interaction.conversation_end_reason,
            state=state,
            customer=self._guides.customer(interaction, agent_id),
            guide=self._guides.draw(interaction, agent_id, stage),
            queue=self.queue_named(paper.queue_id),
            language=interaction.language,
            data=_data(interaction),
            arrived_at=interaction.arrived_at,
            connected_at=interaction.connected_at,
            since=own.left_at if own else interaction.since or interaction.arrived_at,
            ends_by=own.wrap_up_until if own else interaction.deadline_at,
            disposition_id=paper.disposition_id,
            note=paper.note,
            dispositions=[
                DispositionChoice(one.id, one.name, tree.path_of(one.parent_id))
                for one in (() if interaction.is_internal else tree.choices_for(paper.queue_id))
            ],
            form=self._world.interactions.form_of(interaction.id, paper),
            answers={answer.key: answer.value for answer in paper.answers},
            ticket_address=self._world.interactions.wrap_up_forms.ticket_address(
                paper.queue_id, find_ticket(paper.answers)
            ),
            history=self._history(interaction),
            leg_id=self._call.leg(interaction, agent_id),
            role=role,
            place=self._call.place(interaction),
            is_muted=self._call.is_muted(interaction, agent_id),
            is_customer_waiting=self._call.is_customer_waiting(interaction),
            parties=self._call.parties(interaction, agent_id),
            visit=self._call.visit(interaction),
            hold_overdue_since=self._world.hold_limits.overdue.get(interaction.id),
            unreached=self._call.unreached(interaction, agent_id),
            departed=self._call.departed(interaction, agent_id),
            notes=self._call.notes_before(interaction, agent_id),
            recording=recording_view(self._world, interaction),
            actions=(
                *self._actions(interaction, role),
                *self._more_time(paper, state),
                *self._call.actions(interaction, agent_id),
                *privacy_actions(self._world, interaction),
            ),
        )

    def _actions(self, interaction: Interaction, role: str) -> tuple[str, ...]:
        if interaction.is_internal:
            return INTERNAL_ACTIONS.get(interaction.state, ()) if role == "holder" else ()
        if role != "holder":
            return ACTIONS[State.WRAP_UP] if role == "left" else ()
        actions = ACTIONS.get(interaction.state, ())
        if self._call.place(interaction) == Place.CONSULT:  # the way back is to switch sides
            actions = tuple(action for action in actions if action != "resume")
        if interaction.state is State.CONNECTING and interaction.is_outbound:
            actions = (*actions, "hang_up")
        if interaction.customer_id is None and interaction.state is not State.CONNECTING:
            actions = (*actions, "add_customer")
        return (*actions, "choose_customer")

    def _more_time(self, paper: Paper, state: State) -> tuple[str, ...]:
        """Whoever writes may ask for more time, as often as the queue says."""
        queue = self._world.routing.queues.find(paper.queue_id)
        most = queue.wrap_up_extensions if queue is not None else 0
        may = state is State.WRAP_UP and paper.wrap_up_extensions < most
        return ("extend_wrap_up",) if may else ()

    def _history(self, interaction: Interaction) -> list[PastView]:
        return [
            PastView(
                at=past.at,
                outcome=past.outcome,
                agent_name=self._agent_name(past.agent_id),
                queue_name=named.name if (named := self.queue_named(past.queue_id)) else None,
                disposition_name=self._disposition_name(past.disposition_id),
                note=past.note,
            )
            for past in self._world.interactions.earlier_of(interaction.customer_number)
        ]

    def _agent_name(self, agent_id: AgentId | None) -> str | None:
        agent = self._world.agents.find_agent(agent_id) if agent_id is not None else None
        return agent.name if agent else None

    def _disposition_name(self, disposition_id: DispositionId | None) -> str | None:
        return PATH_MARK.join(self._world.interactions.dispositions.path_of(disposition_id)) or None


def _state(interaction: Interaction, role: str) -> State:
    """What is going on for an agent of this role; who was asked in talks, whoever with."""
    match role:
        case "holder":
            return interaction.state
        case "left":
            return State.WRAP_UP
        case _:
            return State.TALKING


def _data(interaction: Interaction) -> list[DataItem]:
    return [DataItem(*item) for item in interaction.list_data()]

"""One agent's desk: the own state with what may be chosen next, offers, and work in hand."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from antiphon.agents.contract import Agent, Presence, SystemReason
from antiphon.agents.domain import choices_of
from antiphon.agents.live import AgentLive
from antiphon.app.centre.world import World
from antiphon.app.views.guides import CustomerCardView, GuidesView, GuideView
from antiphon.desktop.contract import Stage
from antiphon.interactions.record import Interaction, State
from antiphon.interactions.wrap_up_forms import WrapUpForm
from antiphon.kernel.ids import AgentId, DispositionId, InteractionId, QueueId
from antiphon.routing.line import Offer
from antiphon.telephony.engine import PhoneKind

OFFER_ACTIONS = ("accept", "decline")
ACTIONS = {
    State.CONNECTING: ("recover_audio", "save_wrap_up"),
    State.DIALLING: ("hang_up", "save_wrap_up"),
    State.TALKING: ("hold", "hang_up", "send_digits", "recover_audio", "save_wrap_up"),
    State.HELD: ("resume", "hang_up", "recover_audio", "save_wrap_up"),
    State.SUSPENDED: ("hang_up", "recover_audio", "save_wrap_up"),
    State.WRAP_UP: ("save_wrap_up", "finish"),
}


class Named(msgspec.Struct, frozen=True):
    """A thing with its name."""

    id: str
    name: str


class CustomerView(msgspec.Struct, frozen=True):
    """Who is outside."""

    number: str
    name: str


class DataItem(msgspec.Struct, frozen=True):
    """A piece of attached data, and what people read for it."""

    key: str
    value: str
    name: str
    meaning: str


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What the agent may choose to be; `name` is that of an administrator's reason code."""

    presence: Presence
    reason_id: str | None = None
    name: str | None = None


class PhoneView(msgspec.Struct, frozen=True, kw_only=True):
    """The agent's phone."""

    kind: PhoneKind
    is_reachable: bool


class MeView(msgspec.Struct, frozen=True, kw_only=True):
    """The agent's own state."""

    agent_id: str
    name: str
    presence: str
    state: str
    reason_id: str | None
    since: datetime
    choices: list[Choice]
    phone: PhoneView


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


class DispositionChoice(msgspec.Struct, frozen=True):
    """A result that may be chosen; `path` is what it stands under, from the top."""

    id: str
    name: str
    path: tuple[str, ...]


class WorkView(msgspec.Struct, frozen=True, kw_only=True):
    """An interaction in the agent's hands."""

    id: str
    channel: str
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
    history: list[PastView]
    leg_id: str | None
    actions: tuple[str, ...]


class DeskView:
    """Draws desks from the world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._guides = GuidesView(world)

    def draw(self, agent_id: AgentId) -> Iterator[tuple[tuple[str, str], msgspec.Struct]]:
        """All that this agent alone sees, by key."""
        agent = self._world.agents.find_agent(agent_id)
        live = self._world.agents.live.get(agent_id)
        if agent is None or live is None:
            return
        yield ("me", "me"), self._me(agent, live)
        for interaction_id in live.work:
            interaction = self._world.interactions.open.get(interaction_id)
            offer = self._world.routing.find_offer(interaction_id)
            if interaction is None:
                continue
            if offer is not None and offer.agent_id == agent_id:
                yield ("offer", offer.id), self._offer(offer, interaction)
            elif interaction.agent_id == agent_id:
                yield ("work", interaction.id), self._work(interaction, agent_id)

    def queue_named(self, queue_id: QueueId | None) -> Named | None:
        """A queue with its name; one that was removed meanwhile shows its id."""
        if queue_id is None:
            return None
        queue = self._world.routing.queues.find(queue_id)
        return Named(queue_id, queue.name if queue else queue_id)

    def _me(self, agent: Agent, live: AgentLive) -> MeView:
        return MeView(
            agent_id=agent.id,
            name=agent.name,
            presence=live.presence,
            state=live.state,
            reason_id=live.reason_id,
            since=live.since,
            choices=list(self._choices(live)),
            phone=PhoneView(kind=agent.phone_kind, is_reachable=live.is_phone_reachable),
        )

    def _choices(self, live: AgentLive) -> Iterator[Choice]:
        for presence in Presence:
            if presence not in choices_of(live):
                continue
            if presence is Presence.NOT_READY:
                if live.presence is Presence.OFFLINE:
                    yield Choice(presence=presence, reason_id=SystemReason.SIGNED_IN)
                for reason in self._world.agents.reasons:
                    if live.presence is not presence or live.reason_id != reason.id:
                        yield Choice(presence=presence, reason_id=reason.id, name=reason.name)
            elif presence is not Presence.OFFLINE or not live.work:
                yield Choice(presence=presence)

    def _offer(self, offer: Offer, interaction: Interaction) -> OfferView:
        return OfferView(
            id=offer.id,
            interaction_id=interaction.id,
            channel=interaction.channel,
            queue=self.queue_named(offer.queue_id) or Named(offer.queue_id, offer.queue_id),
            customer=self._guides.customer(interaction),
            guide=self._guides.draw(interaction, offer.agent_id, Stage.OFFER),
            language=interaction.language,
            data=_data(interaction),
            arrived_at=interaction.arrived_at,
            offered_at=offer.made_at,
            expires_at=offer.expires_at,
            history=self._history(interaction),
        )

    def _work(self, interaction: Interaction, agent_id: AgentId) -> WorkView:
        stage = Stage.WRAP_UP if interaction.state is State.WRAP_UP else Stage.CONVERSATION
        tree = self._world.interactions.dispositions
        return WorkView(
            id=interaction.id,
            channel=interaction.channel,
            state=interaction.state,
            customer=self._guides.customer(interaction),
            guide=self._guides.draw(interaction, agent_id, stage),
            queue=self.queue_named(interaction.queue_id),
            language=interaction.language,
            data=_data(interaction),
            arrived_at=interaction.arrived_at,
            connected_at=interaction.connected_at,
            since=interaction.since or interaction.arrived_at,
            ends_by=interaction.deadline_at,
            disposition_id=interaction.disposition_id,
            note=interaction.note,
            dispositions=[
                DispositionChoice(one.id, one.name, tree.path_of(one.parent_id))
                for one in tree.choices_for(interaction.queue_id)
            ],
            form=self._world.interactions.wrap_up_forms.form_for(interaction.queue_id),
            answers={answer.key: answer.value for answer in interaction.answers},
            history=self._history(interaction),
            leg_id=self._leg(interaction.id),
            actions=self._actions(interaction),
        )

    def _actions(self, interaction: Interaction) -> tuple[str, ...]:
        actions = ACTIONS.get(interaction.state, ())
        queue = self._world.routing.queues.find(interaction.queue_id)
        most = queue.wrap_up_extensions if queue is not None else 0
        if interaction.state is State.WRAP_UP and interaction.wrap_up_extensions < most:
            actions = (*actions, "extend_wrap_up")
        if interaction.customer_id is None and interaction.state is not State.CONNECTING:
            actions = (*actions, "add_customer")
        return (*actions, "choose_customer")

    def _leg(self, interaction_id: InteractionId) -> str | None:
        call = self._world.calls.calls.get(interaction_id)
        return call.agent_leg if call is not None else None

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
        return " › ".join(self._world.interactions.dispositions.path_of(disposition_id)) or None


def customer_of(interaction: Interaction) -> CustomerView:
    """Who is outside."""
    return CustomerView(interaction.customer_number, interaction.customer_name)


def _data(interaction: Interaction) -> list[DataItem]:
    return [DataItem(*item) for item in interaction.list_data()]

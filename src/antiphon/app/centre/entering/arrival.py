"""From the engine's reports to the queue: a call arrives, goes through its flow, and waits.

`hear` turns what the telephone engine reports into events. Decisions and reactions look at the
world and give events; they change nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from antiphon.agents.contract import ReportPhone
from antiphon.app.centre.entering import admission, visitor_calls
from antiphon.app.centre.talking import agent_lines, flow_return, legs, outside_phones
from antiphon.app.centre.talking.targets import sent_outside
from antiphon.app.centre.waiting import waiting_room
from antiphon.app.centre.waiting.call_back_wishes import instead_of_flow
from antiphon.app.centre.waiting.greeting import greeted
from antiphon.app.centre.waiting.place_in_line import in_line
from antiphon.app.centre.waiting.voicemail import put_into_box
from antiphon.app.centre.world import World
from antiphon.flows.contract import FlowMoved, TimeOutFlow
from antiphon.flows.graph import LANGUAGE_KEY, Flow, Text, with_notice
from antiphon.flows.run import (
    CallOutside,
    EnterQueue,
    GoBack,
    HangUp,
    Move,
    PromiseCallBack,
    SetData,
)
from antiphon.interactions.contract import (
    Channel,
    EndedBy,
    InteractionArrived,
    InteractionClosed,
    InteractionDataSet,
    InteractionDequeued,
    InteractionLanguageSet,
    InteractionQueued,
    MessageLeft,
    Outcome,
)
from antiphon.interactions.deadlines import Overflow
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import State
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId
from antiphon.routing.admission.contract import (
    InteractionAdmitted,
    InteractionRefused,
    Terms,
)
from antiphon.routing.contract import (
    Queue,
    QueueFoundClosed,
    WithdrawReason,
)
from antiphon.routing.preference import preferred_agent, preferred_team
from antiphon.telephony.agent_lines import is_line
from antiphon.telephony.contract import HearEngine, agent_of
from antiphon.telephony.engine import (
    DigitPressed,
    LegAnswered,
    LegArrived,
    LegEnded,
    PhoneChanged,
    PlaybackEnded,
    RecordingEnded,
)
from antiphon.telephony.leg_ids import interaction_of


def hear(world: World, command: HearEngine, now: datetime) -> Iterable[Event]:
    """Decide about a report of the telephone engine; what is known already changes nothing."""
    match command.event:
        case LegArrived():
            return _arrive(world, command.event, now, command)
        case LegAnswered() as event:
            return legs.answered(world, event, now)
        case LegEnded() as event:
            return legs.ended(world, event, now)
        case DigitPressed() | PlaybackEnded() | RecordingEnded() as event:
            return _hear_on_leg(world, event, now)
        case PhoneChanged() as event:
            return _phone_changed(world, event, now)
        case _:
            return []


def _phone_changed(world: World, event: PhoneChanged, now: datetime) -> Iterable[Event]:
    agent_id = agent_of(event.phone)
    if agent_id is None:
        return []
    report = ReportPhone(agent_id=agent_id, is_reachable=event.is_reachable)
    return world.agents.report_phone(report, now)


def _hear_on_leg(
    world: World, event: DigitPressed | PlaybackEnded | RecordingEnded, now: datetime
) -> Iterable[Event]:
    if is_line(event.leg):
        return agent_lines.pressed(world, event, now) if isinstance(event, DigitPressed) else []
    phone = outside_phones.find_phone(world, event.leg)
    if phone is not None:
        return outside_phones.heard(event, phone, now)
    return _hear_in_flow(world, event, now)


def _hear_in_flow(
    world: World, event: DigitPressed | PlaybackEnded | RecordingEnded, now: datetime
) -> Iterable[Event]:
    interaction_id = interaction_of(event.leg)
    interaction = world.interactions.open.get(interaction_id)
    if isinstance(event, DigitPressed) and interaction_id in world.routing.waiting:
        return waiting_room.pressed(world, interaction_id, event.digit, now)
    if interaction is None or interaction.state not in {State.FLOW, State.IN_FLOW}:
        # A late report about what was said before must not move the flow under an agent's call.
        return []
    match event:
        case DigitPressed() if event.leg != world.calls.customer_leg(interaction_id):
            return []  # an agent who waits for the flow presses keys
        case DigitPressed(digit=digit):
            return moved(world, interaction_id, world.flows.digit(interaction_id, digit, now), now)
        case PlaybackEnded(playback=playback):
            return _playback_ended(world, playback, now)
        case RecordingEnded():
            return _recording_ended(world, event, now)


def _arrive(world: World, event: LegArrived, now: datetime, command: HearEngine) -> Iterator[Event]:
    interaction_id = InteractionId(event.leg)
    if world.calls.is_known(interaction_id):
        return
    at = min(event.at, now)
    if visitor_calls.is_visitor(event):
        arrived = visitor_calls.arrived(world, interaction_id, event, at)
    else:
        number, name = _caller(world, event)
        arrived = arrival_of(world, interaction_id, event.dialled, number, name=name, at=at)
    yield arrived
    yield from visitor_calls.called(world, arrived, event, now)
    lag_ms = command.lag_ms
    if lag_ms is not None:
        # The engine's clock is ours: what a report took to reach us is lag too.
        lag_ms = max(lag_ms, int((now - arrived.at).total_seconds() * 1000))
    yield from admission.decide(
        world, arrived, now, lag_ms=lag_ms, is_overloaded=command.is_overloaded
    )


def arrival_of(
    world: World,
    interaction_id: InteractionId,
    dialled: str,
    number: str,
    *,
    name: str,
    at: datetime,
) -> InteractionArrived:
    """A call to a dialled number: its entry point, and the customer with the calling number."""
    entry_point = world.entry_points.find_dialled(dialled)
    customer = world.customers.find_by_number(number)
    language = entry_point.language if entry_point is not None else "en"
    return InteractionArrived(
        at=at,
        interaction_id=interaction_id,
        channel=Channel.VOICE,
        entry_point_id=entry_point.id if entry_point else None,
        dialled=dialled,
        customer_number=number,
        customer_id=customer.id if customer is not None else None,
        customer_name=customer.name if customer is not None else name,
        language=language if customer is None else customer.language or language,
    )


def _caller(world: World, event: LegArrived) -> tuple[str, str]:
    """Number and name of the calling party; our own phones call as the agents whose they are."""
    agent_id = agent_of(event.phone) if event.phone is not None else None
    if agent_id is None:
        return event.caller_number, event.caller_name
    agent = world.agents.find_agent(agent_id)
    return (agent.extension, agent.name) if agent is not None else ("", "")


def after_decision(
    world: World, event: InteractionAdmitted | InteractionRefused
) -> Iterable[Event]:
    """Who comes in enters a flow; who is turned away may hear why."""
    interaction = world.interactions.open.get(event.interaction_id)
    if interaction is None or event.entry_point_id is None:
        return []
    terms = world.admission.terms_of(event.interaction_id)
    own = flow = admission.own_flow(event)
    if flow is None:
        point = world.entry_points.points.get(event.entry_point_id)
        flow = world.flows.flows.get(terms.flow_id or point.flow_id)
    move = world.flows.begin(with_notice(flow, terms.notice), interaction.language, event.at)
    return moved(world, event.interaction_id, move, event.at, own_flow=own, notice=terms.notice)


def moved(
    world: World,
    interaction_id: InteractionId,
    move: Move | None,
    now: datetime,
    *,
    own_flow: Flow | None = None,
    notice: Text | None = None,
) -> Iterator[Event]:
    """A move in the flow, and what it means for the interaction."""
    if move is None:
        return
    move = greeted(world, interaction_id, move, own_flow)
    yield FlowMoved(
        at=now,
        interaction_id=interaction_id,
        run=move.run,
        actions=move.actions,
        own_flow=own_flow,
        notice=notice or None,
    )
    yield from flow_return.gone_on(world, interaction_id, move, now)
    for action in move.actions:
        match action:
            case SetData(key=key, value=value) if key == LANGUAGE_KEY:
                yield InteractionLanguageSet(at=now, interaction_id=interaction_id, language=value)
            case SetData():
                yield InteractionDataSet(
                    at=now,
                    interaction_id=interaction_id,
                    key=action.key,
                    value=action.value,
                    name=action.name,
                    meaning=action.meaning,
                )
            case EnterQueue():
                yield _queued(world, interaction_id, action, now)
            case PromiseCallBack(queue_id=queue_id):
                language = move.run.language
                yield from instead_of_flow(world, interaction_id, queue_id, now, language=language)
            case CallOutside(number=number):
                yield from sent_outside(world, interaction_id, number, now)
            case GoBack() | HangUp():
                yield from flow_return.ended(world, interaction_id, action, now)
            case _:
                pass


def _queued(
    world: World, interaction_id: InteractionId, action: EnterQueue, now: datetime
) -> Event:
    queue = world.routing.queues.find(action.queue_id)
    if queue is None:
        return InteractionClosed(
            at=now,
            interaction_id=interaction_id,
            outcome=Outcome.FAILED,
            ended_by=EndedBy.SYSTEM,
            reason="queue_missing",
        )
    if not world.is_open(queue, now):
        return QueueFoundClosed(at=now, interaction_id=interaction_id, queue_id=queue.id)
    interaction = world.interactions.open[interaction_id]
    terms = world.admission.terms_of(interaction_id)
    return queue_entry(world, interaction, terms=terms, queue=queue, action=action, now=now)


def queue_entry(
    world: World,
    interaction: Interaction,
    *,
    terms: Terms,
    queue: Queue,
    action: EnterQueue,
    now: datetime,
) -> InteractionQueued:
    """What an interaction asks for in a queue: by its flow, its queue, its customer, its rules."""
    overflow = action.overflow_s
    by_arrival = interaction.arrived_at - timedelta(seconds=terms.head_start_s)
    priority = queue.priority if action.priority is None else action.priority
    kept_for = preferred_agent(
        world.agents,
        queue,
        asked=terms.preferred_agent_id,
        own=world.customers.own_agent_of(interaction.customer_id),
        last=world.routing.association.last_agent_of(interaction.id),
    )
    return in_line(
        world,
        interaction,
        now,
        queue_id=queue.id,
        skills={**queue.required_skills, **action.skills, **terms.skills},
        priority=priority if terms.priority is None else terms.priority,
        # Who waited before has a place: of one who is called back it is older than the call.
        order_at=interaction.order_at or by_arrival,
        announce_position=action.announce_position,
        overflow_at=None if overflow is None else now + timedelta(seconds=overflow),
        preferred_agent_id=kept_for,
        # Who is kept for one agent is not kept for a team.
        preferred_team_id=preferred_team(world.agents, queue) if kept_for is None else None,
    )


def _playback_ended(world: World, playback: str, now: datetime) -> Iterable[Event]:
    """A flow's playback is called after its call and turn; others need no decision."""
    head, _, turn = playback.rpartition(".p")
    if not head or not turn.isdigit():
        return []
    interaction_id = InteractionId(head)
    progress = world.flows.progress.get(interaction_id)
    if progress is None or progress.run.turn != int(turn):
        return []
    return moved(world, interaction_id, world.flows.finished(interaction_id, int(turn), now), now)


def _recording_ended(world: World, event: RecordingEnded, now: datetime) -> Iterable[Event]:
    interaction_id = interaction_of(event.leg)
    progress = world.flows.progress.get(interaction_id)
    if progress is None or event.recording != f"{interaction_id}.m{progress.run.turn}":
        return
    if not event.is_failed:
        left = MessageLeft(
            at=now,
            interaction_id=interaction_id,
            recording_id=event.recording,
            seconds=event.seconds,
        )
        yield left
        # The interaction may end with it.
        yield put_into_box(world, left)
    move = world.flows.finished(interaction_id, progress.run.turn, now)
    yield from moved(world, interaction_id, move, now)


def time_out_flow(world: World, command: TimeOutFlow, now: datetime) -> Iterable[Event]:
    """What the flow waited for took too long."""
    move = world.flows.finished(command.interaction_id, command.turn, now)
    return moved(world, command.interaction_id, move, now)


def overflow(world: World, command: Overflow, now: datetime) -> Iterable[Event]:
    """The customer waited long enough: the flow says what comes next, unless an agent is near."""
    progress = world.flows.progress.get(command.interaction_id)
    interaction = world.interactions.open.get(command.interaction_id)
    if progress is None or interaction is None or interaction.state is not State.WAITING:
        return
    yield from world.routing.offers.withdraw(command.interaction_id, WithdrawReason.OVERFLOWED, now)
    yield InteractionDequeued(at=now, interaction_id=command.interaction_id)
    move = world.flows.finished(command.interaction_id, progress.run.turn, now)
    yield from moved(world, command.interaction_id, move, now)

"""Where would this call go now, and why? The deciders themselves are asked; nothing changes."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from antiphon.agents.contract import Agent
from antiphon.app.centre.entering import admission, arrival
from antiphon.app.centre.waiting.greeting import with_greeting
from antiphon.app.centre.world import World
from antiphon.flows import domain as flows
from antiphon.flows.graph import Flow, MenuStep, VoicemailStep, with_notice
from antiphon.flows.run import EnterQueue, Move, Say, Waiting
from antiphon.interactions.contract import InteractionQueued
from antiphon.interactions.record import Interaction, arrived
from antiphon.kernel.ids import InteractionId
from antiphon.routing.admission.domain import Verdict
from antiphon.routing.admission.dry_run import Candidate, Trial, TrialQueue, TrialStep
from antiphon.routing.demand import profile_of
from antiphon.routing.line import begun
from antiphon.routing.scoring import satisfies

# The id of no interaction: legs are never called so.
TRIAL = InteractionId("trial")
MOST_STOPS = 50
_ENDS = {
    Waiting.CALL_BACK: "call_back",
    Waiting.OUTSIDE: "outside",
    Waiting.NOTHING: "ended",
}


def attempt(
    world: World, dialled: str, number: str, at: datetime, *, keys: str, is_now: bool = True
) -> Trial:
    """Try a call to `dialled` from `number`; `keys` are pressed at its menus, one each."""
    call = arrival.arrival_of(world, TRIAL, dialled, number, name="", at=at)
    asked, verdict = admission.judge(world, call, at, lag_ms=0, is_overloaded=False)
    point = world.entry_points.points.find(call.entry_point_id)
    customer = world.customers.customers.find(call.customer_id)
    interaction = arrived(call)
    interaction.language = verdict.terms.language or call.language
    stops, outcome, queue = _walk(world, interaction, verdict, at, keys)
    if queue is not None and not is_now:
        # How fast the queue is served at another time nobody knows.
        queue = msgspec.structs.replace(queue, expected_wait_low_s=None, expected_wait_high_s=None)
    if verdict.refusal is not None:
        outcome = "refused"
    return Trial(
        at=at,
        dialled=dialled,
        number=asked.number,
        country=asked.country,
        is_anonymous=not asked.number,
        entry_point=point.name if point is not None else None,
        customer=customer.name if customer is not None else None,
        vip_level=customer.vip_level if customer is not None else 0,
        language=interaction.language,
        rules_version=verdict.rules_version,
        trail=verdict.trail,
        steps=tuple(stops),
        outcome=outcome,
        reason=verdict.refusal.reason if verdict.refusal is not None else None,
        queue=queue,
    )


def _walk(
    world: World, interaction: Interaction, verdict: Verdict, at: datetime, keys: str
) -> tuple[list[TrialStep], str, TrialQueue | None]:
    """The stops of the call in its flow, how that ended, and the queue it came to."""
    flow = _flow_of(world, interaction, verdict)
    if flow is None:
        return [], "ended", None
    hours = world.flows.hours_by_id()
    move = flows.begin(flow, language=interaction.language, now=at, hours=hours)
    stops: list[TrialStep] = []
    pressed = iter(keys)
    for _ in range(MOST_STOPS):
        run = move.run
        interaction.language = run.language
        match run.waiting:
            case Waiting.QUEUE:
                entry = _queue(world, interaction, verdict, move, at)
                return stops, "closed" if entry is None else "queued", entry
            case Waiting.CALL_BACK | Waiting.OUTSIDE | Waiting.NOTHING:
                return stops, _ENDS[run.waiting], None
            case _:
                told = with_greeting(world, move, flow, interaction.queue_id)
                stops.append(_stop(flow, told))
        if run.waiting in {Waiting.VOICEMAIL_TEXT, Waiting.MESSAGE}:
            return stops, "voicemail", None
        if isinstance(flow.steps.get(run.step), MenuStep):
            key = next(pressed, None)
            if key is None:
                return stops, "menu", None
            move = flows.digit(run, flow, key, now=at, hours=hours)
        else:
            move = flows.said(run, flow, turn=run.turn, now=at, hours=hours)
    return stops, "ended", None


def _flow_of(world: World, call: Interaction, verdict: Verdict) -> Flow | None:
    flow = admission.own_flow(verdict)
    if flow is None:
        point = world.entry_points.points.find(call.entry_point_id)
        flow = world.flows.flows.find(
            verdict.terms.flow_id or (point.flow_id if point is not None else None)
        )
    if flow is None or verdict.refusal is not None:
        return flow
    return with_notice(flow, verdict.terms.notice)


def _stop(flow: Flow, move: Move) -> TrialStep:
    step = flow.steps[move.run.step]
    said = next((action for action in move.actions if isinstance(action, Say)), None)
    choices = tuple(step.choices) if isinstance(step, MenuStep) else ()
    kind = "voicemail" if isinstance(step, VoicemailStep) else ("menu" if choices else "say")
    heard = " ".join(text.text for text in said.texts) if said is not None else ""
    return TrialStep(step=move.run.step, kind=kind, heard=heard, choices=choices)


def _queue(
    world: World, call: Interaction, verdict: Verdict, move: Move, at: datetime
) -> TrialQueue | None:
    entry = next(action for action in move.actions if isinstance(action, EnterQueue))
    queue = world.routing.queues.find(entry.queue_id)
    if queue is None or not world.is_open(queue, at):
        return None
    queued = arrival.queue_entry(
        world, call, terms=verdict.terms, queue=queue, action=entry, now=at
    )
    own_start = int((call.arrived_at - queued.order_at).total_seconds())
    waiting = begun(queue, queued)
    others = [one for one in world.routing.waiting.values() if one.queue_id == queue.id]
    preferred = world.agents.find_agent(waiting.keep_for) if waiting.keep_for else None
    position = 1 + sum(one.rank < waiting.rank for one in others)
    candidates = sorted(
        _candidates(world, queued), key=lambda one: (not one.is_able, not one.is_free, one.name)
    )
    wait = None
    if not any(one.is_able and one.is_free for one in candidates):
        wait = world.waits.ask(queue.id, position - 1, at)
    said = wait.rounded() if wait is not None else None
    return TrialQueue(
        queue=queue.name,
        position=position,
        waiting=len(others),
        priority=queued.priority,
        head_start_s=waiting.head_start_s + own_start,
        vip_level=queued.vip_level,
        preferred_agent=preferred.name if preferred is not None else None,
        expected_wait_low_s=int(said.low_s) if said is not None else None,
        expected_wait_high_s=int(said.high_s) if said is not None else None,
        candidates=tuple(candidates),
    )


def _candidates(world: World, queued: InteractionQueued) -> Iterator[Candidate]:
    queue = world.routing.queues.get(queued.queue_id)
    demand = begun(queue, queued).demand
    for agent in world.agents.profiles:
        if queue.id in agent.queues:
            yield Candidate(
                agent_id=agent.id,
                name=agent.name,
                state=world.agents.live[agent.id].state,
                is_able=satisfies(profile_of(agent, {queued.channel}), demand),
                is_free=world.agents.find_idle_since(agent.id) is not None,
                missing=tuple(_missing(world, agent, queued)),
            )


def _missing(world: World, agent: Agent, queued: InteractionQueued) -> Iterator[str]:
    for skill_id, level in queued.skills.items():
        if agent.skills.get(skill_id, 0) < level:
            skill = world.agents.skills.find(skill_id)
            yield f"{skill.name if skill is not None else skill_id} {level}"

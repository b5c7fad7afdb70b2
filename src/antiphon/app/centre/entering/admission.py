"""A call asks to come in: what admission is told of it, and what its answer means. Pure.

`decide` gives the events of the answer; `own_flow` is what a call goes through that a rule sends to
a queue, or that is told why it is turned away.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from antiphon.app.centre.world import World
from antiphon.customers.numbers import area_code_of, country_of
from antiphon.flows.graph import LANGUAGES, Flow, HangUpStep, QueueStep, SayStep
from antiphon.flows.hours import is_open
from antiphon.interactions.contract import (
    EndedBy,
    InteractionArrived,
    InteractionClosed,
    InteractionDataSet,
    InteractionLanguageSet,
    Outcome,
)
from antiphon.kernel.events import Event
from antiphon.kernel.ids import FlowId, InteractionId, QueueId
from antiphon.kernel.telephone_number import normalise
from antiphon.routing.admission.changes import Known
from antiphon.routing.admission.contract import (
    InteractionAdmitted,
    InteractionRefused,
    Refusal,
    Result,
    Trace,
)
from antiphon.routing.admission.domain import Asked, Facts, Verdict

OWN_FLOW = FlowId("admission")
_LONGEST_DIGITS = 40


def digits_of(number: str) -> str:
    """What stands for a caller whose number is none of the public network; empty: anonymous."""
    digits = "".join(c for c in number if c.isascii() and c.isdigit())
    return digits[:_LONGEST_DIGITS]


def known_ids(world: World) -> Known:
    """What rules and limits may name."""
    return Known(
        queues=world.routing.queues.items,
        flows=world.flows.flows.items,
        skills=world.agents.skills.items,
        agents=world.agents.profiles.items,
        entry_points=world.entry_points.points.items,
        languages=LANGUAGES,
    )


def judge(
    world: World,
    arrived: InteractionArrived,
    now: datetime,
    *,
    lag_ms: int | None,
    is_overloaded: bool,
) -> tuple[Asked, Verdict]:
    """What is known of the call, and what admission says to it; changes nothing."""
    number = normalise(arrived.customer_number, world.region) or digits_of(arrived.customer_number)
    asked = Asked(
        entry_point_id=arrived.entry_point_id,
        number=number,
        country=country_of(arrived.customer_number, world.region),
        lag_ms=lag_ms,
        is_overloaded=is_overloaded,
    )
    verdict = world.admission.decide(asked, _facts(world, arrived, asked, now), now)
    return asked, _with_ways(world, arrived, verdict)


def _with_ways(world: World, arrived: InteractionArrived, verdict: Verdict) -> Verdict:
    """A way that was removed after its rule was saved is none; a call with no way is refused."""
    terms, trail = verdict.terms, verdict.trail
    if terms.queue_id is not None and terms.queue_id not in world.routing.queues:
        trail = (*trail, Trace(step="queue", result=Result.FAILED, detail=terms.queue_id))
        terms = replace(terms, queue_id=None)
    if terms.flow_id is not None and terms.flow_id not in world.flows.flows:
        trail = (*trail, Trace(step="flow", result=Result.FAILED, detail=terms.flow_id))
        terms = replace(terms, flow_id=None)
    refusal = verdict.refusal
    point = world.entry_points.points.find(arrived.entry_point_id)
    is_lost = (
        terms.queue_id is None
        and terms.flow_id is None
        and point is not None
        and point.flow_id not in world.flows.flows
    )
    if refusal is None and is_lost:
        refusal = Refusal(reason="flow_missing")
        trail = (*trail, Trace(step="flow", result=Result.REFUSED))
    return replace(verdict, terms=terms, trail=trail, refusal=refusal)


def decide(
    world: World,
    arrived: InteractionArrived,
    now: datetime,
    *,
    lag_ms: int | None,
    is_overloaded: bool,
) -> Iterator[Event]:
    """The answer to a call, as events."""
    asked, verdict = judge(world, arrived, now, lag_ms=lag_ms, is_overloaded=is_overloaded)
    told = tuple(trace for trace in verdict.trail if trace.result is not Result.PASSED)
    refusal = verdict.refusal
    if refusal is None:
        yield InteractionAdmitted(
            at=now,
            interaction_id=arrived.interaction_id,
            entry_point_id=arrived.entry_point_id,
            number=asked.number,
            rules_version=verdict.rules_version,
            trail=told,
            rule=verdict.rule,
            terms=verdict.terms,
            lag_ms=lag_ms or 0,
        )
        yield from _set_data(arrived, verdict, now)
        return
    yield InteractionRefused(
        at=now,
        interaction_id=arrived.interaction_id,
        entry_point_id=arrived.entry_point_id,
        number=asked.number,
        rules_version=verdict.rules_version,
        trail=told,
        rule=verdict.rule,
        reason=refusal.reason,
        text=refusal.text,
        is_busy=refusal.is_busy,
    )
    if not any(refusal.text.values()):
        yield turned_away(arrived.interaction_id, refusal.reason, EndedBy.SYSTEM, now)


def turned_away(
    interaction_id: InteractionId, reason: str, ended_by: EndedBy, now: datetime
) -> InteractionClosed:
    """The end of an interaction that did not come in."""
    return InteractionClosed(
        at=now,
        interaction_id=interaction_id,
        outcome=Outcome.REFUSED,
        ended_by=ended_by,
        reason=reason,
    )


def _set_data(arrived: InteractionArrived, verdict: Verdict, now: datetime) -> Iterator[Event]:
    language = verdict.terms.language
    if language is not None and language != arrived.language:
        yield InteractionLanguageSet(
            at=now, interaction_id=arrived.interaction_id, language=language
        )
    for key, value in verdict.terms.data.items():
        yield InteractionDataSet(
            at=now, interaction_id=arrived.interaction_id, key=key, value=value
        )


def own_flow(verdict: Verdict | InteractionRefused | InteractionAdmitted) -> Flow | None:
    """What a call alone goes through: why it is turned away, or the queue a rule chose."""
    match verdict:
        case InteractionRefused(text=text) | Verdict(refusal=Refusal(text=text)):
            return _flow(say=SayStep(text=text, next="end"), end=HangUpStep())
        case InteractionAdmitted(terms=terms) | Verdict(terms=terms):
            return queue_flow(terms.queue_id) if terms.queue_id is not None else None


def queue_flow(queue_id: QueueId) -> Flow:
    """Straight to a queue."""
    return _flow(wait=QueueStep(queue_id=queue_id, announce_position=True))


def _flow(**steps: SayStep | HangUpStep | QueueStep) -> Flow:
    return Flow(id=OWN_FLOW, name="Admission", start=next(iter(steps)), steps=dict(steps))


def _facts(world: World, arrived: InteractionArrived, asked: Asked, now: datetime) -> Facts:
    """Gives the values of the variables that are asked for; most centres ask for none."""
    return lambda names: _values(world, arrived, asked, now, names)


def _values(
    world: World, arrived: InteractionArrived, asked: Asked, now: datetime, names: frozenset[str]
) -> dict[str, Any]:
    local = now.astimezone(world.zone)
    customer = world.customers.customers.find(arrived.customer_id)
    point = world.entry_points.points.find(arrived.entry_point_id)
    span = timedelta(seconds=world.admission.policy.in_force(now)[1].repeat_within_s)
    makers: dict[str, Callable[[], Any]] = {
        "interaction.dialled": lambda: arrived.dialled,
        "interaction.entry_point": lambda: point.name if point is not None else "",
        "interaction.channel": lambda: str(arrived.channel),
        "interaction.caller_number": lambda: asked.number,
        "interaction.country": lambda: asked.country,
        "interaction.area_code": lambda: area_code_of(arrived.customer_number, world.region),
        "interaction.is_anonymous": lambda: not asked.number,
        "interaction.language": lambda: arrived.language,
        "interaction.recent_calls": lambda: world.admission.arrivals.count(asked.number, span, now),
        "customer.is_known": lambda: customer is not None,
        "customer.name": lambda: customer.name if customer is not None else "",
        "customer.vip_level": lambda: customer.vip_level if customer is not None else 0,
        "customer.segment": lambda: customer.segment if customer is not None else "",
        "customer.language": lambda: (customer.language or "") if customer is not None else "",
        "queue.waiting": lambda: _waiting(world),
        "queue.longest_wait_s": lambda: _longest_waits(world, now),
        "queue.free_agents": lambda: _free_agents(world),
        "hours.open": lambda: {hours.name: is_open(hours, now) for hours in world.flows.hours},
        "time.now": lambda: now,
        "time.hour": lambda: local.hour,
        "time.weekday": local.isoweekday,
    }
    return {name: makers[name]() for name in names}


def _by_name(world: World, counts: Counter[QueueId]) -> dict[str, int]:
    return {queue.name: counts[queue.id] for queue in world.routing.queues}


def _waiting(world: World) -> dict[str, int]:
    return _by_name(world, Counter(world.routing.in_line))


def _longest_waits(world: World, now: datetime) -> dict[str, int]:
    longest: Counter[QueueId] = Counter()
    for one in world.routing.waiting.values():
        seconds = int((now - one.since).total_seconds())
        longest[one.queue_id] = max(longest[one.queue_id], seconds)
    return _by_name(world, longest)


def _free_agents(world: World) -> dict[str, int]:
    free: Counter[QueueId] = Counter()
    for agent in world.agents.profiles:
        if world.agents.find_idle_since(agent.id) is not None:
            free.update(agent.queues)
    return _by_name(world, free)

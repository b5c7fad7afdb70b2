"""A centre that theory knows: Poisson arrivals, exponential talks and patience, equal agents."""

import random
from datetime import timedelta

from tests.support.waiting_customers import queues

from antiphon.agents.contract import Agent, Presence
from antiphon.kernel.ids import AgentId, InteractionId, QueueId
from antiphon.routing.contract import Queue
from antiphon.simulation.virtual_time import MORNING
from antiphon.simulation.what_if.day import Contact, RecordedDay, Shift, Spans
from antiphon.simulation.what_if.patience import Wait

SALES = QueueId("sales")


def erlang_a(
    arrivals_per_s: float, talk_s: float, patience_s: float, agents: int
) -> tuple[float, float]:
    """The share who give up, and the mean wait in seconds of all, in the long run."""
    weight, weights = 1.0, [1.0]
    for present in range(1, agents * 20 + 200):
        leaving = min(present, agents) / talk_s + max(0, present - agents) / patience_s
        weight *= arrivals_per_s / leaving
        weights.append(weight)
    total = sum(weights)
    waiting = sum(max(0, n - agents) * w for n, w in enumerate(weights)) / total
    return waiting / patience_s / arrivals_per_s, waiting / arrivals_per_s


def an_erlang_day(
    *,
    seed: int,
    per_hour: float,
    talk_s: float,
    patience_s: float,
    agents: int,
    hours: float,
    samples: int = 20_000,
) -> RecordedDay:
    """A recorded day of that centre, with many samples of its durations."""
    chance = random.Random(seed)
    day = RecordedDay(begins=MORNING, ends=MORNING + timedelta(hours=hours))
    day.queues[SALES] = Queue(id=SALES, name="Sales", service_level_s=20, short_abandon_s=0)
    for number in range(agents):
        agent = Agent(id=AgentId(f"a{number}"), name=f"a{number}", queues=(SALES,))
        day.agents[agent.id] = agent
        day.shifts.append(Shift(at=MORNING, agent_id=agent.id, is_reachable=True))
        day.shifts.append(Shift(at=MORNING, agent_id=agent.id, presence=Presence.READY))
    at = chance.expovariate(per_hour / 3600)
    while at < hours * 3600:
        when = MORNING + timedelta(seconds=at)
        request = queues(InteractionId(f"i{len(day.contacts)}"), SALES, when)
        day.contacts.append(Contact(at=when, request=request))
        at += chance.expovariate(per_hour / 3600)
    day.spans[SALES] = Spans(
        answer=[0.0],
        talk=[chance.expovariate(1 / talk_s) for _ in range(samples)],
        wrap_up=[0.0],
        # Each is seen up to a time that has nothing to do with it: most waits are censored.
        waits=[
            Wait(min(patience, seen), gave_up=patience <= seen)
            for patience, seen in (
                (chance.expovariate(1 / patience_s), chance.expovariate(1 / 60))
                for _ in range(samples)
            )
        ],
    )
    return day

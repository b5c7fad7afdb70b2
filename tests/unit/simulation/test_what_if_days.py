"""What-if: a centre that theory knows comes out as theory says, and changes have their effect."""

import random
from datetime import timedelta

import msgspec
import pytest
from tests.support.centre import SmallCentre
from tests.support.erlang import SALES, an_erlang_day, erlang_a
from tests.support.waiting_customers import CHANNELS, takes_up

from antiphon.agents.interruptions import SaveInterruptions
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, QueueId, SkillId
from antiphon.routing.contract import ServiceOrder
from antiphon.routing.queue_rules import check_queue
from antiphon.simulation.what_if.day import Contact, Reader
from antiphon.simulation.what_if.figures import Figures, interval_of
from antiphon.simulation.what_if.patience import Patience, Wait, kaplan_meier
from antiphon.simulation.what_if.plan import (
    AgentChange,
    MoreAgents,
    Plan,
    PlanUnfit,
    QueueChange,
    planned,
)
from antiphon.simulation.what_if.reproduction import Reproducer, Reproduction
from antiphon.simulation.what_if.run import Day

pytestmark = pytest.mark.unit

CENTRE = {"per_hour": 240.0, "talk_s": 180.0, "patience_s": 120.0, "agents": 12}


def lived(seed: int, plan: Plan | None = None, *, hours: float = 4.0) -> Figures:
    recorded = an_erlang_day(seed=seed, hours=hours, samples=4_000, **CENTRE)  # type: ignore[arg-type]
    plan = plan or Plan()
    return Day(planned(recorded, plan), plan, seed).live()[None]


def test_a_day_of_equal_agents_agrees_with_erlang_a() -> None:
    giving_up, waiting = erlang_a(240 / 3600, 180, 120, 12)
    days = [lived(seed, hours=6) for seed in range(12)]
    share = interval_of([day.abandoned / day.offered for day in days])
    # The interval holds nineteen times of twenty; the seeds are fixed, so it holds here always.
    assert abs(share.mean - giving_up) <= share.within, (share, giving_up)
    mean = interval_of([day.mean_wait_s for day in days])
    assert 0 < mean.mean < 2 * waiting


def test_one_more_agent_shortens_waits_and_a_seed_says_the_same_twice() -> None:
    before, again = lived(1), lived(1)
    assert before == again
    more = Plan(more=(MoreAgents(like=AgentId("a0"), count=3),))
    after = lived(1, more)
    assert after.offered == before.offered
    assert after.mean_wait_s < before.mean_wait_s
    assert after.service_level > before.service_level
    assert after.occupancy < before.occupancy


def test_twice_the_callers_come_with_factor_two() -> None:
    assert lived(2, Plan(arrivals=2.0)).offered == 2 * lived(2).offered


def test_another_queue_asks_for_its_own_skills_beside_those_of_the_flow() -> None:
    tea, cups, yue = SkillId("tea"), SkillId("cups"), SkillId("yue")
    recorded = an_erlang_day(seed=1, hours=0.5, samples=10, **CENTRE)  # type: ignore[arg-type]
    queue = msgspec.structs.replace(recorded.queues[SALES], required_skills={tea: 3})
    recorded.queues[SALES] = queue
    first = recorded.contacts[0]
    asked = msgspec.structs.replace(first.request, skills={tea: 3, yue: 2})
    recorded.contacts[0] = Contact(at=first.at, request=asked)
    plan = Plan(queues=(QueueChange(queue_id=SALES, required_skills={tea: None, cups: 1}),))
    other = planned(recorded, plan)
    assert other.queues[SALES].required_skills == {cups: 1}
    assert other.contacts[0].request.skills == {cups: 1, yue: 2}
    assert recorded.queues[SALES].required_skills == {tea: 3}


def test_a_skill_that_nobody_has_leaves_everybody_waiting_until_one_learns_it() -> None:
    tea = SkillId("tea")
    recorded = an_erlang_day(seed=2, hours=0.5, samples=500, **CENTRE)  # type: ignore[arg-type]
    nobody = Plan(queues=(QueueChange(queue_id=SALES, required_skills={tea: 1}),))
    assert Day(planned(recorded, nobody), nobody, 1).live()[None].answered == 0
    learnt = tuple(AgentChange(agent_id=agent_id, skills={tea: 5}) for agent_id in recorded.agents)
    one = msgspec.structs.replace(nobody, agents=learnt)
    assert Day(planned(recorded, one), one, 1).live()[None].answered > 50


def test_what_a_plan_does_not_name_of_an_agent_stays_as_the_day_had_it() -> None:
    tea, cups, yue = SkillId("tea"), SkillId("cups"), SkillId("yue")
    recorded = an_erlang_day(seed=1, hours=0.1, samples=10, **CENTRE)  # type: ignore[arg-type]
    one, two, other = AgentId("a0"), AgentId("a1"), QueueId("other")
    recorded.queues[other] = msgspec.structs.replace(recorded.queues[SALES], id=other)
    was = msgspec.structs.replace(recorded.agents[one], skills={tea: 8, yue: 2})
    recorded.agents[one] = was
    changes = (
        AgentChange(agent_id=one, skills={tea: 5, yue: None, cups: 1}, queues={other: True}),
        AgentChange(agent_id=two, queues={SALES: False}),
    )
    agents = planned(recorded, Plan(agents=changes)).agents
    assert (agents[one].skills, agents[one].queues) == ({tea: 5, cups: 1}, (SALES, other))
    assert (agents[two].skills, agents[two].queues) == ({}, ())
    assert recorded.agents[one] == was


def test_who_is_too_slow_for_a_shorter_offer_takes_a_later_one() -> None:
    recorded = an_erlang_day(seed=5, hours=2, samples=500, **CENTRE)  # type: ignore[arg-type]
    recorded.spans[SALES].answer = [2.0, 2.0, 8.0]
    plan = Plan(queues=(QueueChange(queue_id=SALES, offer_timeout_s=5),))
    before = Day(recorded, Plan(), 5).live()[None]
    after = Day(planned(recorded, plan), plan, 5).live()[None]
    assert 0.9 * before.answered < after.answered < before.answered
    assert after.mean_wait_s > before.mean_wait_s


def test_a_plan_about_nobody_is_refused() -> None:
    recorded = an_erlang_day(seed=1, hours=0.1, samples=10, **CENTRE)  # type: ignore[arg-type]
    with pytest.raises(PlanUnfit):
        planned(recorded, Plan(absent=(AgentId("nobody"),)))
    nowhere = AgentChange(agent_id=AgentId("a0"), queues={QueueId("nowhere"): True})
    with pytest.raises(PlanUnfit):
        planned(recorded, Plan(agents=(nowhere,)))


def test_who_was_answered_counts_as_willing_to_wait_longer() -> None:
    waits = [Wait(10, gave_up=True), Wait(20, gave_up=False), Wait(30, gave_up=True)]
    [first, last] = kaplan_meier(waits)
    assert first == pytest.approx((10, 2 / 3))
    assert last == pytest.approx((30, 0.0))
    assert kaplan_meier([Wait(5, gave_up=False)]) == []


def test_patience_is_found_again_behind_censored_waits() -> None:
    chance = random.Random(1)
    waits = []
    for _ in range(20_000):
        patience, answered = chance.expovariate(1 / 90), chance.expovariate(1 / 30)
        waits.append(Wait(min(patience, answered), gave_up=patience < answered))
    estimate = Patience(waits)
    drawn = [estimate.draw(chance) for _ in range(20_000)]
    assert sum(drawn) / len(drawn) == pytest.approx(90, rel=0.05)


def test_where_nobody_ever_left_patience_is_endless() -> None:
    assert Patience([Wait(5, gave_up=False)]).draw(random.Random(1)) == float("inf")


def test_every_queue_has_figures_of_its_own() -> None:
    recorded = an_erlang_day(seed=3, hours=1, samples=100, **CENTRE)  # type: ignore[arg-type]
    found = Day(recorded, Plan(), 3).live()
    assert found[SALES] == found[None]


def test_a_queue_takes_a_weight_in_place_of_its_share() -> None:
    recorded = an_erlang_day(seed=1, hours=0.1, samples=10, **CENTRE)  # type: ignore[arg-type]
    recorded.queues[SALES] = msgspec.structs.replace(recorded.queues[SALES], share_percent=40)
    change = QueueChange(queue_id=SALES, order_by=ServiceOrder.RATIO, ratio_weight=3)
    queue = planned(recorded, Plan(queues=(change,))).queues[SALES]
    assert (queue.weight, queue.share_percent) == (3, None)
    check_queue(queue, {})


def test_twice_the_weight_makes_the_longer_line() -> None:
    recorded = an_erlang_day(seed=4, hours=4, samples=500, **CENTRE)  # type: ignore[arg-type]
    tea = QueueId("tea")
    recorded.queues[tea] = msgspec.structs.replace(recorded.queues[SALES], id=tea, name="Tea")
    recorded.spans[tea] = recorded.spans[SALES]
    for number, one in enumerate(recorded.contacts[::2]):
        request = msgspec.structs.replace(one.request, queue_id=tea)
        recorded.contacts[2 * number] = Contact(at=one.at, request=request)
    for agent in recorded.agents.values():
        recorded.agents[agent.id] = msgspec.structs.replace(agent, queues=(SALES, tea))
    weights = {SALES: 10, tea: 40}
    plan = Plan(
        arrivals=1.2,
        queues=tuple(
            QueueChange(queue_id=queue_id, order_by=ServiceOrder.RATIO, ratio_weight=weight)
            for queue_id, weight in weights.items()
        ),
    )
    by_arrival = Day(recorded, Plan(arrivals=1.2), 4).live()
    by_weight = Day(planned(recorded, plan), plan, 4).live()
    assert by_weight[tea].mean_wait_s > 1.5 * by_weight[SALES].mean_wait_s
    assert by_arrival[tea].mean_wait_s < 1.5 * by_arrival[SALES].mean_wait_s


def test_a_call_on_top_of_a_chat_comes_out_the_same_by_the_rules_of_that_day() -> None:
    centre = SmallCentre("ann")
    in_hand = takes_up(InteractionId("chat"), AgentId("ann"), centre.now, CHANNELS[1])
    for event in in_hand:
        centre.world.apply(event)
    before = [*centre.events, *in_hand]
    rule = centre.do(SaveInterruptions(rules={"voice": ("chat",)}, edited_version=0))
    happened = [*before, *rule, *centre.call()]
    assert reproduced(happened) == Reproduction(decisions=1, same=1)
    without = [event for event in happened if event not in rule]
    assert reproduced(without).same == 0
    begins = centre.now + timedelta(seconds=1)
    reader = Reader(begins, begins + timedelta(hours=1))
    for event in happened:
        reader.take(event)
    recorded = planned(reader.finish(), Plan())
    assert recorded.interrupts == {("voice", "chat")}


def reproduced(events: list[Event]) -> Reproduction:
    """What comes of asking the router again."""
    reproducer = Reproducer()
    for event in events:
        reproducer.take(event, counts=True)
    return reproducer.found

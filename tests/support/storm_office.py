"""Commands at random of administrators in the back office, for storms."""

import random
from collections.abc import Sequence
from datetime import date

from tests.support.centre import QUEUE
from tests.support.storm_call_backs import a_room
from tests.support.storm_calls import EXPERT

from antiphon.agents import contract as agents
from antiphon.customers import contract as customers
from antiphon.flows import contract as flows
from antiphon.flows.graph import Flow, HangUpStep
from antiphon.flows.hours import Holiday, HoursId, OpeningHours, Period
from antiphon.interactions import contract as interactions
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import (
    AgentId,
    DispositionId,
    EntryPointId,
    FlowId,
    QueueId,
    ReasonId,
    SkillId,
    TrunkId,
)
from antiphon.routing import contract as routing
from antiphon.telephony import contract as telephony

OTHER_QUEUE = QueueId("service")

# One step that is passed over for want of others in line, and one that is taken.
IMPATIENCE = (
    routing.RelaxationStep(after_s=1, if_waiting_over=50, raise_priority_by=1),
    routing.RelaxationStep(after_s=3, raise_priority_by=1),
)
# Where callers are sent who find a queue closed: outside, to a number not allowed, or called back.
AWAY = (
    routing.QueueOverflow(kind=routing.OverflowKind.EXTERNAL, number=EXPERT),
    routing.QueueOverflow(kind=routing.OverflowKind.EXTERNAL, number="+12025550199"),
    routing.QueueOverflow(kind=routing.OverflowKind.CALL_BACK),
)


def an_administrators_command(dice: random.Random, agent_ids: Sequence[str]) -> Command:
    """One of them; some are refused, since what they would remove is in use or not there."""
    name = dice.choice(["One", "Two", "Three"])
    agent = AgentId(dice.choice([*agent_ids, "joe", "joe"]))
    queues = tuple(dice.sample([QUEUE, OTHER_QUEUE], dice.randint(0, 2)))
    reason = agents.ReasonCode(id=ReasonId("tea"), name=name)
    disposition = interactions.Disposition(id=DispositionId("sold"), name=name)
    hours = OpeningHours(
        id=HoursId("always"),
        name=name,
        timezone="Asia/Shanghai",
        weekly=(Period(day=0, opens="09:00", closes="18:00"),),
        holidays=(Holiday(date=date(2026, 1, 1), name="New Year"),),
    )
    spare = Flow(id=FlowId("spare"), name=name, start="bye", steps={"bye": HangUpStep()})
    point = telephony.EntryPoint(
        id=EntryPointId("side"), name=name, number="2000", flow_id=FlowId("main")
    )
    trunk = telephony.TrunkLine(id=TrunkId("carrier"), name=name, host="carrier.example")
    customer = customers.Customer(
        id=customers.CustomerId("lee"), name=name, numbers=("+861012345678",)
    )
    sales = routing.Queue(
        id=QUEUE,
        name=f"Sales {name}",
        waiting=a_room(dice),
        preferred_agent=routing.PreferredAgent.LAST_AGENT,
        preferred_wait_s=2,
        relaxation=IMPATIENCE,
        wrap_up_extensions=1,
        hold_limit_s=1,
        # Open on Mondays in China, so that it is night for these callers.
        hours_id="always" if dice.random() < 0.4 else None,
        when_closed=dice.choice(AWAY),
    )
    commands: list[Command] = [
        agents.SaveReasonCode(reason=reason),
        agents.RemoveReasonCode(id=reason.id),
        agents.SaveSkill(skill=agents.Skill(id=SkillId("mandarin"), name=name)),
        agents.RemoveSkill(id=SkillId("mandarin")),
        agents.SaveAgent(agent=agents.Agent(id=agent, name=f"{agent} {name}", queues=queues)),
        agents.RemoveAgent(id=AgentId("joe")),
        routing.SaveQueue(queue=routing.Queue(id=OTHER_QUEUE, name=name)),
        routing.SaveQueue(queue=sales),
        routing.RemoveQueue(id=OTHER_QUEUE),
        interactions.SaveDisposition(disposition=disposition),
        interactions.RemoveDisposition(id=disposition.id),
        flows.SaveOpeningHours(hours=hours),
        flows.RemoveOpeningHours(id=hours.id),
        flows.SaveFlow(flow=spare),
        flows.RemoveFlow(id=spare.id),
        telephony.SaveEntryPoint(entry_point=point),
        telephony.RemoveEntryPoint(id=point.id),
        telephony.SaveTrunk(trunk=trunk),
        telephony.RemoveTrunk(id=trunk.id),
        customers.SaveCustomer(customer=customer),
        customers.RemoveCustomer(id=customer.id),
    ]
    return dice.choice(commands)

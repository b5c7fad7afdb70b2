"""What might have been otherwise on a day: volumes, patience, people, their skills, the queues."""

import msgspec

from antiphon.agents.contract import Agent
from antiphon.kernel.ids import AgentId, QueueId, SkillId
from antiphon.routing.contract import Queue, ServiceOrder
from antiphon.routing.scoring import AgentChoice
from antiphon.simulation.what_if.day import Contact, RecordedDay, Shift

_Queues = dict[QueueId, Queue]


class AgentChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another profile of one agent: levels (None: without the skill), and queues served or not.

    What is not named stays as the day had it.
    """

    agent_id: AgentId
    skills: dict[SkillId, int | None] = {}
    queues: dict[QueueId, bool] = {}


class QueueChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Other settings of one queue; what is None stays.

    Of `required_skills` those not named stay, and None takes one away.
    """

    queue_id: QueueId
    agent_choice: AgentChoice | None = None
    order_by: ServiceOrder | None = None
    ratio_weight: int | None = None
    required_skills: dict[SkillId, int | None] | None = None
    match_language: bool | None = None
    priority_step_s: int | None = None
    service_level_s: int | None = None
    short_abandon_s: int | None = None
    offer_timeout_s: int | None = None


class MoreAgents(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many more agents who are like one of the day, and there at the same times."""

    like: AgentId
    count: int


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is different; nothing of it by default. Factors multiply what the day had."""

    arrivals: float = 1.0
    talk: float = 1.0
    patience: float = 1.0
    absent: tuple[AgentId, ...] = ()
    more: tuple[MoreAgents, ...] = ()
    agents: tuple[AgentChange, ...] = ()
    queues: tuple[QueueChange, ...] = ()


class PlanUnfit(Exception):  # noqa: N818 (it says what is wrong)
    """The plan speaks of somebody or something that the day did not have."""


def planned(day: RecordedDay, plan: Plan) -> RecordedDay:
    """The day with other people and queues. Raises PlanUnfit."""
    agents, queues = dict(day.agents), dict(day.queues)
    for other in plan.queues:
        queue = queues.get(other.queue_id)
        if queue is None:
            raise PlanUnfit(f"There was no queue {other.queue_id!r}.")
        queues[queue.id] = _other(queue, other)
    for change in plan.agents:
        agents[change.agent_id] = _changed(_known(agents, change.agent_id), change, queues)
    shifts = [shift for shift in day.shifts if shift.agent_id not in plan.absent]
    for more in plan.more:
        like = _known(agents, more.like)
        for number in range(1, more.count + 1):
            new = AgentId(f"{more.like}+{number}")
            agents[new] = msgspec.structs.replace(like, id=new, name=new, user_id=None)
            shifts += [_shift_of(shift, new) for shift in day.shifts if shift.agent_id == more.like]
    for agent_id in plan.absent:
        del agents[_known(agents, agent_id).id]
    shifts.sort(key=lambda shift: shift.at)
    return msgspec.structs.replace(
        day,
        agents=agents,
        queues=queues,
        shifts=shifts,
        contacts=[_asking(contact, day.queues, queues) for contact in day.contacts],
    )


def _known(agents: dict[AgentId, Agent], agent_id: AgentId) -> Agent:
    agent = agents.get(agent_id)
    if agent is None:
        raise PlanUnfit(f"There was no agent {agent_id!r}.")
    return agent


def _other(queue: Queue, change: QueueChange) -> Queue:
    given = {
        name: value
        for name, value in msgspec.structs.asdict(change).items()
        if value is not None and name != "queue_id"
    }
    if change.required_skills is not None:
        given["required_skills"] = _levels(queue.required_skills, change.required_skills)
    if change.order_by is ServiceOrder.RATIO:
        # A queue has a share of the work or a weight, never both.
        given["share_percent"] = None
    return msgspec.structs.replace(queue, **given)


def _asking(contact: Contact, old: _Queues, new: _Queues) -> Contact:
    """What was asked for holds the queue's own skills; of another queue it holds the others."""
    request = contact.request
    before, after = old.get(request.queue_id), new.get(request.queue_id)
    if before is None or after is None or before.required_skills == after.required_skills:
        return contact
    skills = dict(after.required_skills)
    for skill, level in request.skills.items():
        if level > before.required_skills.get(skill, 0):
            skills[skill] = max(level, skills.get(skill, 0))
    return Contact(at=contact.at, request=msgspec.structs.replace(request, skills=skills))


def _levels(now: dict[SkillId, int], change: dict[SkillId, int | None]) -> dict[SkillId, int]:
    return {skill: level for skill, level in {**now, **change}.items() if level is not None}


def _changed(agent: Agent, change: AgentChange, queues: _Queues) -> Agent:
    for queue_id in change.queues:
        if queue_id not in queues:
            raise PlanUnfit(f"There was no queue {queue_id!r}.")
    served = {**dict.fromkeys(agent.queues, True), **change.queues}
    return msgspec.structs.replace(
        agent,
        skills=_levels(agent.skills, change.skills),
        queues=tuple(queue_id for queue_id, is_served in served.items() if is_served),
    )


def _shift_of(shift: Shift, agent_id: AgentId) -> Shift:
    return msgspec.structs.replace(shift, agent_id=agent_id)

"""What a simulated day is set in: queues with all that routing goes by, a menu, and agents."""

from antiphon.agents.contract import Agent, ReasonCode, SaveAgent, SaveReasonCode, SaveSkill, Skill
from antiphon.flows.contract import SaveFlow
from antiphon.flows.graph import Flow, MenuStep, QueueStep, SayStep, Step, VoicemailStep
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, EntryPointId, FlowId, QueueId, ReasonId, SkillId, TrunkId
from antiphon.routing.contract import (
    OverflowKind,
    PreferredAgent,
    Queue,
    QueueOverflow,
    RelaxationStep,
    SaveQueue,
)
from antiphon.routing.scoring import AgentChoice
from antiphon.routing.waiting import CallBackRules, CalledFirst, Exit, ExitKind, WaitingRoom
from antiphon.telephony.contract import EntryPoint, SaveEntryPoint, SaveTrunk, TrunkLine
from antiphon.telephony.dial_guard import DialRules, SaveDialRules

SALES, SERVICE, DESK = QueueId("sales"), QueueId("service"), QueueId("desk")
MANDARIN = SkillId("mandarin")
PAUSE = ReasonId("pause")
LINE = TrunkId("line")
# The key that asks for a call-back, and how often one is tried.
CALL_BACK_KEY = "3"
ATTEMPTS = 2
# Somebody outside who may be asked into calls.
EXPERT = "+441615550100"


def _room(first: str) -> WaitingRoom:
    rules = CallBackRules(first=CalledFirst(first), attempts=ATTEMPTS, retry_after_s=60, ring_s=25)
    return WaitingRoom(exits={CALL_BACK_KEY: Exit(kind=ExitKind.CALL_BACK)}, call_back=rules)


def _sales() -> Queue:
    """Callers are kept for their last agent; whoever waits long goes on in the other queue."""
    overflow = QueueOverflow(kind=OverflowKind.QUEUE, queue_id=SERVICE)
    return Queue(
        id=SALES,
        name="Sales",
        wrap_up_s=20,
        waiting=_room("agent"),
        preferred_agent=PreferredAgent.LAST_AGENT,
        preferred_wait_s=15,
        relaxation=(
            RelaxationStep(after_s=25, raise_priority_by=2),
            RelaxationStep(after_s=70, if_waiting_over=3, overflow=overflow),
        ),
    )


def _service() -> Queue:
    """The best speaker of Mandarin; then a lesser one, then anybody."""
    return Queue(
        id=SERVICE,
        name="Service",
        priority=5,
        wrap_up_s=0,
        waiting=_room("customer"),
        required_skills={MANDARIN: 2},
        agent_choice=AgentChoice.HIGHEST_LEVEL,
        relaxation=(
            RelaxationStep(after_s=15, lower_levels_by=2),
            RelaxationStep(after_s=40, drop_skills=(MANDARIN,), add_queues=(SALES,)),
        ),
    )


def _desk() -> Queue:
    """Three phones ring at once; who lets it ring is not blocked for it."""
    return Queue(
        id=DESK,
        name="Desk",
        priority=2,
        wrap_up_s=5,
        waiting=_room("agent"),
        offers_at_once=3,
        group_misses_count=False,
        offer_timeout_s=10,
    )


def furniture(agents: int) -> list[Command]:
    """Three queues, a menu, voicemail, and agents of whom every other one speaks Mandarin."""
    steps: dict[str, Step] = {
        "hello": SayStep(text={"en": "Welcome."}, next="menu"),
        "menu": MenuStep(
            text={"en": "Sales: one. Service: two."},
            choices={"1": "sales", "2": "service", "4": "desk", "9": "message"},
            otherwise="sales",
        ),
        "sales": QueueStep(queue_id=SALES, announce_position=True),
        "service": QueueStep(
            queue_id=SERVICE, skills={MANDARIN: 3}, overflow_s=90, overflow="message"
        ),
        "desk": QueueStep(queue_id=DESK),
        "message": VoicemailStep(text={"en": "Speak after the tone."}),
    }
    flow = Flow(id=FlowId("main"), name="Main", start="hello", steps=steps)
    point = EntryPoint(id=EntryPointId("door"), name="Door", number="1000", flow_id=flow.id)
    return [
        SaveReasonCode(reason=ReasonCode(id=PAUSE, name="Pause")),
        SaveSkill(skill=Skill(id=MANDARIN, name="Mandarin")),
        SaveQueue(queue=Queue(id=SALES, name="Sales")),
        SaveQueue(queue=_service()),
        SaveQueue(queue=_sales()),
        SaveQueue(queue=_desk()),
        SaveDialRules(rules=DialRules(allowed_prefixes=(EXPERT,), hourly_limit=10_000)),
        SaveTrunk(trunk=TrunkLine(id=LINE, name="Line", host="line.example")),
        SaveFlow(flow=flow),
        SaveEntryPoint(entry_point=point),
        *(
            SaveAgent(
                agent=Agent(
                    id=AgentId(f"agent{number}"),
                    name=f"Agent {number}",
                    queues=(SALES, SERVICE, DESK) if number % 2 else (SALES, DESK),
                    skills={MANDARIN: 1 + number % 5} if number % 2 else {},
                )
            )
            for number in range(agents)
        ),
    ]

"""What a simulated day is set in: queues with all that routing goes by, a menu, and agents."""

from datetime import date

from antiphon.agents.contract import (
    Agent,
    ReasonCode,
    SaveAgent,
    SaveReasonCode,
    SaveSkill,
    SaveTeam,
    Skill,
    Team,
)
from antiphon.call_buttons.contract import CallButton, SaveCallButton
from antiphon.flows.contract import SaveFlow, SaveOpeningHours
from antiphon.flows.graph import (
    DigitsStep,
    Flow,
    HoursStep,
    MenuStep,
    QueueStep,
    ReturnStep,
    SayStep,
    Step,
    VoicemailStep,
)
from antiphon.flows.hours import Holiday, HoursId, OpeningHours, Period
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import (
    AgentId,
    CallButtonId,
    EntryPointId,
    FlowId,
    QueueId,
    ReasonId,
    SkillId,
    TeamId,
    TrunkId,
)
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
from antiphon.telephony.engine import PhoneKind

SALES, SERVICE, DESK = QueueId("sales"), QueueId("service"), QueueId("desk")
# The queue with hours and a team of its own, and its door, which a button on web pages opens.
CLUB_QUEUE, TEAM, HOURS = QueueId("club"), TeamId("club"), HoursId("club")
DOOR, CLUB, BUTTON = EntryPointId("door"), EntryPointId("club"), CallButtonId("club")
SHOP = "https://shop.example"
MANDARIN = SkillId("mandarin")
PAUSE = ReasonId("pause")
LINE = TrunkId("line")
# The key that asks for a call-back, and how often one is tried.
CALL_BACK_KEY = "3"
ATTEMPTS = 2
# Somebody outside who may be asked into calls.
EXPERT = "+441615550100"
# The agent who is called at a number outside, and that number.
OUTSIDE_AGENT, MOBILE = 3, "+8613800138000"
# Whose lines are kept open.
KEPT_LINES = (0, 2)


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
        park_limit_s=15,
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


def _club() -> Queue:
    """Those of the team first; who comes while it is closed is called back when it opens."""
    return Queue(
        id=CLUB_QUEUE,
        name="Club",
        priority=3,
        priority_step_s=10,
        wrap_up_s=10,
        park_limit_s=40,
        waiting=_room("customer"),
        hours_id=HOURS,
        when_closed=QueueOverflow(kind=OverflowKind.CALL_BACK),
        preferred_team_id=TEAM,
        preferred_wait_s=12,
        relaxation=(RelaxationStep(after_s=45, raise_priority_by=4, add_queues=(SALES,)),),
    )


def opening_hours(holiday: date | None = None) -> OpeningHours:
    """The club's hours, which end and begin again within the day; none on a holiday."""
    times = (("15:00", "16:04"), ("16:06", "16:09"), ("16:10", "23:00"))
    weekly = [
        Period(day=day, opens=opens, closes=closes) for day in range(7) for opens, closes in times
    ]
    holidays = () if holiday is None else (Holiday(date=holiday, name="Spring"),)
    return OpeningHours(
        id=HOURS, name="Club", timezone="Asia/Shanghai", weekly=tuple(weekly), holidays=holidays
    )


def _flows() -> list[Flow]:
    """What customers go through at each door, and where agents may send them."""
    checked: dict[str, Step] = {
        "ask": DigitsStep(
            text={"en": "Your code, please."},
            key="code",
            least=2,
            most=4,
            is_secret=True,
            attempts=2,
            next="back",
            otherwise="menu",
        ),
        "menu": MenuStep(
            text={"en": "Back: one. Others: two."},
            choices={"1": "back", "2": "others"},
            otherwise="back",
            attempts=1,
        ),
        "back": ReturnStep(),
        "others": QueueStep(queue_id=SERVICE),
    }
    club: dict[str, Step] = {
        "hours": HoursStep(hours_id=HOURS, open="queue", closed="late"),
        # In between the club may have closed, and those who come late try their luck.
        "queue": QueueStep(queue_id=CLUB_QUEUE, announce_position=True),
        "late": SayStep(text={"en": "You are early or late."}, next="queue"),
    }
    return [
        Flow(id=FlowId("main"), name="Main", start="hello", steps=_main_steps()),
        Flow(id=FlowId("check"), name="Check", start="ask", steps=checked, for_agents=True),
        Flow(id=FlowId("club"), name="Club", start="hours", steps=club),
    ]


def _main_steps() -> dict[str, Step]:
    return {
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


def furniture(agents: int) -> list[Command]:
    """Four queues, two doors, flows, and agents of whom every other one speaks Mandarin."""
    doors = (
        EntryPoint(id=DOOR, name="Door", number="1000", flow_id=FlowId("main")),
        EntryPoint(id=CLUB, name="Club", number="2000", flow_id=FlowId("club")),
    )
    button = CallButton(
        id=BUTTON, name="Shop", origins=(SHOP,), entry_point_id=CLUB, most_at_once=2
    )
    return [
        SaveReasonCode(reason=ReasonCode(id=PAUSE, name="Pause")),
        SaveSkill(skill=Skill(id=MANDARIN, name="Mandarin")),
        SaveTeam(team=Team(id=TEAM, name="Club")),
        SaveOpeningHours(hours=opening_hours()),
        SaveQueue(queue=Queue(id=SALES, name="Sales")),
        *(SaveQueue(queue=queue) for queue in (_service(), _sales(), _desk(), _club())),
        SaveDialRules(rules=DialRules(allowed_prefixes=(EXPERT,), hourly_limit=10_000)),
        SaveTrunk(trunk=TrunkLine(id=LINE, name="Line", host="line.example")),
        *(SaveFlow(flow=flow) for flow in _flows()),
        *(SaveEntryPoint(entry_point=door) for door in doors),
        SaveCallButton(call_button=button),
        *(SaveAgent(agent=_agent(number)) for number in range(agents)),
    ]


def _agent(number: int) -> Agent:
    speaks = number % 2 == 1
    return Agent(
        id=AgentId(f"agent{number}"),
        name=f"Agent {number}",
        queues=(SALES, SERVICE, DESK) if speaks else (SALES, DESK, CLUB_QUEUE),
        skills={MANDARIN: 1 + number % 5} if speaks else {},
        teams=(TEAM,) if number == 0 else (),
        phone_kind=PhoneKind.OUTSIDE if number == OUTSIDE_AGENT else PhoneKind.SIP,
        phone_number=MOBILE if number == OUTSIDE_AGENT else "",
        keeps_line=number in KEPT_LINES,
    )

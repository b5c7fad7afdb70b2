"""Everything the centre knows, and the order in which the contexts hear of an event."""

from datetime import UTC, datetime, tzinfo
from functools import cache

from antiphon.agents.domain import AgentBook
from antiphon.agents.interruptions import InterruptionBook
from antiphon.agents.skill_news import SkillNewsBook
from antiphon.agents.teams import TeamBook
from antiphon.app.centre.hearing import kinds_heard_by
from antiphon.call_buttons.domain import CallButtonBook
from antiphon.configuration.domain import PlanBook
from antiphon.customers.domain import CustomerBook
from antiphon.customers.number_privacy import NumberPrivacyBook
from antiphon.desktop.domain import DesktopBook
from antiphon.flows.away_text import AwayTextBook
from antiphon.flows.book import FlowBook
from antiphon.flows.hours import is_open
from antiphon.interactions.agent_days import AgentDays
from antiphon.interactions.domain import InteractionBook
from antiphon.interactions.handle_times import HandleTimes
from antiphon.interactions.hold_limit import HoldLimits
from antiphon.interactions.parking import ParkingBook
from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import Event
from antiphon.recordings.domain import RecordingBook
from antiphon.recordings.rules import RecordingRuleBook
from antiphon.recordings.voicemail import VoicemailBook
from antiphon.routing.admission.domain import AdmissionBook
from antiphon.routing.announcements import AnnouncementBook
from antiphon.routing.callback_book import CallBackBook
from antiphon.routing.contract import Queue
from antiphon.routing.domain import RoutingBook
from antiphon.routing.expected_wait import WaitForecasts
from antiphon.routing.figures import QueueFigures
from antiphon.routing.quiet_hours import QuietHours
from antiphon.supervision.domain import MessageBook
from antiphon.supervision.floor_maps import FloorMapBook
from antiphon.supervision.goals import GoalBook
from antiphon.supervision.notices import NoticeBook
from antiphon.supervision.policy import MonitoringPolicyBook
from antiphon.supervision.wallboards import WallboardBook
from antiphon.telephony.agent_lines import LineBook
from antiphon.telephony.calls import CallBook
from antiphon.telephony.dial_guard import DialGuard
from antiphon.telephony.entry_points import EntryPointBook
from antiphon.telephony.trunk_states import TrunkStateBook
from antiphon.telephony.trunks import TrunkBook
from antiphon.tickets.domain import TaskBook
from antiphon.workforce.domain import ShiftBook


class World:
    """The state of one tenant. Changed by `apply` only, which never refuses."""

    def __init__(self, region: str = "CN", zone: tzinfo = UTC) -> None:
        """`region` is the country whose numbers are written without a country code.

        The centre's days begin at midnight in `zone`.
        """
        self.region = region
        self.zone = zone
        self.deadlines = Deadlines()
        self.interruptions = InterruptionBook(self.deadlines)
        self.agents = AgentBook(self.interruptions)
        self.teams = TeamBook(self.agents)
        self.skill_news = SkillNewsBook(self.agents)
        self.messages = MessageBook()
        self.monitoring_policy = MonitoringPolicyBook()
        self.interactions = InteractionBook(self.deadlines)
        self.handle_times = HandleTimes(self.interactions, zone)
        self.agent_days = AgentDays(self.interactions, zone)
        self.hold_limits = HoldLimits(self.deadlines)
        self.parking = ParkingBook(self.deadlines)
        self.routing = RoutingBook(self.agents, self.deadlines)
        self.figures = QueueFigures(zone)
        self.announcements = AnnouncementBook(self.deadlines)
        self.entry_points = EntryPointBook()
        self.trunks = TrunkBook()
        self.calls = CallBook()
        self.lines = LineBook(self.deadlines)
        self.call_buttons = CallButtonBook(self.deadlines)
        self.call_backs = CallBackBook(self.deadlines)
        self.dial_guard = DialGuard(region)
        self.trunk_states = TrunkStateBook()
        self.waits = WaitForecasts()
        self.quiet_hours = QuietHours(zone)
        self.customers = CustomerBook(region)
        self.number_privacy = NumberPrivacyBook(zone)
        self.flows = FlowBook(self.deadlines)
        self.away_text = AwayTextBook()
        self.admission = AdmissionBook(zone)
        self.recordings = RecordingBook()
        self.recording_rules = RecordingRuleBook()
        self.voicemail = VoicemailBook(self.deadlines)
        self.desktop = DesktopBook()
        self.wallboards = WallboardBook()
        self.notices = NoticeBook(self.deadlines)
        self.floor_maps = FloorMapBook()
        self.tasks = TaskBook(self.deadlines)
        self.goals = GoalBook()
        self.shifts = ShiftBook(self.deadlines)
        self.plans = PlanBook(self.deadlines)

    def is_open(self, queue: Queue, at: datetime) -> bool:
        """Whether a queue is served at that time; one without opening hours always is."""
        hours = self.flows.hours.find(queue.hours_id)
        return hours is None or is_open(hours, at)

    def apply(self, event: Event) -> None:
        """Let the books that hear of such an event fold it in, in the order of their making.

        Routing reads what the agents' book made of it; handle times, what the interactions' did.
        """
        for name in _hearers(type(event)):
            getattr(self, name).apply(event)


@cache
def _kinds() -> dict[str, tuple[type[Event], ...]]:
    books = {name: book for name, book in vars(World()).items() if hasattr(book, "apply")}
    return {name: kinds_heard_by(book) for name, book in books.items()}


@cache
def _hearers(kind: type[Event]) -> tuple[str, ...]:
    return tuple(name for name, kinds in _kinds().items() if issubclass(kind, kinds))

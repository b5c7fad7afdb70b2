"""The centre's pictures for the stream, and which of them an event may have changed."""

from collections.abc import Callable, Collection

from antiphon.agents import contract as agents
from antiphon.agents import interruptions, skill_news
from antiphon.app.centre.oversight import queues_of
from antiphon.app.centre.world import World
from antiphon.app.views.board import BoardView
from antiphon.app.views.desk import DeskView
from antiphon.app.views.floor import own_values
from antiphon.app.views.parked import parked_for
from antiphon.app.views.plan import own_plan
from antiphon.app.views.tasks import own_tasks
from antiphon.app.views.wallboard_view import draw_wallboard
from antiphon.customers import contract as customers
from antiphon.customers import number_privacy
from antiphon.desktop import contract as desktop
from antiphon.flows import contract as flows
from antiphon.interactions import contract as interactions
from antiphon.interactions import wrap_up_forms
from antiphon.interactions.parking import InteractionParked
from antiphon.kernel.clock import Clock
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, UserId, WallboardId
from antiphon.live.contract import Key, Picture, Touched
from antiphon.recordings import contract as recordings
from antiphon.recordings import rules as recording_rules
from antiphon.routing import contract as routing
from antiphon.routing.admission import contract as admission
from antiphon.supervision import contract as supervision
from antiphon.supervision import floor_maps, goals, notices, wallboards
from antiphon.telephony import contract as telephony
from antiphon.telephony.trunk_states import TrunkStateChanged
from antiphon.tickets import contract as tickets
from antiphon.workforce import contract as workforce

_NOTHING = Touched()
_EVERYTHING = Touched(is_every_agent=True, is_board=True)
_ANEW = Touched(is_every_agent=True, is_board=True, is_anew=True)

# Seen nowhere in the pictures.
UNSEEN: frozenset[type[Event]] = frozenset(
    {
        agents.AgentRoomChanged,
        interruptions.InterruptionsSaved,
        interruptions.InterruptionsChanged,
        desktop.SiteSaved,
        desktop.SiteRemoved,
        floor_maps.FloorMapSaved,
        floor_maps.FloorMapRemoved,
        # Walls are drawn every second anyway.
        wallboards.WallboardSaved,
        wallboards.WallboardRemoved,
        goals.TeamGoalsSet,
        wallboards.DisplayAdded,
        wallboards.DisplayRevoked,
        number_privacy.NumberRevealed,
        flows.OpeningHoursSaved,
        flows.OpeningHoursRemoved,
        telephony.EntryPointSaved,
        telephony.EntryPointRemoved,
        recordings.RecordingStored,
        recordings.RecordingMissing,
        recordings.RecordingDecided,
        recording_rules.RecordingRulesSaved,
        admission.InteractionAdmitted,
        admission.InteractionRefused,
        admission.ListEntriesSaved,
        admission.ListEntriesRemoved,
        admission.RulesSaved,
        admission.AdmissionPolicySaved,
    }
)
# Named on many desks; rare, so all are drawn anew.
NAMES: frozenset[type[Event]] = frozenset(
    {
        agents.SkillSaved,
        agents.SkillRemoved,
        agents.ReasonCodeSaved,
        agents.ReasonCodeRemoved,
        agents.AgentSaved,
        agents.AgentRemoved,
        customers.CustomerSaved,
        customers.CustomerRemoved,
        interactions.DispositionSaved,
        interactions.DispositionRemoved,
        wrap_up_forms.WrapUpFormSaved,
        wrap_up_forms.WrapUpFormRemoved,
        # A desk offers to send a customer into a flow while there is one.
        flows.FlowSaved,
        flows.FlowRemoved,
        desktop.ScriptSaved,
        desktop.ScriptRemoved,
        desktop.ScreenPopSaved,
        desktop.ScreenPopRemoved,
        routing.QueueSaved,
        routing.QueueRemoved,
    }
)
# Seen on the desk of whom it is about, but not on the board.
DESK_ONLY = frozenset(
    {
        skill_news.SkillsRead,
        tickets.TaskMade,
        tickets.TaskChanged,
        tickets.TaskCameDue,
        tickets.TaskDone,
        tickets.TaskReopened,
        supervision.TaskGiven,
        supervision.TaskWithdrawn,
        interactions.WrapUpSaved,
        interactions.InteractionDataSet,
        recordings.RecordingPaused,
        recordings.RecordingResumed,
        telephony.AgentRung,
        telephony.AgentLegAnswered,
        telephony.AgentLegEnded,
        interactions.AgentMovedAside,
        # By an agent who waits for the flow's end.
        flows.FlowMoved,
        telephony.PartyMoved,
        telephony.PartyMuted,
    }
)


# Seen on the board, and on no desk.
BOARD_ONLY: frozenset[type[Event]] = frozenset(
    {
        telephony.TrunkSaved,
        telephony.TrunkRemoved,
        TrunkStateChanged,
        admission.EmergencyDeclared,
        admission.EmergencyLifted,
    }
)
# What is touched whatever the event says.
_ALWAYS: dict[type[Event], Touched] = {
    **dict.fromkeys(UNSEEN, _NOTHING),
    **dict.fromkeys(NAMES, _EVERYTHING),
    **dict.fromkeys(BOARD_ONLY, Touched(is_board=True)),
    number_privacy.NumberPrivacySaved: _ANEW,
}


class CentreViews:
    """Fulfils `live.contract.Views`."""

    def __init__(self, world: World, clock: Clock) -> None:
        self._world = world
        self._clock = clock
        self._desk = DeskView(world)
        self._board = BoardView(world, clock)
        # Which desks showed an interaction last: the event that takes it away does not say.
        self._shown: dict[InteractionId, set[AgentId]] = {}
        # What one interaction came to is read on the desk that has another of the same customer.
        self._number_of: dict[InteractionId, str] = {}
        self._of_number: dict[str, set[InteractionId]] = {}
        for interaction in world.interactions.open.values():
            self._arrived(interaction.id, interaction.customer_number)

    def own(self, agent_id: AgentId) -> Picture:
        """One agent's desk."""
        live = self._world.agents.live.get(agent_id)
        if live is not None:
            for interaction_id in live.work:
                self._shown.setdefault(interaction_id, set()).add(agent_id)
        parked = dict(parked_for(self._world, agent_id))
        for _, parked_id in parked:
            self._shown.setdefault(InteractionId(parked_id), set()).add(agent_id)
        return {
            **dict(self._desk.draw(agent_id)),
            **parked,
            **dict(own_values(self._world, agent_id)),
            **dict(own_tasks(self._world, agent_id)),
            **dict(own_plan(self._world, agent_id)),
        }

    def own_queues(self, agent_id: AgentId) -> Collection[str]:
        """The queues that this agent serves."""
        agent = self._world.agents.find_agent(agent_id)
        return agent.queues if agent is not None else ()

    def board(self, *, is_watched: bool) -> Picture:
        """What supervisors see; without one of them, what agents see of it."""
        return dict(self._board.draw(is_watched=is_watched))

    def sight_of(self, overseer: UserId) -> Callable[[Key], bool] | None:
        """What a supervisor sees: the own teams' agents, their queues, and who waits there."""
        agents = self._world.teams.overseen_by(overseer)
        if agents is None:
            return None
        myself = self._world.agents.find_by_user(overseer)
        queues = queues_of(self._world, agents | {myself.id} if myself is not None else agents)

        def sees(key: Key) -> bool:
            entity, value_id = key
            match entity:
                case "agent":
                    return value_id in agents
                case "queue":
                    return value_id in queues
                case "parked_call":
                    parked = self._world.parking.parked.get(InteractionId(value_id))
                    return parked is not None and parked.queue_id in queues
                case "waiting":
                    waiting = self._world.routing.waiting.get(InteractionId(value_id))
                    return waiting is not None and waiting.queue_id in queues
                case _:
                    return True

        return sees

    def wallboard(self, wallboard_id: WallboardId, overseer: UserId | None) -> Picture:
        """The layout and what each tile shows now."""
        return dict(draw_wallboard(self._world, wallboard_id, overseer, self._clock.now()))

    def touched(self, event: Event) -> Touched:
        """Which pictures the event may have changed; all of them for one not known here."""
        kind = type(event)
        if isinstance(event, interactions.InteractionArrived):
            self._arrived(event.interaction_id, event.customer_number)
            return _NOTHING
        if (always := _ALWAYS.get(kind)) is not None:
            return always
        concerned = self._concerned(event)
        if concerned is None:
            return _EVERYTHING
        if isinstance(event, interactions.InteractionClosed | interactions.WrapUpEnded):
            concerned |= self._closed(event.interaction_id)
        return Touched(agents=frozenset(concerned), is_board=kind not in DESK_ONLY)

    def _arrived(self, interaction_id: InteractionId, number: str) -> None:
        self._number_of[interaction_id] = number
        self._of_number.setdefault(number, set()).add(interaction_id)

    def _closed(self, interaction_id: InteractionId) -> set[AgentId]:
        """The agents who have another interaction of its customer; what nobody has is forgotten."""
        hands, goes_on = self._world.agents.hands, self._world.interactions.find
        number = self._number_of.get(interaction_id, "")
        others = self._of_number.get(number, set())
        for over in [other for other in others if goes_on(other) is None]:
            others.discard(over)
            self._number_of.pop(over, None)
        if not others:
            self._of_number.pop(number, None)
        return {agent_id for other in others for agent_id in hands.agents_with(other)}

    def _concerned(self, event: Event) -> set[AgentId] | None:
        """The agents an event is about: named by it, having its interaction, or listening to it."""
        if isinstance(event, supervision.MessageSent | workforce.ShiftsSaved):
            return {*event.agents}
        if isinstance(event, notices.NoticePublished):
            return {*event.notice.agents}
        interaction_id: InteractionId | None = getattr(event, "interaction_id", None)
        agent_id: AgentId | None = getattr(event, "agent_id", None)
        if interaction_id is None:
            return None if agent_id is None else {agent_id}
        having = set(self._world.agents.hands.agents_with(interaction_id))
        call = self._world.calls.calls.get(interaction_id)
        if call is not None and call.monitors:
            having |= {monitor.agent_id for monitor in call.monitors.values()}
        concerned = having | self._shown.pop(interaction_id, set())
        if having:
            self._shown[interaction_id] = having
        if isinstance(event, InteractionParked):
            # It comes into the sight of all who may pick it up.
            concerned |= {
                agent.id for agent in self._world.agents.profiles if event.queue_id in agent.queues
            }
        return concerned if agent_id is None else concerned | {agent_id}

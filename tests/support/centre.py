"""A small centre for tests: one queue, agents by name, and the calls that reach it."""

from datetime import UTC, datetime, timedelta

import msgspec

from antiphon.agents.contract import (
    Agent,
    ChangePresence,
    Presence,
    ReasonCode,
    ReportPhone,
    SaveAgent,
    SaveReasonCode,
)
from antiphon.app.centre.step import step
from antiphon.app.centre.world import World
from antiphon.flows.contract import SaveFlow
from antiphon.flows.graph import Flow, HangUpStep, QueueStep, Step
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import (
    AgentId,
    EntryPointId,
    FlowId,
    InteractionId,
    LegId,
    OfferId,
    QueueId,
    ReasonId,
    SkillId,
)
from antiphon.routing.contract import OfferMade, Queue, SaveQueue
from antiphon.telephony.contract import EntryPoint, HearEngine, SaveEntryPoint
from antiphon.telephony.engine import (
    EndCause,
    EngineEvent,
    LegAnswered,
    LegArrived,
    LegEnded,
)
from antiphon.telephony.leg_ids import leg_of_offer

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
QUEUE = QueueId("sales")
BREAK = ReasonId("break")


class SmallCentre:
    """The pure centre, driven by hand. `do` gives the events; time moves by `pass_time`."""

    def __init__(self, *agents: str, steps: dict[str, Step] | None = None, **queue: int) -> None:
        self.world = World()
        self.now = NOON
        self.events: list[Event] = []
        self.do(SaveReasonCode(reason=ReasonCode(id=BREAK, name="Break")))
        sales = msgspec.structs.replace(Queue(id=QUEUE, name="Sales"), **queue)
        self.do(SaveQueue(queue=sales))
        flow = Flow(
            id=FlowId("main"),
            name="Main",
            start="wait",
            steps=steps or {"wait": QueueStep(queue_id=QUEUE), "end": HangUpStep()},
        )
        self.do(SaveFlow(flow=flow))
        point = EntryPoint(id=EntryPointId("door"), name="Door", number="1000", flow_id=flow.id)
        self.do(SaveEntryPoint(entry_point=point))
        for name in agents:
            self.add_agent(name)

    def add_agent(self, name: str, skills: dict[SkillId, int] | None = None) -> None:
        """An agent of the queue, ready, with a reachable phone."""
        agent_id = AgentId(name)
        self.do(
            SaveAgent(agent=Agent(id=agent_id, name=name, queues=(QUEUE,), skills=skills or {}))
        )
        self.do(ReportPhone(agent_id=agent_id, is_reachable=True))
        self.do(ChangePresence(agent_id=agent_id, presence=Presence.READY))

    def do(self, command: Command) -> list[Event]:
        """Run a command through the centre."""
        happened = step(self.world, command, self.now)
        self.events += happened
        return happened

    def hear(self, event: EngineEvent) -> list[Event]:
        """The telephone engine reports something."""
        return self.do(HearEngine(event=event))

    def pass_time(self, seconds: float) -> list[Event]:
        """Let time pass; what falls due is done at its time."""
        until, happened = self.now + timedelta(seconds=seconds), []
        while True:
            due = sorted((at, key) for key, (at, _) in self.world.deadlines.at.items())
            if not due or due[0][0] > until:
                break
            self.now, key = due[0]
            command = self.world.deadlines.at.pop(key)[1]
            happened += self.do(command)
        self.now = until
        return happened

    def call(self, name: str = "c1", *, dialled: str = "1000") -> list[Event]:
        """A call arrives."""
        return self.hear(
            LegArrived(
                at=self.now,
                leg=LegId(name),
                dialled=dialled,
                caller_number="+861012345678",
                caller_name="",
            )
        )

    def offer_of(self, name: str = "c1") -> OfferMade | None:
        """The open offer of a call."""
        offers = self.world.routing.offers.of(InteractionId(name))
        if not offers:
            return None
        made = (e for e in reversed(self.events) if isinstance(e, OfferMade))
        return next(event for event in made if event.offer_id == offers[0].id)

    def agent_answers(self, offer_id: OfferId) -> list[Event]:
        """The phone that rings for an offer is picked up."""
        return self.hear(LegAnswered(at=self.now, leg=leg_of_offer(offer_id)))

    def leg_ends(
        self, leg: str, cause: EndCause = EndCause.NORMAL, *, by_far_end: bool = True
    ) -> list[Event]:
        """A leg is gone."""
        return self.hear(LegEnded(at=self.now, leg=LegId(leg), cause=cause, by_far_end=by_far_end))

    def talk(self, name: str = "c1") -> OfferId:
        """A call arrives and its offer is answered."""
        self.call(name)
        offer = self.offer_of(name)
        assert offer is not None
        self.agent_answers(offer.offer_id)
        return offer.offer_id

"""A conversation to be passed on: Ann talks with a customer while Bob and Claire are free."""

from collections.abc import Iterator
from typing import Any

from tests.support.centre import BREAK, SmallCentre

from antiphon.agents.contract import AgentState, ChangePresence, Presence
from antiphon.app.views.desk import DeskView, WorkView
from antiphon.interactions.call_control import (
    AddParty,
    CallWish,
    CompleteConsult,
    LeaveConversation,
    StartConsult,
    Target,
    TargetKind,
    TransferInteraction,
)
from antiphon.interactions.parking import ParkInteraction, PickUpParked
from antiphon.interactions.record import Interaction
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, LegId, TrunkId
from antiphon.routing.contract import PARK_LIMIT_S
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import PartyInvited, SaveTrunk, TrunkLine
from antiphon.telephony.dial_guard import DialRules, SaveDialRules
from antiphon.telephony.engine import EndCause, LegAnswered
from antiphon.telephony.media import media_of

ANN, BOB, CLAIRE = AgentId("ann"), AgentId("bob"), AgentId("claire")
C1 = InteractionId("c1")
CUSTOMER = LegId("c1")
EXPERT = "+441615550100"


class Talk:
    """Ann talks with a customer; Bob and Claire are free."""

    def __init__(self, *, wrap_up_s: int = 30) -> None:
        self.centre = SmallCentre("ann", wrap_up_s=wrap_up_s)
        self.ann_leg = LegId(f"{self.centre.talk()}.leg")
        for name in ("bob", "claire"):
            self.centre.add_agent(name)
        trunk = TrunkLine(id=TrunkId("line"), name="Line", host="line.example")
        self.centre.do(SaveTrunk(trunk=trunk))
        self.centre.do(SaveDialRules(rules=DialRules(allowed_prefixes=("+44161",))))

    def wish(self, kind: type[CallWish], by: AgentId = ANN, **more: Any) -> list[Event]:
        return self.centre.do(kind(interaction_id=C1, agent_id=by, **more))

    def pass_to(
        self, kind: type[CallWish], who: str, kind_of: str = "agent"
    ) -> PartyInvited | None:
        happened = self.wish(kind, target=Target(kind=TargetKind(kind_of), id=who))
        return next((event for event in happened if isinstance(event, PartyInvited)), None)

    def answer(self, invited: PartyInvited | None) -> LegId:
        assert invited is not None
        self.centre.hear(LegAnswered(at=self.centre.now, leg=invited.leg_id))
        return invited.leg_id

    @property
    def it(self) -> Interaction:
        return self.centre.world.interactions.open[C1]

    @property
    def call(self) -> Call:
        return self.centre.world.calls.calls[C1]

    def state_of(self, agent_id: AgentId) -> AgentState:
        return self.centre.world.agents.live[agent_id].state

    def seen_by(self, agent_id: AgentId) -> WorkView:
        """What the agent's desk shows of the call."""
        work = dict(DeskView(self.centre.world).draw(agent_id))["work", C1]
        assert isinstance(work, WorkView)
        return work

    def hear_each_other(self) -> list[set[LegId]]:
        return [set(legs) for legs in media_of(self.call).rooms.values()]

    def hear_music(self) -> set[LegId]:
        return set(media_of(self.call).music)


def transferred_days() -> Iterator[list[Event]]:
    """Calls that are passed on in each way, with each end."""
    for completes in (True, False):
        talk = Talk()
        talk.answer(talk.pass_to(StartConsult, EXPERT, "number"))
        talk.wish(CompleteConsult)
        talk.centre.leg_ends("c1" if completes else next(iter(talk.call.parties.values())).leg)
        yield talk.centre.events
    talk = Talk()
    talk.answer(talk.pass_to(TransferInteraction, "bob"))
    yield talk.centre.events
    talk = Talk()
    talk.pass_to(TransferInteraction, "bob")
    talk.centre.leg_ends("c1")
    yield talk.centre.events
    talk = Talk()
    talk.pass_to(TransferInteraction, "bob")
    talk.centre.pass_time(60)
    yield talk.centre.events
    talk = Talk()
    talk.answer(talk.pass_to(StartConsult, "bob"))
    talk.centre.leg_ends(talk.ann_leg, EndCause.FAILED)
    yield talk.centre.events
    talk = Talk()
    invited = talk.pass_to(AddParty, "bob")
    talk.centre.leg_ends(talk.ann_leg, EndCause.FAILED)
    talk.answer(invited)
    talk.wish(LeaveConversation)
    yield talk.centre.events


def parked_days() -> Iterator[list[Event]]:
    """Customers who are parked, with each end."""
    talk = Talk()
    talk.wish(ParkInteraction)
    talk.centre.leg_ends("c1")
    yield talk.centre.events
    talk = Talk()
    talk.wish(ParkInteraction)
    talk.wish(PickUpParked, BOB)
    talk.centre.leg_ends(next(iter(talk.call.parties.values())).leg, EndCause.NO_ANSWER)
    absent = ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=BREAK)
    talk.centre.do(absent)
    talk.centre.pass_time(PARK_LIMIT_S + 1)
    yield talk.centre.events

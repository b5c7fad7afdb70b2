"""Parked customers: where they are, who may pick them up, and that none is forgotten."""

import pytest
from msgspec.structs import replace
from tests.support.centre import BREAK, QUEUE, SmallCentre

from antiphon.agents.contract import Agent as Profile
from antiphon.agents.contract import AgentState, ChangePresence, Presence, SaveAgent
from antiphon.app.centre.stuck import find_stuck
from antiphon.app.views.desk import DeskView, WorkView
from antiphon.app.views.parked import parked_for, parked_on_board
from antiphon.interactions.call_control import FinishWrapUp, SaveWrapUp
from antiphon.interactions.contract import InteractionClosed, InteractionQueued, Outcome
from antiphon.interactions.parking import EndParking, ParkInteraction, PickUpParked
from antiphon.interactions.segments import SegmentKind
from antiphon.interactions.states import State
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, LegId, UserId
from antiphon.routing.contract import PARK_LIMIT_S, OfferMade, SaveQueue
from antiphon.supervision.contract import GiveBackParked, ParkedGivenBack
from antiphon.telephony.contract import PartyInvited, Purpose
from antiphon.telephony.engine import EndCause, LegAnswered
from antiphon.telephony.media import media_of

pytestmark = pytest.mark.unit

ANNA, BEN = AgentId("anna"), AgentId("ben")
C1 = InteractionId("c1")
SUE = UserId("sue")


class ParkingCentre(SmallCentre):
    """Anna talks with a customer; Ben takes none, but may pick up."""

    def __init__(self) -> None:
        super().__init__("anna", "ben", wrap_up_s=20)
        self.do(ChangePresence(agent_id=BEN, presence=Presence.NOT_READY, reason_id=BREAK))
        self.talk()

    def park(self, name: str = "c1") -> None:
        """Anna parks the customer."""
        self.do(ParkInteraction(interaction_id=InteractionId(name), agent_id=ANNA))

    def pick_up(self, by: AgentId = BEN) -> None:
        """Somebody wishes to have the customer."""
        self.do(PickUpParked(interaction_id=C1, agent_id=by))

    def rung(self) -> list[PartyInvited]:
        """Whose phones rang for the parked customer."""
        return [event for event in self.events if isinstance(event, PartyInvited)]

    def answers(self) -> None:
        """The phone that rang last is picked up."""
        self.hear(LegAnswered(at=self.now, leg=self.rung()[-1].leg_id))

    def state(self) -> State:
        """What happens to the customer."""
        return self.world.interactions.open[C1].state

    def places(self) -> dict[str, int]:
        """Who is parked where."""
        return {key: one.place for key, one in self.world.parking.parked.items()}


@pytest.fixture
def centre() -> ParkingCentre:
    return ParkingCentre()


def test_a_parked_customer_hears_music_at_a_numbered_place_and_the_agent_is_free(
    centre: ParkingCentre,
) -> None:
    centre.park()
    call = centre.world.calls.calls[C1]
    assert (centre.state(), centre.places()) == (State.PARKED, {"c1": 1})
    assert media_of(call).music == {call.caller_leg}
    assert (call.agent_leg, centre.world.agents.live[ANNA].state) == (None, AgentState.WRAP_UP)
    assert find_stuck(centre.world, centre.now) == []
    centre.park()  # a second click
    assert centre.places() == {"c1": 1}


def test_who_picks_up_talks_with_the_customer_and_has_the_conversation(
    centre: ParkingCentre,
) -> None:
    centre.park()
    centre.pass_time(30)
    centre.pick_up()
    assert [(one.agent_id, one.purpose) for one in centre.rung()] == [(BEN, Purpose.PICKED_UP)]
    assert (centre.state(), centre.places()) == (State.TRANSFERRING, {"c1": 1})
    centre.answers()
    call = centre.world.calls.calls[C1]
    assert (centre.state(), centre.places()) == (State.TALKING, {})
    assert media_of(call).rooms == {call.bridge: {call.caller_leg, centre.rung()[-1].leg_id}}
    record = centre.world.interactions.open[C1]
    assert (record.agent_id, record.queue_id) == (BEN, QUEUE)
    assert record.total(SegmentKind.HOLD, centre.now).total_seconds() == 30
    centre.leg_ends("c1")
    centre.do(FinishWrapUp(interaction_id=C1, agent_id=BEN, disposition_id=None, note=""))
    outcomes = [e.outcome for e in centre.events if isinstance(e, InteractionClosed)]
    assert outcomes == [Outcome.HANDLED]


def test_places_are_the_lowest_that_are_free(centre: ParkingCentre) -> None:
    centre.park()
    centre.pass_time(21)
    centre.talk("c2")
    centre.park("c2")
    assert centre.places() == {"c1": 1, "c2": 2}
    centre.leg_ends("c1")
    centre.pass_time(21)
    centre.talk("c3")
    centre.park("c3")
    assert centre.places() == {"c2": 2, "c3": 1}


def test_after_the_limit_the_phone_of_who_parked_it_rings_and_then_the_queue_has_it(
    centre: ParkingCentre,
) -> None:
    centre.park()
    centre.do(FinishWrapUp(interaction_id=C1, agent_id=ANNA, disposition_id=None, note=""))
    centre.pass_time(PARK_LIMIT_S + 1)
    assert [(one.agent_id, one.purpose) for one in centre.rung()] == [(ANNA, Purpose.RETURNED)]
    assert centre.places() == {}
    centre.pass_time(21)
    queued = [e for e in centre.events if isinstance(e, InteractionQueued)]
    assert (queued[-1].is_returning, centre.state()) == (True, State.WAITING)


def test_a_queue_s_places_have_its_name_and_numbers_of_their_own(centre: ParkingCentre) -> None:
    centre.park()
    queue = centre.world.routing.queues.get(QUEUE)
    centre.do(SaveQueue(queue=replace(queue, park_name=" Service ")))
    centre.do(FinishWrapUp(interaction_id=C1, agent_id=ANNA, disposition_id=None, note=""))
    centre.talk("c2")
    centre.park("c2")
    where = {key: (one.place_name, one.place) for key, one in centre.world.parking.parked.items()}
    assert where == {"c1": ("", 1), "c2": ("Service", 1)}
    assert [one.place_name for _, one in parked_on_board(centre.world)] == ["", "Service"]


def test_the_queue_says_how_long_a_customer_is_parked(centre: ParkingCentre) -> None:
    queue = centre.world.routing.queues.get(QUEUE)
    centre.do(SaveQueue(queue=replace(queue, park_limit_s=600)))
    centre.park()
    centre.do(FinishWrapUp(interaction_id=C1, agent_id=ANNA, disposition_id=None, note=""))
    centre.pass_time(599)
    assert (centre.rung(), centre.places()) == ([], {"c1": 1})
    centre.pick_up()
    centre.leg_ends(centre.rung()[-1].leg_id, EndCause.NO_ANSWER)
    centre.pass_time(599)  # the time begins anew with a phone that was not answered
    assert centre.places() == {"c1": 1}
    centre.pass_time(2)
    assert centre.rung()[-1].purpose is Purpose.RETURNED


def test_a_supervisor_gives_a_parked_customer_back_to_the_head_of_the_queue(
    centre: ParkingCentre,
) -> None:
    centre.park()
    centre.do(ChangePresence(agent_id=ANNA, presence=Presence.NOT_READY, reason_id=BREAK))
    centre.call("c2")
    happened = centre.do(GiveBackParked(interaction_id=C1, by=SUE))
    act = happened[0]
    assert isinstance(act, ParkedGivenBack)
    assert (act.name, act.queue_id, act.by) == ("Sales", QUEUE, SUE)
    assert (centre.state(), centre.places()) == (State.WAITING, {})
    assert [centre.world.routing.position(InteractionId(one)) for one in ("c1", "c2")] == [1, 2]
    assert not [key for key in centre.world.deadlines.at if key.startswith("parked/")]
    with pytest.raises(RuleBroken, match="not parked any more"):
        centre.do(GiveBackParked(interaction_id=C1, by=SUE))


def test_who_is_being_picked_up_is_not_given_back(centre: ParkingCentre) -> None:
    centre.park()
    centre.pick_up()
    with pytest.raises(RuleBroken) as refused:
        centre.do(GiveBackParked(interaction_id=C1, by=SUE))
    assert refused.value.code == "parked.rung"
    centre.answers()
    assert centre.state() is State.TALKING


def test_with_who_parked_it_gone_the_customer_is_first_in_the_queue_at_once(
    centre: ParkingCentre,
) -> None:
    centre.park()
    centre.do(FinishWrapUp(interaction_id=C1, agent_id=ANNA, disposition_id=None, note=""))
    centre.do(ChangePresence(agent_id=ANNA, presence=Presence.NOT_READY, reason_id=BREAK))
    centre.pass_time(PARK_LIMIT_S + 1)
    assert (centre.rung(), centre.state()) == ([], State.WAITING)
    centre.do(ChangePresence(agent_id=BEN, presence=Presence.READY))
    assert [e.agent_id for e in centre.events if isinstance(e, OfferMade)][-1] == BEN


def test_a_phone_that_is_not_answered_leaves_the_customer_at_the_place(
    centre: ParkingCentre,
) -> None:
    centre.park()
    centre.pick_up()
    centre.leg_ends(centre.rung()[-1].leg_id, EndCause.NO_ANSWER)
    assert (centre.state(), centre.places()) == (State.PARKED, {"c1": 1})
    assert centre.world.agents.live[BEN].work == {}
    centre.pick_up()
    centre.answers()
    assert centre.state() is State.TALKING


def test_a_limit_that_ends_in_mid_ring_does_not_take_the_customer_away(
    centre: ParkingCentre,
) -> None:
    centre.park()
    centre.pass_time(PARK_LIMIT_S - 5)
    centre.pick_up()
    centre.pass_time(10)
    centre.answers()
    assert (centre.state(), centre.world.interactions.open[C1].agent_id) == (State.TALKING, BEN)
    assert not [key for key in centre.world.deadlines.at if key.startswith("parked/")]


def test_a_limit_that_is_told_late_does_not_end_the_time_that_began_anew(
    centre: ParkingCentre,
) -> None:
    centre.park()
    centre.pass_time(PARK_LIMIT_S - 5)
    centre.pick_up()
    centre.pass_time(10)
    centre.leg_ends(centre.rung()[-1].leg_id, EndCause.NO_ANSWER)
    centre.do(EndParking(interaction_id=C1))
    assert (centre.state(), centre.places()) == (State.PARKED, {"c1": 1})
    centre.pass_time(PARK_LIMIT_S + 1)
    assert centre.rung()[-1].purpose is Purpose.RETURNED


def test_who_parked_it_may_have_it_back_from_the_middle_of_the_wrap_up(
    centre: ParkingCentre,
) -> None:
    centre.park()
    centre.pick_up(ANNA)
    centre.answers()
    assert (centre.state(), centre.world.interactions.open[C1].agent_id) == (State.TALKING, ANNA)


def test_two_who_wish_for_the_same_customer_do_not_both_get_it(centre: ParkingCentre) -> None:
    centre.park()
    centre.pass_time(21)
    centre.pick_up()
    centre.pick_up()  # a double click
    with pytest.raises(RuleBroken, match="not parked any more"):
        centre.pick_up(ANNA)
    assert len(centre.rung()) == 1


def test_only_agents_of_the_queue_see_it_and_pick_it_up(centre: ParkingCentre) -> None:
    centre.do(SaveAgent(agent=Profile(id=BEN, name="ben", queues=())))
    centre.park()
    with pytest.raises(RuleBroken, match="Only agents of this queue"):
        centre.pick_up()
    assert dict(parked_for(centre.world, BEN)) == {}
    assert [key for key, _ in parked_for(centre.world, ANNA)] == [("parked", "c1")]


def test_a_customer_who_hangs_up_is_parked_no_more(centre: ParkingCentre) -> None:
    centre.park()
    centre.leg_ends("c1")
    assert centre.places() == {}
    assert [e.outcome for e in centre.events if isinstance(e, InteractionClosed)] == [
        Outcome.ABANDONED
    ]
    with pytest.raises(RuleBroken, match="not parked any more"):
        centre.pick_up()


def test_the_list_tells_place_age_and_note_and_who_is_being_rung(centre: ParkingCentre) -> None:
    note = SaveWrapUp(interaction_id=C1, agent_id=ANNA, disposition_id=None, note="Wants Ben")
    centre.do(note)
    centre.park()
    ((_, shown),) = parked_for(centre.world, BEN)
    assert (shown.place, shown.note, shown.since) == (1, "Wants Ben", centre.now)
    assert (shown.parked_by.name, shown.queue.name, shown.is_rung) == ("anna", "Sales", False)
    centre.pick_up()
    ((key, rung),) = parked_on_board(centre.world)
    assert (key, rung.is_rung) == (("parked_call", "c1"), True)
    work = dict(DeskView(centre.world).draw(BEN))["work", C1]
    assert isinstance(work, WorkView)
    assert work.state == "connecting"


def test_parking_is_offered_to_who_has_the_customer_alone(centre: ParkingCentre) -> None:
    desk = DeskView(centre.world)
    work = dict(desk.draw(ANNA))["work", C1]
    assert isinstance(work, WorkView)
    assert "park" in work.actions
    assert (
        LegId("c1")
        in media_of(centre.world.calls.calls[C1]).rooms[centre.world.calls.calls[C1].bridge]
    )

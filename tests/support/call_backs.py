"""A small centre in whose queue a key asks for a call-back."""

from collections.abc import Iterator
from typing import Any

from tests.support.centre import QUEUE, SmallCentre

from antiphon.interactions.states import State
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, LegId, OfferId, TrunkId
from antiphon.routing.callbacks import CallBackFinished, Result
from antiphon.routing.contract import OfferMade, SaveQueue
from antiphon.routing.waiting import CallBackRules, CalledFirst, Exit, ExitKind, WaitingRoom
from antiphon.telephony.contract import CustomerDialled, SaveTrunk, TrunkLine
from antiphon.telephony.engine import DigitPressed, EndCause, LegAnswered, LegArrived

ANNA = AgentId("anna")


class CallBackCentre(SmallCentre):
    """A small centre with a trunk, in whose queue 1 asks for a call-back."""

    def __init__(self, *agents: str, first: CalledFirst = CalledFirst.AGENT, **rules: Any) -> None:
        super().__init__(*agents)
        queue = self.world.routing.queues.get(QUEUE)
        room = WaitingRoom(
            exits={"1": Exit(kind=ExitKind.CALL_BACK), "2": Exit(kind=ExitKind.VOICEMAIL)},
            call_back=CallBackRules(first=first, **rules),
        )
        fields = {f: getattr(queue, f) for f in queue.__struct_fields__} | {"waiting": room}
        self.do(SaveQueue(queue=type(queue)(**fields)))
        self.do(SaveTrunk(trunk=TrunkLine(id=TrunkId("t1"), name="Line", host="line.example")))

    def arrive(self, name: str, number: str) -> None:
        """A call from this number."""
        self.hear(
            LegArrived(
                at=self.now, leg=LegId(name), dialled="1000", caller_number=number, caller_name=""
            )
        )

    def press(self, name: str, digit: str) -> None:
        """A customer presses a key."""
        self.hear(DigitPressed(at=self.now, leg=LegId(name), digit=digit))

    def wants_call(self, name: str, number: str) -> None:
        """A customer calls, waits, asks to be called, and is gone."""
        self.arrive(name, number)
        self.press(name, "1")
        self.leg_ends(name)

    def dialled(self) -> list[str]:
        """The numbers that were called, in order."""
        return [event.number for event in self.events if isinstance(event, CustomerDialled)]

    def offered(self) -> list[str]:
        """Whose turn came, in order."""
        return [event.interaction_id for event in self.events if isinstance(event, OfferMade)]

    def offer_ids(self) -> list[OfferId]:
        """The offers that were made, in order."""
        return [event.offer_id for event in self.events if isinstance(event, OfferMade)]

    def agent_takes(self, name: str) -> None:
        """The agent's phone is picked up for this interaction's offer."""
        offer = self.offer_of(name)
        assert offer is not None
        self.agent_answers(offer.offer_id)

    def customer_answers(self, name: str) -> None:
        """The customer who is called picks up."""
        self.hear(LegAnswered(at=self.now, leg=LegId(f"{name}.c.leg")))

    def state_of(self, name: str) -> State:
        """What happens to an interaction."""
        return self.world.interactions.open[InteractionId(name)].state

    def finished(self) -> list[Result]:
        """How the call-backs ended."""
        return [event.result for event in self.events if isinstance(event, CallBackFinished)]


def busy_centre() -> CallBackCentre:
    """Anna talks; c1 asked to be called and c2 and c3 wait, in this order."""
    centre = CallBackCentre("anna")
    centre.arrive("c0", "01055550000")
    centre.agent_takes("c0")
    for index, name in enumerate(("c1", "c2", "c3")):
        centre.pass_time(1)
        if name == "c1":
            centre.wants_call(name, f"0105555000{index + 1}")
        else:
            centre.arrive(name, f"0105555000{index + 1}")
    return centre


def free_anna(centre: CallBackCentre, name: str) -> None:
    """Anna's conversation ends, and her wrap-up."""
    centre.leg_ends(name if name == "c0" or "." not in name else f"{name}.c.leg")
    centre.pass_time(31)


def dialled_days() -> Iterator[list[Event]]:
    """Days on which somebody is called back, with each way in which that goes on."""
    for first in CalledFirst:
        for answers in (True, False):
            centre = CallBackCentre("anna", first=first)
            centre.arrive("c0", "01055550000")
            centre.agent_takes("c0")
            centre.wants_call("c1", "01055550001")
            free_anna(centre, "c0")
            if first is CalledFirst.AGENT:
                centre.agent_takes("c1.b.a1")
            if answers:
                centre.customer_answers("c1.b.a1")
            else:
                centre.leg_ends("c1.b.a1.c.leg", EndCause.BUSY)
            yield centre.events

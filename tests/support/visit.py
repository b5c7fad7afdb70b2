"""A customer whom Ann sends into a flow that asks for an order and a card, and brings back."""

from collections.abc import Iterator

from tests.support.talk import ANN, C1, CUSTOMER, Talk

from antiphon.flows.contract import SaveFlow
from antiphon.flows.graph import DigitsStep, Flow, HangUpStep, ReturnStep, SayStep, Step
from antiphon.interactions.call_control import HoldInteraction, LeaveConversation
from antiphon.interactions.flow_visits import SendToFlow
from antiphon.kernel.events import Event
from antiphon.kernel.ids import FlowId, LegId
from antiphon.telephony.engine import DigitPressed
from antiphon.telephony.media import media_of

PAY = FlowId("pay")
STEPS: dict[str, Step] = {
    "ask": DigitsStep(
        text={"en": "Your order."}, key="order", next="card", otherwise="sorry", least=2, most=2
    ),
    "card": DigitsStep(
        text={"en": "Your card."},
        key="card",
        next="back",
        otherwise="sorry",
        least=4,
        most=4,
        is_secret=True,
    ),
    "back": ReturnStep(),
    "sorry": SayStep(text={"en": "Good bye."}, next="end"),
    "end": HangUpStep(),
}


class Visit(Talk):
    """Ann talks with a customer, and may send the customer to pay."""

    def __init__(self, steps: dict[str, Step] = STEPS, *, for_agents: bool = True) -> None:
        super().__init__()
        start = next(iter(steps))
        flow = Flow(id=PAY, name="Payment", start=start, steps=steps, for_agents=for_agents)
        self.centre.do(SaveFlow(flow=flow))

    def send(self, *, stays: bool = True) -> list[Event]:
        return self.wish(SendToFlow, flow_id=PAY, stays=stays)

    def press(self, keys: str, leg: LegId = CUSTOMER) -> list[Event]:
        return [
            event
            for key in keys
            for event in self.centre.hear(DigitPressed(at=self.centre.now, leg=leg, digit=key))
        ]

    def is_apart(self) -> bool:
        """The customer hears the flow alone, and the agent nobody."""
        media = media_of(self.call)
        return not media.rooms and not media.music


def visited_days() -> Iterator[list[Event]]:
    """Customers who are sent into a flow in each way, with each end."""
    for keys in ("421234", "4212"):
        visit = Visit()
        visit.centre.do(HoldInteraction(interaction_id=C1, agent_id=ANN))
        visit.send()
        visit.press(keys)
        visit.centre.leg_ends("c1")
        yield visit.centre.events
    for far_end in (True, False):
        visit = Visit()
        visit.send()
        visit.centre.leg_ends(visit.ann_leg, by_far_end=far_end)
        visit.press("421234")
        yield visit.centre.events
    visit = Visit()
    visit.send(stays=False)
    visit.press("421234")
    yield visit.centre.events
    visit = Visit()
    visit.send()
    visit.wish(LeaveConversation)
    visit.centre.leg_ends("c1")
    yield visit.centre.events

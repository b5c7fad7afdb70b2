"""What callers go through in storms: every kind of step, and a flow that agents send them to."""

from tests.support.centre import QUEUE
from tests.support.storm_calls import EXPERT

from antiphon.flows.graph import (
    CallBackStep,
    DigitsStep,
    Flow,
    HangUpStep,
    MenuStep,
    OutsideStep,
    QueueStep,
    ReturnStep,
    SayStep,
    SetStep,
    Step,
    VoicemailStep,
)
from antiphon.kernel.ids import FlowId

STEPS: dict[str, Step] = {
    "hello": SayStep(text={"en": "Hello"}, next="which"),
    "which": MenuStep(
        text={"en": "One or two"},
        choices={"1": "wait", "2": "chinese", "3": "vm", "7": "later"},
        otherwise="vm",
    ),
    "chinese": SetStep(key="language", value="zh-Hans", next="vip"),
    "vip": SetStep(key="vip", value="yes", next="wait"),
    "wait": QueueStep(queue_id=QUEUE, announce_position=True, overflow_s=40, overflow="vm"),
    "expert": OutsideStep(number=EXPERT, refused="vm"),
    "later": CallBackStep(queue_id=QUEUE, refused="vm"),
    "vm": VoicemailStep(text={"en": "Leave a message"}, next="bye"),
    "bye": HangUpStep(),
}
PAYMENT = Flow(
    id=FlowId("pay"),
    name="Payment",
    start="card",
    for_agents=True,
    steps={
        "card": DigitsStep(
            text={"en": "Your card"},
            key="card",
            next="back",
            otherwise="bye",
            is_secret=True,
            most=3,
        ),
        "back": ReturnStep(),
        "bye": HangUpStep(),
    },
)

"""What a caller pressed is kept with words for the people who read it."""

from datetime import UTC, datetime

from antiphon.flows.domain import begin, digit
from antiphon.flows.graph import Flow, HangUpStep, MenuStep
from antiphon.flows.run import Action, SetData
from antiphon.kernel.ids import FlowId

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
MENU = MenuStep(
    text={"en": "Press one or two."},
    choices={"1": "bye", "2": "bye"},
    otherwise="bye",
    key="wish",
    name="Wish",
    labels={"1": "To buy"},
)


def pressed(key: str) -> tuple[Action, ...]:
    """What follows when a caller presses a key in the menu."""
    flow = Flow(
        id=FlowId("f"), name="Main", start="menu", steps={"menu": MENU, "bye": HangUpStep()}
    )
    run = begin(flow, language="en", now=NOON, hours={}).run
    return digit(run, flow, key, now=NOON, hours={}).actions


def test_a_digit_is_kept_with_its_words_for_people() -> None:
    assert SetData(key="wish", value="1", name="Wish", meaning="To buy") in pressed("1")


def test_a_digit_without_words_is_kept_as_it_is() -> None:
    assert SetData(key="wish", value="2", name="Wish", meaning="") in pressed("2")

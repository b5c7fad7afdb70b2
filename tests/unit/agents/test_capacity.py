"""How much fits into an agent's hands, over all channels."""

import json
from pathlib import Path

import pytest

from antiphon.agents.capacity import USUAL_INTERRUPTS, WEIGHTS, Interrupts, fits, free_channels
from antiphon.agents.contract import Capacity

pytestmark = pytest.mark.unit

USUAL = Capacity()


@pytest.mark.parametrize(
    ("in_hand", "free"),
    [
        ([], {"voice", "chat", "email"}),
        (["voice"], set()),
        (["chat"], {"chat", "email"}),
        (["chat", "chat", "chat"], {"email"}),
        (["email"], {"voice", "chat", "email"}),
        (["email"] * 20, {"voice", "chat"}),
        (["voice", "email"], set()),
    ],
)
def test_a_call_interrupts_mail_but_no_chat(in_hand: list[str], free: set[str]) -> None:
    assert free_channels(USUAL, in_hand, USUAL_INTERRUPTS) == free


@pytest.mark.parametrize(
    ("interrupts", "in_hand", "free"),
    [
        (frozenset(), ["email"], {"chat", "email"}),
        (frozenset({("voice", "chat")}), ["chat"], {"voice", "chat", "email"}),
        (frozenset({("voice", "chat")}), ["chat", "email"], {"chat", "email"}),
        (frozenset({("email", "chat")}), ["chat"] * 3, {"email"}),
        (frozenset({("voice", "chat")}), ["voice", "chat"], set()),
    ],
)
def test_other_rules_leave_room_for_other_work(
    interrupts: Interrupts, in_hand: list[str], free: set[str]
) -> None:
    assert free_channels(USUAL, in_hand, interrupts) == free
    # An agent with settings of its own, which are the usual ones, goes by the same rules.
    assert free_channels(Capacity(most={"voice": 1}), in_hand, interrupts) == free


def test_weights_and_the_most_of_a_channel_are_the_agents_own() -> None:
    own = Capacity(weights={"chat": 50}, most={"email": 2})
    assert fits(own, "chat", ["chat"], USUAL_INTERRUPTS)
    assert not fits(own, "chat", ["chat", "chat"], USUAL_INTERRUPTS)
    assert not fits(own, "email", ["email", "email"], USUAL_INTERRUPTS)


def test_the_page_shows_the_same_usual_weights() -> None:
    page = Path(__file__).parents[3] / "web/src/shared/channels/usual-weights.json"
    assert json.loads(page.read_text()) == WEIGHTS

"""How much fits into an agent's hands, over all channels."""

import json
from pathlib import Path

import pytest

from antiphon.agents.capacity import WEIGHTS, fits, free_channels
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
    assert free_channels(USUAL, in_hand) == free


def test_weights_and_the_most_of_a_channel_are_the_agents_own() -> None:
    own = Capacity(weights={"chat": 50}, most={"email": 2})
    assert fits(own, "chat", ["chat"])
    assert not fits(own, "chat", ["chat", "chat"])
    assert not fits(own, "email", ["email", "email"])


def test_the_page_shows_the_same_usual_weights() -> None:
    model = Path(__file__).parents[3] / "web" / "src" / "features" / "queue-editor" / "model"
    assert json.loads((model / "usual-weights.json").read_text()) == WEIGHTS

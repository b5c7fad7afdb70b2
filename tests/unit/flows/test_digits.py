"""Several digits are asked for: how they end, when they are asked for again, and what is secret."""

import msgspec
import pytest
from tests.unit.flows.test_run import NOON

from antiphon.flows.check import check
from antiphon.flows.domain import begin, digit, said, stopped, timed_out
from antiphon.flows.graph import DigitsStep, Flow, HangUpStep, ReturnStep, Step
from antiphon.flows.run import (
    Answer,
    AwaitDigit,
    EndReason,
    FlowRun,
    GoBack,
    HangUp,
    Move,
    Say,
    SetData,
    StopSaying,
    Waiting,
)
from antiphon.kernel.ids import FlowId

pytestmark = pytest.mark.unit

ASK = DigitsStep(
    text={"en": "Your order."},
    key="order",
    name="Order",
    next="back",
    otherwise="bye",
    least=2,
    most=4,
    attempts=2,
)


def a_flow(step: DigitsStep = ASK) -> Flow:
    steps: dict[str, Step] = {"ask": step, "back": ReturnStep(), "bye": HangUpStep()}
    return Flow(id=FlowId("pay"), name="Pay", start="ask", steps=steps, for_agents=True)


def press(keys: str, flow: Flow, move: Move | None = None) -> Move:
    move = move or begin(flow, language="en", now=NOON, hours={})
    for key in keys:
        move = digit(move.run, flow, key, now=NOON, hours={})
    return move


def late(run: FlowRun, flow: Flow) -> Move:
    return timed_out(run, flow, turn=run.turn, now=NOON, hours={})


def test_the_first_digit_cuts_the_text_short_and_each_one_has_time_of_its_own() -> None:
    move = press("4", a_flow())
    assert move.actions == (StopSaying(turn=1), AwaitDigit(turn=2, timeout_s=5))
    assert press("2", a_flow(), move).actions == (AwaitDigit(turn=3, timeout_s=5),)


@pytest.mark.parametrize(("keys", "value"), [("1234", "1234"), ("12#", "12"), ("19*23#", "23")])
def test_the_most_digits_or_a_hash_end_it_and_a_star_begins_anew(keys: str, value: str) -> None:
    move = press(keys, a_flow())
    assert move.actions == (SetData(key="order", value=value, name="Order"), GoBack())
    assert (move.run.waiting, move.run.entered) == (Waiting.NOTHING, "")


def test_silence_is_the_end_when_there_are_enough_and_asks_again_when_not() -> None:
    flow = a_flow()
    assert late(press("123", flow).run, flow).actions[-1] == GoBack()
    again = late(press("1", flow).run, flow)
    assert [type(action) for action in again.actions] == [Say]
    assert again.run.entered == ""
    listening = said(again.run, flow, turn=again.run.turn, now=NOON, hours={})
    assert late(listening.run, flow).actions == (HangUp(reason=EndReason.FLOW_ENDED),)


def test_no_digit_of_a_secret_is_in_what_is_written_down() -> None:
    flow = a_flow(msgspec.structs.replace(ASK, is_secret=True))
    moves = [begin(flow, language="en", now=NOON, hours={})]
    for key in "7391":
        moves.append(press(key, flow, moves[-1]))
    assert SetData(key="order", value="••••", name="Order") in moves[-1].actions
    for move, key in zip(moves[1:], "7391", strict=True):
        assert key not in f"{move.run.entered}{move.run.data}"


def test_a_flow_that_is_stopped_waits_for_nothing() -> None:
    flow = a_flow()
    begun = begin(flow, language="en", now=NOON, hours={})
    assert isinstance(begun.actions[0], Answer)
    move = stopped(begun.run)
    assert (move.actions, move.run.waiting) == ((StopSaying(turn=1),), Waiting.NOTHING)
    assert press("1234", flow, move).actions == ()
    assert late(move.run, flow).actions == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"least": 5}, "least"),
        ({"most": 41}, "most"),
        ({"attempts": 0}, "attempts"),
        ({"key": "Order No"}, "key"),
        ({"key": "language"}, "key"),
        ({"text": {}}, "text"),
        ({"otherwise": "nowhere"}, "otherwise"),
    ],
)
def test_what_cannot_work_is_found(changes: dict[str, object], field: str) -> None:
    flow = a_flow(msgspec.structs.replace(ASK, **changes))
    found = check(flow, queues=(), hours=(), skills=())
    assert field in [problem.field for problem in found if problem.step == "ask"]


def test_a_flow_that_asks_and_returns_is_sound() -> None:
    assert check(a_flow(), queues=(), hours=(), skills=()) == []

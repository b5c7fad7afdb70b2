"""Conditions: checked when saved, bounded when run, and never raising anything of the library."""

import contextlib
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.kernel.expressions import (
    LONGEST,
    ExpressionFailed,
    ExpressionWrong,
    Kind,
    Scope,
    Variable,
)
from antiphon.routing.admission.variables import SCOPE

pytestmark = pytest.mark.unit

DATA = {
    Kind.BOOL: True,
    Kind.INT: 5,
    Kind.STRING: "Sales",
    Kind.TIMESTAMP: datetime(2026, 1, 5, 12, tzinfo=UTC),
    Kind.INTS: {"Sales": 3},
    Kind.FLAGS: {"Office": True},
    Kind.TEXTS: {"a": "b"},
}
VALUES = {variable.name: DATA[variable.kind] for variable in SCOPE.variables}


@pytest.mark.parametrize("variable", SCOPE.variables, ids=lambda v: v.name)
def test_each_example_is_a_condition_with_an_answer(variable: Variable) -> None:
    assert variable.name in variable.example
    assert SCOPE.read(variable.example).holds(VALUES) in {True, False}


def test_a_condition_is_true_or_false() -> None:
    condition = SCOPE.read("customer.vip_level >= 5 && queue.waiting['Sales'] < 10")
    assert condition.holds(VALUES)
    assert not condition.holds({**VALUES, "customer.vip_level": 4})


@pytest.mark.parametrize(
    ("text", "said", "column"),
    [
        ("customer.vip_level >= 'five'", "no matching overload", 20),
        ("customer.viplevel >= 5", "Undeclared reference to 'customer.viplevel'", 9),
        ("customer.vip_level >=", "Syntax error", 22),
        ("customer.name", "true or false", 1),
        ("", "Syntax error", 1),
        ("true" + " " * LONGEST, "at most", 1),
        ("[1].all(a, [1].all(b, a == b))", "one list", 1),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, said: str, column: int) -> None:
    with pytest.raises(ExpressionWrong) as wrong:
        SCOPE.read(text)
    assert said.lower() in wrong.value.message.lower()
    assert wrong.value.column == column


@pytest.mark.parametrize(
    "text",
    [
        "queue.waiting['Nowhere'] > 2",
        "1 / (customer.vip_level - 5) == 1",
        "customer.name.matches('(')",
        "time.now.getHours('Nowhere/City') == 1",
    ],
)
def test_a_condition_without_an_answer_fails_in_one_way(text: str) -> None:
    with pytest.raises(ExpressionFailed):
        SCOPE.read(text).holds(VALUES)


def test_a_value_that_is_missing_is_a_failure_and_no_crash() -> None:
    with pytest.raises(ExpressionFailed):
        SCOPE.read("customer.vip_level > 1").holds({})


def test_the_dearest_walk_stays_below_a_tenth_of_a_second() -> None:
    items = ",".join(["1"] * (LONGEST // 2 - 20))
    condition = SCOPE.read(f"[{items}].all(a, a > 0)")
    begun = time.process_time()
    assert condition.holds(VALUES)
    assert time.process_time() - begun < 0.1


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from("customer.vip_level()[]{}<>=&|!'\"\\5 .all(x,)matches?:"), max_size=60)
)
def test_no_text_raises_anything_else(text: str) -> None:
    with contextlib.suppress(ExpressionWrong, ExpressionFailed):
        SCOPE.read(text).holds(VALUES)


def test_many_conditions_do_not_fill_the_memory() -> None:
    scope = Scope((Variable(name="n", kind=Kind.INT, example="n > 1"),))
    for number in range(5_000):
        assert scope.read(f"n == {number}").holds({"n": number})
    assert len(scope._known) < 5_000

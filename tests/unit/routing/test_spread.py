"""A dictionary in parts says what a dictionary says, also in a process with other hashes."""

import os
import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.routing.spread import Spread

pytestmark = pytest.mark.unit

KEYS = st.sampled_from([f"c{number}" for number in range(200)])
FIND_ALL = (
    "import pickle, sys; spread = pickle.load(sys.stdin.buffer);"
    "print([spread.find(f'c{number}') for number in range(200)])"
)


@given(st.lists(st.tuples(KEYS, st.none() | st.integers())))
def test_it_holds_what_a_dictionary_holds(changes: list[tuple[str, int | None]]) -> None:
    spread: Spread[str, int] = Spread()
    plain: dict[str, int] = {}
    for key, value in changes:
        if value is None:
            assert spread.take(key) == plain.pop(key, None)
        else:
            spread[key] = plain[key] = value
            assert spread[key] == value
        assert bool(spread) == bool(plain)
        assert spread.find(key) == plain.get(key)
        assert (key in spread) == (key in plain)


def test_another_process_finds_everything() -> None:
    spread: Spread[str, int] = Spread()
    for number in range(200):
        spread[f"c{number}"] = number
    for seed in ("1", "2"):
        found = subprocess.run(
            [sys.executable, "-c", FIND_ALL],
            input=pickle.dumps(spread),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert found.stdout.decode().strip() == str(list(range(200)))


def test_an_empty_one_comes_back_and_can_be_used() -> None:
    again: Spread[str, int] = pickle.loads(pickle.dumps(Spread()))
    again["c1"] = 1
    assert again.take("c1") == 1
    assert not again

"""Each event: its name, its text, a sample that survives the journal, and its place in the docs."""

import ast
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.event_samples import sample, samples

import antiphon
from antiphon.app.reference.events import all_events
from antiphon.app.settings import repository_folder
from antiphon.kernel.events import Event, decode, encode

pytestmark = pytest.mark.unit

EVENTS = all_events()
SOURCE = Path(antiphon.__path__[0])


def types_in_source() -> list[str]:
    """Every `type: ClassVar[str] = "..."` that stands in a class of our code."""
    found = []
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.AnnAssign(target=ast.Name(id="type"), value=ast.Constant(value=str(name))):
                    found.append(name)
                case _:
                    pass
    return found


def test_every_type_that_stands_in_the_source_is_found_once() -> None:
    counts = Counter(types_in_source())
    assert len(counts) > 40
    assert [name for name, count in counts.items() if count > 1] == []
    assert sorted(counts) == sorted(EVENTS)


@pytest.mark.parametrize("cls", EVENTS.values(), ids=EVENTS)
def test_an_event_is_named_after_its_context_and_says_what_happened(cls: type[Event]) -> None:
    context, _, happened = cls.type.partition(".")
    assert cls.__module__.startswith(f"antiphon.{context}.")
    assert happened.replace("_", "").isalpha()
    assert cls.__doc__ is not None
    # A struct without a docstring inherits its base's, which would say nothing of this event.
    assert cls.__doc__ not in {base.__doc__ for base in cls.__mro__[1:]}
    assert cls.__doc__.partition("\n")[0].endswith(".")


@pytest.mark.parametrize("cls", EVENTS.values(), ids=EVENTS)
def test_a_sample_comes_back_from_the_journal_as_it_was(cls: type[Event]) -> None:
    event = sample(cls)
    assert decode(cls.type, cls.version, encode(event)) == event
    kind, _, name = event.stream().partition("/")
    assert kind
    assert name


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_any_event_comes_back_from_the_journal_as_it_was(data: st.DataObject) -> None:
    cls = data.draw(st.sampled_from(list(EVENTS.values())))
    event = data.draw(samples(cls))
    assert decode(cls.type, cls.version, encode(event)) == event


def test_every_event_is_listed_in_the_reference() -> None:
    page = (repository_folder() / "docs/reference/events.md").read_text(encoding="utf-8")
    assert [name for name in EVENTS if f"### {name}\n" not in page] == []

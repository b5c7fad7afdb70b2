"""Each book is told only of the events it hears, and misses none that it would act on."""

from collections.abc import Iterable
from itertools import chain

import pytest
from tests.support.call_backs import dialled_days
from tests.support.event_samples import sample
from tests.support.outside import outside_days
from tests.support.storm import Storm
from tests.support.talk import transferred_days
from tests.support.visit import visited_days
from tests.support.whole import whole

from antiphon.agents.contract import AgentRemoved, AgentSaved, SkillSaved
from antiphon.app.centre import hearing
from antiphon.app.centre.hearing import kinds_heard_by
from antiphon.app.centre.world import World
from antiphon.interactions.contract import InteractionClosed, InteractionQueued
from antiphon.kernel.events import Event, event_types
from antiphon.routing.contract import OfferEvent, OfferMade
from antiphon.telephony.contract import AgentRung, CallEvent

pytestmark = pytest.mark.unit

SEEDS, ACTS = 12, 400
ALIAS = AgentRung | CallEvent


class Part:
    """Something within a book."""

    def __init__(self) -> None:
        self.count = 0

    def note(self, event: Event) -> None:
        """Named by the book alone."""
        self.count += isinstance(event, SkillSaved)


class Book:
    """Hears in every way that there is."""

    def __init__(self) -> None:
        self.part = Part()
        self.seen: list[Event] = []

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case AgentSaved():
                self.seen.append(event)
            case OfferEvent():
                self.seen += [event for _ in range(2) if not isinstance(event, OfferMade)]
            case _:
                self._otherwise(event)

    def _otherwise(self, event: Event) -> None:
        self.part.note(event)
        if is_over(event) or isinstance(event, ALIAS):
            self.seen.append(event)


def is_over(event: Event) -> bool:
    """Asked by a book."""
    return type(event) in (InteractionClosed, AgentRemoved)


def told(book: Book) -> set[type[Event]]:
    """Every kind that one is told of."""
    kinds = kinds_heard_by(book)
    return {kind for kind in event_types().values() if issubclass(kind, kinds)}


def test_what_methods_parts_functions_and_aliases_name_is_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hearing, "_OURS", ("antiphon.", __name__))
    offers = {kind for kind in event_types().values() if issubclass(kind, OfferEvent)}
    calls = {kind for kind in event_types().values() if issubclass(kind, CallEvent)}
    others = {AgentSaved, SkillSaved, InteractionClosed, AgentRemoved}
    assert len(offers) > 4
    assert told(Book()) == offers | calls | others
    assert InteractionQueued not in told(Book())


def days() -> Iterable[list[Event]]:
    """Days on which everything happens."""
    for seed in range(SEEDS):
        storm = Storm(seed)
        for _ in range(ACTS):
            storm.act()
        yield storm.centre.events
    yield from map(list, chain(dialled_days(), transferred_days(), visited_days(), outside_days()))


def told_all(world: World, event: Event) -> None:
    """Every book hears of everything."""
    for book in vars(world).values():
        if hasattr(book, "apply"):
            book.apply(event)


def test_a_world_whose_books_hear_of_everything_is_the_same_world() -> None:
    met: set[type[Event]] = set()
    for events in days():
        world, other = World(), World()
        for event in events:
            world.apply(event)
            told_all(other, event)
        assert whole(world) == whole(other)
        met |= {type(event) for event in events}
    assert len(met) > 100


def test_no_book_changes_by_an_event_that_it_does_not_hear() -> None:
    world = World()
    for event in next(iter(days())):
        world.apply(event)
    books = {name: book for name, book in vars(world).items() if hasattr(book, "apply")}
    for name, book in books.items():
        kinds = kinds_heard_by(book)
        before = whole(book)
        for kind in event_types().values():
            if not issubclass(kind, kinds):
                book.apply(sample(kind))
        assert whole(book) == before, name


def test_a_usual_event_is_told_to_few() -> None:
    books = [book for book in vars(World()).values() if hasattr(book, "apply")]
    heard = [kinds_heard_by(book) for book in books]
    tells = [sum(issubclass(kind, kinds) for kinds in heard) for kind in event_types().values()]
    assert max(tells) < len(books) * 2 / 3
    assert sum(tells) / len(tells) < len(books) / 5

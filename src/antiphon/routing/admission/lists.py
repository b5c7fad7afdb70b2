"""Black and white lists: is this number on one? Costs the same however long the lists are.

Numbers and countries are looked up, prefixes once for each length up to the number's own, patterns
once for each shape (which places are fixed); the shapes are few, `add` never makes too many since
`check_shapes` refuses them.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import EntryPointId
from antiphon.routing.admission.contract import ListEntry, ListKind, MatchKind

MOST_SHAPES = 50
LONGEST_NUMBER = 16

Shape = tuple[int, bool, tuple[int, ...]]
Key = tuple[ListKind, MatchKind, str, EntryPointId | None]


class NumberPlan(Protocol):
    """What lists need to know of telephone numbers."""

    def normalise(self, number: str) -> str | None:
        """In E.164; None when it cannot be a number."""

    def is_country(self, code: str) -> bool:
        """Whether this is a country, such as CN."""


class LineWrong(Exception):  # noqa: N818 (it names what happened)
    """A line of an import that is no entry; the code names a text of the page."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_value(text: str, match: MatchKind | None, plan: NumberPlan) -> tuple[MatchKind, str]:
    """What a person wrote, as it is compared. Without `match` it is guessed from the writing.

    `+86138*` is a prefix, `+8613800??00` a pattern, `CN` a country, anything else a number.

    Raises:
        LineWrong: it is none of these.
    """
    value = "".join(c for c in text.strip() if c not in " -()./\t")
    guess = match or _guess(value)
    match guess:
        case MatchKind.COUNTRY:
            if not plan.is_country(value.upper()):
                raise LineWrong("country_unknown")
            return guess, value.upper()
        case MatchKind.NUMBER:
            number = plan.normalise(value)
            if number is None:
                raise LineWrong("number_unclear")
            return guess, number
        case MatchKind.PREFIX:
            value = value.removesuffix("*")
            _check_places(value, "")
            return guess, value
        case MatchKind.PATTERN:
            _check_places(value, "?")
            return guess, value


class ListReader:
    """How routes read what a person wrote for a list."""

    def __init__(self, plan: NumberPlan) -> None:
        self._plan = plan

    def read(self, text: str) -> tuple[MatchKind, str]:
        """What is compared. Raises LineWrong."""
        return read_value(text, None, self._plan)


def _guess(value: str) -> MatchKind:
    if value.isalpha():
        return MatchKind.COUNTRY
    if "?" in value:
        return MatchKind.PATTERN
    return MatchKind.PREFIX if value.endswith("*") else MatchKind.NUMBER


def _check_places(value: str, wild: str) -> None:
    places = value.removeprefix("+").removesuffix("*" if wild else "")
    if not places:
        raise LineWrong("value_missing")
    if not value.startswith("+"):
        raise LineWrong("plus_missing")
    if len(value) > LONGEST_NUMBER or not all(c in "0123456789" + wild for c in places):
        raise LineWrong("pattern_unclear")


class Lists:
    """All entries, by id and by what is compared."""

    def __init__(self) -> None:
        self.entries: dict[str, ListEntry] = {}
        self._by_key: dict[Key, ListEntry] = {}
        # How many patterns have each shape.
        self._shapes: dict[Shape, int] = {}

    def __len__(self) -> int:
        return len(self.entries)

    def find_same(self, entry: ListEntry) -> ListEntry | None:
        """The entry that compares the same at the same place, on either list of this kind."""
        return self._by_key.get(_key(entry))

    def is_on_other(self, entry: ListEntry) -> bool:
        """Whether the other list has the same at the same place: then the white one wins."""
        other = ListKind.WHITE if entry.list is ListKind.BLACK else ListKind.BLACK
        return (other, *_key(entry)[1:]) in self._by_key

    def find(
        self,
        kind: ListKind,
        number: str,
        country: str,
        entry_point_id: EntryPointId | None,
        now: datetime,
    ) -> ListEntry | None:
        """The entry that this number meets, the most exact one first."""
        if not self._by_key:
            return None
        for match, value in self._candidates(number, country):
            for scope in dict.fromkeys((entry_point_id, None)):
                entry = self._by_key.get((kind, match, value, scope))
                if entry is not None and (entry.expires_at is None or entry.expires_at > now):
                    return entry
        return None

    def _candidates(self, number: str, country: str) -> Iterator[tuple[MatchKind, str]]:
        if number:
            yield MatchKind.NUMBER, number
            for shape in self._shapes:
                pattern = _fit(number, shape)
                if pattern is not None:
                    yield MatchKind.PATTERN, pattern
            for length in range(min(len(number), LONGEST_NUMBER), 1, -1):
                yield MatchKind.PREFIX, number[:length]
        if country:
            yield MatchKind.COUNTRY, country

    def check_shapes(self, entries: Iterable[ListEntry]) -> None:
        """Refuse patterns of too many shapes: each costs a look-up for every call."""
        shapes = {_shape(e.value) for e in entries if e.match is MatchKind.PATTERN}
        if len(shapes | set(self._shapes)) > MOST_SHAPES:
            raise RuleBroken(
                "admission.too_many_shapes",
                f"At most {MOST_SHAPES} kinds of pattern: use the same places for the ?.",
                most=MOST_SHAPES,
            )

    def add(self, entry: ListEntry) -> None:
        """Take an entry in; one that compares the same gives way."""
        for former in (self._by_key.get(_key(entry)), self.entries.get(entry.id)):
            if former is not None:
                self.remove(former.id)
        self.entries[entry.id] = entry
        self._by_key[_key(entry)] = entry
        if entry.match is MatchKind.PATTERN:
            shape = _shape(entry.value)
            self._shapes[shape] = self._shapes.get(shape, 0) + 1

    def remove(self, entry_id: str) -> None:
        """Forget an entry; an unknown one is ignored."""
        entry = self.entries.pop(entry_id, None)
        if entry is None:
            return
        self._by_key.pop(_key(entry), None)
        if entry.match is MatchKind.PATTERN:
            shape = _shape(entry.value)
            self._shapes[shape] -= 1
            if not self._shapes[shape]:
                del self._shapes[shape]


def _key(entry: ListEntry) -> Key:
    return (entry.list, entry.match, entry.value, entry.entry_point_id)


def _shape(pattern: str) -> Shape:
    is_open = pattern.endswith("*")
    places = pattern.removesuffix("*")
    return len(places), is_open, tuple(i for i, c in enumerate(places) if c == "?")


def _fit(number: str, shape: Shape) -> str | None:
    """The pattern of this shape that the number would meet, if its length allows one."""
    length, is_open, wild = shape
    if len(number) < length or (len(number) > length and not is_open):
        return None
    places = list(number[:length])
    for index in wild:
        places[index] = "?"
    return "".join(places) + ("*" if is_open else "")

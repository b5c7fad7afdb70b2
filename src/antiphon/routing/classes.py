"""Classes of equal members, and what each class knows of those it can be matched with.

Per class there is one heap of its members and one of the heads of its partners. A head that got
worse is found out and repaired when it reaches the top; only a head that got better is told to the
partners, and only when somebody asks. Nothing is rescored.
"""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush, heapreplace
from typing import Generic, TypeVar

from antiphon.routing.scoring import (
    IN_ORDER,
    NO_SHIFT,
    Demand,
    Profile,
    Rank,
    Shift,
    Strategy,
    Terms,
    meets,
    moved,
    pair_of_agent,
    pair_of_interaction,
)
from antiphon.routing.spread import Spread

Kind = TypeVar("Kind", Demand, Profile)

# What is out of date stays in a heap until it reaches the top. Nobody looks at the top of a class
# without members, so a heap that is mostly out of date is built anew; within the same list, for a
# new one would be looked through whole by the next look for rings.
_SLACK = 64


class Members:
    """Those of equal kind, best rank first. The rank's last part is the member's id."""

    __slots__ = ("heap", "pushed", "rank_of")

    def __init__(self) -> None:
        self.heap: list[Rank] = []
        self.rank_of: dict[str, Rank] = {}
        # How far the whole class stands back, for a queue that had its share.
        self.pushed: list[float] | None = None

    def add(self, member: str, rank: Rank) -> bool:
        """Take one in; is it the best now?"""
        head = self.best()
        self.rank_of[member] = rank
        heappush(self.heap, rank)
        if len(self.heap) > 2 * len(self.rank_of) + _SLACK:
            self.heap[:] = self.rank_of.values()
            heapify(self.heap)
        return head is None or rank < head

    def best(self) -> Rank | None:
        """The best rank, within the class."""
        heap, rank_of = self.heap, self.rank_of
        while heap:
            rank = heap[0]
            if rank_of.get(rank[3]) is rank:
                return rank
            heappop(heap)
        return None

    def head(self) -> Rank | None:
        """The best rank as others see it."""
        rank = self.best()
        if rank is None or self.pushed is None or rank[0] < IN_ORDER:
            return rank
        return (rank[0] + self.pushed[0], rank[1], rank[2], rank[3])


class Class(Members, Generic[Kind]):
    """A class, its partners on the other side, and their heads as far as they were told."""

    __slots__ = ("heads", "index", "is_weighed", "kind", "partners", "posted", "shifts", "told")

    def __init__(self, index: int, kind: Kind) -> None:
        super().__init__()
        self.index = index
        self.kind: Kind = kind
        # By index: a graph of references could not be copied to disk without deep recursion.
        self.partners: list[int] = []
        self.heads: list[tuple[Rank, int]] = []
        self.posted: dict[int, Rank] = {}
        self.shifts: dict[int, Shift] = {}
        # Under ratio control, where order is made when somebody asks: nothing is told.
        self.is_weighed = False
        # Every partner believes the head to be at least as good as this; None: nothing is sure.
        self.told: Rank | None = None

    def tell(self, others: "list[Class]") -> None:  # type: ignore[type-arg]  # of the other side
        """Let the partners know of a head that got better."""
        head = None if self.is_weighed else self.head()
        if head is None or (self.told is not None and head >= self.told):
            return
        for partner in self.partners:
            others[partner].hear(self.index, head)
        self.told = head

    def hear(self, index: int, head: Rank) -> None:
        """The head of a partner became this good."""
        shift = self.shifts.get(index)
        rank = head if shift is None else moved(head, shift)
        posted = self.posted.get(index)
        if posted is None or rank < posted:
            self.posted[index] = rank
            heappush(self.heads, (rank, index))
            if len(self.heads) > 2 * len(self.posted) + _SLACK:
                self.heads[:] = [(known, other) for other, known in self.posted.items()]
                heapify(self.heads)

    def best_partner(self, others: "list[Class]") -> Rank | None:  # type: ignore[type-arg]
        """The best head on the other side, repairing what is out of date."""
        heads, posted, shifts = self.heads, self.posted, self.shifts
        while heads:
            rank, index = heads[0]
            if posted.get(index) is not rank:
                heappop(heads)
                continue
            other = others[index]
            head = None if other.is_weighed else other.head()
            if head is None:
                heappop(heads)
                del posted[index]
                other.told = None
                continue
            now = moved(head, shifts[index]) if index in shifts else head
            if now == rank:
                return rank
            posted[index] = now
            heapreplace(heads, (now, index))
            if other.told is not None and other.told < head:
                other.told = head
        return None


class Side(Generic[Kind]):
    """The classes of one side."""

    def __init__(self) -> None:
        self.classes: list[Class[Kind]] = []
        self.by_kind: dict[Kind, Class[Kind]] = {}
        self.class_of: Spread[str, Class[Kind]] = Spread()
        self.better: set[int] = set()

    def add(self, member: str, cls: Class[Kind], rank: Rank) -> None:
        """Take a member into a class."""
        self.class_of[member] = cls
        if cls.add(member, rank):
            self.better.add(cls.index)

    def remove(self, member: str) -> None:
        """Let a member go; unknown ones are ignored."""
        cls = self.class_of.take(member)
        if cls is not None:
            del cls.rank_of[member]

    def tell(self, other: "Side") -> None:  # type: ignore[type-arg]
        """Tell the other side of every head that got better since the last time."""
        if self.better:
            for index in sorted(self.better):
                self.classes[index].tell(other.classes)
            self.better.clear()


class Plane:
    """Demand and supply classes under one strategy of choosing agents."""

    def __init__(self, strategy: Strategy) -> None:
        self.strategy = strategy
        self.demands: Side[Demand] = Side()
        self.supplies: Side[Profile] = Side()
        # For each (term, level) the supply classes that have it, as bits.
        self._having: dict[tuple[str, int], int] = {}
        # Each alternative of a demand is filed under its rarest term.
        self._asking: dict[str, list[tuple[Terms, int]]] = {}

    def demand(self, kind: Demand) -> Class[Demand]:
        """The class of this kind, made when it is first asked for."""
        known = self.demands.by_kind.get(kind)
        if known is not None:
            return known
        new: Class[Demand] = Class(len(self.demands.classes), kind)
        self.demands.classes.append(new)
        self.demands.by_kind[kind] = new
        fitting = 0
        for terms in kind.alternatives:
            fitting |= self._bits(terms)
            names = [name for name, _ in terms] or [""]
            rarest = min(names, key=lambda name: (len(self._asking.get(name, ())), name))
            self._asking.setdefault(rarest, []).append((terms, new.index))
        for index in _set_bits(fitting):
            self._introduce(new, self.supplies.classes[index])
        return new

    def supply(self, kind: Profile) -> Class[Profile]:
        """The class of this kind, made when it is first asked for."""
        known = self.supplies.by_kind.get(kind)
        if known is not None:
            return known
        new: Class[Profile] = Class(len(self.supplies.classes), kind)
        self.supplies.classes.append(new)
        self.supplies.by_kind[kind] = new
        levels, bit = dict(kind.terms), 1 << new.index
        fitting: set[int] = set()
        for name, level in [*levels.items(), ("", 0)]:
            for lower in range(1, level + 1):
                self._having[name, lower] = self._having.get((name, lower), 0) | bit
            for terms, index in self._asking.get(name, ()):
                if meets(levels, terms):
                    fitting.add(index)
        for index in sorted(fitting):
            self._introduce(self.demands.classes[index], new)
        return new

    def _bits(self, terms: Terms) -> int:
        bits = (1 << len(self.supplies.classes)) - 1
        for term in terms:
            bits &= self._having.get(term, 0)
        return bits

    def _introduce(self, demand: Class[Demand], supply: Class[Profile]) -> None:
        pairs = (
            (demand, supply, pair_of_interaction(demand.kind, supply.kind)),
            (supply, demand, pair_of_agent(demand.kind, supply.kind)),
        )
        for speaker, listener, shift in pairs:
            speaker.partners.append(listener.index)
            if shift != NO_SHIFT:
                listener.shifts[speaker.index] = shift
            head = None if speaker.is_weighed else speaker.head()
            if head is None:
                speaker.told = None
            else:
                listener.hear(speaker.index, head)
                if speaker.told is not None and speaker.told < head:
                    speaker.told = head


def _set_bits(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest

"""Who is next: the waiting interactions and the idle agents, kept so that a choice costs log n.

Interactions with equal requirements form a *demand class*, agents with equal skills a *supply
class*. Per class there is one heap; per class there is also a heap of the heads of all classes it
can be matched with. A head that got worse is found out and repaired when it reaches the top; only
a head that got better is announced to the compatible classes. Nothing is ever rescored.
"""

from collections.abc import Mapping
from heapq import heapify, heappop, heappush, heapreplace
from typing import Generic, TypeVar

from antiphon.kernel.ids import AgentId, InteractionId

Requirement = frozenset[tuple[str, int]]
Profile = frozenset[tuple[str, int]]
Rank = tuple[float, float]

Id = TypeVar("Id", InteractionId, AgentId)

# What is out of date stays in a heap until it reaches the top. Nobody looks at the top of a class
# without members, so a heap that is mostly out of date is built anew.
_SLACK = 64


class _Class(Generic[Id]):
    """Members of equal kind, best rank first, and the heads of the classes on the other side."""

    __slots__ = ("heads", "heap", "index", "posted", "rank_of", "terms")

    def __init__(self, index: int, terms: frozenset[tuple[str, int]]) -> None:
        self.index = index
        self.terms = terms
        self.heap: list[tuple[Rank, Id]] = []
        self.rank_of: dict[Id, Rank] = {}
        self.heads: list[tuple[Rank, int]] = []
        self.posted: dict[int, Rank] = {}

    def head(self) -> tuple[Rank, Id] | None:
        heap = self.heap
        while heap:
            rank, member = heap[0]
            if self.rank_of.get(member) == rank:
                return heap[0]
            heappop(heap)
        return None


class _Side(Generic[Id]):
    """All classes of one side, with the class each member is in."""

    def __init__(self) -> None:
        self.classes: list[_Class[Id]] = []
        self.by_terms: dict[frozenset[tuple[str, int]], _Class[Id]] = {}
        self.class_of: dict[Id, _Class[Id]] = {}
        self.partners: list[list[int]] = []


class Selection:
    """The matcher. `best_...` only look; a match is taken out with `remove_...`."""

    def __init__(self) -> None:
        self._waiting: _Side[InteractionId] = _Side()
        self._idle: _Side[AgentId] = _Side()

    def __contains__(self, interaction_id: object) -> bool:
        return interaction_id in self._waiting.class_of

    def is_idle(self, agent_id: AgentId) -> bool:
        """Is this agent among those who can be chosen?"""
        return agent_id in self._idle.class_of

    def add_waiting(
        self, interaction_id: InteractionId, requirement: Requirement, rank: Rank
    ) -> None:
        """Let an interaction wait; the smallest rank is served first."""
        demand = self._waiting.by_terms.get(requirement) or self._new_demand(requirement)
        self._add(self._waiting, self._idle, demand, interaction_id, rank)

    def remove_waiting(self, interaction_id: InteractionId) -> None:
        """The interaction waits no more; unknown ones are ignored."""
        self._remove(self._waiting, interaction_id)

    def add_idle(self, agent_id: AgentId, profile: Profile, rank: Rank) -> None:
        """Let an agent be chosen; the smallest rank is chosen first."""
        supply = self._idle.by_terms.get(profile) or self._new_supply(profile)
        self._add(self._idle, self._waiting, supply, agent_id, rank)

    def remove_idle(self, agent_id: AgentId) -> None:
        """The agent cannot be chosen any more; unknown ones are ignored."""
        self._remove(self._idle, agent_id)

    def best_agent_for(self, interaction_id: InteractionId) -> AgentId | None:
        """The idle agent who should get this waiting interaction."""
        demand = self._waiting.class_of.get(interaction_id)
        return None if demand is None else self._best(demand, self._idle)

    def best_interaction_for(self, agent_id: AgentId) -> InteractionId | None:
        """The waiting interaction that this idle agent should get."""
        supply = self._idle.class_of.get(agent_id)
        return None if supply is None else self._best(supply, self._waiting)

    def _new_demand(self, requirement: Requirement) -> _Class[InteractionId]:
        demand: _Class[InteractionId] = _Class(len(self._waiting.classes), requirement)
        fitting = [c.index for c in self._idle.classes if satisfies(c.terms, requirement)]
        self._enlist(self._waiting, self._idle, demand, fitting)
        return demand

    def _new_supply(self, profile: Profile) -> _Class[AgentId]:
        supply: _Class[AgentId] = _Class(len(self._idle.classes), profile)
        fitting = [c.index for c in self._waiting.classes if satisfies(profile, c.terms)]
        self._enlist(self._idle, self._waiting, supply, fitting)
        return supply

    def _enlist(self, own: _Side[Id], other: _Side, new: _Class[Id], fitting: list[int]) -> None:  # type: ignore[type-arg]  # the other side's member type does not matter here
        own.classes.append(new)
        own.by_terms[new.terms] = new
        own.partners.append(fitting)
        for index in fitting:
            other.partners[index].append(new.index)
            head = other.classes[index].head()
            if head is not None:
                _post(new, index, head[0])

    def _add(self, own: _Side[Id], other: _Side, cls: _Class[Id], member: Id, rank: Rank) -> None:  # type: ignore[type-arg]
        head = cls.head()
        cls.rank_of[member] = rank
        own.class_of[member] = cls
        heappush(cls.heap, (rank, member))
        if len(cls.heap) > 2 * len(cls.rank_of) + _SLACK:
            cls.heap = [(rank_of, known) for known, rank_of in cls.rank_of.items()]
            heapify(cls.heap)
        if head is None or rank < head[0]:
            for index in own.partners[cls.index]:
                _post(other.classes[index], cls.index, rank)

    def _remove(self, own: _Side[Id], member: Id) -> None:
        cls = own.class_of.pop(member, None)
        if cls is not None:
            del cls.rank_of[member]

    def _best(self, cls: _Class, other: _Side[Id]) -> Id | None:  # type: ignore[type-arg]
        heads = cls.heads
        while heads:
            rank, index = heads[0]
            if cls.posted.get(index) != rank:
                heappop(heads)
                continue
            head = other.classes[index].head()
            if head is None:
                heappop(heads)
                del cls.posted[index]
            elif head[0] == rank:
                return head[1]
            else:
                cls.posted[index] = head[0]
                heapreplace(heads, (head[0], index))
        return None


def _post(cls: _Class, index: int, rank: Rank) -> None:  # type: ignore[type-arg]
    """Tell a class that the head of a compatible class has become this good."""
    if cls.posted.get(index) != rank:
        cls.posted[index] = rank
        heappush(cls.heads, (rank, index))
        if len(cls.heads) > 2 * len(cls.posted) + _SLACK:
            cls.heads = [(head, known) for known, head in cls.posted.items()]
            heapify(cls.heads)


def satisfies(profile: Profile, requirement: Requirement) -> bool:
    """Does an agent with these levels meet each of these minimum levels?"""
    levels: Mapping[str, int] = dict(profile)
    return all(levels.get(skill, 0) >= minimum for skill, minimum in requirement)

"""The exploration of orders finds what is broken on purpose: it could not be trusted otherwise.

Each fault is one that needs an order of its own to show: a message that comes twice or late, a
restart, a second agent who is asked beside.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec
import pytest
from tests.support.every_order import Visit

from antiphon.agents.contract import AgentFacts
from antiphon.agents.domain import AgentBook
from antiphon.agents.live import AgentLive
from antiphon.app.centre.reactions import REACTIONS
from antiphon.interactions.contract import Channel
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, OfferId
from antiphon.routing.contract import OfferAccepted, OfferExpired, Queue
from antiphon.routing.line import Offer, Waiting
from antiphon.routing.offers import OfferBook
from antiphon.routing.scoring import Rank, interaction_rank

pytestmark = pytest.mark.simulation

Plant = Callable[[pytest.MonkeyPatch], None]


def offers_to_the_busy(patch: pytest.MonkeyPatch) -> None:
    """Who has somebody in hand is offered another: the double offer."""
    every = frozenset(str(channel) for channel in Channel)
    patch.setattr(AgentBook, "free_channels", lambda _book, _agent_id: every)


def forgets_who_is_asked_beside(patch: pytest.MonkeyPatch) -> None:
    """The others of a group keep their offer when one has taken the customer."""

    def accept(book: OfferBook, offer: Offer, now: datetime) -> Iterable[Event]:
        yield OfferAccepted(
            at=now,
            offer_id=offer.id,
            interaction_id=offer.interaction_id,
            agent_id=offer.agent_id,
        )

    patch.setattr(OfferBook, "accept", accept)


def answers_an_offer_that_is_over(patch: pytest.MonkeyPatch) -> None:
    """An answer is taken from the agent who was asked last, however long ago."""
    asked: dict[OfferId, Offer] = {}
    answerable = OfferBook.answerable

    def late(book: OfferBook, offer_id: OfferId, agent_id: AgentId) -> Offer:
        asked.update(book.open)
        known = asked.get(offer_id)
        if known is not None and known.agent_id == agent_id and known.interaction_id in book.rounds:
            return known
        return answerable(book, offer_id, agent_id)

    patch.setattr(OfferBook, "answerable", late)


def keeps_nobody_informed(patch: pytest.MonkeyPatch) -> None:
    """When an offer runs out, nobody looks for another agent."""
    kind: type[Event] = OfferExpired
    patch.setitem(REACTIONS, kind, ())


def serves_the_last_first(patch: pytest.MonkeyPatch) -> None:
    """Who came last is served first."""

    def turned(waiting: Waiting) -> Rank:
        order_at = waiting.order_at.timestamp()
        return interaction_rank(waiting.id, -order_at, is_returning=waiting.is_returning)

    patch.setattr(Waiting, "rank", property(turned))


def asks_who_was_free_last(patch: pytest.MonkeyPatch) -> None:
    """Who has just become ready is asked before those who sit and wait."""
    facts = AgentLive.facts

    def turned(live: AgentLive, at: datetime) -> AgentFacts:
        known = facts(live, at)
        return msgspec.structs.replace(known, ready_since=-known.ready_since)

    patch.setattr(AgentLive, "facts", turned)


def changes_while_deciding(patch: pytest.MonkeyPatch) -> None:
    """Something is changed that no event tells of, so a restart does not know it."""
    expire = OfferBook.expire

    def careless(book: OfferBook, offer: Offer, queue: Queue | None, now: datetime) -> Event:
        book.rounds[offer.interaction_id].asked.clear()
        return expire(book, offer, queue, now)

    patch.setattr(OfferBook, "expire", careless)


@pytest.mark.parametrize(
    ("plant", "world"),
    [
        (offers_to_the_busy, (1, 2, 1)),
        (forgets_who_is_asked_beside, (2, 1, 2)),
        (answers_an_offer_that_is_over, (2, 1, 1)),
        (keeps_nobody_informed, (2, 1, 1)),
        (serves_the_last_first, (1, 2, 1)),
        (asks_who_was_free_last, (2, 1, 1)),
        (changes_while_deciding, (3, 1, 2)),
    ],
)
def test_a_planted_fault_is_found(
    plant: Plant, world: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        Visit(*world).go(1_000_000)

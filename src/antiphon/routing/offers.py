"""The open offers: who is asked to take whom, one agent at a time or a declared group. Pure.

A *round* begins with the first offer to somebody who waits and ends with the last. In a round of a
group the first to accept has the customer, and whoever is asked beside is let go in the same step;
nobody is asked twice in one round, and who becomes free meanwhile joins while there is room.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, OfferId
from antiphon.routing.contract import (
    ExpireOffer,
    OfferAccepted,
    OfferDeclined,
    OfferEvent,
    OfferExpired,
    OfferMade,
    OfferWithdrawn,
    Queue,
    WithdrawReason,
)
from antiphon.routing.line import Offer, offer_deadline
from antiphon.routing.supply import AgentDirectory


class Round(msgspec.Struct):
    """Those who are asked now, and all who were asked since it began; `most` at once."""

    most: int
    open: list[OfferId] = []
    asked: set[AgentId] = set()

    @property
    def room(self) -> int:
        """How many more may be asked beside."""
        return max(0, self.most - len(self.open))


class OfferBook:
    """The offers that are neither accepted nor ended, by round."""

    def __init__(self, agents: AgentDirectory, deadlines: Deadlines) -> None:
        self._agents = agents
        self._deadlines = deadlines
        self.open: dict[OfferId, Offer] = {}
        self.rounds: dict[InteractionId, Round] = {}
        # Counts an interaction's offers over all its waits: an offer's id names its agent's leg,
        # and a leg that comes back under an old name is not rung again.
        self._made: dict[InteractionId, int] = {}

    def of(self, interaction_id: InteractionId) -> list[Offer]:
        """The open offers of an interaction, in the order in which they were made."""
        known = self.rounds.get(interaction_id)
        return [] if known is None else [self.open[offer_id] for offer_id in known.open]

    def find(self, interaction_id: InteractionId, agent_id: AgentId) -> Offer | None:
        """The open offer of an interaction to this agent."""
        return next((o for o in self.of(interaction_id) if o.agent_id == agent_id), None)

    def count(self, interaction_id: InteractionId) -> int:
        """How many offers were made for an interaction that is not over."""
        return self._made.get(interaction_id, 0)

    def joinable(self) -> Iterator[InteractionId]:
        """The interactions whose group has room."""
        return (one for one, known in self.rounds.items() if known.room)

    # Decisions

    def make(
        self,
        interaction_id: InteractionId,
        queue: Queue,
        agents: Iterable[AgentId],
        now: datetime,
        *,
        most: int,
    ) -> Iterator[Event]:
        """Ask these agents, of at most so many at once."""
        for number, agent_id in enumerate(agents, self.count(interaction_id) + 1):
            yield OfferMade(
                at=now,
                offer_id=OfferId(f"{interaction_id}.o{number}"),
                interaction_id=interaction_id,
                agent_id=agent_id,
                queue_id=queue.id,
                expires_at=now + timedelta(seconds=queue.offer_timeout_s),
                at_once=most,
            )

    def answerable(self, offer_id: OfferId, agent_id: AgentId) -> Offer:
        """The offer that this agent may answer.

        Raises:
            RuleBroken: it is over, or was made to somebody else.
        """
        offer = self.open.get(offer_id)
        if offer is None or offer.agent_id != agent_id:
            raise RuleBroken("offer.over", "This offer is over.")
        return offer

    def accept(self, offer: Offer, now: datetime) -> Iterator[Event]:
        """The agent takes the customer, and nobody else is asked any more."""
        yield OfferAccepted(
            at=now,
            offer_id=offer.id,
            interaction_id=offer.interaction_id,
            agent_id=offer.agent_id,
        )
        others = [other for other in self.of(offer.interaction_id) if other.id != offer.id]
        yield from self._withdrawn(others, WithdrawReason.ANSWERED_ELSEWHERE, now)

    def decline(self, offer: Offer, reason: str | None, now: datetime) -> Event:
        """The agent refuses; others who are asked beside go on being asked."""
        return OfferDeclined(
            at=now,
            offer_id=offer.id,
            interaction_id=offer.interaction_id,
            agent_id=offer.agent_id,
            reason=reason,
        )

    def expire(self, offer: Offer, queue: Queue | None, now: datetime) -> Event:
        """The agent did not answer; in a group the queue says whether that counts."""
        was_alone = self.rounds[offer.interaction_id].most == 1
        return OfferExpired(
            at=now,
            offer_id=offer.id,
            interaction_id=offer.interaction_id,
            agent_id=offer.agent_id,
            counts=was_alone or queue is None or queue.group_misses_count,
        )

    def withdraw(
        self,
        interaction_id: InteractionId,
        reason: WithdrawReason,
        now: datetime,
        *,
        agent_id: AgentId | None = None,
    ) -> Iterator[Event]:
        """Take back the offer to this agent, or all of the interaction."""
        offers = [o for o in self.of(interaction_id) if agent_id in (None, o.agent_id)]
        return self._withdrawn(offers, reason, now)

    def _withdrawn(
        self, offers: list[Offer], reason: WithdrawReason, now: datetime
    ) -> Iterator[Event]:
        def ready_since(offer: Offer) -> float:
            facts = self._agents.find_facts(offer.agent_id, now)
            return facts.ready_since if facts is not None else 0.0

        # They are free at the same instant: who has been ready for longest looks around first.
        for offer in sorted(offers, key=ready_since):
            yield OfferWithdrawn(
                at=now,
                offer_id=offer.id,
                interaction_id=offer.interaction_id,
                agent_id=offer.agent_id,
                reason=reason,
            )

    # Evolution

    def begin(self, event: OfferMade) -> bool:
        """Fold a new offer in; is it the first of its interaction?"""
        known = self.rounds.get(event.interaction_id)
        if known is None:
            known = self.rounds[event.interaction_id] = Round(most=event.at_once)
        known.open.append(event.offer_id)
        known.asked.add(event.agent_id)
        self._made[event.interaction_id] = number = self.count(event.interaction_id) + 1
        self.open[event.offer_id] = Offer(
            id=event.offer_id,
            interaction_id=event.interaction_id,
            agent_id=event.agent_id,
            queue_id=event.queue_id,
            made_at=event.at,
            expires_at=event.expires_at,
        )
        command = ExpireOffer(offer_id=event.offer_id)
        self._deadlines.set(offer_deadline(event.offer_id), event.expires_at, command)
        return number == 1

    def end(self, event: OfferEvent) -> bool:
        """Fold the end of an offer in; is its round over?"""
        self._forget_offer(event.offer_id)
        known = self.rounds.get(event.interaction_id)
        if known is None:
            return True
        if event.offer_id in known.open:
            known.open.remove(event.offer_id)
        if known.open:
            return False
        del self.rounds[event.interaction_id]
        return True

    def forget_round(self, interaction_id: InteractionId) -> None:
        """The customer does not wait any more: nobody is asked."""
        known = self.rounds.pop(interaction_id, None)
        for offer_id in known.open if known is not None else ():
            self._forget_offer(offer_id)

    def forget(self, interaction_id: InteractionId) -> None:
        """The interaction is over."""
        self.forget_round(interaction_id)
        self._made.pop(interaction_id, None)

    def _forget_offer(self, offer_id: OfferId) -> None:
        self.open.pop(offer_id, None)
        self._deadlines.clear(offer_deadline(offer_id))

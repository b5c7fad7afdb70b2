"""Ratio control: an agent takes from the queue that is longest for its weight. Pure.

What waits in each queue is held in proportion to the weights (the queue ratio of Gurvich and
Whitt), so that a queue with a small weight stays short. Who waits in a queue without ratio control,
who is kept for the agent and who comes back from a failed phone go by their ranks as ever. Nobody
is passed over for ever: a customer whose place in the order is more than `OVERTAKEN_S` later waits
behind.
"""

from collections.abc import Sequence
from typing import NamedTuple

from antiphon.routing.scoring import IN_ORDER, Rank

OVERTAKEN_S = 120.0


class Bid(NamedTuple):
    """One whom an agent could get: the place in the order, and how long the queue is.

    `length` is the number that waits divided by the queue's weight; None without ratio control.
    """

    rank: Rank
    length: float | None = None

    @property
    def goes_by_length(self) -> bool:
        """Whether the length of the queue counts: not for who comes back from a failed phone."""
        return self.length is not None and self.rank[0] >= IN_ORDER


def first_of(bids: Sequence[Bid]) -> Bid | None:
    """Whom the agent gets: the best of those under ratio control meets all others by rank."""
    by_length = [bid for bid in bids if bid.goes_by_length]
    rest = [bid for bid in bids if not bid.goes_by_length]
    if by_length:
        latest = min(bid.rank[1] for bid in by_length) + OVERTAKEN_S
        rest.append(min((bid for bid in by_length if bid.rank[1] <= latest), key=_by_length))
    return min(rest, key=lambda bid: bid.rank, default=None)


def in_order(bids: Sequence[Bid], most: int) -> list[Bid]:
    """The first `most` whom the agent would get one after the other, if no queue grew shorter."""
    if not any(bid.goes_by_length for bid in bids):
        return sorted(bids)[:most]
    left, found = list(bids), list[Bid]()
    while len(found) < most and (first := first_of(left)) is not None:
        left.remove(first)
        found.append(first)
    return found


def goes_before(one: Bid, other: Bid) -> bool:
    """Would an agent who could get these two get `one`?"""
    return first_of((one, other)) == one


def _by_length(bid: Bid) -> tuple[float, Rank]:
    return (-(bid.length or 0.0), bid.rank)

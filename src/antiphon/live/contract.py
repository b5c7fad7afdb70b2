"""What the stream asks of those who know the centre: the views it shows, and what changes them."""

from collections.abc import Callable, Collection, Mapping
from typing import Protocol

import msgspec

from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, UserId, WallboardId

# The extension of ASGI by which a server offers to send a text without awaiting: its `send` takes
# the text and says whether it was sent.
SEND_AT_ONCE = "antiphon.send_at_once"

# What a value is found under: its entity and its id, as on the wire.
Key = tuple[str, str]
Picture = Mapping[Key, msgspec.Struct]


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """What an event may have changed; too much costs time, too little is a mistake."""

    agents: frozenset[AgentId] = frozenset()
    is_every_agent: bool = False
    is_board: bool = False
    # What is hidden from whom changed: whoever follows gets everything anew.
    is_anew: bool = False


class Views(Protocol):
    """The pictures of the centre. Reading one must not change anything."""

    def own(self, agent_id: AgentId) -> Picture:
        """What one agent alone sees: the own state, offers, work in hand."""

    def own_queues(self, agent_id: AgentId) -> Collection[str]:
        """The ids of the board's queues that this agent sees."""

    def board(self, *, is_watched: bool) -> Picture:
        """What is shared: figures of all queues; for watchers also all agents and who waits."""

    def sight_of(self, overseer: UserId) -> Callable[[Key], bool] | None:
        """Which values of the board this supervisor sees now; None for all of them."""

    def wallboard(self, wallboard_id: WallboardId, overseer: UserId | None) -> Picture:
        """A wallboard as somebody sees it who oversees what `overseer` does; None: all."""

    def touched(self, event: Event) -> Touched:
        """Which pictures the event may have changed; asked about every event, once applied."""

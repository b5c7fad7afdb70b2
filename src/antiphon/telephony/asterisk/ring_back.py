"""What a leg hears while we call somebody for it: Asterisk's own tone of a phone that rings."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable

from antiphon.kernel.ids import LegId
from antiphon.telephony.asterisk.ari.connection import Connection


class RingBack(ABC):
    """The port's commands about the tone."""

    @property
    @abstractmethod
    def _connection(self) -> Connection:
        """The way to Asterisk."""

    @abstractmethod
    async def _attempt(self, request: Awaitable[object]) -> bool:
        """Ask; what is gone or done already is no error."""

    async def start_ring_back(self, leg: LegId) -> None:
        """Let a leg hear that it rings elsewhere."""
        await self._attempt(self._connection.channels_ring(leg))

    async def stop_ring_back(self, leg: LegId) -> None:
        """Silence instead of ringing."""
        await self._attempt(self._connection.channels_ring_stop(leg))

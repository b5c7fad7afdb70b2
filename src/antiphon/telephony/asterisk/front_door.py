"""The engine's door: whether new calls come in, and how many are turned away before they do."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable

from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.beat import Beat
from antiphon.telephony.asterisk.lines import LineRegister
from antiphon.telephony.asterisk.link import Link


class FrontDoor(ABC):
    """Fulfils `Gate`."""

    _beat: Beat
    _lines: LineRegister
    _link: Link

    @property
    @abstractmethod
    def _connection(self) -> Connection:
        """The way to Asterisk."""

    @abstractmethod
    async def _attempt(self, request: Awaitable[object]) -> bool:
        """Ask; what is gone or done already is no error."""

    @property
    def answer_delay_s(self) -> float:
        """How long the oldest request without an answer has been waiting; 0 without a line."""
        return self._link.connection.answer_delay_s if self._link.is_ready else 0.0

    async def open_for_calls(self) -> None:
        """Let new calls in while we live, and forget the phones and trunks nobody set."""
        await self._attempt(self._lines.prune(self._connection))
        await self._beat.start(self._connection.beside)

    async def close_for_calls(self) -> None:
        """Let no new call in: the guard gives them music, then the fallback."""
        self._beat.stop()
        await self._beat.end(self._connection.beside)

    async def turn_away(self, share: float) -> None:
        """Have so many of the new calls refused by the dialplan."""
        await self._beat.turn_away(self._connection.beside, share)

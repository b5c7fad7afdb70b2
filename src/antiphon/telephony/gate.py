"""How new calls are let in: the part of the telephone engine's port that is its front door."""

from typing import Protocol


class Gate(Protocol):
    """The engine's door. Commands raise EngineUnavailable when it cannot be reached."""

    @property
    def answer_delay_s(self) -> float:
        """How long the oldest command that the engine has not answered has been waiting."""

    async def open_for_calls(self) -> None:
        """Begin to take new calls, and keep telling the engine that we are alive."""

    async def close_for_calls(self) -> None:
        """Take no new calls (they get the engine's fallback); those in progress go on."""

    async def turn_away(self, share: float) -> None:
        """Let the engine refuse this share of new calls from outside by itself, at once.

        Each of them is still reported, as arrived and ended. Opening begins with a share of 0.
        """

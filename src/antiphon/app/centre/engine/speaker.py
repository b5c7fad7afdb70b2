"""The port to speech: texts become sound files that the telephone engine can play."""

from pathlib import Path
from typing import Protocol


class Speaker(Protocol):
    """Turns texts into sound files that the engine can play."""

    async def render(self, text: str, language: str) -> Path:
        """The path, without suffix, of the spoken text; raises an exception when it cannot."""

"""The port to a text-to-speech voice."""

from typing import TYPE_CHECKING, Protocol, TypeAlias

import msgspec

if TYPE_CHECKING:
    import numpy as np

Samples: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"


class PromptFailed(Exception):  # noqa: N818
    """A text could not be turned into speech; the call goes on without it."""


class Speech(msgspec.Struct, frozen=True, kw_only=True):
    """Spoken text: samples between -1 and 1, so many a second."""

    samples: Samples
    rate: int


class Voice(Protocol):
    """Speaks texts."""

    def name_for(self, language: str) -> str:
        """The voice and its settings as one word: another word, another sound.

        Raises:
            PromptFailed: it does not speak this language.
        """

    async def speak(self, text: str, language: str) -> Speech:
        """Say `text`.

        Raises:
            PromptFailed: it could not.
        """

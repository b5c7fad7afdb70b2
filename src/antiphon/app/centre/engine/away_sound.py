"""What callers hear while we are away, spoken beforehand and laid where the engine finds it.

The engine's own dialplan plays it, so it works without us. `AwaySound.run` holds the policy: it is
made once calls are taken and again after each change of the text. While the text cannot be spoken,
as on a machine that is too busy, the sound is kept as it is, and that is tried again.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path

import structlog

from antiphon.app.centre.engine.speaker import Speaker
from antiphon.app.centre.loop import Recorded
from antiphon.flows.away_text import AwayTextBook, AwayTextSaved

# A breath between two languages, in seconds, and silence in each of the line's codecs: how many
# bytes it takes for a second, and which.
_BREATH_S = 0.7
_SILENCE = {"ulaw": (8_000, b"\xff"), "alaw": (8_000, b"\xd5"), "sln16": (32_000, b"\0")}
# After which pauses it is tried again; the last one from then on.
_AGAIN_AFTER_S = (5.0, 30.0, 300.0)

log = structlog.get_logger(__name__)


class AwaySound:
    """Keeps the files of `stem` (without a suffix) at what the text says."""

    def __init__(
        self,
        book: AwayTextBook,
        speaker: Speaker,
        stem: Path,
        *,
        again_after_s: Sequence[float] = _AGAIN_AFTER_S,
    ) -> None:
        self._book, self._speaker, self._stem = book, speaker, stem
        self._again_after_s = again_after_s
        self._is_due = asyncio.Event()
        self._is_due.set()

    def listen(self, recorded: Sequence[Recorded]) -> None:
        """Another text, another sound."""
        if any(isinstance(entry.event, AwayTextSaved) for entry in recorded):
            self._is_due.set()

    async def run(self) -> None:
        """Make the files whenever they are due, until cancelled."""
        pauses: Iterator[float | None] = repeat(None)
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(next(pauses)):
                    await self._is_due.wait()
                pauses = self._pauses()
            self._is_due.clear()
            try:
                await self._provide(self._book.text)
                pauses = repeat(None)
            except Exception as error:
                # Callers go on hearing what was there, or a tone.
                log.error("away_sound.not_made", why=f"{type(error).__name__}: {error}")

    def _pauses(self) -> Iterator[float]:
        return chain(self._again_after_s, repeat(self._again_after_s[-1]))

    async def speak(self, text: Mapping[str, str]) -> bytes:
        """The text as it would be heard: 16-bit samples at 16 kHz.

        Raises:
            PromptFailed: a part of it cannot be spoken.
        """
        return await asyncio.to_thread(_joined, await self._render(text), "sln16")

    async def _provide(self, text: Mapping[str, str]) -> None:
        parts = await self._render(text)
        if await asyncio.to_thread(_write, parts, self._stem):
            log.info("away_sound.made", languages=list(text))

    async def _render(self, text: Mapping[str, str]) -> list[Path]:
        return [await self._speaker.render(words, language) for language, words in text.items()]


def _write(parts: list[Path], stem: Path) -> bool:
    """Whether anything had to be written; each file appears whole."""
    made_from = stem.with_suffix(".made-from")
    wanted = "".join(f"{part.name}\n" for part in parts)
    files = {suffix: Path(f"{stem}.{suffix}") for suffix in _SILENCE}
    if all(file.is_file() for file in files.values()) and (
        made_from.is_file() and made_from.read_text() == wanted
    ):
        return False
    stem.parent.mkdir(parents=True, exist_ok=True)
    made_from.unlink(missing_ok=True)
    for suffix, file in files.items():
        partial = file.with_name(f"{file.name}.partial")
        partial.write_bytes(_joined(parts, suffix))
        partial.replace(file)
    made_from.write_text(wanted)
    return True


def _joined(parts: list[Path], suffix: str) -> bytes:
    rate, quiet = _SILENCE[suffix]
    breath = quiet * int(_BREATH_S * rate)
    return breath.join(Path(f"{part}.{suffix}").read_bytes() for part in parts)

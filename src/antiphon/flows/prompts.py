"""Prompts: each text is spoken once per language and voice, then played from its files."""

import asyncio
import hashlib
import unicodedata
from pathlib import Path

import structlog

from antiphon.flows.voice import PromptFailed, Speech, Voice

LONGEST_TEXT = 2_000
# Rendering shares the machine with the calls.
_AT_ONCE = 2
# Part of every file's name; raise it when the same voice is to sound different.
_VERSION = 1

log = structlog.get_logger(__name__)


class PromptStore:
    """Sound files of spoken texts in one folder, in u-law, A-law and 16 kHz linear.

    There is no G.722: Asterisk makes it from the 16 kHz file for the callers who use it.
    """

    def __init__(self, folder: Path, voice: Voice) -> None:
        self._folder = folder
        self._voice = voice
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._rendering: dict[str, asyncio.Task[None]] = {}

    async def render(self, text: str, language: str) -> Path:
        """The path, without a suffix, of files that hold `text` in `language`.

        Raises:
            PromptFailed: it cannot be spoken; the flow goes on without it.
        """
        clean = clean_text(text)
        stem = self._folder / _name(clean, self._voice.name_for(language))
        if is_written(stem):
            return stem
        task = self._rendering.get(stem.name)
        if task is None:
            task = asyncio.create_task(self._render(clean, language, stem), name=stem.name)
            self._rendering[stem.name] = task
            task.add_done_callback(self._forget)
        # One who stops waiting (the caller hung up) must not stop it for the others.
        await asyncio.shield(task)
        return stem

    async def close(self) -> None:
        """Give up what is being rendered."""
        tasks = list(self._rendering.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _forget(self, done: "asyncio.Task[None]") -> None:
        self._rendering.pop(done.get_name(), None)
        if not done.cancelled():
            done.exception()  # whoever still waits hears of it

    async def _render(self, text: str, language: str, stem: Path) -> None:
        async with self._room:
            try:
                speech = await self._voice.speak(text, language)
                await asyncio.to_thread(self._write, stem, speech)
            except PromptFailed:
                raise
            except Exception as error:
                raise PromptFailed(f"{type(error).__name__}: {error}") from error
        log.info("prompt.rendered", prompt=stem.name, language=language)

    def _write(self, stem: Path, speech: Speech) -> None:
        # Most starts find every prompt there, and should not wait for the tools to make one.
        from antiphon.flows.sound import polish, write_line_codecs  # noqa: PLC0415

        polished = polish(speech)
        self._folder.mkdir(parents=True, exist_ok=True)
        write_line_codecs(stem, polished)


def is_written(stem: Path) -> bool:
    """Whether every file of this stem is there; the last one is written last."""
    file = Path(f"{stem}.sln16")
    return file.exists() and file.stat().st_size > 0


def clean_text(text: str) -> str:
    """The text without controls and with single spaces.

    Raises:
        PromptFailed: nothing is left, or too much.
    """
    printable = "".join(" " if unicodedata.category(char) in _UNSPOKEN else char for char in text)
    clean = " ".join(printable.split())
    if not clean:
        raise PromptFailed("the text is empty")
    if len(clean) > LONGEST_TEXT:
        raise PromptFailed(f"the text has {len(clean)} characters; {LONGEST_TEXT} are allowed")
    return clean


_UNSPOKEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def _name(text: str, voice: str) -> str:
    return hashlib.blake2b(f"{_VERSION}\0{voice}\0{text}".encode(), digest_size=16).hexdigest()

"""Synthetic people's voices: espeak-ng with a little variety, kept in memory once spoken."""

import asyncio
import io
import random
from collections.abc import Sequence

import msgspec
import numpy as np
import soundfile
import soxr

from antiphon.kernel.children import kill
from antiphon.simulation.sound import RATE, Samples

_VOICES = {"en": ("en-us", "en-gb"), "zh-Hans": ("cmn",), "zh-Hant": ("cmn",), "yue": ("yue",)}
_VARIANTS = ("m1", "m3", "m7", "f1", "f2", "f4")
_LONGEST_S = 30.0


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """One person's voice."""

    name: str
    pitch: int
    speed: int


class Speech:
    """Speaks by a command that runs espeak-ng; at most one at a time, for the machine's sake."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self._spoken: dict[tuple[Voice, str], Samples] = {}
        self._turn = asyncio.Lock()

    async def say(self, text: str, voice: Voice) -> Samples:
        """The spoken text. Raises OSError when espeak-ng cannot."""
        key = (voice, text)
        if key not in self._spoken:
            async with self._turn:
                if key not in self._spoken:
                    self._spoken[key] = await self._render(text, voice)
        return self._spoken[key]

    async def _render(self, text: str, voice: Voice) -> Samples:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            "--stdin",
            "--stdout",
            *("-v", voice.name, "-p", str(voice.pitch), "-s", str(voice.speed)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(_LONGEST_S):
                output, _ = await process.communicate(text.encode())
        finally:
            await kill(process)
        if process.returncode != 0 or not output:
            raise OSError(f"espeak-ng could not say {text!r} in {voice.name}")
        data, rate = soundfile.read(io.BytesIO(output), dtype="float32", always_2d=True)
        mono = soxr.resample(data.mean(axis=1), rate, RATE)
        return np.asarray(np.clip(mono * 32_767, -32_768, 32_767), dtype=np.int16)


def a_voice(language: str, chance: random.Random) -> Voice:
    """Somebody's voice in a language."""
    base = chance.choice(_VOICES.get(language, _VOICES["en"]))
    return Voice(
        name=f"{base}+{chance.choice(_VARIANTS)}",
        pitch=chance.randrange(35, 65, 5),
        speed=chance.randrange(145, 175, 10),
    )

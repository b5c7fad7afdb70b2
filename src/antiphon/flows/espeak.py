"""Speech by espeak-ng: English, Mandarin and Cantonese without a model or a network."""

import asyncio
import re
import struct
from collections.abc import Sequence

import msgspec

from antiphon.flows.voice import PromptFailed, Speech
from antiphon.kernel.children import kill

_TIMEOUT_S = 20.0
_HEADER_BYTES = 44


class _Setting(msgspec.Struct, frozen=True, kw_only=True):
    voice: str
    words_per_minute: int
    # Pause between words in units of 10 ms.
    gap: int
    pitch: int


_ENGLISH = _Setting(voice="en-us", words_per_minute=150, gap=1, pitch=45)
# The plain voice `cmn` reads characters as English spellings of their sounds; this one does not.
# Traditional characters it knows as well as simplified ones.
_MANDARIN = _Setting(voice="cmn-latn-pinyin", words_per_minute=150, gap=0, pitch=45)
_CANTONESE = _Setting(voice="yue", words_per_minute=155, gap=0, pitch=45)

_SETTINGS = {
    "en": _ENGLISH,
    "zh": _MANDARIN,
    "zh-hans": _MANDARIN,
    "zh-hant": _MANDARIN,
    "zh-cn": _MANDARIN,
    "zh-tw": _MANDARIN,
    "cmn": _MANDARIN,
    "yue": _CANTONESE,
    "zh-hk": _CANTONESE,
    "zh-hant-hk": _CANTONESE,
}

# `[[` begins phoneme codes.
_CODES = re.compile(r"\[(?=\[)")


class EspeakVoice:
    """See `Voice`. `command` runs the program, such as `["espeak-ng", "--path=..."]`."""

    def __init__(self, command: Sequence[str] = ("espeak-ng",)) -> None:
        self._command = tuple(command)

    def name_for(self, language: str) -> str:
        """See `Voice.name_for`."""
        chosen = _setting(language)
        return f"espeak-{chosen.voice}-{chosen.words_per_minute}-{chosen.gap}-{chosen.pitch}"

    async def speak(self, text: str, language: str) -> Speech:
        """See `Voice.speak`. The text goes in through a pipe, never as an argument."""
        chosen = _setting(language)
        arguments = ["-v", chosen.voice, "-s", str(chosen.words_per_minute), "-b", "1"]
        arguments += ["-g", str(chosen.gap), "-p", str(chosen.pitch), "-z", "--stdin", "--stdout"]
        wave = await self._run(arguments, _CODES.sub("[ ", text).encode())
        if len(wave) <= _HEADER_BYTES or not wave.startswith(b"RIFF"):
            raise PromptFailed(f"espeak-ng said nothing in {language}")
        [rate] = struct.unpack_from("<I", wave, 24)
        # The header's sizes are made up, since the program did not know them when it wrote it.
        import numpy as np  # noqa: PLC0415 (most starts find every prompt spoken)

        body = wave[_HEADER_BYTES : len(wave) // 2 * 2]
        return Speech(samples=np.frombuffer(body, "<i2") / 32768.0, rate=rate)

    async def _run(self, arguments: Sequence[str], text: bytes) -> bytes:
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                *arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
        except OSError as error:
            raise PromptFailed(f"espeak-ng does not start: {error}") from error
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                wave, complaint = await process.communicate(text)
        except TimeoutError as error:
            raise PromptFailed(f"espeak-ng took longer than {_TIMEOUT_S:g} s") from error
        finally:
            await kill(process)
        if process.returncode != 0:
            last = complaint.decode(errors="replace").strip()[-200:]
            raise PromptFailed(f"espeak-ng ended with {process.returncode}: {last}")
        return wave


def _setting(language: str) -> _Setting:
    wanted = language.lower().replace("_", "-")
    chosen = _SETTINGS.get(wanted) or _SETTINGS.get(wanted.partition("-")[0])
    if chosen is None:
        raise PromptFailed(f"no voice speaks {language!r}")
    return chosen

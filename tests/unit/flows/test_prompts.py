"""Prompts: spoken once, whole or not at all, level and without silence around them."""

import asyncio
from pathlib import Path

import numpy as np
import pytest
import soundfile

from antiphon.flows.prompts import LONGEST_TEXT, PromptStore, clean_text, is_written
from antiphon.flows.sound import LOUDNESS_DBFS, polish
from antiphon.flows.voice import PromptFailed, Samples, Speech

pytestmark = pytest.mark.unit

RATE = 22_050


def tone(seconds: float, *, level: float = 0.1, pitch: float = 440.0) -> Samples:
    at = np.arange(int(seconds * RATE)) / RATE
    return np.asarray(level * np.sin(2 * np.pi * pitch * at))


def silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * RATE))


class FakeVoice:
    """Says a tone for every text; waits for `may_speak` and counts."""

    def __init__(self, samples: "Samples | None" = None) -> None:
        self.spoken: list[tuple[str, str]] = []
        self.speaking = 0
        self.most_at_once = 0
        self.may_speak = asyncio.Event()
        self.may_speak.set()
        self.fails = False
        self._samples = tone(0.5) if samples is None else samples

    def name_for(self, language: str) -> str:
        return f"fake-{language}"

    async def speak(self, text: str, language: str) -> Speech:
        self.spoken.append((text, language))
        self.speaking += 1
        self.most_at_once = max(self.most_at_once, self.speaking)
        await self.may_speak.wait()
        for _ in range(5):
            await asyncio.sleep(0)
        self.speaking -= 1
        if self.fails:
            raise PromptFailed("hoarse")
        return Speech(samples=self._samples, rate=RATE)


def read(stem: Path, suffix: str) -> Samples:
    rate, coding = {"ulaw": (8_000, "ULAW"), "alaw": (8_000, "ALAW"), "sln16": (16_000, "PCM_16")}[
        suffix
    ]
    endian = "LITTLE" if coding == "PCM_16" else "FILE"
    samples, _ = soundfile.read(
        f"{stem}.{suffix}", samplerate=rate, channels=1, subtype=coding, format="RAW", endian=endian
    )
    return np.asarray(samples)


def suffixes_in(folder: Path) -> list[str]:
    return sorted(path.suffix for path in folder.iterdir())


def empty(file: Path) -> None:
    file.write_bytes(b"")


async def test_a_text_is_spoken_once_per_language(tmp_path: Path) -> None:
    voice = FakeVoice()
    store = PromptStore(tmp_path, voice)
    first = await store.render("Hello", "en")
    assert await store.render("  Hello\n", "en") == first
    assert await store.render("Hello", "yue") != first
    assert await PromptStore(tmp_path, voice).render("Hello", "en") == first
    assert voice.spoken == [("Hello", "en"), ("Hello", "yue")]


async def test_every_codec_of_the_line_holds_the_same_sound(tmp_path: Path) -> None:
    stem = await PromptStore(tmp_path, FakeVoice(tone(1.0))).render("Hello", "en")
    for suffix, rate in (("ulaw", 8_000), ("alaw", 8_000), ("sln16", 16_000)):
        samples = read(stem, suffix)
        assert len(samples) / rate == pytest.approx(1.0, abs=0.02)
        spectrum = np.abs(np.fft.rfft(samples))
        assert np.argmax(spectrum) * rate / len(samples) == pytest.approx(440, abs=3)
        loudness = 20 * np.log10(np.sqrt(np.mean(samples[rate // 10 : -rate // 10] ** 2)))
        assert loudness == pytest.approx(LOUDNESS_DBFS, abs=0.3)
    assert suffixes_in(tmp_path) == [".alaw", ".sln16", ".ulaw"]


async def test_many_who_want_the_same_text_wait_for_one_rendering(tmp_path: Path) -> None:
    voice = FakeVoice()
    voice.may_speak.clear()
    store = PromptStore(tmp_path, voice)
    waiting = [asyncio.ensure_future(store.render("Hello", "en")) for _ in range(20)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    voice.may_speak.set()
    stems = await asyncio.gather(*waiting[1:])
    assert len(set(stems)) == 1
    assert len(voice.spoken) == 1


async def test_only_two_are_rendered_at_once(tmp_path: Path) -> None:
    voice = FakeVoice()
    store = PromptStore(tmp_path, voice)
    await asyncio.gather(*(store.render(f"Number {n}", "en") for n in range(9)))
    assert voice.most_at_once == 2


async def test_a_failure_is_told_to_all_and_tried_again(tmp_path: Path) -> None:
    voice = FakeVoice()
    voice.fails = True
    store = PromptStore(tmp_path, voice)
    both = [store.render("Hello", "en"), store.render("Hello", "en")]
    results = await asyncio.gather(*both, return_exceptions=True)
    assert [type(result) for result in results] == [PromptFailed, PromptFailed]
    assert suffixes_in(tmp_path) == []
    voice.fails = False
    assert is_written(await store.render("Hello", "en"))


async def test_a_folder_that_cannot_be_written_fails_the_prompt(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(PromptFailed):
        await PromptStore(tmp_path / "taken", FakeVoice()).render("Hello", "en")


async def test_a_half_written_prompt_is_made_anew(tmp_path: Path) -> None:
    voice = FakeVoice()
    stem = await PromptStore(tmp_path, voice).render("Hello", "en")
    empty(Path(f"{stem}.sln16"))
    assert await PromptStore(tmp_path, voice).render("Hello", "en") == stem
    assert is_written(stem)
    assert len(voice.spoken) == 2


async def test_silence_is_not_a_prompt(tmp_path: Path) -> None:
    with pytest.raises(PromptFailed, match="silence"):
        await PromptStore(tmp_path, FakeVoice(silence(1.0))).render("Hello", "en")


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\x00", "x" * (LONGEST_TEXT + 1)])
def test_a_text_that_cannot_be_said_is_refused(text: str) -> None:
    with pytest.raises(PromptFailed):
        clean_text(text)


def test_controls_never_reach_the_voice() -> None:
    assert clean_text(" Hello\x00\x1b[2J \u202e world\r\n您好 ") == "Hello [2J world 您好"


def test_silence_around_speech_goes_and_pauses_inside_stay() -> None:
    samples = np.concatenate([silence(0.8), tone(0.4), silence(0.3), tone(0.4), silence(0.9)])
    polished = polish(Speech(samples=samples, rate=RATE))
    assert len(polished.samples) / RATE == pytest.approx(1.1 + 0.14, abs=0.03)


@pytest.mark.parametrize("level", [0.001, 0.05, 0.9])
def test_quiet_and_loud_voices_come_out_alike(level: float) -> None:
    polished = polish(Speech(samples=tone(1.0, level=level), rate=RATE))
    middle = polished.samples[RATE // 10 : -RATE // 10]
    assert 20 * np.log10(np.sqrt(np.mean(middle**2))) == pytest.approx(LOUDNESS_DBFS, abs=0.2)


def test_peaks_are_rounded_not_cut() -> None:
    samples = tone(1.0, level=0.02)
    samples[RATE // 2 : RATE // 2 + 40] *= 50
    polished = polish(Speech(samples=samples, rate=RATE)).samples
    assert 0.7 < np.abs(polished).max() < 0.99


def test_edges_fade() -> None:
    polished = polish(Speech(samples=tone(1.0), rate=RATE)).samples
    assert abs(polished[0]) < 1e-6
    assert abs(polished[-1]) < 1e-6

"""Every voice speaks what callers are spoken to in. Runs on espeak-ng."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from antiphon.flows.espeak import EspeakVoice
from antiphon.flows.graph import LANGUAGES
from antiphon.flows.prompts import PromptStore
from antiphon.flows.sound import polish
from antiphon.flows.voice import PromptFailed, Speech

pytestmark = [
    pytest.mark.contract,
    pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed"),
]

GREETINGS = {
    "en": "Thank you for calling. You are number 3 in line.",
    "zh-Hans": "感谢您的来电。您现在排在第 3 位。",
    "zh-Hant": "感謝您的來電。您現在排在第 3 位。",
    "yue": "多謝你嘅來電。你而家排喺第 3 位。",
}


@pytest.fixture
def voice() -> EspeakVoice:
    return EspeakVoice()


async def seconds_of(voice: EspeakVoice, text: str, language: str) -> float:
    polished = polish(await voice.speak(text, language))
    return len(polished.samples) / polished.rate


def difference(one: Speech, other: Speech) -> float:
    length = min(len(one.samples), len(other.samples))
    return float(np.abs(one.samples[:length] - other.samples[:length]).max())


def is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_greeting_is_spoken_at_a_human_pace(voice: EspeakVoice, language: str) -> None:
    assert 2.0 < await seconds_of(voice, GREETINGS[language], language) < 6.0


async def test_both_scripts_of_mandarin_sound_the_same(voice: EspeakVoice) -> None:
    simplified = await voice.speak(GREETINGS["zh-Hans"], "zh-Hans")
    traditional = await voice.speak(GREETINGS["zh-Hant"], "zh-Hant")
    assert len(simplified.samples) == pytest.approx(len(traditional.samples), rel=0.01)


async def test_mandarin_characters_are_read_as_syllables(voice: EspeakVoice) -> None:
    characters = await seconds_of(voice, "感谢您的来电", "zh-CN")
    assert 1.0 < characters < 2.2
    one, two = await voice.speak("您", "zh-CN"), await voice.speak("nin2", "zh-CN")
    assert difference(one, two) < 0.05


async def test_mandarin_and_cantonese_differ(voice: EspeakVoice) -> None:
    mandarin, cantonese = await voice.speak("請稍候", "zh-TW"), await voice.speak("請稍候", "zh-HK")
    assert len(mandarin.samples) != len(cantonese.samples)
    assert voice.name_for("zh-TW") != voice.name_for("zh-HK")


async def test_english_words_within_chinese_are_spoken(voice: EspeakVoice) -> None:
    without = await seconds_of(voice, "您好服务", "zh-Hans")
    assert await seconds_of(voice, "您好 VIP 服务", "zh-Hans") > without + 0.2


@pytest.mark.parametrize(
    "text",
    [
        "--help",
        "-f /etc/passwd",
        "$(touch spoken); `touch spoken` | touch spoken",
        "<voice name='yue'/><audio src='x'/> & <break time='90s'/>",
        "Hello [[n'3_:]] [[[ world",
        "'; DROP TABLE prompts; --",
        "😀 🔥",
    ],
)
async def test_hostile_texts_are_only_read_out(
    voice: EspeakVoice, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert 0.2 < await seconds_of(voice, text, "en") < 20
    assert is_empty(tmp_path)


async def test_phoneme_codes_are_not_obeyed(voice: EspeakVoice) -> None:
    spelled = await seconds_of(voice, "[[h@l'oU]]", "en")
    assert spelled > 2 * await seconds_of(voice, "hello", "en")


async def test_a_language_nobody_speaks_fails_clearly(voice: EspeakVoice, tmp_path: Path) -> None:
    with pytest.raises(PromptFailed, match="no voice speaks 'tlh'"):
        await PromptStore(tmp_path, voice).render("nuqneH", "tlh")


async def test_a_missing_program_fails_clearly(tmp_path: Path) -> None:
    store = PromptStore(tmp_path, EspeakVoice(["/nowhere/espeak-ng"]))
    with pytest.raises(PromptFailed, match="does not start"):
        await store.render("Hello", "en")


async def test_a_program_that_fails_is_quoted(tmp_path: Path) -> None:
    store = PromptStore(tmp_path, EspeakVoice(["sh", "-c", "echo broken >&2; exit 3", "sh"]))
    with pytest.raises(PromptFailed, match="ended with 3: broken"):
        await store.render("Hello", "en")


async def test_two_thousand_characters_are_spoken_in_time(voice: EspeakVoice) -> None:
    speech = await voice.speak("请稍候。" * 500, "zh-Hans")
    assert len(speech.samples) / speech.rate > 100

"""Telephone sound: what is encoded comes back, and what is in a piece of sound is found."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from antiphon.simulation.sound import (
    RATE,
    Codec,
    decode,
    dominant,
    encode,
    level,
    level_at,
    load,
    tone,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("codec", Codec)
def test_a_tone_comes_back_from_its_codec(codec: Codec) -> None:
    back = decode(encode(tone(440, 1), codec), codec)
    assert dominant(back) == pytest.approx(440, abs=1)
    assert level(back) == pytest.approx(level(tone(440, 1)), abs=0.2)


@pytest.mark.parametrize("codec", Codec)
def test_every_code_survives_decoding_and_encoding(codec: Codec) -> None:
    codes = bytes(range(256))
    samples = decode(codes, codec)
    assert np.array_equal(decode(encode(samples, codec), codec), samples)


def test_known_codes_mean_what_the_standard_says() -> None:
    assert list(decode(b"\xff\x7f\x00\x80", Codec.PCMU)) == [0, 0, -32_124, 32_124]
    assert list(decode(b"\xd5\x55\xaa\x2a", Codec.PCMA)) == [8, -8, 32_256, -32_256]


def test_the_level_of_one_tone_is_told_from_another() -> None:
    mixed = tone(440, 1, level=-20) + tone(1_000, 1, level=-40)
    assert level_at(mixed, 440) == pytest.approx(-23, abs=0.5)
    assert level_at(mixed, 1_000) == pytest.approx(-43, abs=0.5)
    assert level_at(mixed, 2_000) < -80


def test_silence_has_no_tone() -> None:
    silence = np.zeros(RATE, dtype=np.int16)
    assert level(silence) == -100
    assert dominant(silence) == 0
    assert level_at(silence, 440) == -100


def test_a_stereo_file_of_another_rate_is_loaded(tmp_path: Path) -> None:
    time = np.arange(44_100) / 44_100
    sound = 0.5 * np.sin(2 * np.pi * 600 * time)
    soundfile.write(tmp_path / "a.wav", np.column_stack([sound, sound]), 44_100)
    samples = load(tmp_path / "a.wav")
    assert len(samples) == pytest.approx(RATE, abs=10)
    assert dominant(samples) == pytest.approx(600, abs=2)

"""Chinese texts: each of the two in its own characters, and one word for one thing."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.unit

_TEXTS = Path(__file__).parents[3] / "web" / "src" / "shared" / "i18n" / "texts"
# A character set of each region: a character of the other one is not in it.
_CHARACTERS = {"zh-Hans": "gb2312", "zh-Hant": "big5"}
_FIRST_CHINESE = 0x4E00
_SIGNS = set("µ·–—…×’“”‘→←›≥≤")
# What a language is called in itself.
_OWN_NAMES = ("spoken.",)
# Words of others for what the house calls otherwise.
_REFUSED = {
    "zh-Hans": {
        "座席": "坐席",
        "班长": "主管",
        "軟": "软",
        "等候": "等待",
        "及时率": "服务水平",
        "密钥": "密码",
        "互动": "交互",
    },
    "zh-Hant": {
        "座席": "客服專員",
        "客服人員": "客服專員",
        "督導": "主管",
        "隊列": "佇列",
        "賬號": "帳號",
        "等待": "等候",
        "及時率": "服務水準",
        "密鑰": "密碼",
        "互動記錄": "互動紀錄",
        "稽核記錄": "稽核紀錄",
        "磁貼": "區塊",
        "大屏": "電子看板",
        "閉塞": "封鎖",
    },
}


def texts_of(language: str) -> Iterator[tuple[str, str]]:
    """Every text with its key."""
    for folder in (_TEXTS, _TEXTS / "office"):
        yield from flat(json.loads((folder / f"{language}.json").read_text()), "")


def flat(texts: dict[str, Any], place: str) -> Iterator[tuple[str, str]]:
    for key, value in texts.items():
        if isinstance(value, dict):
            yield from flat(value, f"{place}{key}.")
        else:
            yield f"{place}{key}", value


def foreign(text: str, character_set: str) -> set[str]:
    """The characters that are not of this set."""
    return {
        one
        for one in text
        if not one.isascii() and one not in _SIGNS and not one.encode(character_set, "ignore")
    }


@pytest.mark.parametrize("language", _CHARACTERS)
def test_each_chinese_is_written_in_its_own_characters(language: str) -> None:
    texts = [(key, text) for key, text in texts_of(language) if not key.startswith(_OWN_NAMES)]
    assert len(texts) > 1_000
    found = {key: foreign(text, _CHARACTERS[language]) for key, text in texts}
    assert {key: odd for key, odd in found.items() if odd} == {}


@pytest.mark.parametrize("language", _REFUSED)
def test_one_thing_has_one_name(language: str) -> None:
    refused = _REFUSED[language]
    assert [
        f"{key}: {text}: say {refused[word]}"
        for key, text in texts_of(language)
        for word in refused
        if word in text
    ] == []


@pytest.mark.parametrize("language", _CHARACTERS)
def test_sentences_end_with_chinese_signs(language: str) -> None:
    assert [text for _, text in texts_of(language) if half_wide(text)] == []


def half_wide(text: str) -> bool:
    """A western sign of a sentence right behind a Chinese character."""
    return any(sign in "?!,;" and ord(before) > _FIRST_CHINESE for before, sign in pairwise(text))


def test_a_western_sign_behind_a_chinese_character_is_seen() -> None:
    assert half_wide("为什么?")
    assert not half_wide("为什么？ OK?")


def test_a_character_of_the_other_region_is_seen() -> None:
    assert foreign("号", "big5") == {"号"}
    assert foreign("號", "gb2312") == {"號"}

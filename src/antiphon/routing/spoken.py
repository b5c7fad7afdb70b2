"""What waiting customers are told, in the languages of the prompts."""

import math
from collections.abc import Mapping

from antiphon.routing.waiting import WaitingRoom

_POSITION = {
    "en": "Thank you for waiting. You are number {position} in line.",
    "zh-Hans": "感谢您的等候。您现在排在第 {position} 位。",
    "zh-Hant": "感謝您的等候。您現在排在第 {position} 位。",
    "yue": "多謝您嘅等候。您而家排喺第 {position} 位。",
}
_WAIT = {
    "en": "You will probably wait between {low} and {high} minutes.",
    "zh-Hans": "预计还需等候 {low} 到 {high} 分钟。",
    "zh-Hant": "預計還需等候 {low} 到 {high} 分鐘。",
    "yue": "預計仲要等 {low} 至 {high} 分鐘。",
}
_SHORT_WAIT = {
    "en": "You will probably wait less than {high} minutes.",
    "zh-Hans": "预计等候时间不到 {high} 分钟。",
    "zh-Hant": "預計等候時間不到 {high} 分鐘。",
    "yue": "預計等候時間唔使 {high} 分鐘。",
}
_QUIET = {
    "en": "You usually wait less between {first} and {last} o'clock.",
    "zh-Hans": "通常 {first} 点到 {last} 点之间等候时间较短。",
    "zh-Hant": "通常 {first} 點到 {last} 點之間等候時間較短。",
    "yue": "通常 {first} 點到 {last} 點之間會等得短啲。",
}
_CALL_BACK = {
    "en": "You keep your place in line. We will call you back on this number. Goodbye.",
    "zh-Hans": "您的排队位置已保留，轮到您时我们会回拨此号码。再见。",
    "zh-Hant": "您的排隊位置已保留，輪到您時我們會回撥此號碼。再見。",
    "yue": "您嘅排隊位置已經保留，輪到您時我哋會打返呢個號碼。再見。",
}

CLOSED = {
    "en": "We are closed at the moment. Please call again during our opening hours. Goodbye.",
    "zh-Hans": "现在不在服务时间，请在服务时间内再次来电。再见。",
    "zh-Hant": "現在不在服務時間，請在服務時間內再次來電。再見。",
    "yue": "而家唔係服務時間，請喺服務時間內再打嚟。再見。",
}
LEAVE_A_MESSAGE = {
    "en": "Please leave a message after the tone.",
    "zh-Hans": "请在提示音后留言。",
    "zh-Hant": "請在提示音後留言。",
    "yue": "請喺提示音之後留言。",
}


def call_back_text(language: str) -> str:
    """What is said to somebody who chose to be called."""
    return _in(_CALL_BACK, language)


def announcement(
    language: str,
    *,
    position: int | None,
    wait_s: tuple[int, int] | None,
    quiet_hours: tuple[int, int] | None = None,
    room: WaitingRoom | None,
    priority: int,
) -> str:
    """All that is said in one announcement; empty when there is nothing to say.

    The interval is widened to whole minutes, so that what is said holds at least as often.
    """
    said = []
    if position is not None:
        said.append(_in(_POSITION, language).format(position=position))
    if wait_s is not None:
        low, high = wait_s[0] // 60, max(2, math.ceil(wait_s[1] / 60))
        said.append(_in(_WAIT if low else _SHORT_WAIT, language).format(low=low, high=high))
    if quiet_hours is not None:
        first, last = quiet_hours
        said.append(_in(_QUIET, language).format(first=first, last=last))
    if room is not None:
        is_vip = bool(room.vip_texts) and priority >= room.vip_priority
        said.append(_in(room.vip_texts if is_vip else room.comfort_texts, language))
    return " ".join(text for text in said if text)


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en", "")

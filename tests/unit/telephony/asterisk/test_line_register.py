"""Phones and trunks in Asterisk: what was removed is gone before it can be made again."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from antiphon.telephony.asterisk.ari.beside import RequestRefused
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.browser_sound import BrowserSound
from antiphon.telephony.asterisk.lines import LineRegister
from antiphon.telephony.engine import Phone, PhoneId, PhoneKind

pytestmark = pytest.mark.unit


class LingeringAsterisk(Connection):
    """Forgets an end point some questions after it has said so."""

    def __init__(self, questions: int) -> None:
        self.left = questions
        self.asked: list[tuple[str, str]] = []

    async def request(self, method: str, uri: str, body: Mapping[str, Any]) -> bytes:
        assert not any(body.values())
        self.asked.append((method, uri))
        if method == "GET" and self.left:
            self.left -= 1
            return b'{"technology": "PJSIP", "resource": "anna", "channel_ids": []}'
        raise RequestRefused(404, f"{method} {uri}", "not found")


async def test_a_phone_is_removed_when_asterisk_has_forgotten_it(tmp_path: Path) -> None:
    asterisk = LingeringAsterisk(questions=3)
    await LineRegister("127.0.0.1", BrowserSound(tmp_path, tmp_path)).remove_phone(
        asterisk, PhoneId("anna")
    )
    deleted = [path.split("/")[-2] for method, path in asterisk.asked if method == "DELETE"]
    assert sorted(deleted) == ["aor", "auth", "endpoint", "identify", "registration"]
    assert deleted[-1] == "endpoint"
    assert asterisk.asked[-4:] == [("GET", "endpoints/PJSIP/anna")] * 4


class SlowAsterisk(Connection):
    """Knows one end point from before, and takes its time for what is set."""

    def __init__(self) -> None:
        self.is_asked, self.may_answer = asyncio.Event(), asyncio.Event()
        self.deleted: list[str] = []

    async def request(self, method: str, uri: str, body: Mapping[str, Any]) -> bytes:
        if method == "DELETE":
            self.deleted.append(uri)
        if method == "PUT":
            self.is_asked.set()
            await self.may_answer.wait()
            return b"[]"
        return b'[{"technology": "PJSIP", "resource": "anna", "channel_ids": []}]'


async def test_a_phone_that_is_just_being_set_is_not_removed_as_nobodys(tmp_path: Path) -> None:
    asterisk = SlowAsterisk()
    register = LineRegister("127.0.0.1", BrowserSound(tmp_path, tmp_path))
    phone = Phone(id=PhoneId("anna"), kind=PhoneKind.SIP, secret="s", display_name="Anna")
    setting = asyncio.create_task(register.set_phone(asterisk, phone))
    await asterisk.is_asked.wait()
    pruning = asyncio.create_task(register.prune(asterisk))
    for _ in range(20):
        await asyncio.sleep(0)
    asterisk.may_answer.set()
    await asyncio.gather(setting, pruning)
    assert asterisk.deleted == []

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
        self.put: list[str] = []
        self.deleted: list[str] = []

    async def request(self, method: str, uri: str, body: Mapping[str, Any]) -> bytes:
        if method == "DELETE":
            self.deleted.append(uri)
        if method == "PUT":
            self.put.append(uri)
            self.is_asked.set()
            await self.may_answer.wait()
            return b"[]"
        return b'[{"technology": "PJSIP", "resource": "anna", "channel_ids": []}]'


def a_phone(name: str) -> Phone:
    return Phone(id=PhoneId(name), kind=PhoneKind.SIP, secret="s", display_name=name.title())


async def test_a_phone_that_is_just_being_set_is_not_removed_as_nobodys(tmp_path: Path) -> None:
    asterisk = SlowAsterisk()
    register = LineRegister("127.0.0.1", BrowserSound(tmp_path, tmp_path))
    setting = asyncio.create_task(register.set_phone(asterisk, a_phone("anna")))
    await asterisk.is_asked.wait()
    pruning = asyncio.create_task(register.prune(asterisk))
    for _ in range(20):
        await asyncio.sleep(0)
    asterisk.may_answer.set()
    await asyncio.gather(setting, pruning)
    assert asterisk.deleted == []


async def test_phones_come_and_go_while_a_new_asterisk_is_told_of_all(tmp_path: Path) -> None:
    register = LineRegister("127.0.0.1", BrowserSound(tmp_path, tmp_path))
    before = SlowAsterisk()
    before.may_answer.set()
    await register.set_phone(before, a_phone("anna"))
    await register.set_phone(before, a_phone("ben"))
    asterisk = SlowAsterisk()
    telling = asyncio.create_task(register.push_all(asterisk))
    await asterisk.is_asked.wait()
    coming = asyncio.create_task(register.set_phone(before, a_phone("cleo")))
    going = asyncio.create_task(register.remove_phone(LingeringAsterisk(0), PhoneId("ben")))
    await asyncio.gather(coming, going)
    asterisk.may_answer.set()
    await telling
    assert {uri.split("/")[-1] for uri in asterisk.put} == {"anna"}
    assert sorted(register.phones()) == ["anna", "cleo"]

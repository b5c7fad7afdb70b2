"""Phones and trunks in Asterisk: what was removed is gone before it can be made again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from antiphon.telephony.asterisk.ari.beside import RequestRefused
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.browser_sound import BrowserSound
from antiphon.telephony.asterisk.lines import LineRegister
from antiphon.telephony.engine import PhoneId

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

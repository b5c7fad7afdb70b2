"""Asterisk prepares its sound for browsers before it hears of the first browser's phone."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.browser_sound import BrowserSound, can_be_asked, write_switch
from antiphon.telephony.asterisk.lines import LineRegister
from antiphon.telephony.engine import EngineUnavailable, Phone, PhoneId, PhoneKind

pytestmark = pytest.mark.unit


class SwitchedAsterisk(Connection):
    """Its console and its interface: what was done with either, in order."""

    def __init__(self, folder: Path) -> None:
        self.switch, self.console = folder / "rtp.browsers", folder / "c"
        self.done: list[str] = []
        self.obeys = True
        self.is_on = False
        write_switch(self.switch, is_on=False)

    async def open_console(self) -> asyncio.Server:
        return await asyncio.start_unix_server(self._serve, str(self.console))

    async def request(self, method: str, uri: str, body: Mapping[str, Any]) -> bytes:
        self.done.append(f"{method} {uri.rpartition('/')[2]}")
        return b"[]"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"here/1/22\n")
        asked = (await reader.readuntil(b"\0")).decode()
        if "module reload" in asked and self.obeys:
            self.is_on = "yes" in self.switch.read_text()
        if "rtp show settings" in asked:
            self.done.append(f"told {self.is_on}")
            writer.write(f"  ICE support:     {'Yes' if self.is_on else 'No'}\n".encode())
        writer.close()


@pytest.fixture
async def asterisk(tmp_path: Path) -> AsyncIterator[SwitchedAsterisk]:
    one = SwitchedAsterisk(tmp_path)
    async with await one.open_console():
        yield one


def register(asterisk: SwitchedAsterisk) -> LineRegister:
    return LineRegister("127.0.0.1", BrowserSound(asterisk.switch, asterisk.console))


def a_phone(name: str, kind: PhoneKind) -> Phone:
    return Phone(id=PhoneId(name), kind=kind, secret="s", display_name=name)


@pytest.mark.parametrize("kind", [PhoneKind.BROWSER, PhoneKind.VISITOR])
async def test_it_says_that_it_does_before_it_hears_of_a_browsers_phone(
    asterisk: SwitchedAsterisk, kind: PhoneKind
) -> None:
    await register(asterisk).set_phone(asterisk, a_phone("web", kind))
    told = asterisk.done.index("told True")
    assert told < min(n for n, done in enumerate(asterisk.done) if not done.startswith("told"))


async def test_a_desk_phone_leaves_it_as_it_is(asterisk: SwitchedAsterisk) -> None:
    await register(asterisk).set_phone(asterisk, a_phone("desk", PhoneKind.SIP))
    assert "PUT desk" in asterisk.done
    assert not asterisk.is_on


async def test_one_that_does_not_obey_hears_of_no_browsers_phone(
    asterisk: SwitchedAsterisk,
) -> None:
    asterisk.obeys = False
    lines = register(asterisk)
    for _ in range(2):
        with pytest.raises(EngineUnavailable, match="browsers"):
            await lines.set_phone(asterisk, a_phone("web", PhoneKind.BROWSER))
    assert not [done for done in asterisk.done if not done.startswith("told")]


async def test_it_is_asked_once_behind_each_connection(asterisk: SwitchedAsterisk) -> None:
    lines = register(asterisk)
    for name in ("one", "two", "three"):
        await lines.set_phone(asterisk, a_phone(name, PhoneKind.BROWSER))
    assert [done for done in asterisk.done if done.startswith("told")] == [
        "told False",
        "told True",
    ]
    # Behind the next one there may be an Asterisk that was started anew.
    asterisk.is_on = False
    again = SwitchedAsterisk(asterisk.switch.parent)
    await lines.push_all(again)
    assert asterisk.is_on


def test_a_console_with_too_long_a_path_is_none(tmp_path: Path) -> None:
    assert can_be_asked(Path("/run/asterisk.ctl"))
    assert not can_be_asked(tmp_path / ("x" * 108))

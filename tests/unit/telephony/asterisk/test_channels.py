"""A list that Asterisk refuses because one channel cannot be described."""

from collections.abc import Mapping
from typing import Any, cast

import msgspec
from tests.unit.telephony.asterisk.test_connection import CHANNEL

from antiphon.telephony.asterisk.ari.beside import RequestRefused
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.ari.requests import Requests
from antiphon.telephony.asterisk.channels import list_channels


class FakeRequests(Requests):
    """An Asterisk with a good and an unreadable channel."""

    def __init__(self) -> None:
        self.ended: list[str] = []

    async def request(self, method: str, uri: str, body: Mapping[str, Any]) -> bytes:
        match method, uri:
            case "GET", "channels" | "channels/bad":
                raise RequestRefused(500, uri, "Allocation failed")
            case "GET", "channels/gone":
                raise RequestRefused(404, uri, "Channel not found")
            case "GET", "channels/c1":
                return msgspec.json.encode(CHANNEL)
            case "GET", "endpoints/PJSIP":
                phone = {"technology": "PJSIP", "resource": "anna", "channel_ids": ["bad", "c1"]}
                trunk = {"technology": "PJSIP", "resource": "trunk-t1", "channel_ids": ["gone"]}
                return msgspec.json.encode([phone, trunk])
            case "DELETE", _:
                self.ended.append(uri)
                return b""
            case _:
                raise AssertionError(uri)


async def test_the_channel_that_cannot_be_read_is_ended_and_the_others_are_read() -> None:
    asterisk = FakeRequests()
    channels = await list_channels(cast("Connection", asterisk))
    assert [channel.id for channel in channels] == ["c1"]
    assert asterisk.ended == ["channels/bad"]

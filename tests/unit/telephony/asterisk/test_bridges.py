"""Bridges whose names Asterisk keeps for taken although they are gone."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from antiphon.kernel.ids import LegId
from antiphon.telephony.asterisk.ari.beside import RequestRefused
from antiphon.telephony.asterisk.ari.requests import Requests
from antiphon.telephony.asterisk.bridges import Bridges
from antiphon.telephony.engine import BridgeId

pytestmark = pytest.mark.unit

ROOM = BridgeId("c1.consult")
ANN, BOB = LegId("c1.ann"), LegId("c1.bob")


class FakeAsterisk(Requests):
    """Has bridges; the names of some that it destroyed stay taken."""

    def __init__(self) -> None:
        self.bridges: dict[str, list[str]] = {}
        self.taken: set[str] = set()

    async def request(self, method: str, uri: str, body: Mapping[str, Any]) -> bytes:
        """Do it, or refuse as Asterisk does."""
        if uri == "bridges":
            return msgspec.json.encode([self._shown(name) for name in self.bridges])
        _, name, *act = uri.split("/")
        match method, act:
            case "POST", []:
                if name in self.bridges or name in self.taken:
                    raise RequestRefused(409, uri, "exists")
                self.bridges[name] = []
            case _ if name not in self.bridges:
                raise RequestRefused(404, uri, "not found")
            case "POST", ["addChannel"]:
                self.bridges[name] += body["channel"]
            case "POST", ["removeChannel"]:
                for channel in body["channel"]:
                    self.bridges[name].remove(channel)
            case _:
                pass
        return msgspec.json.encode(self._shown(name))

    def lose(self, name: str) -> None:
        """A bridge is gone, but for its name."""
        del self.bridges[name]
        self.taken.add(name)

    def _shown(self, name: str) -> dict[str, Any]:
        kind = dict.fromkeys(("technology", "bridge_type", "bridge_class", "creator", "name"), "")
        created = "2026-01-05T12:00:00.000+00:00"
        return {**kind, "id": name, "channels": self.bridges[name], "creationtime": created}


async def seen(asterisk: FakeAsterisk, bridges: Bridges) -> Mapping[BridgeId, frozenset[LegId]]:
    return bridges.seen(await asterisk.bridges_list())


@pytest.mark.parametrize("losses", [0, 1, 3])
async def test_legs_hear_each_other_again_where_a_bridge_was_lost(losses: int) -> None:
    asterisk, bridges = FakeAsterisk(), Bridges()
    for _ in range(losses):
        await bridges.join(asterisk, ROOM, [ANN])
        asterisk.lose(bridges.name_of(ROOM))
    await bridges.join(asterisk, ROOM, [ANN])
    await bridges.join(asterisk, ROOM, [ANN, BOB])
    assert await seen(asterisk, bridges) == {ROOM: {ANN, BOB}}
    assert list(asterisk.bridges.values()) == [[ANN, BOB]]
    await bridges.leave(asterisk, ROOM, [ANN])
    assert await seen(asterisk, bridges) == {ROOM: {BOB}}


async def test_another_process_knows_a_bridge_by_its_further_name() -> None:
    asterisk = FakeAsterisk()
    asterisk.taken.add(ROOM)
    await Bridges().join(asterisk, ROOM, [ANN])
    bridges = Bridges()
    assert await seen(asterisk, bridges) == {ROOM: {ANN}}
    await bridges.join(asterisk, ROOM, [ANN, BOB])
    assert await seen(asterisk, bridges) == {ROOM: {ANN, BOB}}
    assert list(asterisk.bridges) == [bridges.name_of(ROOM)]

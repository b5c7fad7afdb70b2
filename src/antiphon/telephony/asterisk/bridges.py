"""Legs that hear each other: no bridge until there are two, one request for all of them.

When a leg goes on to another bridge in the moment in which its own is destroyed, Asterisk (22.10)
may keep the name of the one that is gone for taken until it ends. Who is joined there again gets a
bridge of a further name; to everybody else it is the same one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from antiphon.kernel.ids import LegId
from antiphon.telephony.asterisk.ari.beside import RequestRefused
from antiphon.telephony.asterisk.ari.messages import Bridge
from antiphon.telephony.asterisk.ari.requests import Requests
from antiphon.telephony.engine import BridgeId

_NOT_THERE = (400, 404, 409, 422)
_AGAIN = ".again"
_FURTHER = re.compile(rf"{re.escape(_AGAIN)}\d+$")
_MOST_NAMES = 10


class Bridges:
    """Joins and parts; Asterisk knows who is where, and we under which name."""

    def __init__(self) -> None:
        # Only those that do not have their first name.
        self._names: dict[BridgeId, str] = {}

    def name_of(self, bridge: BridgeId) -> str:
        """What Asterisk calls a bridge."""
        return self._names.get(bridge, bridge)

    def seen(self, bridges: Iterable[Bridge]) -> Mapping[BridgeId, frozenset[LegId]]:
        """Which bridges there are, and who is in them."""
        members = {}
        for one in bridges:
            bridge = BridgeId(_FURTHER.sub("", one.id))
            if one.id != bridge:
                self._names[bridge] = one.id
            members[bridge] = frozenset(LegId(channel) for channel in one.channels)
        return members

    async def join(self, connection: Requests, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        """Let the legs hear each other; one that is there already stays undisturbed."""
        inside = await self._open(connection, bridge)
        # Adding a leg again would take it out and back in: a gap in its sound.
        wanted = [leg for leg in legs if leg not in inside]
        if not wanted:
            return
        name = self.name_of(bridge)
        try:
            await _add(connection, name, wanted)
        except RequestRefused as error:
            if error.status not in _NOT_THERE:
                raise
            if len(wanted) > 1:
                await self._join_one_by_one(connection, name, wanted)

    async def leave(self, connection: Requests, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        """Take legs out, those that are in."""
        for leg in legs:
            try:
                await connection.bridges_remove_channel(self.name_of(bridge), channel=[leg])
            except RequestRefused as error:
                if error.status not in _NOT_THERE:
                    raise

    async def _open(self, connection: Requests, bridge: BridgeId) -> Sequence[str]:
        """Have the bridge; gives who is in it already."""
        further = 1
        while True:
            name = self.name_of(bridge)
            try:
                await connection.bridges_create_with_id(name, type="mixing")
            except RequestRefused as error:
                if error.status != 409:
                    raise
            else:
                return ()
            try:
                return (await connection.bridges_get(name)).channels
            except RequestRefused as error:
                further += 1
                if error.status != 404 or further > _MOST_NAMES:
                    raise
            self._names[bridge] = f"{bridge}{_AGAIN}{further}"

    async def _join_one_by_one(
        self, connection: Requests, bridge: str, legs: Sequence[LegId]
    ) -> None:
        # One of them is gone; the others are joined all the same.
        for leg in legs:
            try:
                await _add(connection, bridge, [leg])
            except RequestRefused as error:
                if error.status not in _NOT_THERE:
                    raise


async def _add(connection: Requests, bridge: str, legs: Sequence[LegId]) -> None:
    # Whom one speaks with is told to no phone, so it need not be worked out either.
    await connection.bridges_add_channel(
        bridge, channel=list(legs), inhibit_connected_line_updates=True
    )

"""Legs that hear each other: no bridge until there are two, one request for all of them."""

from collections.abc import Sequence

from antiphon.kernel.ids import LegId
from antiphon.telephony.asterisk.ari.beside import RequestRefused
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.engine import BridgeId

_NOT_THERE = (400, 404, 409, 422)


class Bridges:
    """Joins and parts; remembers nothing, since Asterisk knows who is where."""

    async def join(self, connection: Connection, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        """Let the legs hear each other; one that is there already stays undisturbed."""
        wanted = list(legs)
        try:
            await connection.bridges_create_with_id(bridge, type="mixing")
        except RequestRefused as error:
            if error.status != 409:
                raise
            inside = (await connection.bridges_get(bridge)).channels
            # Adding a leg again would take it out and back in: a gap in its sound.
            wanted = [leg for leg in legs if leg not in inside]
        if not wanted:
            return
        try:
            await _add(connection, bridge, wanted)
        except RequestRefused as error:
            if error.status not in _NOT_THERE:
                raise
            if len(wanted) > 1:
                await self._join_one_by_one(connection, bridge, wanted)

    async def leave(self, connection: Connection, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        """Take legs out, those that are in."""
        for leg in legs:
            try:
                await connection.bridges_remove_channel(bridge, channel=[leg])
            except RequestRefused as error:
                if error.status not in _NOT_THERE:
                    raise

    async def _join_one_by_one(
        self, connection: Connection, bridge: BridgeId, legs: Sequence[LegId]
    ) -> None:
        # One of them is gone; the others are joined all the same.
        for leg in legs:
            try:
                await _add(connection, bridge, [leg])
            except RequestRefused as error:
                if error.status not in _NOT_THERE:
                    raise


async def _add(connection: Connection, bridge: BridgeId, legs: Sequence[LegId]) -> None:
    # Whom one speaks with is told to no phone, so it need not be worked out either.
    await connection.bridges_add_channel(
        bridge, channel=list(legs), inhibit_connected_line_updates=True
    )

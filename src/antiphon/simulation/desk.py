"""An agent's desk without a page: the live stream mirrored, and the actions an agent has."""

import asyncio
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus, WebSocketException

from antiphon.simulation.web_client import Refused, WebClient

Entities = dict[str, dict[str, Any]]

_PING_S = 5.0
_RECONNECT_S = 0.5
# A server that is gone refuses at once; one that is busy is worth waiting for.
_OPENS_WITHIN_S = 20.0


class Desk:
    """One agent at work. `run` keeps the stream open; `until` waits for what it shows."""

    def __init__(self, client: WebClient) -> None:
        self.client = client
        self.entities: Entities = {}
        self.connections = 0
        self.is_connected = False
        self._sequence = -1
        self._changed = asyncio.Condition()

    async def run(self) -> None:
        """Stay connected until cancelled, across restarts; raises Refused when signed out."""
        while True:
            try:
                await self._follow()
            except InvalidStatus as error:
                if error.response.status_code == HTTPStatus.UNAUTHORIZED:
                    raise Refused(HTTPStatus.UNAUTHORIZED, {"code": "session.none"}) from error
            except (OSError, WebSocketException, TimeoutError):
                pass
            await self._set_connected(is_connected=False)
            await asyncio.sleep(_RECONNECT_S)

    def of(self, kind: str) -> dict[str, Any]:
        """All entities of a kind, by id."""
        return self.entities.get(kind, {})

    @property
    def me(self) -> dict[str, Any]:
        """The agent's own state."""
        found: dict[str, Any] = self.of("me").get("me", {})
        return found

    async def until(self, condition: Callable[["Desk"], bool], timeout_s: float) -> None:
        """Wait until the desk shows something. Raises TimeoutError."""
        async with asyncio.timeout(timeout_s), self._changed:
            await self._changed.wait_for(lambda: condition(self))

    async def change_presence(self, presence: str, reason_id: str | None = None) -> None:
        """Be ready, not ready or offline."""
        await self.client.put("/v1/desk/presence", {"presence": presence, "reason_id": reason_id})

    async def act(self, interaction_id: str, action: str, **fields: Any) -> None:
        """Do one of the actions of an interaction in hand, such as `hold` or `hang-up`."""
        await self.client.post(f"/v1/desk/interactions/{interaction_id}/{action}", fields)

    async def finish(self, interaction_id: str, disposition_id: str | None, note: str) -> None:
        """End the wrap-up."""
        await self.act(interaction_id, "finish", disposition_id=disposition_id, note=note)

    async def _follow(self) -> None:
        address = f"ws{self.client.origin.removeprefix('http')}/v1/live"
        async with connect(
            address,
            additional_headers={"Cookie": self.client.cookie},
            origin=self.client.origin,  # type: ignore[arg-type] # a NewType of str over there
            open_timeout=_OPENS_WITHIN_S,
        ) as socket:
            pinging = asyncio.create_task(self._ping(socket), name="desk ping")
            try:
                async for text in socket:
                    if not await self._take(json.loads(text)):
                        await socket.send(json.dumps({"kind": "resync"}))
            finally:
                pinging.cancel()

    async def _ping(self, socket: Any) -> None:
        while True:
            await asyncio.sleep(_PING_S)
            await socket.send(json.dumps({"kind": "ping"}))

    async def _take(self, message: dict[str, Any]) -> bool:
        """Fold a message in; False when one before it was missed."""
        match message:
            case {"kind": "snapshot", "sequence": int(sequence), "entities": dict(entities)}:
                self._sequence = sequence
                self.entities = entities
                self.connections += 1
                await self._set_connected(is_connected=True)
            case {"kind": "changes", "sequence": int(sequence), "changes": list(changes)}:
                if sequence != self._sequence + 1:
                    return False
                self._sequence = sequence
                for change in changes:
                    self._change(change)
                async with self._changed:
                    self._changed.notify_all()
            case _:
                pass
        return True

    def _change(self, change: dict[str, Any]) -> None:
        kind = self.entities.setdefault(change["entity"], {})
        if change["value"] is None:
            kind.pop(change["id"], None)
        else:
            kind[change["id"]] = change["value"]

    async def _set_connected(self, *, is_connected: bool) -> None:
        if not is_connected:
            self.client.distrust_connection()
        async with self._changed:
            self.is_connected = is_connected
            self._changed.notify_all()

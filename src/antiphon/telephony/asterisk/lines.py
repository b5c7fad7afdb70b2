"""The phones and trunks that Asterisk shall know: kept here, pushed on every connection.

Asterisk holds them in memory only, so what we have set is all there is; `prune` removes what an
earlier control plane left.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from ipaddress import ip_network
from weakref import WeakValueDictionary

import msgspec
import structlog

from antiphon.kernel.ids import TrunkId
from antiphon.telephony.asterisk.ari.beside import RequestRefused
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.ari.messages import Endpoint
from antiphon.telephony.asterisk.browser_sound import BrowserSound
from antiphon.telephony.asterisk.outgoing import NewLeg
from antiphon.telephony.asterisk.pushed import (
    CONFIGURATION,
    PushedObject,
    owner_of,
    phone_endpoint,
    phone_objects,
    trunk_endpoint,
    trunk_objects,
)
from antiphon.telephony.engine import Phone, PhoneId
from antiphon.telephony.trunk import Trunk

log = structlog.get_logger()

# The objects to whose addresses Asterisk adds what is pushed, and the field that holds them.
_ADDED_TO = {"identify": "match", "aor": "contact"}
# What lines to the outside speak.
_PLAIN = ("ulaw", "alaw")
# The end point comes last: when it is gone, so is the rest.
_TYPES = ("registration", "identify", "aor", "auth", "endpoint")
# How long what was removed may still be there, and how often that is looked at.
_LINGERS_S = 5.0
_LOOK_S = 0.02


class LineRegister:
    """What was set, by end point."""

    def __init__(self, media_address: str, browser_sound: BrowserSound) -> None:
        self._media_address = media_address
        self._browser_sound = browser_sound
        self._wanted: dict[str, Sequence[PushedObject]] = {}
        # What is being set is not pruned meanwhile, as nobody's: one change of a line at a time.
        self._changing: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def set_phone(self, connection: Connection, phone: Phone) -> None:
        """Make a phone known, or change it."""
        objects = phone_objects(phone, media_address=self._media_address)
        await self._set(connection, phone_endpoint(phone.id), objects)

    async def set_trunk(self, connection: Connection, trunk: Trunk) -> None:
        """Make a trunk known, or change it."""
        objects = trunk_objects(trunk, media_address=self._media_address)
        await self._set(connection, trunk_endpoint(trunk.id), objects)

    async def remove_phone(self, connection: Connection, phone: PhoneId) -> None:
        """Forget a phone."""
        await self._forget(connection, phone_endpoint(phone))

    async def remove_trunk(self, connection: Connection, trunk: TrunkId) -> None:
        """Forget a trunk."""
        await self._forget(connection, trunk_endpoint(trunk))

    async def push_all(self, connection: Connection) -> None:
        """Make Asterisk know everything that was set."""
        # Lines are set and removed meanwhile: a page is signed in, another is closed.
        for name in list(self._wanted):
            async with self._change_of(name):
                try:
                    await self._push(connection, self._wanted.get(name, ()))
                except RequestRefused as error:
                    # One line that Asterisk does not take must not keep the others from working.
                    log.error("engine.line_refused", line=name, why=str(error))

    async def prune(self, connection: Connection) -> None:
        """Remove end points that nobody set."""
        for endpoint in await self._endpoints(connection):
            async with self._change_of(endpoint.resource):
                if endpoint.resource not in self._wanted:
                    await self._remove(connection, endpoint.resource, _TYPES)
                    await self._gone(connection, endpoint.resource)

    async def reachable(self, connection: Connection) -> frozenset[PhoneId]:
        """The phones that have a registration."""
        owners = (
            owner_of(endpoint.resource)[0]
            for endpoint in await self._endpoints(connection)
            if endpoint.state == "online"
        )
        return frozenset(phone for phone in owners if phone)

    def phones(self) -> Sequence[PhoneId]:
        """The phones that were set."""
        owners = (owner_of(endpoint)[0] for endpoint in self._wanted)
        return [phone for phone in owners if phone]

    def offering(self, new: NewLeg) -> NewLeg:
        """The leg with the codecs of its line.

        Phones are offered first what customers speak, so that nothing need be converted. Without
        an offer of our own Asterisk would look at each codec it knows of, for each leg.
        """
        for obj in self._wanted.get(new.line, ()):
            if obj.type == "endpoint":
                codecs = [name for name in obj.fields["allow"].split(",") if name != "!all"]
                if owner_of(new.line)[0]:
                    codecs.sort(key=lambda name: name not in _PLAIN)
                return msgspec.structs.replace(new, formats=",".join(codecs))
        return new

    async def _set(
        self, connection: Connection, name: str, objects: Sequence[PushedObject]
    ) -> None:
        async with self._change_of(name):
            known = self._wanted.get(name, ())
            if known == objects:
                return
            await self._push(connection, objects)
            self._wanted[name] = objects
            no_more = {obj.type for obj in known} - {obj.type for obj in objects}
            await self._remove(connection, name, no_more)

    def _change_of(self, name: str) -> asyncio.Lock:
        return self._changing.setdefault(name, asyncio.Lock())

    async def _push(self, connection: Connection, objects: Sequence[PushedObject]) -> None:
        if any("webrtc" in obj.fields for obj in objects):
            await self._browser_sound.turn_on(connection)
        for obj in objects:
            added_to = _ADDED_TO.get(obj.type, "")
            if added_to in obj.fields and not await self._forget_others(connection, obj, added_to):
                continue
            await connection.asterisk_update_object(
                CONFIGURATION, obj.type, obj.id, fields=obj.wire()
            )

    async def _forget_others(self, connection: Connection, obj: PushedObject, field: str) -> bool:
        """Whether the addresses must be pushed; those that stand there otherwise are forgotten.

        Asterisk adds addresses to those it has, so one that was taken away would stay trusted, or
        would still be called.
        """
        try:
            known = await connection.asterisk_get_object(CONFIGURATION, obj.type, obj.id)
        except RequestRefused:
            return True
        there = [one.value for one in known if one.attribute == field]
        if _networks(",".join(there).split(",")) == _networks(obj.fields[field].split(",")):
            return False
        await self._remove(connection, obj.id, [obj.type])
        return True

    async def _forget(self, connection: Connection, name: str) -> None:
        async with self._change_of(name):
            self._wanted.pop(name, None)
            await self._remove(connection, name, _TYPES)
            await self._gone(connection, name)

    async def _gone(self, connection: Connection, name: str) -> None:
        """Wait until Asterisk has forgotten an end point, which it does after it has answered.

        One of the same name that is made before would lose its state for ever: it would never be
        told reachable.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(_LINGERS_S):
                # Asterisk tells nobody that it has.
                while await self._is_there(connection, name):  # noqa: ASYNC110
                    await asyncio.sleep(_LOOK_S)
                return
        log.warning("engine.line_lingers", line=name)

    async def _is_there(self, connection: Connection, name: str) -> bool:
        try:
            await connection.endpoints_get("PJSIP", name)
        except RequestRefused as error:
            if error.status != 404:
                raise
            return False
        return True

    async def _remove(
        self, connection: Connection, name: str, types: Sequence[str] | set[str]
    ) -> None:
        for kind in types:
            try:
                await connection.asterisk_delete_object(CONFIGURATION, kind, name)
            except RequestRefused as error:
                if error.status != 404:
                    raise

    async def _endpoints(self, connection: Connection) -> Sequence[Endpoint]:
        try:
            return await connection.endpoints_list_by_tech("PJSIP")
        except RequestRefused as error:
            if error.status != 404:
                raise
            return ()


def _networks(addresses: Sequence[str]) -> list[str]:
    """The addresses in one way of writing, in order; a name stays what it is."""
    return sorted(_network(address.strip()) for address in addresses)


def _network(address: str) -> str:
    try:
        return str(ip_network(address, strict=False))
    except ValueError:
        return address

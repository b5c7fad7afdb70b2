"""Keeps one connection to Asterisk open: connects, prepares it, reconnects with growing pauses.

When another process registers our application, we are replaced: the link ends at once and does not
come back, since two who command the same calls do harm.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from antiphon.telephony.asterisk.ari.beside import Address, RequestRefused
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.ari.messages import ApplicationReplaced, Event
from antiphon.telephony.engine import ANSWERS_WITHIN_S, EngineUnavailable

log = structlog.get_logger()

# An end waits no longer for an Asterisk that may hang.
_TAKES_LEAVE_WITHIN_S = 1.0
_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 2.0
_PASSES_WITHIN_S = 0.1
# Asterisk forgets it when it ends.
_SEEN = "ANTIPHON_SEEN"
_END_POINTS = "endpoint:__AST_ENDPOINT_ALL_TOPIC"


class Link:
    """The connection, while there is one."""

    def __init__(
        self,
        address: Address,
        *,
        on_event: Callable[[Event], None],
        prepare: Callable[[Connection], Awaitable[None]],
        on_ready: Callable[[], None],
        on_lost: Callable[[], None],
    ) -> None:
        self._address = address
        self._on_event = on_event
        self._prepare = prepare
        self._on_ready = on_ready
        self._on_lost = on_lost
        self._ready: Connection | None = None
        self._stopping = asyncio.Event()
        self._is_replaced = False
        self.ignored: Counter[str] = Counter()
        self.malformed_count = 0

    @property
    def connection(self) -> Connection:
        """The prepared connection. Raises EngineUnavailable when there is none."""
        if self._ready is None:
            why = "another control plane took over" if self._is_replaced else "not connected"
            raise EngineUnavailable(why)
        return self._ready

    @property
    def is_ready(self) -> bool:
        """Whether there is a prepared connection."""
        return self._ready is not None

    async def run(self) -> None:
        """Stay connected until `stop`, or until we are replaced."""
        pause = _FIRST_PAUSE_S
        while not self._stopping.is_set() and not self._is_replaced:
            try:
                was_ready = await self._connect_once()
            except EngineUnavailable as error:
                log.debug("engine.unreachable", why=str(error))
                was_ready = False
            pause = _FIRST_PAUSE_S if was_ready else min(2 * pause, _LONGEST_PAUSE_S)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause * random.uniform(0.5, 1.0)):  # noqa: S311
                    await self._stopping.wait()
        if self._is_replaced:
            log.error("engine.replaced_us")
            await self._stopping.wait()

    async def stop(self, *, is_idle: bool) -> None:
        """End the connection and do not come back; `is_idle` when Asterisk holds no call of ours.

        Then it forgets our application, and ends itself when a phone is reported to it just then:
        so we stop listening to phones first, and let pass what was reported before that.
        """
        self._stopping.set()
        if self._ready is None:
            return
        if is_idle:
            with suppress(EngineUnavailable, RequestRefused, TimeoutError):
                async with asyncio.timeout(_TAKES_LEAVE_WITHIN_S):
                    await self._ready.applications_unsubscribe(
                        self._address.application, event_source=[_END_POINTS]
                    )
                # Asterisk's own threads hand it on, and nothing tells when they have.
                await asyncio.sleep(_PASSES_WITHIN_S)
        if self._ready is not None:
            await self._ready.close()

    async def _connect_once(self) -> bool:
        connection = await Connection.open(self._address, self._hear, time_limit_s=ANSWERS_WITHIN_S)
        reading = asyncio.create_task(connection.ended(), name="engine connection")
        try:
            await self._prepare(connection)
            if not self._is_replaced and not self._stopping.is_set():
                self._ready = connection
                self._on_ready()
                await asyncio.wait([reading])
        except RequestRefused as error:
            log.error("engine.not_prepared", why=str(error))
        finally:
            was_ready, self._ready = self._ready is not None, None
            await connection.close()
            await reading
            self.ignored += connection.ignored
            self.malformed_count += connection.malformed_count
            for message in connection.quarantine:
                log.warning("engine.malformed_message", size=len(message))
            if was_ready:
                self._on_lost()
        return was_ready

    def _hear(self, event: Event) -> None:
        if isinstance(event, ApplicationReplaced):
            # From here on no command passes, even before the socket is closed.
            self._is_replaced = True
            connection, self._ready = self._ready, None
            if connection is not None:
                self._on_lost()
                self._closing = asyncio.ensure_future(connection.close())
            return
        self._on_event(event)


async def is_new_engine(connection: Connection) -> bool:
    """Whether nobody was connected to this Asterisk before; from now on somebody was."""
    try:
        seen = (await connection.asterisk_get_global_var(variable=_SEEN)).value
    except RequestRefused:
        seen = ""
    if not seen:
        await connection.asterisk_set_global_var(variable=_SEEN, value="1")
    return not seen

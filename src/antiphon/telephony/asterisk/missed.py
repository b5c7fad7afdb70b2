"""The calls that the dialplan's guard had to deal with alone, as it noted them in Asterisk.

`take` gives those that came in; `unheard` says which of our own legs were answered for nobody.

The guard writes a note for each into one of `SLOTS` global variables, in turn; what a caller sent
is percent-encoded there. We read the notes and clear them. The oldest are lost when more than
`SLOTS` were never read.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import unquote

import structlog

from antiphon.kernel.ids import LegId
from antiphon.telephony.asterisk.ari.beside import RequestRefused
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.dialplan import (
    MISSED,
    MISSED_SLOTS,
    SENT_AWAY,
    UNHEARD,
    note_in,
)
from antiphon.telephony.asterisk.pushed import owner_of_channel
from antiphon.telephony.asterisk.text import clean_number, shown_name, shown_number
from antiphon.telephony.engine import CallMissed, LegArrived

log = structlog.get_logger()

_READ = "ANTIPHON_MISSED_READ"
_FIELDS = 7


async def take(connection: Connection, keep: Callable[[CallMissed], Awaitable[None]]) -> None:
    """Give each noted call to `keep`, oldest first; a note is cleared once its call is kept."""
    async for number, noted in _notes(connection):
        if isinstance(noted, CallMissed):
            await keep(noted)
        await connection.asterisk_set_global_var(variable=note_in(number % MISSED_SLOTS), value="")
        await connection.asterisk_set_global_var(variable=_READ, value=str(number))


async def unheard(connection: Connection) -> frozenset[LegId]:
    """Our legs that were answered and ended while nobody was there; known until the next `take`."""
    return frozenset([noted async for _, noted in _notes(connection) if isinstance(noted, str)])


def read_note(note: str) -> CallMissed | LegId | None:
    """The call, or our own leg, that a note tells of; None for what is no note."""
    fields = note.split("|")
    if len(fields) != _FIELDS:
        return None
    leg, ended, dialled, number, name, channel, way = fields
    if way == UNHEARD:
        return LegId(leg)
    begun = leg.rpartition("-")[2].partition(".")[0]
    if not (begun.isascii() and begun.isdigit() and ended.isascii() and ended.isdigit()):
        return None
    phone, trunk = owner_of_channel(unquote(channel))
    arrived = LegArrived(
        at=_instant(begun),
        leg=LegId(leg),
        dialled=clean_number(unquote(dialled)),
        caller_number=shown_number(unquote(number)),
        caller_name=shown_name(unquote(name)),
        trunk=trunk,
        phone=phone,
    )
    return CallMissed(at=_instant(ended), call=arrived, is_sent_away=way == SENT_AWAY)


async def _notes(
    connection: Connection,
) -> AsyncIterator[tuple[int, CallMissed | LegId | None]]:
    newest = await _count(connection, MISSED)
    read = await _count(connection, _READ)
    if newest - read > MISSED_SLOTS:
        log.error("engine.missed_calls_forgotten", count=newest - read - MISSED_SLOTS)
    for number in range(max(read, newest - MISSED_SLOTS) + 1, newest + 1):
        note = await _value(connection, note_in(number % MISSED_SLOTS))
        noted = read_note(note)
        if noted is None and note:
            log.error("engine.note_not_understood", size=len(note))
        yield number, noted


async def _count(connection: Connection, name: str) -> int:
    value = await _value(connection, name)
    return int(value) if value.isascii() and value.isdigit() else 0


async def _value(connection: Connection, name: str) -> str:
    try:
        return (await connection.asterisk_get_global_var(variable=name)).value
    except RequestRefused:
        return ""


def _instant(seconds: str) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)

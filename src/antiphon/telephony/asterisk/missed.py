"""The calls that the dialplan's guard had to deal with alone, as it noted them in Asterisk.

The guard writes a note for each into one of `SLOTS` global variables, in turn; what a caller sent
is percent-encoded there. We read the notes and clear them. The oldest are lost when more than
`SLOTS` were never read.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import unquote

import structlog

from antiphon.kernel.ids import LegId
from antiphon.telephony.asterisk.ari.connection import Connection, RequestRefused
from antiphon.telephony.asterisk.dialplan import MISSED, MISSED_SLOTS, SENT_AWAY, note_in
from antiphon.telephony.asterisk.pushed import owner_of_channel
from antiphon.telephony.asterisk.text import clean_name, clean_number
from antiphon.telephony.engine import CallMissed, LegArrived

log = structlog.get_logger()

_READ = "ANTIPHON_MISSED_READ"
_FIELDS = 7


async def take(connection: Connection, keep: Callable[[CallMissed], Awaitable[None]]) -> None:
    """Give each noted call to `keep`, oldest first; a note is cleared once its call is kept."""
    newest = await _count(connection, MISSED)
    read = await _count(connection, _READ)
    if newest == read:
        return
    if newest - read > MISSED_SLOTS:
        log.error("engine.missed_calls_forgotten", count=newest - read - MISSED_SLOTS)
    first = max(read, newest - MISSED_SLOTS) + 1
    async for number, call in _notes(connection, first, newest):
        if call is not None:
            await keep(call)
        await connection.asterisk_set_global_var(variable=note_in(number % MISSED_SLOTS), value="")
        await connection.asterisk_set_global_var(variable=_READ, value=str(number))


def read_note(note: str) -> CallMissed | None:
    """The call that a note tells of; None for what is no note."""
    fields = note.split("|")
    if len(fields) != _FIELDS:
        return None
    leg, ended, dialled, number, name, channel, way = fields
    begun = leg.rpartition("-")[2].partition(".")[0]
    if not (begun.isascii() and begun.isdigit() and ended.isascii() and ended.isdigit()):
        return None
    phone, trunk = owner_of_channel(unquote(channel))
    arrived = LegArrived(
        at=_instant(begun),
        leg=LegId(leg),
        dialled=clean_number(unquote(dialled)),
        caller_number=clean_number(unquote(number)),
        caller_name=clean_name(unquote(name)),
        trunk=trunk,
        phone=phone,
    )
    return CallMissed(at=_instant(ended), call=arrived, is_sent_away=way == SENT_AWAY)


async def _notes(
    connection: Connection, first: int, last: int
) -> AsyncIterator[tuple[int, CallMissed | None]]:
    for number in range(first, last + 1):
        note = await _value(connection, note_in(number % MISSED_SLOTS))
        call = read_note(note)
        if call is None and note:
            log.error("engine.note_not_understood", size=len(note))
        yield number, call


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

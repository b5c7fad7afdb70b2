"""Every channel of Asterisk, even when one of them cannot be described.

Asterisk refuses the whole list when a single channel holds text that is no UTF-8. Then those of the
end points are read one by one, and the one that cannot be read is ended: nobody could serve it.
"""

from collections.abc import Sequence

import structlog

from antiphon.telephony.asterisk.ari.beside import RequestRefused
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.ari.messages import Channel

log = structlog.get_logger()

_BROKEN = 500


async def list_channels(connection: Connection) -> list[Channel]:
    """All channels; of a list that Asterisk refuses, those of end points."""
    try:
        return await connection.channels_list()
    except RequestRefused as error:
        if error.status != _BROKEN:
            raise
    endpoints = await connection.endpoints_list_by_tech("PJSIP")
    ids = {channel for endpoint in endpoints for channel in endpoint.channel_ids}
    return await _read_one_by_one(connection, sorted(ids))


async def _read_one_by_one(connection: Connection, ids: Sequence[str]) -> list[Channel]:
    channels = []
    for channel in ids:
        try:
            channels.append(await connection.channels_get(channel))
        except RequestRefused as error:
            if error.status == _BROKEN:
                log.error("engine.unreadable_channel_ended", channel=channel)
                await _end(connection, channel)
    return channels


async def _end(connection: Connection, channel: str) -> None:
    try:
        await connection.channels_hangup(channel, reason_code="127")
    except RequestRefused:
        return  # it ended by itself

"""Legs that we make: to one of our phones, or over a trunk to a number outside.

A far end that is not there is an end of the leg, not an error. What is no telephone number never
becomes part of a dial string.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from antiphon.kernel.ids import InteractionId, LegId, TrunkId
from antiphon.telephony.asterisk import dialplan
from antiphon.telephony.asterisk.ari.beside import RequestRefused
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.legs import LegBook
from antiphon.telephony.asterisk.pushed import phone_endpoint, trunk_endpoint
from antiphon.telephony.asterisk.text import header_value
from antiphon.telephony.engine import (
    EndCause,
    EngineEvent,
    EngineUnavailable,
    PhoneId,
    is_diallable,
)

_EXISTS = 409


class NewLeg(msgspec.Struct, frozen=True, kw_only=True):
    """Where a leg goes, by which end point of Asterisk, and what it carries.

    `endpoint` is None when nobody can be there.
    """

    line: str
    endpoint: str | None
    extension: str = dialplan.PLAIN
    variables: Mapping[str, str] = {}
    # The codecs to offer, the best first.
    formats: str | None = None
    # The name of its other half, when it has one.
    far_half: str | None = None


def to_phone(
    phone: PhoneId, call: InteractionId, *, headers: Mapping[str, str], recording: Path | None
) -> NewLeg:
    """A leg to one of our phones, recorded when `recording` names the files."""
    variables = {dialplan.CALL: str(call)}
    if recording is not None:
        variables[dialplan.RECORDING] = str(recording)
    for name, value in headers.items():
        variables[f"PJSIP_HEADER(add,{name})"] = header_value(value)
    line = phone_endpoint(phone)
    return NewLeg(
        line=line,
        endpoint=f"PJSIP/{line}",
        extension=dialplan.RECORDED if recording else dialplan.PLAIN,
        variables=variables,
    )


def to_outside(trunk: TrunkId, number: str, call: InteractionId) -> NewLeg:
    """A leg over a trunk."""
    line = trunk_endpoint(trunk)
    return NewLeg(
        line=line,
        endpoint=f"PJSIP/{number}@{line}" if is_diallable(number) else None,
        extension=dialplan.DIALLED,
        variables={dialplan.CALL: str(call)},
    )


def over_line(
    line: LegId, call: InteractionId, *, far_half: LegId, recording: Path | None
) -> NewLeg:
    """A leg whose other half waits to be joined with a line that is open."""
    variables = {dialplan.CALL: str(call)}
    if recording is not None:
        variables[dialplan.RECORDING] = str(recording)
    return NewLeg(
        line=line,
        # Without the last letter Asterisk would make one channel of both, and call and line one.
        endpoint=f"Local/{line}@{dialplan.LINES}/n",
        extension=dialplan.RECORDED if recording else dialplan.PLAIN,
        variables=variables,
        # Not the rate of the phone: only what is converted is sent with the line's own time. With
        # the customer's, which may be behind it, a page throws seconds of sound away as late.
        formats="slin16",
        far_half=far_half,
    )


async def make(
    connection: Connection,
    book: LegBook,
    leg: LegId,
    new: NewLeg,
    *,
    caller: str,
    timeout_s: int,
    now: datetime,
) -> Iterable[EngineEvent]:
    """Begin a leg, once; gives its end when it cannot even begin."""
    if book.find(leg) or book.has_ended(leg):
        return []
    book.ring(leg, until=now + timedelta(seconds=timeout_s))
    if new.endpoint is None:
        return book.end(leg, at=now, cause=EndCause.NUMBER_UNKNOWN, by_far_end=True)
    try:
        await connection.channels_originate_with_id(
            leg,
            endpoint=new.endpoint,
            context=dialplan.ANSWERED,
            extension=new.extension,
            priority=1,
            timeout=timeout_s,
            caller_id=caller,
            formats=new.formats,
            variables=new.variables,
            other_channel_id=new.far_half,
        )
    except EngineUnavailable:
        book.forget(leg)
        raise
    except RequestRefused as error:
        if error.status != _EXISTS:
            return book.end(leg, at=now, cause=EndCause.UNREACHABLE, by_far_end=True)
    return []

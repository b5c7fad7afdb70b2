"""Events: what happened, as the journal keeps it; and the refusal of what may not happen.

`encode` and `decode` hold the wire form. An event's `type` never changes; a changed shape gets a
higher `version` and an upcaster registered with `upcasts`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar

import msgspec

# A name, a number, or several names.
About = str | int | Sequence[str]


class RuleBroken(Exception):  # noqa: N818 (it names what happened, as events do)
    """A command that the rules refuse; `code` is stable, `message` tells a person what to do.

    `about` is what the sentence names, for those who say it in another language; `field` the path
    of what was given wrongly, where it is one.
    """

    def __init__(self, code: str, message: str, *, field: str = "", **about: About) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.about = about


@contextmanager
def said_at(field: str) -> Iterator[None]:
    """Whatever is refused within belongs to this field."""
    try:
        yield
    except RuleBroken as refusal:
        refusal.field = refusal.field or field
        raise


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fact, in the past tense. Subclasses set `type` and say which stream they belong to."""

    type: ClassVar[str]
    version: ClassVar[int] = 1

    at: datetime

    def stream(self) -> str:
        """The thing this event is about, such as `agent/<id>`."""
        raise NotImplementedError


Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
_upcasters: dict[tuple[str, int], Upcaster] = {}
_encoder = msgspec.json.Encoder()


def upcasts(event_type: str, from_version: int) -> Callable[[Upcaster], Upcaster]:
    """Register the function that turns data of `from_version` into data of the next version."""

    def register(function: Upcaster) -> Upcaster:
        _upcasters[event_type, from_version] = function
        return function

    return register


def event_types() -> dict[str, type[Event]]:
    """Every event class that has been imported, by its wire type."""
    found: dict[str, type[Event]] = {}
    pending = list(Event.__subclasses__())
    while pending:
        cls = pending.pop()
        pending.extend(cls.__subclasses__())
        if hasattr(cls, "type"):
            found[cls.type] = cls
    return found


def encode(event: Event) -> bytes:
    """The event's fields as JSON; type and version travel beside it."""
    return _encoder.encode(event)


def decode(event_type: str, version: int, data: bytes) -> Event:
    """The event that `data` describes, brought up to the present version.

    Raises:
        msgspec.ValidationError: the data does not have the event's shape.
        KeyError: no event of this type is known.
    """
    cls = _decoders.get(event_type)
    if cls is None:
        cls = _decoders[event_type] = msgspec.json.Decoder(event_types()[event_type])
    wanted = cls.type.version
    if version == wanted:
        return cls.decode(data)
    raw = msgspec.json.decode(data)
    for step in range(version, wanted):
        raw = _upcasters[event_type, step](raw)
    return msgspec.convert(raw, cls.type)


_decoders: dict[str, msgspec.json.Decoder[Event]] = {}

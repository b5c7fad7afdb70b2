"""What a record is made of: its direction, stretches of time, offers, and words for its data."""

from datetime import datetime
from enum import StrEnum

import msgspec

from antiphon.kernel.ids import AgentId, QueueId


class InteractionDirection(StrEnum):
    """Who reached out to whom; `internal` is between colleagues."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"


class SegmentKind(StrEnum):
    """What the customer was going through; `wrap_up` comes after the customer left."""

    FLOW = "flow"
    WAITING = "waiting"
    TALK = "talk"
    HOLD = "hold"
    OUTSIDE = "outside"
    WRAP_UP = "wrap_up"


class Segment(msgspec.Struct):
    """A stretch of the interaction in which one thing happened; `ended_at` None while it lasts."""

    kind: SegmentKind
    started_at: datetime
    ended_at: datetime | None = None
    agent_id: AgentId | None = None
    queue_id: QueueId | None = None


class OfferRecord(msgspec.Struct):
    """One offer and how it ended."""

    agent_id: AgentId
    made_at: datetime
    ended_at: datetime | None = None
    result: str | None = None


class DataLabel(msgspec.Struct, frozen=True):
    """What people read for a piece of data: what was asked, and what the answer means."""

    name: str = ""
    meaning: str = ""

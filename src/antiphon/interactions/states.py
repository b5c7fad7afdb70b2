"""The states of an interaction, what may follow which, and as what its record counts them."""

from enum import StrEnum

from antiphon.interactions.segments import SegmentKind


class State(StrEnum):
    """What is happening to the customer."""

    FLOW = "flow"
    WAITING = "waiting"
    CONNECTING = "connecting"
    DIALLING = "dialling"
    TALKING = "talking"
    HELD = "held"
    SUSPENDED = "suspended"
    IN_FLOW = "in_flow"
    TRANSFERRING = "transferring"
    OUTSIDE = "outside"
    PARKED = "parked"
    WRAP_UP = "wrap_up"
    CLOSED = "closed"


# The whole machine. `Interaction.apply` follows it; the reference page is made from it.
NEXT = {
    State.FLOW: {
        State.WAITING,
        State.CONNECTING,
        State.DIALLING,
        State.TRANSFERRING,
        State.CLOSED,
    },
    State.WAITING: {State.WAITING, State.FLOW, State.CONNECTING, State.CLOSED},
    State.CONNECTING: {
        State.TALKING,
        State.DIALLING,
        State.WAITING,
        State.WRAP_UP,
        State.CLOSED,
    },
    State.DIALLING: {State.TALKING, State.WAITING, State.WRAP_UP, State.CLOSED},
    State.TALKING: {
        State.HELD,
        State.SUSPENDED,
        State.IN_FLOW,
        State.TRANSFERRING,
        State.WRAP_UP,
    },
    State.HELD: {
        State.TALKING,
        State.SUSPENDED,
        State.IN_FLOW,
        State.TRANSFERRING,
        State.WRAP_UP,
    },
    State.IN_FLOW: {State.TALKING, State.SUSPENDED, State.FLOW, State.WRAP_UP},
    State.SUSPENDED: {
        State.TALKING,
        State.TRANSFERRING,
        State.WAITING,
        State.WRAP_UP,
        State.CLOSED,
    },
    State.TRANSFERRING: {
        State.TALKING,
        State.OUTSIDE,
        State.PARKED,
        State.WAITING,
        State.FLOW,
        State.CLOSED,
    },
    State.OUTSIDE: {State.CLOSED},
    State.PARKED: {State.TRANSFERRING, State.WAITING, State.CLOSED},
    State.WRAP_UP: {State.CLOSED},
    State.CLOSED: set(),
}


SEGMENT_OF = {
    State.FLOW: SegmentKind.FLOW,
    State.WAITING: SegmentKind.WAITING,
    State.CONNECTING: SegmentKind.WAITING,
    State.DIALLING: SegmentKind.WAITING,
    State.TALKING: SegmentKind.TALK,
    State.HELD: SegmentKind.HOLD,
    State.SUSPENDED: SegmentKind.HOLD,
    State.IN_FLOW: SegmentKind.FLOW,
    State.TRANSFERRING: SegmentKind.WAITING,
    State.OUTSIDE: SegmentKind.OUTSIDE,
    State.PARKED: SegmentKind.HOLD,
    State.WRAP_UP: SegmentKind.WRAP_UP,
}

IN_CONVERSATION = frozenset({State.TALKING, State.HELD, State.SUSPENDED})

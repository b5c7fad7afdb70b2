"""The waiting room of a queue: what its customers hear, and which keys lead out of it.

Settings only. `problems` says what is wrong with them; `routing/callbacks.py` and
`routing/announcements.py` act by them.
"""

from enum import StrEnum

import msgspec

from antiphon.kernel.ids import QueueId, TrunkId

KEYS = frozenset("0123456789*#")
# A customer is told nothing more often than this.
SHORTEST_INTERVAL_S = 10


class ExitKind(StrEnum):
    """Where a key leads somebody who waits."""

    CALL_BACK = "call_back"
    VOICEMAIL = "voicemail"
    QUEUE = "queue"


class Exit(msgspec.Struct, frozen=True, kw_only=True):
    """What a key does; `queue_id` is set for the kind `queue` alone."""

    kind: ExitKind
    queue_id: QueueId | None = None


class CalledFirst(StrEnum):
    """Who is called first when a call-back's turn has come."""

    AGENT = "agent"
    CUSTOMER = "customer"


class CallBackRules(msgspec.Struct, frozen=True, kw_only=True):
    """How this queue calls back. Spans in seconds; without `hours_id` at any hour.

    `trunk_id` None takes the first trunk there is; `caller_number` is what the customer is shown.
    `after_cut_off`: also call those whose call a fault of ours ended, without being asked to.
    """

    first: CalledFirst = CalledFirst.AGENT
    attempts: int = 3
    retry_after_s: int = 600
    ring_s: int = 30
    trunk_id: TrunkId | None = None
    caller_number: str = ""
    hours_id: str | None = None
    after_cut_off: bool = False


class WaitingRoom(msgspec.Struct, frozen=True, kw_only=True):
    """What waiting in a queue is like. Texts by language.

    `vip_texts` are said instead of `comfort_texts` from the priority `vip_priority` on.
    Who waits for a second announcement is told once at which hours the wait is usually short.
    """

    exits: dict[str, Exit] = {}
    call_back: CallBackRules = CallBackRules()
    announces_wait: bool = False
    announces_quiet_hours: bool = False
    comfort_texts: dict[str, str] = {}
    vip_texts: dict[str, str] = {}
    vip_priority: int = 8
    announce_every_s: int = 30


def problems(room: WaitingRoom) -> dict[str, str]:
    """What is wrong, by the path of the field; empty when all is well."""
    found: dict[str, str] = {}
    for key, way in room.exits.items():
        if key not in KEYS:
            found[f"exits.{key}"] = "is no key of a telephone"
        elif (way.queue_id is not None) is not (way.kind is ExitKind.QUEUE):
            found[f"exits.{key}"] = "names a queue exactly when it leads to one"
    rules = room.call_back
    for name, value, least, most in (
        ("call_back.attempts", rules.attempts, 1, 20),
        ("call_back.retry_after_s", rules.retry_after_s, 30, 86_400),
        ("call_back.ring_s", rules.ring_s, 10, 120),
        ("announce_every_s", room.announce_every_s, SHORTEST_INTERVAL_S, 3_600),
        ("vip_priority", room.vip_priority, 0, 9),
    ):
        if not least <= value <= most:
            found[name] = f"is from {least} to {most}"
    return found

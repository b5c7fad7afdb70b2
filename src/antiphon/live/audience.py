"""An audience: sockets that see the same, and the numbered frames they are sent.

Values are kept encoded, so that a value seen by many is encoded once, and what did not change is
found by comparing bytes.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol

import msgspec

from antiphon.kernel.ids import AgentId
from antiphon.live.contract import Key, Picture

QUEUE = "queue"
# Everybody sees it, on whatever page.
EMERGENCY = "emergency"
_GONE = "null"

Encoded = dict[Key, str]
_encoder = msgspec.json.Encoder()


class Sight(NamedTuple):
    """What of the board's changes is seen; where it is the same, so is the text."""

    is_all: bool
    has_numbers: bool
    queues: frozenset[str]


class Receiver(Protocol):
    """A socket as the stream sees it: takes frames at once or asks for a snapshot later."""

    def take(self, frame: str) -> None:
        """Send the frame when possible."""


def encode(picture: Picture) -> Encoded:
    """The picture's values as JSON."""
    return {key: _encoder.encode(value).decode() for key, value in picture.items()}


def differences(before: Mapping[Key, str], after: Mapping[Key, str]) -> dict[Key, str]:
    """What must change to get from one to the other; `null` for what is gone."""
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    return changed | {key: _GONE for key in before if key not in after}


class Audience:
    """The desk of one agent, the board of the supervisors, or both in one."""

    def __init__(
        self,
        epoch: str,
        agent_id: AgentId | None,
        *,
        sees_board: bool,
        hide: Callable[[str], str] | None = None,
    ) -> None:
        """`hide` takes out of an encoded value what this audience may not know."""
        self.agent_id = agent_id
        self.sees_board = sees_board
        self._hide = hide
        self.receivers: list[Receiver] = []
        # What a supervisor with limits sees of the board; None for everybody else.
        self.seen: Encoded | None = None
        self.own: Encoded = {}
        self.queues: frozenset[str] = frozenset()
        self._epoch = epoch
        self._head = f'{{"kind":"changes","epoch":{_text(epoch)},"sequence":'
        self._sequence = 0

    def refresh_own(self, own: Encoded, queues: Collection[str], board: Mapping[Key, str]) -> None:
        """Send what changed on the desk, and queues that came into sight or left it."""
        if self._hide is not None:
            own = {key: self._hide(value) for key, value in own.items()}
        changes = differences(self.own, own)
        now_seen = frozenset(queues)
        if not self.sees_board:
            for queue_id in now_seen ^ self.queues:
                is_seen = queue_id in now_seen
                changes[QUEUE, queue_id] = board.get((QUEUE, queue_id), _GONE) if is_seen else _GONE
        self.own, self.queues = own, now_seen
        self._send(changes)

    def refresh_board(self, changes: Mapping[Key, str], told: dict[Sight, str]) -> None:
        """Send what this audience sees of the board's changes.

        `told` keeps the text of what others saw of the same changes: most see the same.
        """
        sight = Sight(self.sees_board, self._hide is None, self.queues)
        text = told.get(sight)
        if text is None:
            seen = ((key, self._shown(key, changes[key])) for key in changes if self._sees(key))
            text = told[sight] = _changes(seen)
        if text:
            self._send_text(text)

    def refresh_seen(self, board: Mapping[Key, str], sees: Callable[[Key], bool] | None) -> None:
        """Send what changed of what a supervisor sees: the values, or the sight itself."""
        seen = {k: self._shown(k, value) for k, value in board.items() if sees is None or sees(k)}
        changes = differences(self.seen or {}, seen)
        self.seen = seen
        self._send(changes)

    def snapshot(self, board: Mapping[Key, str], now: datetime) -> str:
        """All that this audience sees, at the number of the last frame."""
        shared = self.seen
        if shared is None:
            shared = {k: self._shown(k, value) for k, value in board.items() if self._sees(k)}
        seen = self.own | shared
        by_entity: dict[str, list[str]] = {}
        for (entity, value_id), value in seen.items():
            by_entity.setdefault(entity, []).append(f"{_text(value_id)}:{value}")
        entities = ",".join(
            f"{_text(entity)}:{{{','.join(values)}}}" for entity, values in by_entity.items()
        )
        return (
            f'{{"kind":"snapshot","epoch":{_text(self._epoch)},"sequence":{self._sequence},'
            f'"server_time":{_encoder.encode(now).decode()},"entities":{{{entities}}}}}'
        )

    def _shown(self, key: Key, value: str) -> str:
        # A queue's figures are about nobody.
        return value if self._hide is None or key[0] == QUEUE else self._hide(value)

    def _sees(self, key: Key) -> bool:
        if self.sees_board or key[0] == EMERGENCY:
            return True
        return key[0] == QUEUE and key[1] in self.queues

    def _send(self, changes: Mapping[Key, str]) -> None:
        if changes:
            self._send_text(_changes(changes.items()))

    def _send_text(self, changes: str) -> None:
        self._sequence += 1
        frame = f'{self._head}{self._sequence},"changes":[{changes}]}}'
        for receiver in self.receivers:
            receiver.take(frame)


def _changes(changes: Iterable[tuple[Key, str]]) -> str:
    return ",".join(
        f'{{"entity":{_text(entity)},"id":{_text(value_id)},"value":{value}}}'
        for (entity, value_id), value in changes
    )


def _text(text: str) -> str:
    return _encoder.encode(text).decode()

"""Finishes recordings when their legs have ended, and deletes those that are kept no longer; at the
start what an earlier run left."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any

from antiphon.interactions.contract import MessageLeft
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.recordings.contract import (
    Capture,
    Layout,
    NoteRecording,
    Result,
)
from antiphon.recordings.domain import Awaited, RecordingBook
from antiphon.recordings.storage import RecordingStore
from antiphon.recordings.voicemail import VoicemailDeleted
from antiphon.telephony.contract import AgentLegEnded
from antiphon.telephony.engine import RecordingId, part_of

Finish = Callable[[Capture], Awaitable[Result]]


class RecordingKeeper:
    """Follows the centre's events; nothing it meets reaches the calls.

    The engine writes into `folder`; `locate` says which files, `tell` hands the centre a command.
    """

    def __init__(
        self,
        book: RecordingBook,
        store: RecordingStore,
        *,
        folder: Path,
        locate: Callable[[RecordingId], tuple[Path, ...]],
        tell: Callable[[Command], None],
    ) -> None:
        self._book = book
        self._store = store
        self._folder = folder
        self._locate = locate
        self._tell = tell
        self._in_hand: dict[RecordingId, asyncio.Task[None]] = {}
        # Told, and not in the book yet.
        self._told: set[RecordingId] = set()

    async def sweep(self) -> None:
        """At the start, after replay: finish what was left behind, side by side with new ends.

        Whatever nobody asks for then is named in the log.
        """
        if not self._in_hand:
            await self._store.clear_partial()
        left = [
            awaited for awaited in self._book.due() if awaited.recording_id not in self._in_hand
        ]
        tasks = [self._take_up(awaited, self._store.finish_left) for awaited in left]
        tasks.extend(self._doomed())
        await asyncio.gather(*tasks, return_exceptions=True)
        captures = [
            *map(self._capture, self._book.awaited.values()),
            *map(self._left, self._book.doomed.values()),
        ]
        known = {path for capture in captures for path in capture.files()}
        await self._store.name_unowned(self._folder, known)

    def hear(self, events: Iterable[Event]) -> None:
        """Take up what these events, which are on disk, have brought to its end."""
        if any(isinstance(event, VoicemailDeleted) for event in events):
            self._doomed()
        if not any(isinstance(event, AgentLegEnded | MessageLeft) for event in events):
            return
        self._told &= self._book.awaited.keys()
        for awaited in self._book.due():
            known = awaited.recording_id in self._in_hand or awaited.recording_id in self._told
            if not known and awaited.told_missing is None:
                self._take_up(awaited, self._store.finish)

    def _doomed(self) -> "list[asyncio.Task[None]]":
        """Delete what is to be deleted and is not in hand."""
        return [
            self._take_in_hand(recording_id, self._finish(self._left(gone), self._store.delete))
            for recording_id, gone in self._book.doomed.items()
            if recording_id not in self._in_hand
        ]

    def _take_up(self, awaited: Awaited, finish: Finish) -> "asyncio.Task[None]":
        work = self._finish(self._capture(awaited), finish)
        return self._take_in_hand(awaited.recording_id, work)

    def _take_in_hand(
        self, recording_id: RecordingId, work: Coroutine[Any, Any, None]
    ) -> "asyncio.Task[None]":
        task = asyncio.create_task(work, name=recording_id)
        self._in_hand[recording_id] = task
        task.add_done_callback(lambda _done: self._in_hand.pop(recording_id))
        return task

    async def settle(self) -> None:
        """Wait for the recordings in hand."""
        while self._in_hand:
            await asyncio.wait(self._in_hand.values())

    async def close(self) -> None:
        """Give up what is in hand; the next start finishes it."""
        tasks = list(self._in_hand.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _finish(self, capture: Capture, finish: Finish) -> None:
        self._tell(NoteRecording(result=await finish(capture)))
        self._told.add(capture.recording_id)

    def _left(self, gone: VoicemailDeleted) -> Capture:
        return Capture(
            interaction_id=gone.interaction_id,
            recording_id=gone.recording_id,
            started_at=gone.started_at,
            sources=self._locate(gone.recording_id),
            layout=Layout.MONO,
        )

    def _capture(self, awaited: Awaited) -> Capture:
        return Capture(
            interaction_id=awaited.interaction_id,
            recording_id=awaited.recording_id,
            started_at=awaited.started_at,
            sources=self._locate(awaited.recording_id),
            layout=Layout.MONO if awaited.is_message else Layout.CUSTOMER_AGENT,
            expected_s=awaited.expected_s,
            pauses=awaited.pauses(),
            later=tuple(
                self._locate(part_of(awaited.recording_id, part))
                for part in range(1, awaited.parts + 1)
            ),
        )

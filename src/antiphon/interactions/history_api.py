"""The history over HTTP: the list, one interaction with all that happened, and one's own."""

from datetime import timedelta
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime

from antiphon.edge.caller import Caller, OwnAgent, permitted
from antiphon.edge.oversight import Oversight
from antiphon.edge.parts import part
from antiphon.edge.problems import bad_fields, not_found
from antiphon.identity.contract import Permission
from antiphon.interactions.agent_parts import AgentPart as KeptPart
from antiphon.interactions.agent_parts import parts_of
from antiphon.interactions.domain import InteractionBook
from antiphon.interactions.history import CursorUnreadable, Filter, History, HistoryRow, Names
from antiphon.interactions.history_fields import (
    AgentPart,
    Answer,
    Current,
    Customer,
    DataItem,
    InteractionDetail,
    InteractionPage,
    InteractionSummary,
    ListedKind,
    ListedOutcome,
    Named,
    Recording,
    RecordingPauseSpan,
    Segment,
    TimelineEntry,
)
from antiphon.interactions.history_projection import TimelineEntry as KeptEntry
from antiphon.interactions.record import Interaction
from antiphon.interactions.segments import InteractionDirection
from antiphon.interactions.segments import Segment as KeptSegment
from antiphon.interactions.ticket_numbers import tickets_of
from antiphon.kernel.ids import AgentId, InteractionId, QueueId
from antiphon.recordings.contract import RecordingShelf, ShelvedRecording

_MILLISECOND = timedelta(milliseconds=1)
router = APIRouter(prefix="/v1", tags=["interactions"])

TheHistory = Annotated[History, part(History)]
TheBook = Annotated[InteractionBook, part(InteractionBook)]
TheShelf = Annotated[RecordingShelf, part(RecordingShelf)]
Reader = Annotated[Caller, permitted(Permission.INTERACTION_READ)]
Limits = Annotated[Oversight, part(Oversight)]
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str, Query(max_length=200)] | None
FilterId = Annotated[str, Query(min_length=1, max_length=64)] | None

_NAMED = {"agent_id": "agent", "queue_id": "queue"}


_OUTCOMES = f"^({'|'.join(ListedOutcome)})$"


@router.get("/interactions", operation_id="list_interactions")
async def list_interactions(
    history: TheHistory,
    book: TheBook,
    limits: Limits,
    caller: Reader,
    *,
    q: Annotated[str, Query(max_length=200, description="Number, name, note or ticket.")]
    | None = None,
    queue: FilterId = None,
    agent: FilterId = None,
    outcome: Annotated[str, Query(pattern=_OUTCOMES)] | None = None,
    direction: InteractionDirection | None = None,
    ticket: FilterId = None,
    arrived_from: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    arrived_to: Annotated[AwareDatetime | None, Query(alias="to")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> InteractionPage:
    """Interactions, newest first, narrowed to what is asked for."""
    wanted = Filter(
        text=q,
        queue_id=None if queue is None else QueueId(queue),
        agent_id=None if agent is None else AgentId(agent),
        outcome=outcome,
        direction=direction,
        ticket=ticket,
        arrived_from=arrived_from,
        arrived_to=arrived_to,
        limit=limits.limit_of(caller),
    )
    return await _page(history, book, wanted, cursor, limit)


@router.get("/interactions/{interaction_id}", operation_id="get_interaction")
async def get_interaction(
    interaction_id: Annotated[str, Path(min_length=1, max_length=200)],
    history: TheHistory,
    book: TheBook,
    shelf: TheShelf,
    *,
    limits: Limits,
    caller: Reader,
) -> InteractionDetail:
    """One interaction with all that happened."""
    await limits.check_any(caller, InteractionId(interaction_id))
    row = await history.find(InteractionId(interaction_id))
    if row is None:
        raise not_found("interaction")
    names = (await history.read_names()).with_paths(book.dispositions)
    it = row.interaction
    may_play = caller.may(Permission.RECORDING_PLAY)
    kept = await shelf.list_of(it.id) if may_play else []
    recordings: dict[str, Recording] = {one.id: _recording(one) for one in kept}
    voicemail = recordings.pop(it.message_id, None) if it.message_id else None
    segments = [_segment(segment, names) for segment in it.segments]
    return InteractionDetail(
        **_summary(row, names, book).model_dump(),
        data=[
            DataItem(key=key, value=value, name=name, meaning=meaning)
            for key, value, name, meaning in it.list_data()
        ],
        answers=[Answer(**msgspec.structs.asdict(answer)) for answer in it.answers],
        agents=[_agent_part(part, names) for part in parts_of(it)],
        segments=sorted(segments + _ringing(row, names), key=lambda s: s.started_at),
        timeline=[_entry(entry, names) for entry in row.timeline],
        recordings=list(recordings.values()),
        voicemail=voicemail,
    )


@router.get("/desk/history", operation_id="list_own_history", tags=["desk"])
async def list_own_history(
    history: TheHistory,
    book: TheBook,
    agent_id: OwnAgent,
    *,
    before: Cursor = None,
    limit: Limit = 20,
    q: Annotated[str, Query(max_length=200, description="Number, name, note or ticket.")]
    | None = None,
) -> InteractionPage:
    """What the signed-in agent handled, newest first."""
    await history.catch_up()
    return await _page(history, book, Filter(agent_id=agent_id, text=q), before, limit)


async def _page(
    history: History, book: InteractionBook, wanted: Filter, cursor: str | None, limit: int
) -> InteractionPage:
    try:
        rows, following = await history.list_newest(wanted, cursor=cursor, limit=limit)
    except CursorUnreadable:
        raise bad_fields({"cursor": "is not one that a list gave"}) from None
    names = (await history.read_names()).with_paths(book.dispositions)
    return InteractionPage(items=[_summary(row, names, book) for row in rows], next=following)


def _summary(row: HistoryRow, names: Names, book: InteractionBook) -> InteractionSummary:
    it = row.interaction
    ticket = next(tickets_of(it), None)
    return InteractionSummary(
        id=it.id,
        channel=it.channel,
        direction=it.direction,
        customer=Customer(number=it.customer_number, name=it.customer_name),
        entry_point=_named(names, "entry_point", it.entry_point_id),
        queue=_named(names, "queue", it.queue_id),
        agent=_named(names, "agent", it.agent_id),
        language=it.language,
        arrived_at=it.arrived_at,
        ended_at=it.ended_at,
        outcome=ListedOutcome(row.outcome),
        ended_by=it.ended_by,
        end_reason=it.end_reason,
        current=_current(it),
        wait_ms=row.wait_ms,
        talk_ms=row.talk_ms,
        hold_ms=row.hold_ms,
        wrap_up_ms=row.wrap_up_ms,
        disposition=_named(names, "disposition", it.disposition_id),
        note=it.note,
        ticket=ticket,
        ticket_address=book.wrap_up_forms.ticket_address(it.queue_id, ticket),
        has_recording=row.has_recording,
    )


def _current(it: Interaction) -> Current | None:
    lasting = (segment for segment in reversed(it.segments) if segment.ended_at is None)
    last = None if it.outcome is not None else next(lasting, None)
    return None if last is None else Current(kind=ListedKind(last.kind), since=last.started_at)


def _named(names: Names, kind: str, item_id: str | None) -> Named | None:
    return None if item_id is None else Named(id=item_id, name=names.of(kind, item_id))


def _segment(segment: KeptSegment, names: Names) -> Segment:
    return Segment(
        kind=ListedKind(segment.kind),
        started_at=segment.started_at,
        ended_at=segment.ended_at,
        agent=_named(names, "agent", segment.agent_id),
        queue=_named(names, "queue", segment.queue_id),
        detail=None,
    )


def _agent_part(part: KeptPart, names: Names) -> AgentPart:
    return AgentPart(
        agent=Named(id=part.agent_id, name=names.of("agent", part.agent_id)),
        talk_ms=part.talk // _MILLISECOND,
        hold_ms=part.hold // _MILLISECOND,
        aside_ms=part.aside // _MILLISECOND,
        wrap_up_ms=part.wrap_up // _MILLISECOND,
        note=part.note,
    )


def _ringing(row: HistoryRow, names: Names) -> list[Segment]:
    """Offers lie within the waiting; they are shown beside it and count for nothing."""
    return [
        Segment(
            kind=ListedKind.RINGING,
            started_at=offer.made_at,
            ended_at=offer.ended_at,
            agent=_named(names, "agent", offer.agent_id),
            queue=None,
            detail=offer.result,
        )
        for offer in row.interaction.offers
    ]


def _entry(entry: KeptEntry, names: Names) -> TimelineEntry:
    params = {
        _NAMED.get(key, key): names.of(_NAMED[key], value) if key in _NAMED else value
        for key, value in entry.params.items()
    }
    text_key = f"timeline.{entry.kind.replace('.', '_')}"
    return TimelineEntry(at=entry.at, kind=entry.kind, text_key=text_key, params=params)


def _recording(kept: ShelvedRecording) -> Recording:
    return Recording(
        id=kept.id,
        started_at=kept.started_at,
        seconds=kept.seconds,
        is_repaired=kept.is_repaired,
        pauses=[
            RecordingPauseSpan(begins_s=pause.begins_s, ends_s=pause.ends_s or kept.seconds)
            for pause in kept.pauses
        ],
        missing_s=kept.missing_s,
        url=f"/v1/recordings/{kept.id}",
        peaks_url=f"/v1/recordings/{kept.id}/peaks",
    )

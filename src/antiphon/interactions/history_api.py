"""The history over HTTP: the list, one interaction with all that happened, and one's own."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime, BaseModel, Field

from antiphon.edge.caller import Caller, OwnAgent, permitted
from antiphon.edge.oversight import Oversight
from antiphon.edge.parts import part
from antiphon.edge.problems import bad_fields, not_found
from antiphon.identity.contract import Permission
from antiphon.interactions.agent_parts import AgentPart as KeptPart
from antiphon.interactions.agent_parts import parts_of
from antiphon.interactions.contract import AnswerKind, Channel, EndedBy
from antiphon.interactions.domain import InteractionBook
from antiphon.interactions.history import CursorUnreadable, Filter, History, HistoryRow, Names
from antiphon.interactions.history_projection import TimelineEntry as KeptEntry
from antiphon.interactions.record import Interaction
from antiphon.interactions.segments import InteractionDirection
from antiphon.interactions.segments import Segment as KeptSegment
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


class ListedOutcome(StrEnum):
    """How an interaction ended, or that it has not."""

    IN_PROGRESS = "in_progress"
    HANDLED = "handled"
    ABANDONED = "abandoned"
    SHORT_ABANDONED = "short_abandoned"
    VOICEMAIL = "voicemail"
    CALL_BACK = "call_back"
    NOT_REACHED = "not_reached"
    FLOW_ENDED = "flow_ended"
    REFUSED = "refused"
    FAILED = "failed"


_OUTCOMES = f"^({'|'.join(ListedOutcome)})$"


class ListedKind(StrEnum):
    """What the customer was going through; ringing lies within waiting."""

    FLOW = "flow"
    WAITING = "waiting"
    RINGING = "ringing"
    TALK = "talk"
    HOLD = "hold"
    OUTSIDE = "outside"
    WRAP_UP = "wrap_up"


class Named(BaseModel):
    """A thing with its last name."""

    id: str
    name: str


class Customer(BaseModel):
    """Who was outside."""

    number: str
    name: str


class DataItem(BaseModel):
    """A piece of attached data, and what people read for it."""

    key: str
    value: str
    name: str
    meaning: str


class Answer(BaseModel):
    """What the agent answered to a question of the wrap-up form."""

    key: str
    label: str
    kind: AnswerKind
    value: str


class Current(BaseModel):
    """What the customer is going through now, and since when."""

    kind: ListedKind
    since: datetime


class InteractionSummary(BaseModel):
    """An interaction as lists show it."""

    id: str
    channel: Channel
    direction: InteractionDirection
    customer: Customer
    entry_point: Named | None
    queue: Named | None
    agent: Named | None
    language: str
    arrived_at: datetime
    ended_at: datetime | None
    outcome: ListedOutcome
    ended_by: EndedBy | None
    end_reason: str | None
    current: Current | None = Field(
        description="What goes on now; the spans in milliseconds do not hold it yet."
    )
    wait_ms: int
    talk_ms: int
    hold_ms: int
    wrap_up_ms: int
    disposition: Named | None
    note: str
    has_recording: bool


class InteractionPage(BaseModel):
    """Some interactions, newest first; ask again with `next` for the following ones."""

    items: list[InteractionSummary]
    next: str | None


class Segment(BaseModel):
    """A stretch of the interaction in which one thing happened."""

    kind: ListedKind
    started_at: datetime
    ended_at: datetime | None
    agent: Named | None
    queue: Named | None
    detail: str | None


class TimelineEntry(BaseModel):
    """One thing that happened; `text_key` names its sentence, `params` what stands in it."""

    at: datetime
    kind: str
    text_key: str
    params: dict[str, Any]


class RecordingPauseSpan(BaseModel):
    """A stretch of a recording that holds nothing, in seconds from its beginning."""

    begins_s: float
    ends_s: float


class Recording(BaseModel):
    """A recording and where to find its sound and its outline."""

    id: str
    seconds: float
    is_repaired: bool
    pauses: list[RecordingPauseSpan] = Field(description="Silent by somebody's wish.")
    missing_s: float = Field(description="How much else should be there and is not.")
    url: str
    peaks_url: str


class AgentPart(BaseModel):
    """What one agent had of the interaction; the customer did not hear `aside_ms` of advice."""

    agent: Named
    talk_ms: int
    hold_ms: int
    aside_ms: int
    wrap_up_ms: int
    note: str


class InteractionDetail(InteractionSummary):
    """One interaction with all that happened."""

    data: list[DataItem]
    agents: list[AgentPart]
    answers: list[Answer]
    segments: list[Segment]
    timeline: list[TimelineEntry]
    recordings: list[Recording]
    voicemail: Recording | None


@router.get("/interactions", operation_id="list_interactions")
async def list_interactions(
    history: TheHistory,
    book: TheBook,
    limits: Limits,
    caller: Reader,
    *,
    q: Annotated[str, Query(max_length=200, description="Number, name or note.")] | None = None,
    queue: FilterId = None,
    agent: FilterId = None,
    outcome: Annotated[str, Query(pattern=_OUTCOMES)] | None = None,
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
        **_summary(row, names).model_dump(),
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
    q: Annotated[str, Query(max_length=200, description="Number, name or note.")] | None = None,
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
    return InteractionPage(items=[_summary(row, names) for row in rows], next=following)


def _summary(row: HistoryRow, names: Names) -> InteractionSummary:
    it = row.interaction
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

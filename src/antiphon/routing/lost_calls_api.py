"""Lost calls over HTTP: the list and its CSV, and the one click that makes each good."""

import csv
import io
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response
from msgspec.structs import replace
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from antiphon.edge.caller import Caller
from antiphon.edge.fields import Id, Input, Line
from antiphon.edge.oversight import Oversight
from antiphon.edge.parts import Centre, part
from antiphon.edge.problems import bad_fields, not_found
from antiphon.kernel.ids import AgentId, CallBackId, InteractionId, QueueId
from antiphon.kernel.instants import moment
from antiphon.routing.callback_api import Assignee, Editor, Queues, Reader
from antiphon.routing.callbacks import AT_ONCE, CallBack, Origin, RequestCallBack
from antiphon.routing.lost_calls import AssignLostCall, DismissLostCall, Layer
from antiphon.routing.lost_calls_list import LostCalls, LostFilter

router = APIRouter(prefix="/v1/lost-calls", tags=["lost-calls"])

TheList = Annotated[LostCalls, part(LostCalls)]
Limits = Annotated[Oversight, part(Oversight)]
ItsId = Annotated[str, Path(alias="id", min_length=1, max_length=200)]
_Id = Annotated[str, Query(min_length=1, max_length=64)] | None
_Status = Annotated[str, Query(pattern="^(open|pending|done|unhandled|all)$")]
_STATUSES = {"unhandled": ("open", "pending"), "all": ("open", "pending", "done")}
_EXPORTED = 10_000
_COLUMNS = (
    "id",
    "lost_at",
    "number",
    "name",
    "queue_name",
    "layer",
    "outcome",
    "cause",
    "status",
    "attempts",
    "agent_id",
    "handled",
    "handled_at",
    "handled_by",
    "handled_reason",
)


class LostCallView(BaseModel):
    """An interaction that ended unserved, and what was done about it since."""

    id: str
    status: str = Field(examples=["open"], description="open, pending or done")
    arrived_at: datetime
    lost_at: datetime
    number: str
    name: str
    queue_id: str | None
    queue_name: str | None
    layer: Layer
    outcome: str
    cause: str
    agent_id: str | None
    call_back_id: str | None
    attempts: int
    handled: str | None = Field(description="called_back, called_again or dismissed")
    handled_at: datetime | None
    handled_by: str | None
    handled_reason: str | None


class LostCallPage(BaseModel):
    """Some lost calls, newest first, and how many are unhandled in all."""

    items: list[LostCallView]
    next: str | None
    open_count: int
    pending_count: int


class LostCallBack(Input):
    """How a lost call is made good; without `queue_id` in the queue that lost it."""

    queue_id: Id | None = None
    due_at: AwareDatetime | None = None
    agent_id: Id | None = None


class Dismissal(Input):
    """Why nothing is to be done."""

    reason: Annotated[Line, StringConstraints(min_length=1)]


def _wanted(
    *,
    status: _Status = "unhandled",
    layer: Layer | None = None,
    queue: _Id = None,
    agent: _Id = None,
    lost_from: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    lost_to: Annotated[AwareDatetime | None, Query(alias="to")] = None,
) -> LostFilter:
    return LostFilter(
        statuses=_STATUSES.get(status, (status,)),
        layer=layer,
        queue_id=queue,
        agent_id=agent,
        lost_from=lost_from,
        lost_to=lost_to,
    )


@router.get("", operation_id="list_lost_calls")
async def list_lost_calls(
    calls: TheList,
    queues: Queues,
    caller: Reader,
    *,
    limits: Limits,
    status: _Status = "unhandled",
    layer: Layer | None = None,
    queue: _Id = None,
    agent: _Id = None,
    lost_from: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    lost_to: Annotated[AwareDatetime | None, Query(alias="to")] = None,
    cursor: Annotated[str, Query(max_length=300)] | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> LostCallPage:
    """Lost calls, newest first; nothing leaves the list of unhandled ones by age."""
    wanted = _wanted(
        status=status, layer=layer, queue=queue, agent=agent, lost_from=lost_from, lost_to=lost_to
    )
    wanted = _within(wanted, limits, caller)
    try:
        rows, following = await calls.list_newest(wanted, after=cursor, limit=limit)
    except ValueError:
        raise bad_fields({"cursor": "is not one that a list gave"}) from None
    counts = await calls.count_unhandled(wanted.queues)
    return LostCallPage(
        items=[_view(row, queues) for row in rows],
        next=following,
        open_count=counts.get("open", 0),
        pending_count=counts.get("pending", 0),
    )


@router.get("/export", operation_id="export_lost_calls", response_class=Response)
async def export_lost_calls(
    calls: TheList,
    queues: Queues,
    caller: Reader,
    *,
    limits: Limits,
    status: _Status = "unhandled",
    layer: Layer | None = None,
    queue: _Id = None,
) -> Response:
    """The list as CSV."""
    wanted = _within(_wanted(status=status, layer=layer, queue=queue), limits, caller)
    rows, _ = await calls.list_newest(wanted, after=None, limit=_EXPORTED)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for row in rows:
        shown = _view(row, queues).model_dump(mode="json")
        writer.writerow([_cell(shown[name]) for name in _COLUMNS])
    return Response(
        # The mark tells spreadsheet programs that this is UTF-8.
        "\ufeff" + text.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="lost-calls.csv"'},
    )


async def _overseen(call_id: ItsId, calls: TheList, limits: Limits, caller: Editor) -> Any:
    lost = await calls.find(InteractionId(call_id))
    if lost is None:
        raise not_found("lost call")
    limits.check_queue(caller, lost.queue_id)
    return lost


# The row of the lost call that the path names, in a queue that the caller oversees.
Overseen = Annotated[Any, Depends(_overseen)]


@router.post("/{id}/call-back", operation_id="call_back_lost", status_code=HTTPStatus.NO_CONTENT)
async def call_back_lost(
    lost: Overseen, body: LostCallBack, centre: Centre, caller: Editor
) -> None:
    """Have the customer called back."""
    queue_id = body.queue_id or lost.queue_id
    if queue_id is None:
        raise bad_fields({"queue_id": "is needed: this call never reached a queue"})
    due_at = body.due_at.astimezone(UTC) if body.due_at is not None else AT_ONCE
    call_back = CallBack(
        id=CallBackId(f"{lost.id}.l{lost.attempts}"),
        number=lost.number,
        queue_id=QueueId(queue_id),
        order_at=due_at,
        due_at=due_at,
        origin=Origin.LOST_CALL,
        language=lost.language,
        customer_name=lost.name,
        source_id=InteractionId(lost.id),
        agent_id=AgentId(body.agent_id) if body.agent_id else None,
    )
    await centre.submit(RequestCallBack(call_back=call_back, by=caller.user_id))


@router.post("/{id}/dismiss", operation_id="dismiss_lost", status_code=HTTPStatus.NO_CONTENT)
async def dismiss_lost(lost: Overseen, body: Dismissal, centre: Centre, caller: Editor) -> None:
    """Decide that nothing is to be done."""
    if lost.status == "done":
        raise not_found("lost call")
    await centre.submit(
        DismissLostCall(
            interaction_id=InteractionId(lost.id), reason=body.reason, by=caller.user_id
        )
    )


@router.put("/{id}/assignee", operation_id="assign_lost", status_code=HTTPStatus.NO_CONTENT)
async def assign_lost(lost: Overseen, body: Assignee, centre: Centre, caller: Editor) -> None:
    """Say who is to take care of it."""
    agent_id = AgentId(body.agent_id) if body.agent_id else None
    await centre.submit(
        AssignLostCall(interaction_id=InteractionId(lost.id), agent_id=agent_id, by=caller.user_id)
    )


def _within(wanted: LostFilter, limits: Oversight, caller: Caller) -> LostFilter:
    limit = limits.limit_of(caller)
    return wanted if limit is None else replace(wanted, queues=limit.queues)


def _view(row: Any, queues: Queues) -> LostCallView:
    queue = queues.queues.find(row.queue_id)
    return LostCallView(
        id=row.id,
        status=row.status,
        arrived_at=moment(row.arrived_at),
        lost_at=moment(row.lost_at),
        number=row.number,
        name=row.name,
        queue_id=row.queue_id,
        queue_name=queue.name if queue is not None else row.queue_id,
        layer=Layer(row.layer),
        outcome=row.outcome,
        cause=row.cause,
        agent_id=row.agent_id,
        call_back_id=row.call_back_id,
        attempts=row.attempts,
        handled=row.handled,
        handled_at=moment(row.handled_at) if row.handled_at else None,
        handled_by=row.handled_by,
        handled_reason=row.handled_reason,
    )


def _cell(value: object) -> str:
    """A value that no spreadsheet program takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text

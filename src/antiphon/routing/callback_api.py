"""Call-backs over HTTP: the list, new ones, who makes them; and an agent's own."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from msgspec.structs import replace
from pydantic import AwareDatetime, BaseModel, Field

from antiphon.edge.caller import Caller, OwnAgent, SignedIn, permitted
from antiphon.edge.fields import Id, Input, Line, Number
from antiphon.edge.oversight import Oversight
from antiphon.edge.parts import Centre, part
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import AgentId, CallBackId, QueueId, new_id
from antiphon.routing.callback_book import CallBackBook, PendingCallBack
from antiphon.routing.callbacks import (
    AT_ONCE,
    AssignCallBack,
    CallBack,
    CancelCallBack,
    MoveCallBack,
    Origin,
    RequestCallBack,
    StartCallBack,
)
from antiphon.routing.domain import RoutingBook

router = APIRouter(prefix="/v1", tags=["call-backs"])

Book = Annotated[CallBackBook, part(CallBackBook)]
Queues = Annotated[RoutingBook, part(RoutingBook)]
Limits = Annotated[Oversight, part(Oversight)]
Reader = Annotated[Caller, permitted(Permission.CALL_BACK_READ)]
Editor = Annotated[Caller, permitted(Permission.CALL_BACK_EDIT)]
ItsId = Annotated[str, Path(alias="id", min_length=1, max_length=250)]


class NewCallBack(Input):
    """Somebody to be called back, at `due_at` or as soon as an agent is free."""

    number: Number
    queue_id: Id
    due_at: AwareDatetime | None = None
    agent_id: Id | None = Field(None, description="The one person who is to call.")
    note: Line = ""


class OwnCallBack(Input):
    """A call that an agent promises a customer."""

    number: Number
    queue_id: Id
    due_at: AwareDatetime | None = None
    is_own: bool = Field(default=True, description="Only the promising agent is to call.")
    note: Line = ""


class WishedTime(Input):
    """When the customer wishes to be called."""

    due_at: AwareDatetime


class Assignee(Input):
    """Who is to take care of it; None: whoever is next."""

    agent_id: Id | None


class CallBackView(BaseModel):
    """A call-back that is not over."""

    id: str
    number: str
    customer_name: str
    queue_id: str
    queue_name: str
    origin: Origin
    requested_at: datetime
    place_since: datetime
    due_at: datetime
    is_under_way: bool
    attempts: int
    last_reason: str | None
    agent_id: str | None
    note: str


class CallBackList(BaseModel):
    """All call-backs that are not over, the next one due first."""

    items: list[CallBackView]


@router.get("/call-backs", operation_id="list_call_backs")
async def list_call_backs(
    book: Book, queues: Queues, limits: Limits, caller: Reader
) -> CallBackList:
    """What is still to be called."""
    limit = limits.limit_of(caller)
    pending = book.open.values()
    within = [p for p in pending if limit is None or p.call_back.queue_id in limit.queues]
    return _listed(within, queues)


@router.post("/call-backs", operation_id="request_call_back", status_code=HTTPStatus.NO_CONTENT)
async def request_call_back(
    body: NewCallBack, limits: Limits, centre: Centre, caller: Editor
) -> None:
    """Have somebody called back."""
    limits.check_queue(caller, body.queue_id)
    await centre.submit(RequestCallBack(call_back=_wished(body), by=caller.user_id))


@router.put(
    "/call-backs/{id}/assignee", operation_id="assign_call_back", status_code=HTTPStatus.NO_CONTENT
)
async def assign_call_back(
    call_back_id: ItsId,
    body: Assignee,
    book: Book,
    *,
    limits: Limits,
    centre: Centre,
    caller: Editor,
) -> None:
    """Say who is to call back."""
    _check(book, call_back_id, limits, caller)
    agent_id = AgentId(body.agent_id) if body.agent_id else None
    await centre.submit(
        AssignCallBack(call_back_id=CallBackId(call_back_id), agent_id=agent_id, by=caller.user_id)
    )


@router.put(
    "/call-backs/{id}/time", operation_id="move_call_back", status_code=HTTPStatus.NO_CONTENT
)
async def move_call_back(
    call_back_id: ItsId,
    body: WishedTime,
    book: Book,
    *,
    limits: Limits,
    centre: Centre,
    caller: Editor,
) -> None:
    """Call at another time, as the customer wishes."""
    _check(book, call_back_id, limits, caller)
    await centre.submit(_moved(call_back_id, body, caller))


@router.delete(
    "/call-backs/{id}", operation_id="cancel_call_back", status_code=HTTPStatus.NO_CONTENT
)
async def cancel_call_back(
    call_back_id: ItsId, book: Book, limits: Limits, centre: Centre, caller: Editor
) -> None:
    """Do not call back."""
    _check(book, call_back_id, limits, caller)
    await centre.submit(
        CancelCallBack(call_back_id=CallBackId(call_back_id), reason="cancelled", by=caller.user_id)
    )


def _check(book: CallBackBook, call_back_id: str, limits: Oversight, caller: Caller) -> None:
    pending = book.open.get(CallBackId(call_back_id))
    # What is not open is refused by the book, in its own words.
    if pending is not None:
        limits.check_queue(caller, pending.call_back.queue_id)


@router.get("/desk/call-backs", operation_id="list_own_call_backs", tags=["desk"])
async def list_own_call_backs(book: Book, queues: Queues, agent_id: OwnAgent) -> CallBackList:
    """The call-backs that are meant for the signed-in agent."""
    return _listed([one for one in book.open.values() if one.agent_id == agent_id], queues)


@router.post(
    "/desk/call-backs",
    operation_id="request_own_call_back",
    status_code=HTTPStatus.NO_CONTENT,
    tags=["desk"],
)
async def request_own_call_back(
    body: OwnCallBack, centre: Centre, agent_id: OwnAgent, caller: SignedIn
) -> None:
    """Promise a customer a call at a wished time, from oneself or from whoever is next then."""
    wish = NewCallBack(
        number=body.number,
        queue_id=body.queue_id,
        due_at=body.due_at,
        agent_id=agent_id if body.is_own else None,
        note=body.note,
    )
    await centre.submit(RequestCallBack(call_back=_wished(wish), by=caller.user_id))


@router.put(
    "/desk/call-backs/{id}/time",
    operation_id="move_own_call_back",
    status_code=HTTPStatus.NO_CONTENT,
    tags=["desk"],
)
async def move_own_call_back(
    call_back_id: ItsId, body: WishedTime, centre: Centre, agent_id: OwnAgent, caller: SignedIn
) -> None:
    """Call at another time, as the customer wishes; only what is meant for oneself."""
    await centre.submit(replace(_moved(call_back_id, body, caller), agent_id=agent_id))


@router.post(
    "/desk/call-backs/{id}/start",
    operation_id="start_call_back",
    status_code=HTTPStatus.NO_CONTENT,
    tags=["desk"],
)
async def start_call_back(
    call_back_id: ItsId, centre: Centre, agent_id: OwnAgent, caller: SignedIn
) -> None:
    """Call back now; the agent must be ready."""
    await centre.submit(
        StartCallBack(call_back_id=CallBackId(call_back_id), agent_id=agent_id, by=caller.user_id)
    )


def _wished(body: NewCallBack) -> CallBack:
    due_at = body.due_at.astimezone(UTC) if body.due_at is not None else AT_ONCE
    return CallBack(
        id=CallBackId(new_id(datetime.now(UTC))),
        number=body.number,
        queue_id=QueueId(body.queue_id),
        order_at=due_at,
        due_at=due_at,
        origin=Origin.REQUEST,
        agent_id=AgentId(body.agent_id) if body.agent_id else None,
        note=body.note,
    )


def _moved(call_back_id: str, body: WishedTime, caller: Caller) -> MoveCallBack:
    return MoveCallBack(
        call_back_id=CallBackId(call_back_id),
        due_at=body.due_at.astimezone(UTC),
        by=caller.user_id,
    )


def _listed(pending: list[PendingCallBack], queues: RoutingBook) -> CallBackList:
    pending.sort(key=lambda one: (one.due_at, one.call_back.id))
    return CallBackList(items=[_view(one, queues) for one in pending])


def _view(pending: PendingCallBack, queues: RoutingBook) -> CallBackView:
    call_back = pending.call_back
    queue = queues.queues.find(call_back.queue_id)
    return CallBackView(
        id=call_back.id,
        number=call_back.number,
        customer_name=call_back.customer_name,
        queue_id=call_back.queue_id,
        queue_name=queue.name if queue is not None else call_back.queue_id,
        origin=call_back.origin,
        requested_at=pending.requested_at,
        place_since=call_back.order_at,
        due_at=pending.due_at,
        is_under_way=pending.attempt_id is not None,
        # One that goes on has not failed yet.
        attempts=pending.attempts - (pending.attempt_id is not None),
        last_reason=pending.last_reason,
        agent_id=pending.agent_id,
        note=call_back.note,
    )

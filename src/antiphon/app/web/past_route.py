"""The time machine over HTTP: a past instant, a past day by minutes, why an offer went where."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, TypeVar

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime, BaseModel

from antiphon.app.past.answers import Ask, Assignments, PastBoard, PastSeries
from antiphon.app.past.process import Past, PastFailed, StillReading
from antiphon.edge.caller import Caller, permitted
from antiphon.edge.oversight import Limit, Oversight
from antiphon.edge.parts import part
from antiphon.edge.problems import Problem, bad_fields, not_found
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import InteractionId

router = APIRouter(prefix="/v1", tags=["time machine"])

The = Annotated[Past, part(Past)]
Limits = Annotated[Oversight, part(Oversight)]
Reader = Annotated[Caller, permitted(Permission.PAST_READ)]
Model = TypeVar("Model", bound=BaseModel)

_LONGEST = timedelta(days=2)


@router.get("/time-machine", operation_id="get_past_board")
async def get_past_board(
    the: The,
    limits: Limits,
    caller: Reader,
    at: Annotated[AwareDatetime, Query(description="The instant, with its offset from UTC.")],
) -> PastBoard:
    """The whole centre as it was: who waited, who was in which state, who talked to whom."""
    board = await _told(the, Ask(number=0, kind="board", at=at), PastBoard, "instant")
    limit = limits.limit_of(caller)
    return board if limit is None else _within(board, limit)


@router.get("/time-machine/series", operation_id="get_past_series")
async def get_past_series(
    the: The,
    _caller: Reader,
    since: Annotated[AwareDatetime, Query()],
    until: Annotated[AwareDatetime, Query(description="At most two days later.")],
) -> PastSeries:
    """How many waited, were ready and were busy at the end of each minute; for scrubbing."""
    if not timedelta(0) <= until - since <= _LONGEST:
        raise bad_fields({"until": "must lie within two days after since"})
    ask = Ask(number=0, kind="series", at=since, until=until)
    return await _told(the, ask, PastSeries, "day")


@router.get("/interactions/{interaction_id}/assignments", operation_id="list_assignments")
async def list_assignments(
    interaction_id: Annotated[str, Path(min_length=1, max_length=200)],
    the: The,
    limits: Limits,
    caller: Reader,
) -> Assignments:
    """Each offer of an interaction: who could have had it, and why it went where it went."""
    await limits.check_any(caller, InteractionId(interaction_id))
    ask = Ask(number=0, kind="assignments", interaction_id=interaction_id)
    return await _told(the, ask, Assignments, "offer of this interaction")


def _within(board: PastBoard, limit: Limit) -> PastBoard:
    """The board of one's own teams, as the teams are now."""
    shown = [
        one
        for one in board.interactions
        if limit.holds(one.agent.id if one.agent else None, one.queue.id if one.queue else None)
    ]
    ids = {one.id for one in shown}
    return board.model_copy(
        update={
            "queues": [queue for queue in board.queues if queue.id in limit.queues],
            "agents": [agent for agent in board.agents if agent.id in limit.agents],
            "interactions": shown,
            "events": [
                event
                for event in board.events
                if event.agent_id in limit.agents or event.interaction_id in ids
            ],
        }
    )


async def _told(the: Past, ask: Ask, model: type[Model], noun: str) -> Model:
    try:
        answer = await the.ask(ask)
    except StillReading:
        raise Problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "past.reading",
            "The journal is still being read: ask again in a moment.",
            headers={"Retry-After": "5"},
        ) from None
    except PastFailed:
        raise Problem(
            HTTPStatus.INTERNAL_SERVER_ERROR, "past.failed", "The past could not be read."
        ) from None
    if answer is None:
        raise not_found(noun)
    return model.model_validate_json(answer)

"""The waiting room of a queue as the API takes it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from antiphon.edge.fields import Id, Input, Line, NumberOrNone
from antiphon.routing.waiting import CalledFirst, ExitKind

_Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z-]{2,20}$")]
_Texts = Annotated[
    dict[_Language, Line],
    Field(max_length=10, examples=[{"en": "Thank you for waiting."}]),
]


class ExitFields(Input):
    """Where a key leads somebody who waits."""

    kind: ExitKind
    queue_id: Id | None = Field(None, description="For the kind `queue`.")


_Exits = Annotated[
    dict[Annotated[str, StringConstraints(pattern=r"^[0-9*#]$")], ExitFields],
    Field(max_length=12),
]


class CallBackRuleFields(Input):
    """How this queue calls back."""

    first: CalledFirst = Field(CalledFirst.AGENT, description="Who is called first.")
    attempts: int = Field(3, ge=1, le=20)
    retry_after_s: int = Field(600, ge=30, le=86_400)
    ring_s: int = Field(30, ge=10, le=120)
    trunk_id: Id | None = Field(None, description="None: the first trunk.")
    caller_number: NumberOrNone = Field("", description="What is shown.")
    hours_id: Id | None = Field(None, description="When call-backs are made; None: always.")
    after_cut_off: bool = Field(
        False, description="Call back whom a fault of the centre cut off, at the place they had."
    )


class WaitingRoomFields(Input):
    """What waiting in a queue is like."""

    exits: _Exits = Field({}, description="What a key does while waiting.")
    call_back: CallBackRuleFields = CallBackRuleFields()
    announces_wait: bool = Field(False, description="Say the expected wait when it is honest.")
    announces_quiet_hours: bool = Field(
        False, description="Say once at which hours the wait is usually short, when that is known."
    )
    comfort_texts: _Texts = Field({}, description="Said every now and then, by language.")
    vip_texts: _Texts = Field({}, description="Said instead from `vip_priority` on.")
    vip_priority: int = Field(8, ge=0, le=9)
    announce_every_s: int = Field(30, ge=10, le=3_600)

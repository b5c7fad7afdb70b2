"""The page of the live stream: its frames, and the values that browsers are shown."""

import inspect

import msgspec

from antiphon.app.reference.markdown import code, page, sentence, table
from antiphon.app.reference.shapes import fields_table, shape_section, shapes_in
from antiphon.app.views.board import AgentView, EmergencyView, QueueView, TrunkView, WaitingView
from antiphon.app.views.desk import OfferView, WorkView
from antiphon.app.views.floor import HandView, ListeningView, NoticeView, ThreadView, WatchedView
from antiphon.app.views.own_state import MeView
from antiphon.app.views.parked import ParkedView
from antiphon.app.views.plan import OwnPlanView
from antiphon.app.views.tasks import TaskView
from antiphon.app.views.wallboard_view import LayoutView, TileView

# Entity, its shape, and who sees it.
ENTITIES: dict[str, tuple[type[msgspec.Struct], str]] = {
    "me": (MeView, "the agent alone; the id is `me`"),
    "offer": (OfferView, "the agent it is made to"),
    "work": (WorkView, "the agent who has it in hand"),
    "thread": (ThreadView, "the agent alone; the id is `me`"),
    "listening": (ListeningView, "the supervisor alone, at a call; the id is `me`"),
    "watched": (WatchedView, "the agent, while somebody listens and agents are told"),
    "notice": (NoticeView, "the agent alone, until it is read or its time is up"),
    "hand": (HandView, "the agent alone, while it is raised; the id is `me`"),
    "plan": (OwnPlanView, "the agent alone: what is planned now, and the own shifts around it"),
    "task": (TaskView, "the agent alone: what is open, and what was done last"),
    "queue": (
        QueueView,
        "agents see their own queues, administrators all, supervisors those of their teams",
    ),
    "agent": (AgentView, "administrators, and supervisors the agents of their teams"),
    "wallboard": (LayoutView, "whoever follows it at `/v1/wallboards/{id}/live` or `/v1/display`"),
    "tile": (TileView, "whoever follows its wallboard"),
    "emergency": (
        EmergencyView,
        "everybody, while the centre is closed at once; the id is `now`",
    ),
    "trunk": (TrunkView, "administrators and supervisors"),
    "parked": (ParkedView, "agents: who is parked in their queues, to be picked up"),
    "parked_call": (ParkedView, "administrators, and supervisors in the queues of their teams"),
    "waiting": (WaitingView, "administrators, and supervisors in the queues of their teams"),
}

_FRAMES = {
    '{"kind":"snapshot","epoch":…,"sequence":n,"server_time":…,"entities":{entity:{id:value}}}': (
        "to the page: everything it sees; the first frame, and the answer to `resync`"
    ),
    '{"kind":"changes","sequence":n+1,"changes":[{"entity":…,"id":…,"value":…}]}': (
        "to the page: values that are new; `null` for what is gone"
    ),
    '{"kind":"signed_out","reason":…}': "to the page: its session ended",
    '{"kind":"pong","server_time":…}': "to the page: the answer to `ping`",
    '{"kind":"ping"}': "from the page, every few seconds",
    '{"kind":"resync"}': "from the page, after a gap in the numbers",
}


def live_page() -> str:
    """The whole page."""
    shapes = [cls for cls, _ in ENTITIES.values()]
    return page(
        "Live stream",
        "A WebSocket at `/v1/live`, opened with the session's cookie from our own origin. One "
        "snapshot, then numbered changes of whole values. The page applies them and computes "
        "nothing; what may be done with a value is in its `actions` or `choices`. "
        "File: `live/hub.py`; what is shown: `app/views/`.",
        "## Frames\n\n"
        + table(["frame", ""], [[code(form), text] for form, text in _FRAMES.items()]),
        "## Entities\n\n"
        + "\n\n".join(_entity(name, cls, who) for name, (cls, who) in ENTITIES.items()),
        "## Shapes\n\n" + "\n\n".join(shape_section(kind) for kind in shapes_in(shapes)),
    )


def _entity(name: str, cls: type[msgspec.Struct], who: str) -> str:
    text = sentence(inspect.getdoc(cls))
    return f"### {name}\n\n{text} Seen by: {who}.\n\n{fields_table(cls)}"

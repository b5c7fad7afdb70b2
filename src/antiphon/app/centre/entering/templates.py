"""Ready-made ways for a number: queue, flow, entry point and rules in one go, to be edited later.

Direct: straight to the agents, busy when none is free. Automatic: one number with a menu. Skills:
only agents with a skill. Smart: VIP customers, repeat callers and the last agent are recognised.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TypedDict

from msgspec.structs import replace

from antiphon.app.centre.entering import admission
from antiphon.app.centre.world import World
from antiphon.flows.contract import RemoveFlow, SaveFlow
from antiphon.flows.graph import Flow, MenuStep, QueueStep, SayStep, Step, VoicemailStep
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import EntryPointId, FlowId, QueueId
from antiphon.routing.admission import changes
from antiphon.routing.admission.contract import Refusal, Rule, SaveRules, Terms
from antiphon.routing.admission.templates import BuildTemplate, TemplateKind, UndoTemplate
from antiphon.routing.contract import PreferredAgent, Queue, RemoveQueue, SaveQueue
from antiphon.telephony.contract import EntryPoint, RemoveEntryPoint, SaveEntryPoint


class _Graph(TypedDict):
    start: str
    steps: dict[str, Step]


SKILL_LEVEL = 5
VIP_PRIORITY = 5
REPEAT_HEAD_START_S = 120
FULL_AT = 50
PREFERRED_WAIT_S = 20

GREETING = {
    "en": "Thank you for calling. One moment, please.",
    "zh-Hans": "感谢您的来电,请稍候。",
    "zh-Hant": "感謝您的來電,請稍候。",
    "yue": "多謝您嘅來電,請稍候。",
}
MENU = {
    "en": "To speak to us, press 1. To leave a message, press 2.",
    "zh-Hans": "人工服务请按 1,留言请按 2。",
    "zh-Hant": "真人服務請按 1,留言請按 2。",
    "yue": "真人服務請撳 1,留言請撳 2。",
}
MESSAGE = {
    "en": "Please leave a message after the tone.",
    "zh-Hans": "请在提示音后留言。",
    "zh-Hant": "請在提示音後留言。",
    "yue": "請喺提示音之後留言。",
}
FULL = {
    "en": "All lines are busy. Please call again a little later.",
    "zh-Hans": "线路繁忙,请稍后再拨。",
    "zh-Hant": "線路繁忙,請稍後再撥。",
    "yue": "線路繁忙,請遲啲再打嚟。",
}


def build(world: World, command: BuildTemplate, now: datetime) -> Iterator[Event]:
    """Decide about everything at once: one part that is refused refuses all."""
    by = command.by
    queue = _queue_of(command)
    yield from world.routing.save_queue(
        SaveQueue(queue=queue, by=by), now, hours=world.flows.hours, trunks=world.trunks.lines
    )
    flow = Flow(id=FlowId(f"{command.id}f"), name=command.name, **_flow_of(command.kind, queue.id))
    yield from world.flows.save_flow(
        SaveFlow(flow=flow, by=by),
        now,
        queues={*world.routing.queues.items, queue.id},
        skills=world.agents.skills.items,
    )
    point = EntryPoint(
        id=EntryPointId(f"{command.id}e"),
        name=command.name,
        number=command.number,
        flow_id=flow.id,
        language=command.language,
    )
    yield from world.entry_points.save(SaveEntryPoint(entry_point=point, by=by), now)
    rules = tuple(_rules_of(command))
    if rules:
        book = world.admission
        former = book.rules.find(book.rules.newest).content if book.rules.newest else ()
        save = SaveRules(rules=(*former, *rules), edited_version=book.rules.newest, by=by)
        yield from changes.save_rules(book, save, now, admission.known_ids(world))


def undo(world: World, command: UndoTemplate, now: datetime) -> Iterator[Event]:
    """Decide about taking everything back: what others have come to use refuses all."""
    made, by = command.id, command.by
    queue_id, flow_id = QueueId(f"{made}q"), FlowId(f"{made}f")
    point = world.entry_points.points.get(EntryPointId(f"{made}e"))
    yield from world.entry_points.remove(RemoveEntryPoint(id=point.id, by=by), now)
    others = [
        one.name
        for one in world.entry_points.points
        if one.flow_id == flow_id and one.id != point.id
    ]
    remove = RemoveFlow(id=flow_id, by=by)
    yield from world.flows.remove_flow(remove, now, entry_points=others)
    own = world.flows.flows.get(flow_id).name
    leading = [name for name in world.flows.names_leading_to(queue_id) if name != own]
    yield from world.routing.remove_queue(RemoveQueue(id=queue_id, by=by), now, flows=leading)
    book = world.admission
    former = book.rules.find(book.rules.newest).content if book.rules.newest else ()
    kept = tuple(rule for rule in former if not rule.id.startswith(f"{made}r"))
    if kept != former:
        save = SaveRules(rules=kept, edited_version=book.rules.newest, by=by)
        yield from changes.save_rules(book, save, now, admission.known_ids(world))


def _queue_of(command: BuildTemplate) -> Queue:
    queue = Queue(id=QueueId(f"{command.id}q"), name=command.name)
    match command.kind:
        case TemplateKind.SKILLS:
            if command.skill_id is None:
                raise RuleBroken("admission.skill_missing", "Choose the skill that agents need.")
            return replace(queue, required_skills={command.skill_id: SKILL_LEVEL})
        case TemplateKind.SMART:
            return replace(
                queue, preferred_agent=PreferredAgent.LAST_AGENT, preferred_wait_s=PREFERRED_WAIT_S
            )
        case TemplateKind.DIRECT | TemplateKind.AUTOMATIC:
            return queue


def _flow_of(kind: TemplateKind, queue_id: QueueId) -> _Graph:
    wait = QueueStep(queue_id=queue_id, announce_position=kind is not TemplateKind.DIRECT)
    message = VoicemailStep(text=MESSAGE)
    match kind:
        case TemplateKind.DIRECT:
            return {"start": "wait", "steps": {"wait": wait}}
        case TemplateKind.AUTOMATIC:
            menu = MenuStep(text=MENU, choices={"1": "wait", "2": "message"}, otherwise="wait")
            return {"start": "menu", "steps": {"menu": menu, "wait": wait, "message": message}}
        case TemplateKind.SKILLS | TemplateKind.SMART:
            hello = SayStep(text=GREETING, next="wait")
            return {"start": "hello", "steps": {"hello": hello, "wait": wait}}


def _rules_of(command: BuildTemplate) -> Iterator[Rule]:
    # A JSON text is a text of CEL too, whatever the name has in it.
    name = json.dumps(command.name)
    here = f"interaction.entry_point == {name}"
    match command.kind:
        case TemplateKind.DIRECT:
            yield Rule(
                id=f"{command.id}r1",
                name=f"{command.name}: busy when no agent is free",
                when=f"{here} && queue.free_agents[{name}] == 0",
                refusal=Refusal(reason="all_busy", is_busy=True),
            )
        case TemplateKind.SMART:
            yield Rule(
                id=f"{command.id}r1",
                name=f"{command.name}: full",
                when=f"{here} && queue.waiting[{name}] >= {FULL_AT} && customer.vip_level == 0",
                refusal=Refusal(reason="queue_full", text=FULL),
            )
            yield Rule(
                id=f"{command.id}r2",
                name=f"{command.name}: VIP customers first",
                when=f"{here} && customer.vip_level >= 5",
                terms=Terms(priority=VIP_PRIORITY),
            )
            yield Rule(
                id=f"{command.id}r3",
                name=f"{command.name}: who calls again and again",
                when=f"{here} && interaction.recent_calls >= 2",
                terms=Terms(head_start_s=REPEAT_HEAD_START_S),
            )
        case TemplateKind.AUTOMATIC | TemplateKind.SKILLS:
            pass

"""The page of the state machines, drawn from the tables that the code itself follows."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from antiphon.agents import domain as agents
from antiphon.agents.contract import Presence
from antiphon.app.reference.markdown import code, page
from antiphon.interactions import states


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """One machine: its table, where it begins, and what has to be said about it."""

    title: str
    place: str
    table: Mapping[StrEnum, set[StrEnum]]
    begins: StrEnum
    text: str


MACHINES = (
    Machine(
        title="Interaction",
        place="interactions/states.py",
        table={state: set(after) for state, after in states.NEXT.items()},
        begins=states.State.FLOW,
        text="What is happening to the customer. `waiting` may follow itself: a customer who comes "
        "back from an agent's broken phone waits again, before everybody else.",
    ),
    Machine(
        title="Presence of an agent",
        place="agents/domain.py",
        table={state: set(after) for state, after in agents.NEXT.items()},
        begins=Presence.OFFLINE,
        text="What the agent chose. What the agent is doing with an interaction (`offered`, "
        "`handling`, `wrap_up`) is kept beside it and hides it on wallboards; a choice that is "
        "made during a conversation holds afterwards. `not_ready` always carries a reason code.",
    ),
)


def machines_page() -> str:
    """The whole page."""
    return page(
        "State machines",
        "Each machine is one table, `NEXT`, in the file named under its heading.",
        *(_section(machine) for machine in MACHINES),
    )


def _section(machine: Machine) -> str:
    lines = [f"    [*] --> {machine.begins}"]
    for state, after in machine.table.items():
        lines += [f"    {state} --> {other}" for other in sorted(after)]
        if not after:
            lines.append(f"    {state} --> [*]")
    diagram = "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])
    return f"## {machine.title}\n\n{machine.text}\n\nFile: {code(machine.place)}\n\n{diagram}"

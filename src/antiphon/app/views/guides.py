"""What stands beside an interaction on the desk: scripts, pages outside, who the customer is."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from antiphon.app.centre.world import World
from antiphon.customers.contract import Customer
from antiphon.desktop.contract import Stage
from antiphon.desktop.templates import fill_address, fill_text
from antiphon.interactions.record import Interaction
from antiphon.kernel.ids import AgentId


class CustomerCardView(msgspec.Struct, frozen=True, kw_only=True):
    """Who is outside, with what the customer's record says; `id` None for somebody unknown."""

    id: str | None
    number: str
    name: str
    note: str = ""
    segment: str = ""
    vip_level: int = 0


class CandidateView(msgspec.Struct, frozen=True, kw_only=True):
    """One of several customers with the same number."""

    id: str
    name: str
    segment: str
    vip_level: int


class ScriptView(msgspec.Struct, frozen=True, kw_only=True):
    """What to say or to mind now."""

    id: str
    name: str
    text: str


class PopView(msgspec.Struct, frozen=True, kw_only=True):
    """A page outside that belongs to the interaction; `host` is where it leads."""

    id: str
    name: str
    kind: str
    host: str
    address: str
    is_automatic: bool


class GuideView(msgspec.Struct, frozen=True, kw_only=True):
    """All that helps with an interaction at one stage."""

    candidates: list[CandidateView]
    scripts: list[ScriptView]
    pops: list[PopView]


class GuidesView:
    """Draws guides from the world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def customer(self, interaction: Interaction, agent_id: AgentId) -> CustomerCardView:
        """Who is outside; of a call between colleagues the other one."""
        if interaction.is_internal and interaction.placed_by != agent_id:
            caller = self._world.agents.find_agent(interaction.placed_by or agent_id)
            return CustomerCardView(id=None, number="", name=caller.name if caller else "")
        known = self._world.customers.customers.find(interaction.customer_id)
        return CustomerCardView(
            id=interaction.customer_id,
            number=interaction.customer_number,
            name=interaction.customer_name,
            note=known.note if known is not None else "",
            segment=known.segment if known is not None else "",
            vip_level=known.vip_level if known is not None else 0,
        )

    def draw(self, interaction: Interaction, agent_id: AgentId, stage: Stage) -> GuideView:
        """What this agent is shown with the interaction; between colleagues nothing is."""
        if interaction.is_internal:
            return GuideView(candidates=[], scripts=[], pops=[])
        values = self._values(interaction, agent_id)
        desktop, queue_id = self._world.desktop, interaction.queue_id
        return GuideView(
            candidates=list(self._candidates(interaction)),
            scripts=[
                ScriptView(id=one.id, name=one.name, text=fill_text(one.text, values))
                for one in desktop.scripts_for(queue_id, stage, interaction.language)
            ],
            pops=[
                PopView(
                    id=one.id,
                    name=one.name,
                    kind=one.kind,
                    host=urlsplit(one.address).netloc,
                    address=fill_address(one.address, values),
                    is_automatic=one.is_automatic,
                )
                for one in desktop.pops_for(queue_id)
            ],
        )

    def _candidates(self, interaction: Interaction) -> Iterator[CandidateView]:
        found = self._world.customers.list_by_number(interaction.customer_number)
        # One that is chosen already is no question.
        if [one.id for one in found] != [interaction.customer_id]:
            yield from (_candidate(one) for one in found)

    def _values(self, interaction: Interaction, agent_id: AgentId) -> dict[str, str]:
        agent = self._world.agents.find_agent(agent_id)
        queue = self._world.routing.queues.find(interaction.queue_id)
        return {
            "number": interaction.customer_number,
            "customer": interaction.customer_name,
            "customer_id": interaction.customer_id or "",
            "interaction_id": interaction.id,
            "queue": queue.name if queue is not None else "",
            "language": interaction.language,
            "agent": agent.name if agent is not None else "",
            **{f"data.{key}": value for key, value in interaction.data.items()},
        }


def _candidate(customer: Customer) -> CandidateView:
    return CandidateView(
        id=customer.id,
        name=customer.name,
        segment=customer.segment,
        vip_level=customer.vip_level,
    )

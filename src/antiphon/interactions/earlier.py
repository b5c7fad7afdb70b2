"""What customers asked before: as much of it as an agent reads before answering. Pure."""

from collections import OrderedDict
from datetime import datetime

import msgspec

from antiphon.interactions.contract import Outcome
from antiphon.interactions.record import Interaction
from antiphon.kernel.ids import AgentId, DispositionId, InteractionId, QueueId

# What is remembered of earlier interactions: so many each, of so many customers.
EARLIER_EACH = 5
EARLIER_CUSTOMERS = 50_000


class Earlier(msgspec.Struct, frozen=True):
    """An interaction that is over, as much of it as an agent reads before answering."""

    id: InteractionId
    at: datetime
    outcome: Outcome
    queue_id: QueueId | None
    agent_id: AgentId | None
    disposition_id: DispositionId | None
    note: str


class EarlierInteractions:
    """The last interactions of each number; whoever was here longest ago is forgotten first."""

    def __init__(self) -> None:
        # Most numbers call once: a tuple of one is a tenth of what a deque of one takes.
        self._by_number: OrderedDict[str, tuple[Earlier, ...]] = OrderedDict()

    def of(self, number: str) -> list[Earlier]:
        """What this number's last interactions came to, by arrival, newest first."""
        return list(reversed(self._by_number.get(number, ())))

    def remember(self, interaction: Interaction, outcome: Outcome) -> None:
        """Keep what came of an interaction that is over."""
        number = interaction.customer_number
        if not number:
            return
        newest = Earlier(
            id=interaction.id,
            at=interaction.arrived_at,
            outcome=outcome,
            queue_id=interaction.queue_id,
            agent_id=interaction.agent_id,
            disposition_id=interaction.disposition_id,
            note=interaction.note,
        )
        # A second call may be over while somebody still writes about the first.
        known = sorted((*self._by_number.get(number, ()), newest), key=lambda one: one.at)
        self._by_number[number] = tuple(known[-EARLIER_EACH:])
        self._by_number.move_to_end(number)
        if len(self._by_number) > EARLIER_CUSTOMERS:
            self._by_number.popitem(last=False)

"""How an interaction comes to stand in a queue, for the first time or again. Pure.

`in_line` is the one place that says what an interaction takes along wherever it waits: its channel,
its language, the VIP level of its customer, and its place by the time spent with us. Who waits
already and goes on elsewhere is moved by `moved_on` in `routing/line.py`.
"""

from datetime import datetime, timedelta

from antiphon.app.centre.world import World
from antiphon.interactions.contract import InteractionQueued
from antiphon.interactions.record import Interaction
from antiphon.kernel.ids import AgentId, QueueId, SkillId, TeamId
from antiphon.routing.contract import Queue


def in_line(
    world: World,
    interaction: Interaction,
    now: datetime,
    *,
    queue_id: QueueId,
    skills: dict[SkillId, int],
    priority: int,
    order_at: datetime | None = None,
    is_returning: bool = False,
    announce_position: bool = False,
    overflow_at: datetime | None = None,
    preferred_agent_id: AgentId | None = None,
    preferred_team_id: TeamId | None = None,
    from_agent_id: AgentId | None = None,
) -> InteractionQueued:
    """The interaction waits; without `order_at` at the place it had, else by its arrival."""
    return InteractionQueued(
        at=now,
        interaction_id=interaction.id,
        queue_id=queue_id,
        skills=skills,
        priority=priority,
        order_at=order_at or interaction.order_at or by_arrival(world, interaction),
        is_returning=is_returning,
        announce_position=announce_position,
        overflow_at=overflow_at,
        channel=interaction.channel,
        language=interaction.language,
        vip_level=world.customers.vip_level_of(
            interaction.customer_id, interaction.customer_number
        ),
        preferred_agent_id=preferred_agent_id,
        preferred_team_id=preferred_team_id,
        from_agent_id=from_agent_id,
    )


def by_arrival(world: World, interaction: Interaction) -> datetime:
    """The place of the arrival, with the head start that the rules at the door gave."""
    head_start_s = world.admission.terms_of(interaction.id).head_start_s
    return interaction.arrived_at - timedelta(seconds=head_start_s)


def transferred(
    world: World, interaction: Interaction, queue: Queue, now: datetime
) -> InteractionQueued:
    """An agent sent the customer to another queue, who waits there by the whole time with us."""
    terms = world.admission.terms_of(interaction.id)
    return in_line(
        world,
        interaction,
        now,
        queue_id=queue.id,
        skills={**queue.required_skills, **terms.skills},
        priority=queue.priority if terms.priority is None else terms.priority,
    )


def back_in_line(
    world: World, interaction: Interaction, queue_id: QueueId, now: datetime
) -> InteractionQueued:
    """The customer is first in the queue again, and asks for what was asked before."""
    return in_line(
        world,
        interaction,
        now,
        queue_id=queue_id,
        skills=interaction.skills,
        priority=interaction.priority,
        is_returning=True,
        from_agent_id=interaction.agent_id,
    )

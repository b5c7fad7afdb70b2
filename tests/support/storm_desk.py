"""What guides agents, and what they do with it: scripts, pages, forms, and who is calling."""

import random
from collections.abc import Sequence

from antiphon.agents.contract import ReleaseAgent
from antiphon.agents.interruptions import RestoreInterruptions, SaveInterruptions
from antiphon.agents.skill_news import ReadSkills
from antiphon.app.centre.world import World
from antiphon.customers.contract import CustomerId
from antiphon.desktop import contract as desktop
from antiphon.interactions.call_control import ExtendWrapUp
from antiphon.interactions.customer_choice import ChooseCustomer
from antiphon.interactions.wrap_up_forms import (
    RemoveWrapUpForm,
    SaveWrapUpForm,
    WrapUpForm,
)
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, InteractionId, ScreenPopId, ScriptId, SiteId, WrapUpFormId

SCRIPT, SITE, POP = ScriptId("hello"), SiteId("crm"), ScreenPopId("find")
FORM = WrapUpFormId("form")


def a_desk_command(world: World, dice: random.Random, agents: Sequence[str]) -> Command:
    """Somebody changes what guides agents, or an agent goes by it."""
    name = dice.choice(["One", "Two"])
    held = list(world.agents.holder.items()) or [(InteractionId("none"), AgentId("nobody"))]
    interaction_id, agent_id = dice.choice(held)
    site = desktop.Site(id=SITE, name=name, origin="https://crm.example.com")
    script = desktop.Script(id=SCRIPT, name=name, text="Hello {customer}")
    pop = desktop.ScreenPop(
        id=POP, name=name, kind=desktop.PopKind.LINK, address=f"{site.origin}/find?tel={{number}}"
    )
    return dice.choice(
        [
            desktop.SaveScript(script=script),
            desktop.RemoveScript(id=SCRIPT),
            desktop.SaveSite(site=site),
            desktop.RemoveSite(id=SITE),
            desktop.SaveScreenPop(screen_pop=pop),
            desktop.RemoveScreenPop(id=POP),
            SaveWrapUpForm(form=WrapUpForm(id=FORM, name=name)),
            RemoveWrapUpForm(id=FORM),
            ReleaseAgent(agent_id=AgentId(dice.choice(agents))),
            ReadSkills(
                agent_id=AgentId(dice.choice(agents)),
                skills={skill.id: dice.randint(1, 10) for skill in world.agents.skills},
            ),
            SaveInterruptions(
                rules={"voice": ("chat",)}, edited_version=world.interruptions.history.newest
            ),
            RestoreInterruptions(number=0),
            *[ExtendWrapUp(interaction_id=interaction_id, agent_id=agent_id)] * 3,
            *[
                ChooseCustomer(
                    interaction_id=interaction_id,
                    agent_id=agent_id,
                    customer_id=dice.choice([None, CustomerId("lee")]),
                )
            ]
            * 3,
        ]
    )

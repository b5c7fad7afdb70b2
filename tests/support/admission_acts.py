"""What an administrator may do to those who call, at random: admission, and what they hear."""

import random

from antiphon.app.centre.world import World
from antiphon.flows.away_text import RestoreAwayText, SaveAwayText
from antiphon.kernel.commands import Command
from antiphon.routing.admission.contract import (
    AdmissionPolicy,
    DeclareEmergency,
    LiftEmergency,
    ListEntry,
    ListKind,
    MatchKind,
    RemoveListEntries,
    RestoreAdmissionPolicy,
    RestoreRules,
    Rule,
    SaveAdmissionPolicy,
    SaveListEntries,
    SaveRules,
    Terms,
)

RULE = Rule(id="r1", name="Everybody", when="true", terms=Terms(priority=3))
TOLD = Rule(id="r2", name="Told", when="true", terms=Terms(notice={"en": "It is quiet today."}))
ENTRY = ListEntry(id="l1", list=ListKind.BLACK, match=MatchKind.COUNTRY, value="AQ")


def an_admission_command(world: World, dice: random.Random) -> Command:
    """One change; a closure is lifted by the next one, so that calls go on."""
    book = world.admission
    if book.emergency is not None:
        return LiftEmergency()
    return dice.choice(
        [
            SaveRules(rules=(RULE,), edited_version=book.rules.newest),
            SaveRules(rules=(RULE, TOLD), edited_version=book.rules.newest),
            RestoreRules(number=dice.randrange(book.rules.newest + 1)),
            SaveAdmissionPolicy(policy=AdmissionPolicy(), edited_version=book.policy.newest),
            RestoreAdmissionPolicy(number=0),
            DeclareEmergency(text={"en": "We are closed."}),
            SaveListEntries(entries=(ENTRY,)),
            RemoveListEntries(entry_ids=("l1",)),
            SaveAwayText(text={"en": "We are back soon."}),
            RestoreAwayText(number=0),
        ]
    )

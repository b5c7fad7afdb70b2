"""The ready-made ways for a number that an administrator picks from; the centre builds them."""

from enum import StrEnum

from antiphon.kernel.commands import Command
from antiphon.kernel.ids import SkillId


class TemplateKind(StrEnum):
    """What a number is for."""

    DIRECT = "direct"
    AUTOMATIC = "automatic"
    SKILLS = "skills"
    SMART = "smart"


class BuildTemplate(Command, frozen=True, kw_only=True):
    """Make queue, flow, entry point and rules for a number; their ids begin with `id`."""

    id: str
    kind: TemplateKind
    name: str
    number: str
    language: str = "en"
    skill_id: SkillId | None = None


class UndoTemplate(Command, frozen=True, kw_only=True):
    """Remove again what was made by the template `id`, all or nothing."""

    id: str

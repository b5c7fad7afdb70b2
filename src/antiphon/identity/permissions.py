"""The catalogue of permissions, `<context>.<noun>.<verb>`, and which role has which."""

from enum import StrEnum


class Role(StrEnum):
    """What a user is here for; one user may be several."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Permission(StrEnum):
    """One thing a user may do."""

    DESK_USE = "agents.desk.use"
    OWN_HISTORY_READ = "interactions.own_history.read"
    AGENT_READ = "agents.agent.read"
    AGENT_EDIT = "agents.agent.edit"
    AGENT_RELEASE = "agents.agent.release"
    PHONE_SECRET_REVEAL = "agents.phone_secret.reveal"  # noqa: S105 (a name, not a secret)
    TEAM_READ = "agents.team.read"
    TEAM_EDIT = "agents.team.edit"
    SKILL_READ = "agents.skill.read"
    SKILL_EDIT = "agents.skill.edit"
    REASON_CODE_READ = "agents.reason_code.read"
    REASON_CODE_EDIT = "agents.reason_code.edit"
    QUEUE_READ = "routing.queue.read"
    QUEUE_EDIT = "routing.queue.edit"
    ADMISSION_READ = "routing.admission.read"
    ADMISSION_EDIT = "routing.admission.edit"
    EMERGENCY_DECLARE = "routing.emergency.declare"
    CENTRE_WATCH = "routing.centre.watch"
    FLOOR_ACT = "supervision.floor.act"
    SHIFT_READ = "workforce.shift.read"
    SHIFT_EDIT = "workforce.shift.edit"
    CALL_MONITOR = "supervision.call.monitor"
    WALLBOARD_READ = "supervision.wallboard.read"
    WALLBOARD_EDIT = "supervision.wallboard.edit"
    FLOOR_MAP_READ = "supervision.floor_map.read"
    FLOOR_MAP_EDIT = "supervision.floor_map.edit"
    EXPLANATION_READ = "routing.explanation.read"
    PAST_READ = "reporting.past.read"
    WHAT_IF_READ = "reporting.what_if.read"
    WHAT_IF_RUN = "reporting.what_if.run"
    CALL_BACK_READ = "routing.call_back.read"
    CALL_BACK_EDIT = "routing.call_back.edit"
    DISPOSITION_READ = "interactions.disposition.read"
    DISPOSITION_EDIT = "interactions.disposition.edit"
    WRAP_UP_FORM_READ = "interactions.wrap_up_form.read"
    WRAP_UP_FORM_EDIT = "interactions.wrap_up_form.edit"
    INTERACTION_READ = "interactions.interaction.read"
    CUSTOMER_READ = "customers.customer.read"
    CUSTOMER_EDIT = "customers.customer.edit"
    NUMBER_READ = "customers.number.read"
    NUMBER_REVEAL = "customers.number.reveal"
    NUMBER_PRIVACY_READ = "customers.number_privacy.read"
    NUMBER_PRIVACY_EDIT = "customers.number_privacy.edit"
    SCRIPT_READ = "desktop.script.read"
    SCRIPT_EDIT = "desktop.script.edit"
    SCREEN_POP_READ = "desktop.screen_pop.read"
    SCREEN_POP_EDIT = "desktop.screen_pop.edit"
    SITE_READ = "desktop.site.read"
    SITE_EDIT = "desktop.site.edit"
    OPENING_HOURS_READ = "flows.opening_hours.read"
    OPENING_HOURS_EDIT = "flows.opening_hours.edit"
    FLOW_READ = "flows.flow.read"
    FLOW_EDIT = "flows.flow.edit"
    ENTRY_POINT_READ = "telephony.entry_point.read"
    ENTRY_POINT_EDIT = "telephony.entry_point.edit"
    CALL_BUTTON_READ = "call_buttons.button.read"
    CALL_BUTTON_EDIT = "call_buttons.button.edit"
    TRUNK_READ = "telephony.trunk.read"
    TRUNK_EDIT = "telephony.trunk.edit"
    DIAL_RULES_READ = "telephony.dial_rules.read"
    DIAL_RULES_EDIT = "telephony.dial_rules.edit"
    CALL_PLACE = "telephony.call.place"
    VOICEMAIL_BOX_READ = "recordings.voicemail_box.read"
    VOICEMAIL_BOX_EDIT = "recordings.voicemail_box.edit"
    RECORDING_PLAY = "recordings.recording.play"
    RECORDING_DOWNLOAD = "recordings.recording.download"
    RECORDING_LISTEN = "recordings.recording.listen"
    RECORDING_RULES_READ = "recordings.rules.read"
    RECORDING_RULES_EDIT = "recordings.rules.edit"
    USER_READ = "identity.user.read"
    USER_EDIT = "identity.user.edit"
    AUDIT_READ = "identity.audit.read"


_AGENT = frozenset(
    {
        Permission.DESK_USE,
        Permission.OWN_HISTORY_READ,
        Permission.NUMBER_REVEAL,
        Permission.CALL_PLACE,
    }
)

_SUPERVISOR = frozenset(
    {
        Permission.AGENT_READ,
        Permission.AGENT_RELEASE,
        Permission.TEAM_READ,
        Permission.SKILL_READ,
        Permission.REASON_CODE_READ,
        Permission.QUEUE_READ,
        Permission.ADMISSION_READ,
        Permission.EMERGENCY_DECLARE,
        Permission.CENTRE_WATCH,
        Permission.FLOOR_ACT,
        Permission.SHIFT_READ,
        Permission.SHIFT_EDIT,
        Permission.CALL_MONITOR,
        Permission.WALLBOARD_READ,
        Permission.WALLBOARD_EDIT,
        Permission.FLOOR_MAP_READ,
        Permission.EXPLANATION_READ,
        Permission.PAST_READ,
        Permission.WHAT_IF_READ,
        Permission.CALL_BACK_READ,
        Permission.CALL_BACK_EDIT,
        Permission.DISPOSITION_READ,
        Permission.WRAP_UP_FORM_READ,
        Permission.SCRIPT_READ,
        Permission.SCREEN_POP_READ,
        Permission.SITE_READ,
        Permission.INTERACTION_READ,
        Permission.CUSTOMER_READ,
        Permission.NUMBER_READ,
        Permission.NUMBER_PRIVACY_READ,
        Permission.OPENING_HOURS_READ,
        Permission.FLOW_READ,
        Permission.ENTRY_POINT_READ,
        Permission.CALL_BUTTON_READ,
        Permission.DIAL_RULES_READ,
        Permission.VOICEMAIL_BOX_READ,
        Permission.RECORDING_PLAY,
        Permission.RECORDING_LISTEN,
        Permission.RECORDING_RULES_READ,
        Permission.USER_READ,
    }
)

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _SUPERVISOR,
    # An administrator may do everything but take calls: that needs the role of an agent.
    Role.ADMIN: frozenset(Permission) - _AGENT,
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """What somebody with these roles may do."""
    return frozenset[Permission]().union(*(GRANTS[role] for role in roles))

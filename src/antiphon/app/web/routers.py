"""Every router of the API, in the order of its pages."""

from fastapi import APIRouter

from antiphon.agents.api import routers as agents
from antiphon.agents.interruptions_api import router as interruptions
from antiphon.agents.teams_api import router as teams
from antiphon.app.web.number_route import router as numbers
from antiphon.app.web.past_route import router as past
from antiphon.app.web.place_call_route import router as placed_calls
from antiphon.app.web.planned_changes_route import router as planned_changes
from antiphon.app.web.technology_route import router as technology
from antiphon.app.web.visitor_route import router as visitors
from antiphon.app.web.what_if_route import router as what_ifs
from antiphon.call_buttons.api import CALL_BUTTONS
from antiphon.customers.api import routers as customers
from antiphon.desktop.api import routers as desktop
from antiphon.flows.api import routers as flows
from antiphon.identity.api import router as session
from antiphon.identity.audit_api import router as audit
from antiphon.identity.users_api import router as users
from antiphon.interactions.api import routers as interactions
from antiphon.interactions.call_control_api import routers as call_control
from antiphon.interactions.colleague_calls_api import router as colleague_calls
from antiphon.interactions.customer_choice_api import router as choice
from antiphon.interactions.flow_visits_api import router as flow_visits
from antiphon.interactions.history_api import router as history
from antiphon.interactions.parking_api import router as parking
from antiphon.recordings.api import router as recordings
from antiphon.recordings.live_api import router as running_recordings
from antiphon.recordings.rules_api import routers as recording_rules
from antiphon.recordings.voicemail_api import routers as voicemail
from antiphon.routing.admission.api import router as admission
from antiphon.routing.admission.lists_api import router as lists
from antiphon.routing.api import routers as routing
from antiphon.routing.callback_api import router as call_backs
from antiphon.routing.choice_preview_api import router as choice_preview
from antiphon.routing.explanation_api import router as explanations
from antiphon.routing.lost_calls_api import router as lost_calls
from antiphon.supervision.api import routers as supervision
from antiphon.supervision.boards_api import routers as boards
from antiphon.supervision.goals_api import router as goals
from antiphon.supervision.monitoring_api import router as monitoring
from antiphon.supervision.notices_api import routers as notices
from antiphon.supervision.tasks_api import router as given_tasks
from antiphon.telephony.api import routers as telephony
from antiphon.telephony.dial_rules_api import router as dial_rules
from antiphon.flows.away_text_api import router as away_text
from antiphon.telephony.music_api import router as music
from antiphon.tickets.api import router as own_tasks
from antiphon.workforce.api import router as plan
from antiphon.workforce.import_api import router as plan_import

ROUTERS: tuple[APIRouter, ...] = (
    session,
    users,
    *agents,
    interruptions,
    teams,
    *supervision,
    monitoring,
    *boards,
    *notices,
    technology,
    given_tasks,
    goals,
    plan,
    plan_import,
    *routing,
    admission,
    lists,
    explanations,
    choice_preview,
    past,
    what_ifs,
    *interactions,
    *call_control,
    flow_visits,
    choice,
    *customers,
    *desktop,
    own_tasks,
    numbers,
    placed_calls,
    colleague_calls,
    parking,
    *flows,
    call_backs,
    lost_calls,
    *telephony,
    CALL_BUTTONS.router,
    visitors,
    away_text,
    dial_rules,
    music,
    history,
    recordings,
    running_recordings,
    *recording_rules,
    *voicemail,
    planned_changes,
    audit,
)

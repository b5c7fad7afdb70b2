"""What the web role is made of: centre, database and telephone engine become an application."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine

from antiphon.agents.contract import LoseAgent, Presence
from antiphon.agents.domain import AgentBook
from antiphon.agents.interruptions import InterruptionBook
from antiphon.agents.teams import TeamBook
from antiphon.app.centre.entering import dry_run
from antiphon.app.centre.loop import Centre
from antiphon.app.centre.oversight import oversight_of
from antiphon.app.centre.world import World
from antiphon.app.past.process import Past
from antiphon.app.past.source import Source
from antiphon.app.past.what_ifs import WhatIfs
from antiphon.app.views.choice_preview import choice_previews_of
from antiphon.app.views.directory import directory_of
from antiphon.app.views.explanations import explanations_of
from antiphon.app.views.floor import thread_of
from antiphon.app.views.own_day import goal_reading_of
from antiphon.app.views.plan import plan_reading_of
from antiphon.app.views.tasks import tasks_of
from antiphon.app.views.views import CentreViews
from antiphon.app.web.application import WebSettings, create_app
from antiphon.app.web.live_route import LiveStreams
from antiphon.app.web.number_firewall import frame_mask
from antiphon.app.web.routers import ROUTERS
from antiphon.app.web.sip_route import PhoneGateway
from antiphon.app.web.technology_route import Technology
from antiphon.app.web.visitors import Visitors
from antiphon.app.web.voicemail_rights import may_hear_voicemail
from antiphon.app.web.wallboard_route import DisplayStreams
from antiphon.call_buttons.domain import CallButtonBook
from antiphon.configuration.domain import PlanBook
from antiphon.customers.dial_tokens import DialTokens
from antiphon.customers.directory import CustomerDirectory
from antiphon.customers.domain import CustomerBook
from antiphon.customers.number_mask import NumberMask
from antiphon.customers.number_privacy import NumberPrivacyBook
from antiphon.customers.numbers import RegionalNumbers
from antiphon.database.migrations import migrate
from antiphon.database.sealing import Seal
from antiphon.desktop.domain import DesktopBook
from antiphon.edge.audit import AuditTrail
from antiphon.edge.caller import AgentOfUser, Caller
from antiphon.edge.oversight import Oversight
from antiphon.edge.parts import Commands, Parts
from antiphon.flows.api import FlowReferences
from antiphon.flows.away_text import AwayTextBook
from antiphon.flows.book import FlowBook
from antiphon.identity import tables as identity_tables
from antiphon.identity.domain import SessionLimits
from antiphon.identity.passwords import PasswordCost, Passwords
from antiphon.identity.service import SignIn
from antiphon.identity.store import AuditEntry, IdentityStore
from antiphon.identity.users import Users
from antiphon.interactions.call_control_api import Directory
from antiphon.interactions.domain import InteractionBook
from antiphon.interactions.parking import ParkingBook
from antiphon.kernel.clock import Clock
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, TenantId, UserId
from antiphon.live.hub import LOST_AFTER_S, LiveHub
from antiphon.recordings.live_api import Locate, RunningRecordings
from antiphon.recordings.rules import RecordingRuleBook
from antiphon.recordings.voicemail import VoicemailBook
from antiphon.recordings.voicemail_api import VoicemailRights
from antiphon.routing.admission.domain import AdmissionBook
from antiphon.routing.admission.dry_run import Trials
from antiphon.routing.admission.lists import ListReader
from antiphon.routing.callback_book import CallBackBook
from antiphon.routing.choice_preview_api import ChoicePreviews
from antiphon.routing.domain import RoutingBook
from antiphon.routing.explanation_api import Explanations
from antiphon.supervision.api import Threads
from antiphon.supervision.floor_maps import FloorMapBook
from antiphon.supervision.goals_api import GoalReading
from antiphon.supervision.notices import NoticeBook
from antiphon.supervision.policy import MonitoringPolicyBook
from antiphon.supervision.tasks_api import TaskLists
from antiphon.supervision.wallboards import DisplayRevoked, WallboardBook
from antiphon.telephony import store as line_tables
from antiphon.telephony.asterisk.music_shelf import beginning, list_music
from antiphon.telephony.calls import CallBook
from antiphon.telephony.dial_guard import DialGuard
from antiphon.telephony.entry_points import EntryPointBook
from antiphon.telephony.engine import TelephoneEngine
from antiphon.telephony.lines import Lines, PhoneServer
from antiphon.telephony.music_api import MusicShelf
from antiphon.telephony.store import LineSecrets
from antiphon.telephony.trials import TrunkTrials
from antiphon.telephony.trunks import TrunkBook
from antiphon.workforce.api import PlanReading
from antiphon.workforce.domain import ShiftBook
from antiphon.workforce.file_reader import PlanFileReader


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """The use cases about users and sessions; the command line needs no more than these."""

    store: IdentityStore
    sign_in: SignIn
    users: Users
    passwords: Passwords


async def open_identity(
    engine: AsyncEngine,
    tenant: TenantId,
    clock: Clock,
    *,
    cost: PasswordCost | None = None,
    limits: SessionLimits | None = None,
) -> Identity:
    """Users and sessions on this database, its tables brought up to date."""
    await migrate(engine, "identity", identity_tables.STEPS)
    store = IdentityStore(engine, tenant)
    passwords = Passwords(cost or PasswordCost())
    sign_in = SignIn(store, passwords, clock, limits)
    users = Users(store, passwords, sign_in, clock)
    return Identity(store=store, sign_in=sign_in, users=users, passwords=passwords)


async def open_lines(
    database: AsyncEngine, tenant: TenantId, centre: Centre, engine: TelephoneEngine, seal: Seal
) -> Lines:
    """The phones and trunks of a centre, its tables brought up to date, its secrets sealed."""
    await migrate(database, "telephony", line_tables.STEPS)
    secrets = LineSecrets(database, tenant, seal)
    await secrets.seal_older()
    trunks = centre.world.trunks.lines
    kept = [*trunks, *(edition.item for edition in trunks.removed())]
    await secrets.forget_others("trunk/", {f"trunk/{line.id}" for line in kept})
    return Lines(
        engine,
        secrets,
        agents=lambda: centre.world.agents.profiles,
        trunks=lambda: centre.world.trunks.lines,
        state_of=lambda trunk_id: centre.world.trunk_states.of(trunk_id),
        visits=lambda: centre.world.call_buttons.visits,
    )


def parts_of(
    centre: Centre,
    identity: Identity,
    lines: Lines,
    clock: Clock,
    *,
    submit: Callable[[Command], Awaitable[None]],
    lost_after_s: float = LOST_AFTER_S,
) -> Parts:
    """What routes may use; `submit` takes what people want of the centre."""
    parts, world = Parts(), centre.world

    def find_agent(user_id: UserId) -> AgentId | None:
        agent = world.agents.find_by_user(user_id)
        return agent.id if agent else None

    async def note(caller: Caller, action: str, subject: str, detail: Mapping[str, str]) -> None:
        entry = AuditEntry(
            at=clock.now(),
            user_id=caller.user_id,
            address=caller.address,
            action=action,
            subject=subject,
            detail=dict(detail),
        )
        await identity.store.note(entry)

    parts.add(IdentityStore, identity.store)
    parts.add(SignIn, identity.sign_in)
    parts.add(Users, identity.users)
    parts.add(AgentOfUser, AgentOfUser(find_agent))
    parts.add(AuditTrail, AuditTrail(note))
    parts.add(Commands, Commands(submit))
    _add_books(parts, world)
    parts.add(Oversight, oversight_of(world))
    _add_views(parts, world, clock)
    parts.add(NumberMask, NumberMask(world.region, world.entry_points.is_own_number))
    parts.add(DialTokens, DialTokens(clock))
    parts.add(
        FlowReferences,
        FlowReferences(lambda: world.routing.queues.items, lambda: world.agents.skills.items),
    )
    parts.add(ListReader, ListReader(RegionalNumbers(world.region)))
    parts.add(
        Trials,
        Trials(
            lambda dialled, number, at, keys: dry_run.attempt(
                world, dialled, number, at or clock.now(), keys=keys, is_now=at is None
            )
        ),
    )
    parts.add(Lines, lines)
    parts.add(TrunkTrials, TrunkTrials(clock))
    parts.add(Visitors, Visitors(centre, clock))
    parts.add(
        LiveStreams,
        LiveStreams(_live_hub(centre, clock, lost_after_s, parts), identity.sign_in, clock),
    )
    parts.add(DisplayStreams, _display_streams(centre, parts))
    return parts


def _add_views(parts: Parts, world: World, clock: Clock) -> None:
    parts.add(Threads, Threads(lambda agent_id: thread_of(world, agent_id, is_agent=False)))
    parts.add(Explanations, explanations_of(world, clock))
    parts.add(GoalReading, goal_reading_of(world, clock))
    parts.add(PlanReading, plan_reading_of(world, clock))
    parts.add(PlanFileReader, PlanFileReader())
    parts.add(ChoicePreviews, choice_previews_of(world, clock))
    parts.add(Directory, directory_of(world, clock))
    parts.add(TaskLists, TaskLists(lambda agent_id: tasks_of(world, agent_id)))


def _add_books(parts: Parts, world: World) -> None:
    parts.add(AgentBook, world.agents)
    parts.add(InterruptionBook, world.interruptions)
    parts.add(TeamBook, world.teams)
    parts.add(MonitoringPolicyBook, world.monitoring_policy)
    parts.add(WallboardBook, world.wallboards)
    parts.add(FloorMapBook, world.floor_maps)
    parts.add(NoticeBook, world.notices)
    parts.add(ShiftBook, world.shifts)
    parts.add(RoutingBook, world.routing)
    parts.add(InteractionBook, world.interactions)
    parts.add(ParkingBook, world.parking)
    parts.add(CustomerBook, world.customers)
    parts.add(CustomerDirectory, CustomerDirectory(world.customers))
    parts.add(DesktopBook, world.desktop)
    parts.add(PlanBook, world.plans)
    parts.add(NumberPrivacyBook, world.number_privacy)
    parts.add(FlowBook, world.flows)
    parts.add(AwayTextBook, world.away_text)
    parts.add(AdmissionBook, world.admission)
    parts.add(RecordingRuleBook, world.recording_rules)
    parts.add(EntryPointBook, world.entry_points)
    parts.add(TrunkBook, world.trunks)
    parts.add(CallBook, world.calls)
    parts.add(CallButtonBook, world.call_buttons)
    parts.add(DialGuard, world.dial_guard)
    parts.add(CallBackBook, world.call_backs)
    parts.add(VoicemailBook, world.voicemail)
    parts.add(VoicemailRights, VoicemailRights(partial(may_hear_voicemail, world)))


class PastParts(NamedTuple):
    """What reads the past in processes of its own."""

    past: Past
    what_ifs: WhatIfs

    async def close(self) -> None:
        """End those processes."""
        await self.past.close()
        await self.what_ifs.close()


def open_past(parts: Parts, source: Source, clock: Clock) -> PastParts:
    """Let routes ask for the past; whoever opens it closes it."""
    opened = PastParts(Past(source), WhatIfs(source, clock))
    parts.add(Past, opened.past)
    parts.add(WhatIfs, opened.what_ifs)
    return opened


def open_running_recordings(parts: Parts, centre: Centre, locate: Locate) -> None:
    """Let supervisors hear what is being said; `locate` knows where the engine writes it."""
    world = centre.world

    parts.add(RunningRecordings, RunningRecordings(world.recordings.heard_now, locate))


def open_phones(parts: Parts, engine_url: str, server: PhoneServer) -> None:
    """Let the phones in pages reach the engine; `engine_url` is its SIP WebSocket on loopback."""
    parts.add(PhoneServer, server)
    parts.add(PhoneGateway, PhoneGateway(engine_url, parts.get(Lines), parts.get(SignIn)))


def open_music(parts: Parts, folder: Path) -> None:
    """Let the music that the engine plays from `folder` be chosen and heard."""
    parts.add(MusicShelf, MusicShelf(partial(list_music, folder), partial(beginning, folder)))


def _live_hub(centre: Centre, clock: Clock, lost_after_s: float, parts: Parts) -> LiveHub:
    world = centre.world
    hub = LiveHub(
        CentreViews(world, clock),
        clock,
        is_ahead=lambda: centre.is_ahead,
        on_agent_lost=lambda agent_id: centre.tell(LoseAgent(agent_id=agent_id)),
        lost_after_s=lost_after_s,
        hide_numbers=frame_mask(parts.get(NumberMask), world.number_privacy),
    )
    centre.subscribe(lambda recorded: hub.hear([event for _, event in recorded]))
    # Whoever was ready when we stopped has to come back to stay so.
    for agent_id, live in world.agents.live.items():
        if live.presence is Presence.READY:
            hub.expect(agent_id)
    return hub


def _display_streams(centre: Centre, parts: Parts) -> DisplayStreams:
    displays = DisplayStreams(parts.get(LiveStreams), centre.world.wallboards)

    def end_revoked(recorded: Sequence[tuple[int, Event]]) -> None:
        for _, event in recorded:
            if isinstance(event, DisplayRevoked):
                displays.end(event.display_id)

    centre.subscribe(end_revoked)
    return displays


def build_app(
    parts: Parts,
    *,
    web_folder: Path,
    readiness: Callable[[], Mapping[str, bool]],
    background: Callable[[], Mapping[str, bool]] = dict,
    registry: CollectorRegistry,
) -> FastAPI:
    """The whole application."""
    parts.get(Technology).readiness = readiness
    return create_app(
        parts,
        ROUTERS,
        settings=WebSettings(web_folder=web_folder),
        readiness=readiness,
        background=background,
        registry=registry,
    )

"""Who decides about a command: one line for each, and nothing else may change the world.

What follows from the events of a decision: `reactions.py`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from antiphon.agents import contract as agents
from antiphon.agents import interruptions, skill_news
from antiphon.app.centre import floor, planned_changes, shifts, stuck, tasks, ticket_links
from antiphon.app.centre.entering import admission as asking
from antiphon.app.centre.entering import arrival, missed, templates, visitor_calls
from antiphon.app.centre.talking import (
    agent_lines,
    call_control,
    colleague_calls,
    conversation,
    flow_visits,
    hold_limit,
    monitoring,
    outbound,
    outside_phones,
    parked_calls,
    recorded_legs,
)
from antiphon.app.centre.talking import customer_choice as choosing
from antiphon.app.centre.waiting import call_back_wishes, diversion
from antiphon.app.centre.waiting import callbacks as call_back
from antiphon.app.centre.waiting import voicemail as messages
from antiphon.app.centre.world import World
from antiphon.call_buttons import contract as call_buttons
from antiphon.configuration import contract as configuration
from antiphon.customers import contract as customers
from antiphon.customers import number_privacy
from antiphon.desktop import contract as desktop
from antiphon.flows import away_text
from antiphon.flows import contract as flows
from antiphon.interactions import call_control as wishes
from antiphon.interactions import colleague_calls as internal
from antiphon.interactions import contract as interactions
from antiphon.interactions import customer_choice, outbound_calls, parking, wrap_up_forms
from antiphon.interactions import deadlines as timely
from antiphon.interactions import flow_visits as visits
from antiphon.interactions import hold_limit as holding
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.recordings import contract as recordings
from antiphon.recordings import rules as recording_rules
from antiphon.recordings import voicemail
from antiphon.routing import announcements, callbacks, lost_calls
from antiphon.routing import contract as routing
from antiphon.routing.admission import changes
from antiphon.routing.admission import contract as admission
from antiphon.routing.admission.templates import BuildTemplate, UndoTemplate
from antiphon.supervision import contract as supervision
from antiphon.supervision import floor_maps, goals, notices, wallboards
from antiphon.telephony import contract as telephony
from antiphon.telephony import dial_guard, trunk_states
from antiphon.tickets import contract as tickets
from antiphon.workforce import contract as workforce

Decision = Callable[[World, Any, datetime], Iterable[Event]]


def decide(world: World, command: Command, now: datetime) -> Iterable[Event]:
    """What follows from a command, decided by its line in the table; nothing has changed yet."""
    return DECISIONS[type(command)](world, command, now)


DECISIONS: dict[type[Command], Decision] = {
    # agents
    agents.ChangePresence: lambda w, c, now: w.agents.change_presence(c, now),
    agents.ReportPhone: lambda w, c, now: w.agents.report_phone(c, now),
    agents.ReleaseAgent: lambda w, c, now: w.agents.release(c, now),
    agents.SetOwnNumber: outside_phones.set_own_number,
    agents.SetOwnLine: agent_lines.set_own_line,
    agents.LoseAgent: lambda w, c, now: w.agents.lose(c, now),
    agents.SaveSkill: lambda w, c, now: w.agents.save_skill(c, now),
    agents.RemoveSkill: lambda w, c, now: w.agents.remove_skill(
        c, now, required_by=w.routing.names_requiring(c.id) + w.flows.names_asking_for(c.id)
    ),
    agents.SaveReasonCode: lambda w, c, now: w.agents.save_reason(c, now),
    agents.RemoveReasonCode: lambda w, c, now: w.agents.remove_reason(c, now),
    agents.SaveAgent: floor.save_agent,
    agents.RemoveAgent: lambda w, c, now: w.agents.remove_agent(c, now),
    agents.SaveTeam: lambda w, c, now: w.teams.save(c, now),
    agents.RemoveTeam: lambda w, c, now: w.teams.remove(c, now),
    skill_news.ReadSkills: lambda w, c, now: w.skill_news.read(c, now),
    interruptions.SaveInterruptions: lambda w, c, now: w.interruptions.save(c, now),
    interruptions.RestoreInterruptions: lambda w, c, now: w.interruptions.restore(c, now),
    interruptions.ChangeInterruptions: lambda w, c, now: w.interruptions.change(now),
    # supervision
    supervision.SetAgentState: floor.set_agent_state,
    supervision.AssignAgent: floor.assign_agent,
    supervision.PickWaiting: floor.pick_waiting,
    supervision.MoveWaiting: floor.move_waiting,
    supervision.FreeInteraction: floor.free,
    supervision.GiveBackParked: parked_calls.give_back,
    supervision.HealStuck: stuck.heal,
    supervision.SaveMonitoringPolicy: lambda w, c, now: w.monitoring_policy.save(c, now),
    supervision.StartMonitoring: monitoring.start,
    supervision.SetMonitorMode: monitoring.set_mode,
    supervision.StopMonitoring: monitoring.stop,
    supervision.JoinConversation: monitoring.join,
    supervision.TakeOver: monitoring.take_over,
    supervision.SendMessage: floor.send_message,
    supervision.ReadMessages: lambda w, c, now: w.messages.read(c, now),
    supervision.GiveTask: tasks.give,
    supervision.WithdrawTask: tasks.withdraw,
    goals.SetTeamGoals: lambda w, c, now: w.goals.set(c, now, w.teams.teams.get(c.team_id).name),
    supervision.RaiseHand: lambda w, c, now: w.messages.raise_hand(c, now),
    supervision.LowerHand: lambda w, c, now: w.messages.lower_hand(c, now),
    notices.PublishNotice: lambda w, c, now: w.notices.publish(c, now),
    notices.ReadNotice: lambda w, c, now: w.notices.read(c, now),
    notices.EndNotice: lambda w, c, now: w.notices.end(c, now),
    wallboards.SaveWallboard: lambda w, c, now: w.wallboards.save(c, now),
    wallboards.RemoveWallboard: lambda w, c, now: w.wallboards.remove(c, now),
    wallboards.AddDisplay: lambda w, c, now: w.wallboards.add_display(c, now),
    wallboards.RevokeDisplay: lambda w, c, now: w.wallboards.revoke_display(c, now),
    floor_maps.SaveFloorMap: lambda w, c, now: w.floor_maps.save(c, now),
    floor_maps.RemoveFloorMap: lambda w, c, now: w.floor_maps.remove(c, now),
    # routing
    routing.SaveQueue: lambda w, c, now: w.routing.save_queue(
        c, now, hours=w.flows.hours, trunks=w.trunks.lines
    ),
    routing.RemoveQueue: lambda w, c, now: w.routing.remove_queue(
        c, now, flows=w.flows.names_leading_to(c.id)
    ),
    routing.AcceptOffer: call_control.accept,
    routing.DeclineOffer: call_control.decline,
    routing.ExpireOffer: lambda w, c, now: w.routing.expire(c, now),
    routing.EndPreference: lambda w, c, now: w.routing.end_preference(c, now),
    routing.RelaxRequirement: diversion.relax,
    announcements.AnnouncePosition: lambda w, c, now: w.announcements.announce(
        c, w.routing, w.waits, w.quiet_hours, now
    ),
    # admission
    admission.SaveRules: lambda w, c, now: changes.save_rules(
        w.admission, c, now, asking.known_ids(w)
    ),
    admission.RestoreRules: lambda w, c, now: changes.restore_rules(w.admission, c, now),
    admission.SaveAdmissionPolicy: lambda w, c, now: changes.save_policy(
        w.admission, c, now, asking.known_ids(w)
    ),
    admission.RestoreAdmissionPolicy: lambda w, c, now: changes.restore_policy(w.admission, c, now),
    admission.DeclareEmergency: lambda w, c, now: changes.declare_emergency(
        w.admission, c, now, asking.known_ids(w)
    ),
    admission.LiftEmergency: lambda w, c, now: changes.lift_emergency(w.admission, c, now),
    admission.SaveListEntries: lambda w, c, now: changes.save_entries(
        w.admission, c, now, asking.known_ids(w)
    ),
    callbacks.RequestCallBack: call_back_wishes.request,
    callbacks.MoveCallBack: call_back_wishes.move,
    callbacks.AssignCallBack: call_back_wishes.assign,
    callbacks.StartCallBack: call_back.start,
    callbacks.CancelCallBack: call_back_wishes.cancel,
    lost_calls.DismissLostCall: call_back_wishes.dismiss_lost,
    lost_calls.AssignLostCall: call_back_wishes.assign_lost,
    admission.RemoveListEntries: lambda w, c, now: changes.remove_entries(w.admission, c, now),
    BuildTemplate: templates.build,
    UndoTemplate: templates.undo,
    # interactions
    interactions.SaveDisposition: lambda w, c, now: w.interactions.save_disposition(c, now),
    interactions.RemoveDisposition: lambda w, c, now: w.interactions.remove_disposition(c, now),
    wrap_up_forms.SaveWrapUpForm: ticket_links.save_form,
    wrap_up_forms.RemoveWrapUpForm: lambda w, c, now: w.interactions.remove_wrap_up_form(c, now),
    outbound_calls.PlaceCall: outbound.place,
    internal.CallColleague: colleague_calls.call,
    wishes.HoldInteraction: lambda w, c, now: w.interactions.hold(c, now),
    wishes.ResumeInteraction: lambda w, c, now: w.interactions.resume(c, now),
    wishes.HangUpInteraction: conversation.hang_up,
    wishes.TransferInteraction: call_control.transfer,
    wishes.StartConsult: call_control.start_consult,
    wishes.AddParty: call_control.add_party,
    wishes.ToggleConsult: call_control.toggle,
    wishes.MergeConsult: call_control.merge,
    wishes.CompleteConsult: call_control.complete,
    wishes.CancelConsult: call_control.cancel,
    wishes.LeaveConversation: call_control.leave,
    wishes.MuteParty: call_control.mute,
    wishes.RemoveParty: call_control.remove,
    holding.RemindOfHold: hold_limit.remind,
    parking.ParkInteraction: parked_calls.park,
    parking.PickUpParked: parked_calls.pick_up,
    parking.EndParking: parked_calls.end,
    visits.SendToFlow: flow_visits.send,
    visits.TakeBack: flow_visits.take_back,
    telephony.EndInvitation: call_control.end_invitation,
    wishes.SaveWrapUp: lambda w, c, now: w.interactions.save_wrap_up(c, now),
    wishes.FinishWrapUp: lambda w, c, now: w.interactions.finish_wrap_up(c, now),
    wishes.ExtendWrapUp: conversation.extend_wrap_up,
    timely.EndWrapUp: lambda w, c, now: w.interactions.end_wrap_up(c, now),
    timely.EndSuspension: conversation.end_suspension,
    timely.Overflow: arrival.overflow,
    # customers
    customers.SaveCustomer: lambda w, c, now: w.customers.save(c, now),
    customers.RemoveCustomer: lambda w, c, now: w.customers.remove(c, now),
    number_privacy.SaveNumberPrivacy: lambda w, c, now: w.number_privacy.save(c, now),
    number_privacy.RevealNumber: lambda w, c, now: w.number_privacy.reveal(c, now),
    customer_choice.ChooseCustomer: choosing.choose,
    customer_choice.AddCustomer: choosing.add,
    # desktop
    desktop.SaveScript: lambda w, c, now: w.desktop.save_script(c, now),
    desktop.RemoveScript: lambda w, c, now: w.desktop.remove_script(c, now),
    desktop.SaveSite: ticket_links.save_site,
    desktop.RemoveSite: ticket_links.remove_site,
    desktop.SaveScreenPop: lambda w, c, now: w.desktop.save_pop(c, now),
    desktop.RemoveScreenPop: lambda w, c, now: w.desktop.remove_pop(c, now),
    # tickets
    tickets.MakeTask: tasks.make,
    tickets.ChangeTask: lambda w, c, now: w.tasks.change(c, now),
    tickets.RemindOfTask: lambda w, c, now: w.tasks.remind(c, now),
    tickets.FinishTask: lambda w, c, now: w.tasks.finish(c, now),
    tickets.ReopenTask: lambda w, c, now: w.tasks.reopen(c, now),
    # workforce
    workforce.ChangeShifts: shifts.change,
    workforce.UndoShiftChange: shifts.undo,
    workforce.TurnPlan: lambda w, c, now: w.shifts.turn(c, now),
    # configuration
    configuration.PlanChange: lambda w, c, now: planned_changes.plan(w, c, now, decide),
    configuration.CarryOutPlan: lambda w, c, now: planned_changes.carry_out(w, c, now, decide),
    configuration.CancelPlan: lambda w, c, now: w.plans.cancel(c, now),
    # flows
    flows.SaveFlow: lambda w, c, now: w.flows.save_flow(
        c, now, queues=w.routing.queues.items, skills=w.agents.skills.items
    ),
    flows.RemoveFlow: lambda w, c, now: w.flows.remove_flow(
        c, now, entry_points=w.entry_points.names_leading_to(c.id)
    ),
    flows.SaveOpeningHours: lambda w, c, now: w.flows.save_hours(c, now),
    flows.RemoveOpeningHours: lambda w, c, now: w.flows.remove_hours(
        c, now, queues=w.routing.names_keeping(c.id)
    ),
    flows.TimeOutFlow: arrival.time_out_flow,
    away_text.SaveAwayText: lambda w, c, now: w.away_text.save(c, now),
    away_text.RestoreAwayText: lambda w, c, now: w.away_text.restore(c, now),
    # telephony
    telephony.SaveEntryPoint: lambda w, c, now: w.entry_points.save(c, now),
    telephony.RemoveEntryPoint: lambda w, c, now: w.entry_points.remove(c, now),
    trunk_states.ReportTrunk: lambda w, c, now: w.trunk_states.report(c, w.trunks.lines, now),
    telephony.SaveTrunk: lambda w, c, now: w.trunks.save(c, now),
    telephony.RemoveTrunk: lambda w, c, now: w.trunks.remove(c, now),
    telephony.HearEngine: arrival.hear,
    missed.RecordMissedCall: missed.record,
    telephony.RecoverAudio: agent_lines.recover_audio,
    telephony.OpenOwnLine: agent_lines.open_own,
    telephony.TendLines: agent_lines.tend_lines,
    telephony.GiveUpDialling: call_back.give_up_dialling,
    dial_guard.SaveDialRules: lambda w, c, now: w.dial_guard.save(c, now),
    dial_guard.RestoreDialRules: lambda w, c, now: w.dial_guard.restore(c, now),
    # call buttons
    call_buttons.SaveCallButton: lambda w, c, now: w.call_buttons.save_button(
        c, now, entry_points=w.entry_points.points.items
    ),
    call_buttons.RemoveCallButton: lambda w, c, now: w.call_buttons.remove_button(c, now),
    call_buttons.AllowVisit: visitor_calls.allow,
    call_buttons.ExpireVisit: lambda w, c, now: w.call_buttons.expire(c, now),
    # recordings
    recordings.PauseRecording: recorded_legs.pause,
    recordings.ResumeRecording: recorded_legs.resume,
    recording_rules.SaveRecordingRules: recorded_legs.save_rules,
    recording_rules.RestoreRecordingRules: lambda w, c, now: w.recording_rules.restore(c, now),
    voicemail.SaveVoicemailBox: messages.save_box,
    voicemail.RemoveVoicemailBox: messages.remove_box,
    voicemail.HearVoicemail: lambda w, c, now: w.voicemail.hear(c, now),
    voicemail.FinishVoicemail: messages.finish,
    voicemail.ReopenVoicemail: messages.reopen,
    voicemail.ExpireVoicemail: lambda w, c, now: w.voicemail.expire(c, now),
    recordings.NoteRecording: lambda w, c, now: w.recordings.note(c),
}

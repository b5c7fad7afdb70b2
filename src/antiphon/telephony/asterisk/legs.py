"""The book of legs: turns Asterisk's events into ours, each exactly once. No I/O, no clock.

Asterisk tells many things twice (a channel and its end point both report) and some late; the book
knows which were told. A leg that ended stays known for a while, so that a command repeated after
its end does not begin it anew.
"""

from collections import OrderedDict
from collections.abc import Container, Iterator
from datetime import UTC, datetime

import msgspec

from antiphon.kernel.ids import InteractionId, LegId
from antiphon.telephony.asterisk.ari import messages as ari
from antiphon.telephony.asterisk.causes import NOT_TOLD, cause_of
from antiphon.telephony.asterisk.dialplan import CAME, FULL
from antiphon.telephony.asterisk.phone_states import PhoneStates
from antiphon.telephony.asterisk.presses import Press, Presses
from antiphon.telephony.asterisk.pushed import owner_of, owner_of_channel
from antiphon.telephony.asterisk.text import clean_number, shown_name, shown_number
from antiphon.telephony.engine import (
    BridgeId,
    DigitPressed,
    EndCause,
    EngineEvent,
    LegAnswered,
    LegArrived,
    LegEnded,
    LegRinging,
    LegSnapshot,
    PlaybackEnded,
    PlaybackId,
    RecordingEnded,
    RecordingId,
    is_ear,
)

_MOST_REMEMBERED = 50_000
_STASIS = "Stasis"


class Leg(msgspec.Struct, kw_only=True):
    """What was told about a leg, and what we asked of it."""

    is_ours: bool
    is_up: bool = False
    # An earlier control plane may have begun things on it that we know nothing of.
    is_adopted: bool = False
    may_hear_music: bool = False
    is_ringing_told: bool = False
    is_answer_told: bool = False
    # The end of a leg that we ring, when Asterisk gives up by itself.
    rings_until: datetime | None = None
    hung_up_with: EndCause | None = None
    presses: Presses = msgspec.field(default_factory=Presses)


class LegBook:
    """Every leg that was told and has not ended."""

    def __init__(self) -> None:
        self._legs: dict[LegId, Leg] = {}
        self._ended: OrderedDict[str, None] = OrderedDict()
        self._finished: OrderedDict[str, None] = OrderedDict()
        self.phones = PhoneStates()

    def find(self, leg: LegId) -> Leg | None:
        """The leg, unless it ended or was never heard of."""
        return self._legs.get(leg)

    def is_empty(self) -> bool:
        """Whether no leg is known."""
        return not self._legs

    def has_ended(self, leg: LegId) -> bool:
        """Whether the leg is known to be over."""
        return leg in self._ended

    def ring(self, leg: LegId, *, until: datetime) -> Leg:
        """We are about to make a leg."""
        return self._legs.setdefault(leg, Leg(is_ours=True, rings_until=until))

    def forget(self, leg: LegId) -> None:
        """Whether this leg exists is unknown; its events will tell."""
        self._legs.pop(leg, None)

    def end(
        self, leg: LegId, *, at: datetime, cause: EndCause, by_far_end: bool
    ) -> Iterator[EngineEvent]:
        """The leg is over, unless that was told before."""
        if self._legs.pop(leg, None) is not None:
            _remember(self._ended, leg)
            yield LegEnded(at=at, leg=leg, cause=cause, by_far_end=by_far_end)

    def end_missing(
        self,
        channels: list[ari.Channel],
        at: datetime,
        *,
        is_new_engine: bool,
        unheard: Container[LegId] = (),
    ) -> Iterator[EngineEvent]:
        """Legs that ended while nobody listened: why is not known.

        What a new engine does not have, the old one took along, and who answered for nobody was
        cut off: nobody hung up.
        """
        for leg in self._legs.keys() - {LegId(channel.id) for channel in channels}:
            by_far_end = not is_new_engine and leg not in unheard
            yield from self.end(leg, at=at, cause=EndCause.FAILED, by_far_end=by_far_end)

    def answered(self, leg: LegId, at: datetime) -> Iterator[EngineEvent]:
        """The leg is up, unless that was told before."""
        known = self._legs.get(leg)
        if known and not known.is_answer_told:
            known.is_up = known.is_answer_told = True
            yield LegAnswered(at=at, leg=leg)

    def has_finished(self, thing: str) -> bool:
        """Whether the end of this playback or recording was told."""
        return thing in self._finished

    def finish(self, thing: str) -> bool:
        """Whether this is the first time that a playback or recording ends."""
        is_first = thing not in self._finished
        _remember(self._finished, thing)
        return is_first

    def events_of(self, event: ari.Event) -> Iterator[EngineEvent]:
        """What `event` means for us: nothing, or one event."""
        at = event.timestamp.astimezone(UTC)
        match event:
            case ari.StasisStart():
                yield from self._entered(event.channel, at)
            case ari.ChannelStateChange():
                yield from self._changed(event.channel, at)
            case ari.ChannelDestroyed():
                yield from self._destroyed(event, at)
            case ari.ChannelDtmfReceived():
                yield from self._pressed(event, at)
            case ari.PlaybackFinished():
                yield from self._played(event.playback, at)
            case ari.RecordingFinished() | ari.RecordingFailed():
                is_failed = isinstance(event, ari.RecordingFailed)
                yield from self._recorded(event.recording, is_failed, at)
            case ari.PeerStatusChange():
                phone, _ = owner_of(event.endpoint.resource)
                if phone:
                    is_reachable = event.peer.peer_status != "Unreachable"
                    yield from self.phones.reported(phone, at, is_reachable=is_reachable)
            case _:
                pass

    def snapshot(
        self, channels: list[ari.Channel], bridges: dict[LegId, BridgeId]
    ) -> dict[LegId, LegSnapshot]:
        """The legs among `channels`; those never told of are known from now on."""
        legs = {}
        for channel in channels:
            leg = LegId(channel.id)
            is_inside = channel.dialplan.app_name == _STASIS
            call = _call_of(channel)
            if leg in self._ended or is_ear(leg) or not (is_inside or call):
                continue
            is_up = channel.state == "Up" and is_inside
            known = self._legs.setdefault(leg, _adopted(call))
            known.is_up = known.is_up or is_up
            if call and is_up:
                known.is_answer_told = True
            legs[leg] = _leg_snapshot(channel, call, is_up, bridges.get(leg))
        return legs

    def _entered(self, channel: ari.Channel, at: datetime) -> Iterator[EngineEvent]:
        leg = LegId(channel.id)
        if leg in self._ended:
            return
        if _call_of(channel):
            self._legs.setdefault(leg, Leg(is_ours=True))
            yield from self.answered(leg, at)
        elif leg not in self._legs:
            # A late call was answered by the guard: up, and yet it waits for our answer.
            self._legs[leg] = Leg(is_ours=False, is_up=channel.state == "Up")
            yield _arrival(channel, at)

    def _changed(self, channel: ari.Channel, at: datetime) -> Iterator[EngineEvent]:
        leg = LegId(channel.id)
        if leg in self._ended:
            return
        if _call_of(channel):
            known = self._legs.setdefault(leg, Leg(is_ours=True))
            if channel.state == "Ringing" and not known.is_ringing_told:
                known.is_ringing_told = True
                yield LegRinging(at=at, leg=leg)
        elif channel.state == "Up":
            yield from self.answered(leg, at)

    def _destroyed(self, event: ari.ChannelDestroyed, at: datetime) -> Iterator[EngineEvent]:
        leg = LegId(event.channel.id)
        known = self._legs.get(leg)
        if known is None:
            yield from self._turned_away(event.channel, at)
            return
        cause = cause_of(event.cause, event.tech_cause)
        is_untold = event.cause == NOT_TOLD and not event.tech_cause
        if is_untold and (event.channel.state == "Up" or not known.is_ours):
            cause = EndCause.NORMAL  # Asterisk has nothing to say of a leg that ended as usual
        by_far_end = known.hung_up_with is None
        if known.hung_up_with is not None:
            cause = known.hung_up_with
            if known.is_ours and not known.is_up and cause is EndCause.NORMAL:
                cause = EndCause.CANCELLED
        elif known.is_ours and known.rings_until and at >= known.rings_until and not known.is_up:
            cause, by_far_end = EndCause.NO_ANSWER, False
        elif not known.is_ours and not known.is_up and cause is EndCause.NORMAL:
            cause = EndCause.CANCELLED
        yield from self.end(leg, at=at, cause=cause, by_far_end=by_far_end)

    def _turned_away(self, channel: ari.Channel, at: datetime) -> Iterator[EngineEvent]:
        leg = LegId(channel.id)
        if channel.dialplan.context == FULL and leg not in self._ended:
            came_at = min(at, channel.creationtime.astimezone(UTC))
            yield _arrival(channel, came_at, is_turned_away=True)
            self._legs[leg] = Leg(is_ours=False)
            yield from self.end(leg, at=at, cause=EndCause.CONGESTION, by_far_end=False)

    def _pressed(self, event: ari.ChannelDtmfReceived, at: datetime) -> Iterator[EngineEvent]:
        leg = LegId(event.channel.id)
        known = self._legs.get(leg)
        if known and known.presses.is_new(Press(event.digit, event.duration_ms, at)):
            yield DigitPressed(at=at, leg=leg, digit=event.digit)

    def _played(self, playback: ari.Playback, at: datetime) -> Iterator[EngineEvent]:
        leg = LegId(playback.target_uri.removeprefix("channel:"))
        if leg in self._legs and self.finish(playback.id):
            yield PlaybackEnded(
                at=at,
                leg=leg,
                playback=PlaybackId(playback.id),
                is_failed=playback.state == "failed",
            )

    def _recorded(
        self, recording: ari.LiveRecording, is_failed: bool, at: datetime
    ) -> Iterator[EngineEvent]:
        leg = LegId(recording.target_uri.removeprefix("channel:"))
        if self.finish(recording.name):
            yield RecordingEnded(
                at=at,
                leg=leg,
                recording=RecordingId(recording.name),
                seconds=float(recording.duration or 0),
                is_failed=is_failed,
            )


def _adopted(call: InteractionId | None) -> Leg:
    return Leg(is_ours=call is not None, is_adopted=True, may_hear_music=True)


def _call_of(channel: ari.Channel) -> InteractionId | None:
    call = channel.accountcode
    return InteractionId(call) if call and call != CAME else None


def _arrival(channel: ari.Channel, at: datetime, *, is_turned_away: bool = False) -> LegArrived:
    phone, trunk = owner_of_channel(channel.name)
    return LegArrived(
        at=at,
        leg=LegId(channel.id),
        dialled=clean_number(channel.dialplan.exten),
        caller_number=shown_number(channel.caller.number),
        caller_name=shown_name(channel.caller.name),
        trunk=trunk,
        phone=phone,
        is_turned_away=is_turned_away,
    )


def _leg_snapshot(
    channel: ari.Channel, call: InteractionId | None, is_up: bool, bridge: BridgeId | None
) -> LegSnapshot:
    phone, trunk = owner_of_channel(channel.name)
    return LegSnapshot(
        leg=LegId(channel.id),
        created_at=channel.creationtime.astimezone(UTC),
        is_up=is_up,
        dialled="" if call else clean_number(channel.dialplan.exten),
        caller_number=shown_number(channel.caller.number),
        caller_name=shown_name(channel.caller.name),
        call=call,
        bridge=bridge,
        trunk=trunk,
        phone=phone,
    )


def _remember(things: OrderedDict[str, None], thing: str) -> None:
    things[thing] = None
    if len(things) > _MOST_REMEMBERED:
        things.popitem(last=False)

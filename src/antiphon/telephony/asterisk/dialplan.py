"""The dialplan: what Asterisk does with a call before we have it, and when we are not there.

The guard: every second we write Asterisk's own time into ANTIPHON_BEAT. A call enters Stasis only
while that beat is fresh; otherwise it tries again, and hears music after a second; after
`_PATIENCE` tries, a text that was spoken beforehand. The caller notices no gap below a second.
A call that ends while we do not have it is noted for us to read later (`missed.py`); so is one that
may have come to us after our last sign of life: it ends while the beat is old, or it was here for
no longer than a beat may be old before anybody doubts it, and nothing shows that we did something
with it. Notes are global variables, which Asterisk searches one by one: they must stay few.
A leg of ours that is answered while we are away waits in the same way. Who answered, and was sent
away or hung up before we were back, is noted too: we called, and were not there.
Nothing a caller sends is ever expanded here: numbers and names reach us as fields of events, and in
notes percent-encoded. A
number that is none (`_LETTERS`, `_LONGEST`) meets no extension, so it is refused with 404 before
there is a channel: one channel whose number is no valid text would spoil every list of channels.
"""

from pathlib import Path

from antiphon.telephony.asterisk.causes import q850_of
from antiphon.telephony.engine import EndCause

APPLICATION = "antiphon"
BEAT = "ANTIPHON_BEAT"
# Of so many of a thousand new calls from outside we want to hear only that they were refused.
OF_A_THOUSAND = "ANTIPHON_AWAY"
# What tells a leg of ours from one that came, and of which call it is: a field that Asterisk names
# with each channel anyway. Had it to name a variable, it would describe the channel anew, and tell
# that, each time any variable of it is set.
CALL = "CHANNEL(accountcode)"
# Said of every channel that came; one without would take over that of whom it is joined with.
CAME = "came"
RECORDING = "ANTIPHON_RECORDING"
ARRIVING = "antiphon-arriving"
# What our agents' phones may call beside: nobody, to hear themselves.
PHONES = "antiphon-phones"
ANSWERED = "antiphon-answered"
# A leg of ours that is with us. Nothing is done at its end, so nothing is worked out there.
OURS = "antiphon-ours"
# The far half of a leg that goes over an open line.
LINES = "antiphon-lines"
# Here ends who is turned away. Nothing is done at the end, so that the dialled number stays known.
FULL = "antiphon-full"
RECORDED = "recorded"
PLAIN = "plain"
DIALLED = "dialled"
# How many notes were made so far; the notes themselves are in `note_in(number % MISSED_SLOTS)`.
MISSED = "ANTIPHON_MISSED"
MISSED_SLOTS = 1_000
SENT_AWAY = "sent_away"
SYSTEM_NAME_LENGTH = 11
UNHEARD = "unheard"

_STALE_S = 3
# A beat of this age may be the last one.
_DOUBTFUL_S = 2
# In tries: when the caller is answered to hear music, and when we give up. They are a quarter
# second apart before the music, and a second from then on: with an overloaded engine many wait
# here, and each try costs it as much as the whole way in.
_MUSIC_AT = 4
_PATIENCE = 13
_PAUSE = f"${{IF($[${{TRIES}} < {_MUSIC_AT}]?0.25:1)}}"
# What an agent's phone dials to hear itself: the page's by name, a desk phone's by digits.
ECHO, ECHO_DIGITS = "echo", "*43"
_ECHO = "antiphon-echo"
_ECHO_S = 120
_GUARD = "antiphon-guard"
_NOTING = "antiphon-noting"
_LETTERS = "[0-9A-Za-z+*#.]"
# Asterisk cuts a pattern after 255 characters; what is longer than the first kind is digits only.
# `h` is what Asterisk goes to at a call's end, where there is one.
_ALL_BUT_H = (f"{_LETTERS}{_LETTERS}!", _LETTERS.replace("a-z", "a-gi-z"))
_LONGEST_MIXED = 16
_LONGEST = 40

_AGE = f"${{EPOCH}} - 0${{GLOBAL({BEAT})}}"
_IS_STALE = f"$[{_AGE} > {_STALE_S}]"
# Of a call that is outside: it was let in after its end.
_NEVER = 9_999_999_999
# The channel's name for Asterisk begins with the system's name, then the second in which it came.
_CAME = f"${{UNIQUEID:{SYSTEM_NAME_LENGTH + 1}:10}}"
_REFUSALS = (
    EndCause.BUSY,
    EndCause.CONGESTION,
    EndCause.DECLINED,
    EndCause.FAILED,
    EndCause.NUMBER_UNKNOWN,
)
# Nobody answered it, and nobody sent it away: then the caller may have been alone with us.
_IS_UNTOUCHED = " & ".join(
    (
        '"${CHANNEL(state)}" != "Up"',
        *(f"0${{HANGUPCAUSE}} != {q850_of(cause)}" for cause in _REFUSALS),
    )
)
# Where there is nothing more to do: no such step. Asterisk would else go on with the second one of
# `h`, which any pattern gives it: through our application again, with a caller who is gone.
_OVER = f"{_NOTING},over,1"
_AT_THE_END = (
    f"exten => h,1,GotoIf($[{_AGE} >= {_DOUBTFUL_S} | ${{EPOCH}} - 0${{SINCE}} < {_DOUBTFUL_S}"
    f" | (${{EPOCH}} - {_CAME} < {_DOUBTFUL_S} & {_IS_UNTOUCHED})]?{_NOTING},note,1:{_OVER})"
)
# Our own phones are let in.
_IS_TURNED_AWAY = (
    f'${{RAND(0,999)}} < 0${{GLOBAL({OF_A_THOUSAND})}} & "${{CONTEXT}}" = "{ARRIVING}"'
)
# Both may have changed since the call was sent this way.
_MAY_COME = f"{_AGE} > {_STALE_S} | 0${{GLOBAL({OF_A_THOUSAND})}} = 0"
_WAS_NEVER_OURS = '$["${TRIES}" != "" & "${STASISSTATUS}" != "SUCCESS"]'
_STASIS = f" same => n,Stasis({APPLICATION})"


def dialplan(away_prompt: Path) -> str:
    """extensions.conf. `away_prompt` is a sound file's path without its suffix."""
    mixed = [_LETTERS * length for length in range(1, _LONGEST_MIXED + 1)]
    digits = ["[0-9+]" + "X" * length for length in range(_LONGEST_MIXED, _LONGEST)]
    arriving = "".join(_arriving(pattern) for pattern in (*mixed, *digits))
    goodbye = _goodbye(away_prompt)
    return f"""\
[general]
static=yes
writeprotect=yes
clearglobalvars=no

[globals]
{BEAT}=0
{OF_A_THOUSAND}=0

; A call from a trunk or from one of our phones. While we live it is with us after three steps: each
; one more is told to us with the whole channel, and costs as much as a request. So whether nobody
; is there or too many are is asked in one.
; 180 makes the caller hear that something happens
; even if we freeze in the three seconds before the guard can know it.
[{ARRIVING}]
{_AT_THE_END}
{arriving}
{_full()}
; A call from an agent's phone: as any other, but for the two names of the echo.
[{PHONES}]
exten => {ECHO},1,Goto({_ECHO},say,1)
exten => {ECHO_DIGITS},1,Goto({_ECHO},say,1)
include => {ARRIVING}

; Whoever calls hears oneself; it is no call that anybody notes.
[{_ECHO}]
exten => say,1,Set(TIMEOUT(absolute)={_ECHO_S})
 same => n,Answer()
 same => n,Echo()
 same => n,Hangup()

; Nobody is there, or we sent the call back.
[{_GUARD}]
{_AT_THE_END}
exten => _.,1(try),GotoIf({_IS_STALE}?late)
 same => n,Set(SINCE=${{EPOCH}})
{_STASIS}
{_retried(f"Set(SINCE={_NEVER})")}
 same => n(fallback),Set(WAY={SENT_AWAY})
 same => n,Answer()
{goodbye}
 same => n(ring),Ringing()
 same => n,Goto(late)

; A call that ended, unless we were surely told of it.
[{_NOTING}]
exten => note,1,Set(IS_MINE=${{LOCK(antiphon-missed)}})
 same => n,Set(GLOBAL({MISSED})=$[0${{GLOBAL({MISSED})}} + 1])
 same => n,Set(GLOBAL({note_in(f"$[${{GLOBAL({MISSED})}} % {MISSED_SLOTS}]")})={_NOTE})
 same => n,Set(IS_MINE=${{UNLOCK(antiphon-missed)}})

{_legs_of_ours(goodbye)}
{_over_lines()}"""


def _over_lines() -> str:
    return f"""
; A leg over a line that is open: it rings until we join the two.
[{LINES}]
{"".join(_waiting(pattern) for pattern in _ALL_BUT_H)}"""


def _waiting(pattern: str) -> str:
    return f"""\
exten => _{pattern},1,Ringing()
{_STASIS}
 same => n,Hangup()
"""


def _legs_of_ours(goodbye: str) -> str:
    return f"""\
; A leg that we made was answered: the recording starts before we are told. Each side has a file
; of its own: of a leg that speaks opus, Asterisk writes only the first sixth of each frame into a
; file of both.
[{ANSWERED}]
exten => {RECORDED},1,MixMonitor({recorder(f"${{{RECORDING}}}")})
 same => n,GotoIf({_IS_STALE}?{PLAIN},late:{OURS},{PLAIN},1)
exten => {PLAIN},1(try),GotoIf({_IS_STALE}?late:{OURS},{PLAIN},1)
{_retried("NoOp()")}
 same => n(fallback),Hangup(34)
exten => {DIALLED},1(try),GotoIf({_IS_STALE}?late:{OURS},{DIALLED},1)
{_retried("NoOp()")}
 same => n(fallback),NoOp()
{goodbye}
exten => h,1,GotoIf({_WAS_NEVER_OURS}?unheard,1)
exten => unheard,1,Set(WAY={UNHEARD})
 same => n,Goto({_NOTING},note,1)

[{OURS}]
{_ours(PLAIN)}
{_ours(DIALLED)}"""


def _ours(extension: str) -> str:
    return f"""\
exten => {extension},1,Stasis({APPLICATION})
 same => n,Goto({ANSWERED},{extension},back)"""


def _goodbye(away_prompt: Path) -> str:
    # The tone is for a folder that was never ready to take calls, so that nobody has spoken yet.
    return f"""\
 same => n,StopMusicOnHold()
 same => n,Playback({away_prompt})
 same => n,GotoIf($["${{PLAYBACKSTATUS}}" = "SUCCESS"]?said)
 same => n,Playtones(congestion)
 same => n,Wait(4)
 same => n(said),Wait(1)
 same => n,Hangup(34)"""


def recorder(files: str) -> str:
    """How a leg is recorded: each side in a file of its own, whose names begin with `files`."""
    return f",r({files}.agent.raw)t({files}.customer.raw)"


def note_in(slot: object) -> str:
    """The global variable that holds the note in this slot."""
    return f"{MISSED}_{slot}"


def _encoded(what: str, most: int) -> str:
    return f"${{URIENCODE(${{{what}:0:{most}}})}}"


_NOTE = "|".join(
    (
        "${UNIQUEID}",
        "${EPOCH}",
        _encoded("CALLERID(dnid)", 40),
        _encoded("CALLERID(num)", 80),
        _encoded("CALLERID(name)", 240),
        _encoded("CHANNEL", 80),
        "${WAY}",
    )
)


def _arriving(pattern: str) -> str:
    return f"""\
exten => _{pattern},1,GotoIf($[{_AGE} > {_STALE_S} | {_IS_TURNED_AWAY}]?{FULL},${{EXTEN}},1)
 same => n,Ringing()
{_STASIS}
 same => n,Goto({_GUARD},${{EXTEN}},back)
"""


def _full() -> str:
    return f"""\
; More come than can be served: the caller's side hears at once that there is no room.
[{FULL}]
{"".join(_refused(pattern) for pattern in _ALL_BUT_H)}"""


def _refused(pattern: str) -> str:
    return f"""\
exten => _{pattern},1,GotoIf($[{_MAY_COME}]?{_GUARD},${{EXTEN}},ring)
 same => n,Hangup({q850_of(EndCause.CONGESTION)})
"""


def _retried(first: str) -> str:
    """What follows the way into our application; `first` is done when it is closed."""
    return f"""\
 same => n(back),GotoIf($["${{STASISSTATUS}}" != "SUCCESS"]?late)
 same => n,Hangup()
 same => n(late),{first}
 same => n,Set(TRIES=$[0${{TRIES}} + 1])
 same => n,GotoIf($[${{TRIES}} > {_PATIENCE}]?fallback)
 same => n,GotoIf($[${{TRIES}} != {_MUSIC_AT}]?pause)
 same => n,Answer()
 same => n,StartMusicOnHold()
 same => n(pause),Wait({_PAUSE})
 same => n,Goto(try)"""

"""Debian's Asterisk drops sound that it takes for late; the check is taken out of our own copy.

Debian's patch for lost packets (`2016_opus_plc.patch`, Debian bug 1060275) has a path between two
codecs remember the RTP number of its last frame, and drop what comes with a lower one. But a path
outlives the stream it was made for. Who takes another's place may begin with a lower number, and
what is mixed for a conference bears none: either is dropped until the numbers have come round, for
up to eleven minutes, without a word in any log. Asterisk itself has no such check.

It is one conditional jump at the beginning of `ast_translate`, "no number is remembered yet: go
on". Made unconditional, it leaves Asterisk as its authors wrote it.
"""

import re
from pathlib import Path

from antiphon.telephony.asterisk.packages import write_atomically

# Each reads the remembered number (`seqno`, 0x88 bytes into the path), compares it with 0xffff and
# jumps if it is above. The group is the byte to be changed: into `jmp`, or into "always".
_X86 = (
    rb"\x8b[\x80-\xbf]\x88\0\0\0"  # mov 0x88(path),number
    rb"(?:\x81[\xf8-\xff]|\x3d)\xff\xff\0\0"  # cmp $0xffff,number
    rb"(\x77)"  # ja
)
_ANY = rb"(?:[\0-\xff]{4})"
_ARM = (
    rb"[\xe0-\xff]\xff\x9f\x52" + _ANY + rb"{0,6}"  # mov w?,#0xffff
    rb"[\0-\xff][\x88-\x8b]\x40\xb9" + _ANY + rb"{0,6}"  # ldr number,[path,#0x88]
    rb"[\x1f\x3f\x5f\x7f\x9f\xbf\xdf\xff][\0-\x03][\0-\x1f]\x6b"  # cmp number,w?
    rb"([\x08\x28\x48\x68\x88\xa8\xc8\xe8])[\0-\xff]{2}\x54"  # b.hi
)


def drops_late_frames(program: Path) -> bool:
    """Whether this Asterisk has the check, as far as it can be recognised."""
    return _find(_read(program)) is not None


def let_late_frames_pass(program: Path) -> bool:
    """Take the check out of a program that is ours to change; whether it had one."""
    content = _read(program)
    jump = _find(content)
    if jump is None:
        return False
    at = jump.start(1)
    always = b"\xeb" if content[at] == 0x77 else bytes([content[at] | 0x0E])
    mode = program.stat().st_mode
    write_atomically(program, content[:at] + always + content[at + 1 :])
    program.chmod(mode)
    return True


def _read(program: Path) -> bytes:
    try:
        return program.read_bytes()
    except OSError:
        return b""


def _find(content: bytes) -> re.Match[bytes] | None:
    # A second place that looks like it would mean that this is not the code we know.
    found = [match for pattern in (_X86, _ARM) for match in re.finditer(pattern, content)]
    return found[0] if len(found) == 1 else None

"""Asterisk's numbers for why a call ended, and ours.

`cause_of` reads SIP's status where there is one, since Q.850 knows less; `q850_of` picks the code
whose SIP answer says to a caller's side what we mean.
"""

from antiphon.telephony.engine import EndCause

# The Q.850 cause of a leg that ended without one.
NOT_TOLD = 0
_BY_STATUS = {
    **dict.fromkeys((486, 600), EndCause.BUSY),
    **dict.fromkeys((408, 480), EndCause.NO_ANSWER),
    **dict.fromkeys((401, 403, 407, 603, 607), EndCause.DECLINED),
    **dict.fromkeys((404, 410, 484, 485, 604), EndCause.NUMBER_UNKNOWN),
    **dict.fromkeys((500, 502, 503, 504), EndCause.CONGESTION),
    **dict.fromkeys((415, 488, 606), EndCause.CODEC_MISMATCH),
    487: EndCause.CANCELLED,
}
_BY_Q850 = {
    **dict.fromkeys((16, 26, 32), EndCause.NORMAL),
    17: EndCause.BUSY,
    **dict.fromkeys((18, 19), EndCause.NO_ANSWER),
    21: EndCause.DECLINED,
    **dict.fromkeys((1, 2, 3, 22, 28), EndCause.NUMBER_UNKNOWN),
    **dict.fromkeys((20, 27), EndCause.UNREACHABLE),
    **dict.fromkeys((34, 38, 41, 42), EndCause.CONGESTION),
    **dict.fromkeys((58, 65, 79, 88), EndCause.CODEC_MISMATCH),
}
_Q850 = {
    EndCause.NORMAL: 16,
    EndCause.BUSY: 17,
    EndCause.NO_ANSWER: 19,
    EndCause.DECLINED: 21,
    EndCause.UNREACHABLE: 20,
    EndCause.NUMBER_UNKNOWN: 1,
    EndCause.CONGESTION: 34,
    EndCause.CODEC_MISMATCH: 58,
    EndCause.CANCELLED: 16,
    EndCause.FAILED: 38,
}


def cause_of(q850: int, status: int | None) -> EndCause:
    """Why a channel ended, from its Q.850 cause and the last SIP status."""
    found = _BY_STATUS.get(status) if status else None
    return found or _BY_Q850.get(q850, EndCause.FAILED)


def q850_of(cause: EndCause) -> int:
    """The code to hang a channel up with."""
    return _Q850[cause]

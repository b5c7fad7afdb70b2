"""What the doctor says about one thing."""

from enum import StrEnum

import msgspec


class Verdict(StrEnum):
    """What a finding means."""

    GOOD = "ok"
    HINT = "--"
    BAD = "!!"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at, and what to do when it is not good."""

    what: str
    verdict: Verdict
    says: str
    remedy: str = ""

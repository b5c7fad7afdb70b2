"""Why a trunk carries no calls: a code that has a text in each language, and what goes with it."""

from enum import StrEnum

import msgspec


class TrunkReason(StrEnum):
    """What is wrong with a trunk."""

    NO_ANSWER = "no_answer"
    NAME_UNKNOWN = "name_unknown"
    # Nothing listens at that port.
    PORT_CLOSED = "port_closed"
    NO_ROUTE = "no_route"
    # We serve our own machine alone.
    ONLY_LOCAL = "only_local"
    CERTIFICATE_EXPIRED = "certificate_expired"
    # It is another host's.
    CERTIFICATE_NAME = "certificate_name"
    # Nobody whom we trust vouches for it.
    CERTIFICATE_UNKNOWN = "certificate_unknown"
    TLS = "tls"
    NOT_SIP = "not_sip"
    # The carrier says no; `status` tells which.
    STATUS = "status"
    # The engine does not take the trunk's settings.
    NOT_TAKEN = "not_taken"
    OTHER = "other"


class TrunkTrouble(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a trunk carries no calls; `said` are the engine's or the system's own words."""

    reason: TrunkReason
    status: int | None = None
    said: str = ""

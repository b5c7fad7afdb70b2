"""Phones and trunks as the objects that are pushed into Asterisk's SIP configuration."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from antiphon.kernel.ids import TrunkId
from antiphon.telephony.asterisk.dialplan import ARRIVING, CAME, PHONES
from antiphon.telephony.engine import Phone, PhoneId, PhoneKind
from antiphon.telephony.trunk import Trunk

CONFIGURATION = "res_pjsip"
_TRUNK = "trunk-"
_NAME = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]{0,59}")

# The same for every end point: no media past us, nothing that costs messages without a use, and a
# party that sends no more sound is gone.
_ENDPOINT = {
    "context": ARRIVING,
    "accountcode": CAME,
    "direct_media": "no",
    "rtp_symmetric": "yes",
    "force_rport": "yes",
    "send_connected_line": "no",
    "trust_connected_line": "no",
    "allow_subscribe": "no",
    "allow_transfer": "no",
    "allow_overlap": "no",
    "rtp_timeout": "60",
    "rtp_timeout_hold": "600",
    # A line that is kept open says nothing between calls; routers on the way shall remember it.
    "rtp_keepalive": "15",
    "dtmf_mode": "rfc4733",
    "moh_suggest": "default",
    # Unless it is given, Asterisk reads its own "<unknown>" back as a number on the second push.
    "callerid": "",
}


_ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 (compared with, not bound to)

# Each says both: what is not said again stays as it was.
_ENCRYPTION = {
    "off": {"media_encryption": "no", "media_encryption_optimistic": "no"},
    "optional": {"media_encryption": "sdes", "media_encryption_optimistic": "yes"},
    "required": {"media_encryption": "sdes", "media_encryption_optimistic": "no"},
}


class PushedObject(msgspec.Struct, frozen=True, kw_only=True):
    """One object: its type, its name, its fields."""

    type: str
    id: str
    fields: Mapping[str, str]

    def wire(self) -> list[dict[str, str]]:
        """The fields as the interface wants them."""
        return [{"attribute": name, "value": value} for name, value in self.fields.items()]


def phone_objects(phone: Phone, *, media_address: str) -> Sequence[PushedObject]:
    """What makes a phone known, in the order to push it.

    Raises:
        ValueError: the id cannot be a name in Asterisk.
    """
    name = phone_endpoint(phone.id)
    browser = {
        "webrtc": "yes",
        "dtls_auto_generate_cert": "yes",
        "allow": "!all,opus,ulaw",
    }
    desk = {
        "allow": "!all,g722,ulaw,alaw",
        "rewrite_contact": "yes",
    }
    kind = desk if phone.kind is PhoneKind.SIP else browser
    secret = {"auth_type": "userpass", "username": name, "password": phone.secret}
    fields = {**_ENDPOINT, **_media(media_address), "auth": name, **kind}
    auth = PushedObject(type="auth", id=name, fields=secret)
    if phone.kind is PhoneKind.VISITOR:
        # Without a place to register it can be called by nobody.
        return (auth, PushedObject(type="endpoint", id=name, fields=fields))
    return (
        auth,
        PushedObject(
            type="aor",
            id=name,
            fields={"max_contacts": "1", "remove_existing": "yes", "minimum_expiration": "30"},
        ),
        PushedObject(type="endpoint", id=name, fields={**fields, "context": PHONES, "aors": name}),
    )


def trunk_objects(trunk: Trunk, *, media_address: str) -> Sequence[PushedObject]:
    """What makes a trunk known, in the order to push it. Raises ValueError as `phone_objects`."""
    name = trunk_endpoint(trunk.id)
    uri = trunk_uri(trunk)
    objects = []
    with_secret = {}
    if trunk.username and trunk.secret is not None:
        secret = {"auth_type": "userpass", "username": trunk.username, "password": trunk.secret}
        objects.append(PushedObject(type="auth", id=name, fields=secret))
        with_secret = {"outbound_auth": name, "from_user": trunk.username}
    objects += [
        PushedObject(type="aor", id=name, fields={"contact": uri}),
        PushedObject(
            type="endpoint",
            id=name,
            fields={
                **_ENDPOINT,
                "aors": name,
                "identify_by": "ip",
                "allow": ",".join(("!all", *trunk.codecs)),
                "trust_id_inbound": "yes",
                "from_domain": trunk.host,
                **_media(media_address),
                **_ENCRYPTION[trunk.srtp],
                **with_secret,
            },
        ),
        PushedObject(
            type="identify",
            id=name,
            fields={"endpoint": name, "match": ",".join(trunk.addresses or (trunk.host,))},
        ),
    ]
    if trunk.registers and trunk.username:
        registration = {
            "server_uri": uri,
            "client_uri": f"sip:{trunk.username}@{trunk.host}:{trunk.port}",
            "contact_user": trunk.username,
            "transport": trunk.transport,
            "retry_interval": "30",
            "forbidden_retry_interval": "300",
            # A wrong password is put right at either side: try on.
            "fatal_retry_interval": "300",
            "auth_rejection_permanent": "no",
            "max_retries": "1000000",
            **({"outbound_auth": name} if with_secret else {}),
        }
        objects.append(PushedObject(type="registration", id=name, fields=registration))
    return objects


def _media(address: str) -> Mapping[str, str]:
    """Sound is sent and received at one address, unless we are to be reached at all of ours."""
    if address in _ANYWHERE:
        return {}
    return {"media_address": address, "bind_rtp_to_media_address": "yes"}


def trunk_uri(trunk: Trunk) -> str:
    """Where a trunk is, as Asterisk writes it."""
    host = f"[{trunk.host}]" if ":" in trunk.host else trunk.host
    return f"sip:{host}:{trunk.port};transport={trunk.transport}"


def phone_endpoint(phone: PhoneId) -> str:
    """The end point's name, which is also the user the phone registers as."""
    if not _NAME.fullmatch(phone) or phone.startswith(_TRUNK):
        raise ValueError(f"{phone!r} cannot be a phone's name")
    return phone


def trunk_endpoint(trunk: TrunkId) -> str:
    """The end point's name of a trunk."""
    if not _NAME.fullmatch(trunk):
        raise ValueError(f"{trunk!r} cannot be a trunk's name")
    return _TRUNK + trunk


def owner_of(endpoint: str) -> tuple[PhoneId | None, TrunkId | None]:
    """Whose end point this is."""
    if endpoint.startswith(_TRUNK):
        return None, TrunkId(endpoint.removeprefix(_TRUNK))
    return PhoneId(endpoint), None


def owner_of_channel(name: str) -> tuple[PhoneId | None, TrunkId | None]:
    """Whose channel this is, by a name such as `PJSIP/anna-0000002a`; over a line nobody's."""
    technology, _, rest = name.partition("/")
    return (None, None) if technology == "Local" else owner_of(rest.rpartition("-")[0])

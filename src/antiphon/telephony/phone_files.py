"""Files that set up a desk phone by themselves, as two makers' phones read them. Pure.

The names of the parameters are the makers' own: those of Yealink's templates, and the P-values of
Grandstream's guide.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from xml.sax.saxutils import escape

import msgspec

REGISTER_AGAIN_S = 120


class Maker(StrEnum):
    """Whose phone it is."""

    YEALINK = "yealink"
    GRANDSTREAM = "grandstream"


class PhoneAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What a desk phone has to know; with `is_tls` it registers over TLS, else over UDP."""

    display_name: str
    username: str
    secret: str
    host: str
    port: int
    is_tls: bool = False


class PhoneFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file for the phone's page of settings, or for a server that phones fetch theirs from."""

    name: str
    media_type: str
    text: str


def phone_file(maker: Maker, account: PhoneAccount) -> PhoneFile:
    """The file for the phone of this maker."""
    return _WRITERS[maker](account)


def _yealink(account: PhoneAccount) -> PhoneFile:
    values = {
        "enable": 1,
        "label": account.display_name,
        "display_name": account.display_name,
        "user_name": account.username,
        "auth_name": account.username,
        "password": account.secret,
        "sip_server.1.address": account.host,
        "sip_server.1.port": account.port,
        "sip_server.1.transport_type": 2 if account.is_tls else 0,
        "sip_server.1.expires": REGISTER_AGAIN_S,
        "dtmf.type": 1,
        "srtp_encryption": 0,
        "subscribe_mwi": 0,
        "codec.g722.enable": 1,
        "codec.g722.priority": 1,
        "codec.pcma.enable": 1,
        "codec.pcma.priority": 2,
        "codec.pcmu.enable": 1,
        "codec.pcmu.priority": 3,
        "codec.g729.enable": 0,
    }
    lines = [f"account.1.{key} = {_one_line(value)}" for key, value in values.items()]
    return PhoneFile(
        name=f"{account.username}.cfg",
        media_type="text/plain",
        # The phone takes a file for its own only with just this first line.
        text="\n".join(["#!version:1.0.0.1", *lines, ""]),
    )


def _grandstream(account: PhoneAccount) -> PhoneFile:
    values: Mapping[str, object] = {
        "P271": 1,  # the account is active
        "P270": account.display_name,
        "P3": account.display_name,
        "P35": account.username,
        "P36": account.username,
        "P34": account.secret,
        "P47": f"{account.host}:{account.port}",
        "P130": 2 if account.is_tls else 0,  # transport
        "P31": 1,  # register
        "P32": REGISTER_AGAIN_S // 60,
        "P57": 9,  # codecs in their order: G.722, A-law, u-law
        "P58": 8,
        "P59": 0,
    }
    lines = [f"    <{key}>{escape(_one_line(value))}</{key}>" for key, value in values.items()]
    return PhoneFile(
        name=f"{account.username}.xml",
        media_type="application/xml",
        text="\n".join(
            [
                '<?xml version="1.0" encoding="UTF-8"?>',
                '<gs_provision version="1">',
                '  <config version="1">',
                *lines,
                "  </config>",
                "</gs_provision>",
                "",
            ]
        ),
    )


def _one_line(value: object) -> str:
    return "".join(character for character in str(value) if character.isprintable())


_WRITERS: Mapping[Maker, Callable[[PhoneAccount], PhoneFile]] = {
    Maker.YEALINK: _yealink,
    Maker.GRANDSTREAM: _grandstream,
}

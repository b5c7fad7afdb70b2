"""Writes every file that Asterisk reads, so that nothing depends on a default we do not know.

`write_configuration` is repeatable: same settings, same files. Phones and trunks are not in them:
they are pushed over ARI (`pushed.py`), because our own configuration is their only source.
"""

import hashlib
import ssl
from pathlib import Path

import msgspec

from antiphon.telephony.asterisk.browser_sound import write_switch
from antiphon.telephony.asterisk.dialplan import SYSTEM_NAME_LENGTH, dialplan
from antiphon.telephony.asterisk.modules import MODULES, OPTIONAL, UNHEARD
from antiphon.telephony.asterisk.sounds import (
    DEFAULT_MUSIC,
    provide_all_music,
    provide_beep,
    sources_of_music,
)

USER = "antiphon"


class EngineSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One Asterisk: its folder, the programs' folders, its ports and addresses.

    `address` is where SIP and RTP are bound; `announced_address` what peers are told to send to,
    when that is another one (behind address translation).
    """

    folder: Path
    modules: Path
    data: Path
    # The music that comes along, and the folder of the operator's own.
    music: Path | None
    own_music: Path | None = None
    http_port: int
    sip_port: int
    rtp_ports: tuple[int, int]
    password: str
    address: str = "127.0.0.1"
    announced_address: str | None = None
    # SIP over TLS is served when there is a port for it, a certificate and its key.
    tls_port: int | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None
    # Certificates, as PEM, that are trusted beside the system's: the carriers' own.
    trusted: Path | None = None

    @property
    def configuration_file(self) -> Path:
        """What `asterisk -C` is given."""
        return self.folder / "etc" / "asterisk.conf"

    @property
    def recordings(self) -> Path:
        """Where Asterisk writes recordings of both kinds."""
        return self.folder / "spool" / "recording"

    @property
    def away_prompt(self) -> Path:
        """What callers hear while we are away, without a suffix; whoever speaks it writes it."""
        return self.folder.resolve() / "share" / "sounds" / "en" / "away"

    @property
    def console(self) -> Path:
        """The socket of Asterisk's console."""
        return self.folder.resolve() / "run" / "asterisk.ctl"

    def music_folder(self, name: str) -> Path:
        """Where a music lies in the line's codecs."""
        return self.folder / "share" / "moh" / name

    def music_class(self, name: str) -> str:
        """The class to play: one whose folder was taken away must not become silence."""
        return name if self.music_folder(name).is_dir() else DEFAULT_MUSIC

    @property
    def trust_file(self) -> Path:
        """Whom we believe when we connect over TLS."""
        return self.folder.resolve() / "etc" / "trusted.pem"

    @property
    def browser_switch(self) -> Path:
        """The part of rtp.conf that `browser_sound.py` keeps."""
        return self.folder.resolve() / "etc" / "rtp.browsers"

    @property
    def log_file(self) -> Path:
        """One JSON object a line."""
        return self.folder / "log" / "messages.json"


def write_configuration(settings: EngineSettings) -> Path:
    """Write all files; gives the path for `asterisk -C`."""
    folder = settings.folder.resolve()
    settings = msgspec.structs.replace(settings, folder=folder)
    for name in ("etc", "lib", "keys", "agi", "spool/recording", "run", "log", "share"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    documentation = folder / "share" / "documentation"
    documentation.unlink(missing_ok=True)
    documentation.symlink_to(settings.data / "documentation")
    provide_beep(folder / "share" / "sounds" / "en")
    provide_all_music(
        folder / "share" / "moh", sources_of_music(settings.own_music, settings.music)
    )
    if not settings.browser_switch.exists():
        write_switch(settings.browser_switch, is_on=False)
    for name, text in _files(settings).items():
        path = folder / "etc" / name
        path.touch(mode=0o600)
        path.write_text(text)
    return settings.configuration_file


def _files(settings: EngineSettings) -> dict[str, str]:
    low, high = settings.rtp_ports
    empty = (
        "acl ccss cli cli_permissions codecs dnsmgr dsp enum extconfig features pjproject "
        "udptl websocket_client"
    )
    return {
        **{f"{name}.conf": "; nothing to say\n" for name in empty.split()},
        "asterisk.conf": _asterisk(settings),
        "modules.conf": "[modules]\nautoload=no\n"
        + "".join(f"{_how(name)}={name}.so\n" for name in MODULES),
        "logger.conf": "[general]\ndateformat=%FT%T.%3q%z\nrotatestrategy=rotate\n"
        "[logfiles]\nmessages.json => [json]notice,warning,error,security\n",
        "http.conf": "[general]\nenabled=yes\nbindaddr=127.0.0.1\n"
        f"bindport={settings.http_port}\nsessionlimit=20000\nenable_static=no\nenable_status=no\n",
        "ari.conf": "[general]\nenabled=yes\npretty=no\n"
        "websocket_write_timeout=1000\n"
        f"[{USER}]\ntype=user\nread_only=no\npassword={settings.password}\n",
        "manager.conf": "[general]\nenabled=no\nwebenabled=no\n",
        "cdr.conf": "[general]\nenable=no\n",
        "cel.conf": "[general]\nenable=no\n",
        "rtp.conf": f"[general]\nrtpstart={low}\nrtpend={high}\nstrictrtp=yes\n"
        f"#include {settings.browser_switch}\n",
        "indications.conf": _INDICATIONS,
        "musiconhold.conf": "".join(
            f"[{name}]\nmode=files\nsort=randstart\ndirectory={settings.music_folder(name)}\n"
            for name in sources_of_music(settings.own_music, settings.music)
        ),
        "sorcery.conf": _SORCERY,
        "stasis.conf": "[declined_message_types]\n"
        + "".join(f"decline={name}\n" for name in UNHEARD),
        "pjsip.conf": _pjsip(settings),
        "extensions.conf": dialplan(settings.away_prompt),
        "trusted.pem": _trusted(settings.trusted),
    }


def _how(module: str) -> str:
    # One that is missing ends Asterisk at once and is named; otherwise it would be silent about it.
    return "load" if module in OPTIONAL else "require"


def _asterisk(settings: EngineSettings) -> str:
    folder = settings.folder
    # Call ids begin with the system's name, so no two data folders ever make the same one.
    name = "a" + hashlib.sha256(str(folder).encode()).hexdigest()[: SYSTEM_NAME_LENGTH - 1]
    return f"""\
[directories]
astetcdir => {folder}/etc
astmoddir => {settings.modules}
astvarlibdir => {folder}/lib
astdbdir => {folder}/lib
astkeydir => {folder}
astdatadir => {folder}/share
astagidir => {folder}/agi
astspooldir => {folder}/spool
astrundir => {folder}/run
astlogdir => {folder}/log
astsbindir => {folder}/run

[options]
systemname = {name}
live_dangerously = no
nocolor = yes
dontwarn = yes
defaultlanguage = en
documentation_language = en_US
"""


def _pjsip(settings: EngineSettings) -> str:
    external = ""
    if settings.announced_address:
        external = (
            f"external_media_address={settings.announced_address}\n"
            f"external_signaling_address={settings.announced_address}\n"
            "local_net=10.0.0.0/8\nlocal_net=172.16.0.0/12\nlocal_net=192.168.0.0/16\n"
        )
    bind = f"bind={settings.address}:{settings.sip_port}\n"
    return f"""\
[global]
type=global
user_agent=Antiphon
endpoint_identifier_order=username,auth_username,ip
taskprocessor_overload_trigger=pjsip_only

[system]
type=system
disable_tcp_switch=yes

[udp]
type=transport
protocol=udp
{bind}{external}
[tcp]
type=transport
protocol=tcp
{bind}{external}
; Served by the HTTP server's own port on loopback; browsers come through our relay.
[ws]
type=transport
protocol=ws
bind=127.0.0.1
{_tls(settings, external)}"""


def _tls(settings: EngineSettings, external: str) -> str:
    if None in (settings.tls_port, settings.tls_cert, settings.tls_key):
        return ""
    return f"""\

; Phones and trunks. Whom we call must show a certificate that we trust; who calls us has a password
; or a known address.
[tls]
type=transport
protocol=tls
bind={settings.address}:{settings.tls_port}
cert_file={settings.tls_cert}
priv_key_file={settings.tls_key}
ca_list_file={settings.trust_file}
method=tlsv1_2
verify_server=yes
{external}"""


def _trusted(folder: Path | None) -> str:
    system = ssl.get_default_verify_paths().cafile
    files = [Path(system)] if system else []
    if folder is not None:
        files += sorted(folder.glob("*.pem"))
    return "".join(f"{file.read_text().strip()}\n" for file in files if file.is_file())


_SORCERY = """\
[res_pjsip]
endpoint=memory
auth=memory
aor=memory

[res_pjsip_endpoint_identifier_ip]
identify=memory

[res_pjsip_outbound_registration]
registration=memory
"""

_INDICATIONS = """\
[general]
country=us

[us]
description = North America
ringcadence = 2000,4000
dial = 350+440
busy = 480+620/500,0/500
ring = 440+480/2000,0/4000
congestion = 480+620/250,0/250
callwaiting = 440/300,0/10000
dialrecall = !350+440/100,!0/100,!350+440/100,!0/100,!350+440/100,!0/100,350+440
record = 1400/500,0/15000
info = !950/330,!1400/330,!1800/330,0
stutter = !350+440/100,!0/100,!350+440/100,!0/100,!350+440/100,!0/100,350+440
"""

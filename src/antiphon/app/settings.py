"""What the operator may set, and the folders that follow from it.

From the command line, then `ANTIPHON_*` in the environment, then `<data>/config.toml`, then here.
"""

import os
import re
import socket
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class SettingsRefused(Exception):  # noqa: N818 (it names what happened)
    """A setting cannot be used; the text names it and says why."""


def _port_range(value: object) -> object:
    if isinstance(value, str):
        low, _, high = value.partition("-")
        return (low, high or low)
    return value


def _is_rising(ports: tuple[int, int]) -> tuple[int, int]:
    if ports[1] - ports[0] < 9:
        raise ValueError("needs at least ten ports, as 10000-10999")
    return ports


def _is_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is no time zone; an example is Europe/Berlin") from None
    return name


def _is_reached_by(name: str) -> str:
    try:
        is_usable = not ip_address(name).is_unspecified
    except ValueError:
        # What ends in a number is meant as an address, and is none.
        is_usable = _HOST.fullmatch(name) is not None and not name.rpartition(".")[2].isdecimal()
    if not is_usable:
        raise ValueError(
            "is neither the address nor the host name of a machine; "
            "examples are 192.0.2.10 and calls.example.org"
        )
    return name


_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(\.{_LABEL})*")
_HIGHEST_PORT = 65_535
Port = Annotated[int, Field(ge=1, le=_HIGHEST_PORT)]
PortRange = Annotated[
    tuple[Port, Port], NoDecode, BeforeValidator(_port_range), AfterValidator(_is_rising)
]
AbsolutePath = Annotated[Path, AfterValidator(lambda path: path.expanduser().resolve())]


class Settings(BaseSettings):
    """One running Antiphon."""

    model_config = SettingsConfigDict(
        env_prefix="ANTIPHON_", extra="forbid", frozen=True, use_attribute_docstrings=True
    )

    data: AbsolutePath = Path("var")
    """The folder that everything is kept in."""
    tools: AbsolutePath | None = None
    """What can be fetched or built again at any time; may be shared by several data folders.
    Without it, `tools` in the data folder."""
    port: Port = 7700
    """Where browsers connect."""
    sip_port: Port = 5060
    """Where phones and trunks connect."""
    sip_tls_port: Port | None = None
    """Where phones and trunks connect over TLS; without it, the port after `sip_port`."""
    rtp_ports: PortRange = (10_000, 10_999)
    """Where the sound of calls travels: two ports for each leg."""
    public: Annotated[str, AfterValidator(_is_reached_by)] | None = None
    """The address that phones, trunks and browsers reach us by; without one all is on loopback."""
    bind: str | None = None
    """The address we bind to when the public one is another's (behind address translation)."""
    tls_cert: AbsolutePath | None = None
    """The certificate of the public address, with its chain, as PEM; else we sign our own."""
    tls_key: AbsolutePath | None = None
    """The certificate's key, as PEM."""
    drain: bool = False
    """Wait for the calls in progress before ending."""
    database_url: str | None = None
    """Where users, sessions and projections are kept, as SQLAlchemy writes it; without it, SQLite
    in the data folder."""
    journal_url: str | None = None
    """A PostgreSQL that keeps the journal, as `postgresql://...`; without it, a file in the data
    folder."""
    asterisk: AbsolutePath | None = None
    """An Asterisk to use instead of looking for one or fetching one."""
    debian_mirror: str | None = None
    """Where the packages of Debian are fetched from; else where the system's own apt does."""
    region: str = "CN"
    """The country whose numbers are written without a country code, as ISO 3166 names it."""
    timezone: Annotated[str, AfterValidator(_is_zone)] = "Asia/Shanghai"
    """The time zone that the centre's days are counted in, as the zone database names it."""
    let_in_per_s: Annotated[float, Field(ge=1, le=10_000)] = 5
    """So many new calls a second are let in however overloaded the machine is; beyond, calls are
    refused while more come than can be served."""
    log_level: str = "info"
    """How much is written into the log: debug, info, warning or error."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("tls_cert and tls_key come together")
        low, high = self.rtp_ports
        single = (self.port, self.sip_port, self.tls_port)
        if any(low <= port <= high for port in single):
            raise ValueError("port, sip_port and sip_tls_port must lie outside rtp_ports")
        if len(set(single)) < len(single) or self.tls_port > _HIGHEST_PORT:
            raise ValueError("port, sip_port and sip_tls_port must be three different ones")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The data folder named so far decides which config.toml is read."""
        data = init_settings().get("data") or env_settings().get("data") or "var"
        toml = TomlConfigSettingsSource(settings_cls, Path(str(data)).expanduser() / "config.toml")
        return init_settings, env_settings, toml

    @property
    def tls_port(self) -> int:
        """Where phones and trunks connect over TLS."""
        return self.sip_tls_port or self.sip_port + 1

    @property
    def tools_folder(self) -> Path:
        """Where fetched and built things are kept."""
        return self.tools or self.data / "tools"

    @property
    def is_public(self) -> bool:
        """Whether anything but loopback is opened."""
        return self.public is not None

    @property
    def bind_address(self) -> str:
        """The address that HTTP, SIP and RTP are bound to."""
        if self.bind is not None:
            return self.bind
        if self.public is None:
            return "127.0.0.1"
        return self.public if _is_own_address(self.public) else "0.0.0.0"  # noqa: S104 (asked for)

    @property
    def origin(self) -> str:
        """The address to open in a browser."""
        scheme = "https" if self.is_public else "http"
        host = self.public or "localhost"
        host = f"[{host}]" if ":" in host else host
        return f"{scheme}://{host}:{self.port}"

    @property
    def own_url(self) -> str:
        """Where this machine itself reaches the web role."""
        host = "127.0.0.1" if self.bind_address == "0.0.0.0" else self.bind_address  # noqa: S104
        host = f"[{host}]" if ":" in host else host
        return f"{'https' if self.is_public else 'http'}://{host}:{self.port}"

    @property
    def database_address(self) -> str:
        """Where users, sessions and projections are kept, as SQLAlchemy writes it."""
        return self.database_url or f"sqlite+aiosqlite:///{self.database_file}"

    @property
    def database_file(self) -> Path:
        """Users, sessions and projections, while they are kept in SQLite."""
        return self.data / "data.db"

    @property
    def journal_file(self) -> Path:
        """The journal, while it is kept in SQLite."""
        return self.data / "journal.db"

    @property
    def tls_folder(self) -> Path:
        """The certificate that we sign ourselves; in `trusted`, those of carriers, as PEM."""
        return self.data / "tls"

    @property
    def key_file(self) -> Path:
        """The key that secrets in the database are sealed with."""
        return self.data / "secrets.key"

    @property
    def recordings_folder(self) -> Path:
        """Finished recordings."""
        return self.data / "recordings"

    @property
    def engine_folder(self) -> Path:
        """What Asterisk reads and writes."""
        return self.data / "engine"

    @property
    def music_folder(self) -> Path:
        """The operator's own music on hold, and a folder for each further music."""
        return self.data / "music"

    @property
    def web_folder(self) -> Path:
        """Where a copy without the web app's sources looks for the built one."""
        return self.tools_folder / "web" / "dist"


def read_settings(**given: Any) -> Settings:
    """The settings in force; arguments that are None count as not given.

    Raises:
        SettingsRefused: one of them cannot be used.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "settings"
        reason = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            reason = "config.toml names no setting; docs/reference/settings.md lists them all"
        raise SettingsRefused(f"{name}: {reason}") from error
    except ValueError as error:
        raise SettingsRefused(f"config.toml: {error}") from error


def repository_folder() -> Path:
    """The checkout that this code runs from."""
    return Path(os.environ.get("ANTIPHON_HOME") or Path(__file__).parents[3])


def _is_own_address(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return address.is_loopback or _can_bind(str(address))


def _can_bind(address: str) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True

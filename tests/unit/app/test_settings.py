"""Settings: which source wins, what is refused, and what follows from them."""

from pathlib import Path

import pytest

from antiphon.app.settings import SettingsRefused, read_settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "TOOLS", "PORT", "SIP_PORT", "RTP_PORTS", "PUBLIC"):
        monkeypatch.delenv(f"ANTIPHON_{name}", raising=False)


def test_the_command_line_wins_over_the_environment_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text('port = 1001\nsip_port = 1002\nrtp_ports = "4000-4099"\n')
    monkeypatch.setenv("ANTIPHON_PORT", "2001")
    monkeypatch.setenv("ANTIPHON_SIP_PORT", "2002")
    settings = read_settings(data=tmp_path, port=3001, sip_port=None)
    assert (settings.port, settings.sip_port, settings.rtp_ports) == (3001, 2002, (4000, 4099))


def test_the_data_folder_of_the_environment_has_its_own_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text("port = 1001\n")
    monkeypatch.setenv("ANTIPHON_DATA", str(tmp_path))
    assert read_settings().port == 1001


def test_without_a_public_address_everything_is_on_loopback(tmp_path: Path) -> None:
    settings = read_settings(data=tmp_path)
    assert settings.bind_address == "127.0.0.1"
    assert settings.origin == "http://localhost:7700"
    assert not settings.is_public


def test_a_public_address_brings_https(tmp_path: Path) -> None:
    settings = read_settings(data=tmp_path, public="calls.example.org", port=443)
    assert settings.bind_address == "0.0.0.0"
    assert settings.origin == "https://calls.example.org:443"
    assert settings.own_url == "https://127.0.0.1:443"


@pytest.mark.parametrize("name", ["", "0.0.0.0", "999.1.1.1", "https://a.example", "a b", "-a.b"])
def test_what_nobody_can_be_reached_by_is_refused_before_anything_is_made(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(SettingsRefused, match="public: is neither"):
        read_settings(data=tmp_path, public=name)


def test_a_public_address_of_this_machine_is_bound_alone(tmp_path: Path) -> None:
    assert read_settings(data=tmp_path, public="127.0.0.1").bind_address == "127.0.0.1"
    assert read_settings(data=tmp_path, public="203.0.113.7").bind_address == "0.0.0.0"
    assert read_settings(data=tmp_path, public="203.0.113.7", bind="10.1.2.3").bind_address == (
        "10.1.2.3"
    )


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"port": 0}, "port"),
        ({"sip_port": 70_000}, "sip_port"),
        ({"rtp_ports": "5-"}, "rtp_ports"),
        ({"rtp_ports": "10000"}, "rtp_ports"),
        ({"rtp_ports": "20000-10000"}, "rtp_ports"),
        ({"rtp_ports": "five"}, "rtp_ports"),
        ({"sip_port": 10_500}, "outside rtp_ports"),
        ({"sip_tls_port": 10_500}, "outside rtp_ports"),
        ({"sip_tls_port": 7700}, "three different"),
        ({"sip_port": 65_535}, "three different"),
        ({"tls_cert": "a.pem"}, "come together"),
        ({"prot": 1}, "prot"),
    ],
)
def test_a_setting_that_cannot_work_is_named(
    tmp_path: Path, given: dict[str, object], named: str
) -> None:
    with pytest.raises(SettingsRefused, match=named):
        read_settings(data=tmp_path, **given)


@pytest.mark.parametrize("text", ["port =", "prot = 1", "\x00", "port = 'x'"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(SettingsRefused):
        read_settings(data=tmp_path)


def test_a_time_zone_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="timezone: is no time zone"):
        read_settings(data=tmp_path, timezone="Mars/Olympus")
    assert read_settings(data=tmp_path, timezone="Europe/Berlin").timezone == "Europe/Berlin"

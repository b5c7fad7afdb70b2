"""A PostgreSQL server of its own for tests: in a folder, on a socket, gone afterwards."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg

_START_S = 30.0


def find_programs() -> Path | None:
    """The folder with `initdb` and `postgres`, which Debian keeps out of the search path."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    found = str(versions[-1]) if versions else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _version(program: Path) -> int:
    name = program.parent.parent.name
    return int(name) if name.isdigit() else 0


class PostgresServer:
    """A server that can be ended gently or by force, and started again on the same files."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="antiphon-pg-"))
        self._process: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to run as root.
        self._demoted: dict[str, Any] = {}
        if os.geteuid() == 0:
            shutil.chown(self._folder, "nobody", "nogroup")
            self._demoted = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        self.address = f"postgresql://antiphon@/postgres?host={self._folder}"
        options = "-U antiphon -A trust -E UTF8 --no-locale --no-sync"
        self._run(f"initdb -D {self._folder}/data {options}").wait(timeout=120)

    def start(self) -> None:
        """Start, or start again after a crash; fsync is on, as in earnest."""
        options = "-c listen_addresses= -c unix_socket_permissions=0777"
        self._process = self._run(f"postgres -D {self._folder}/data -k {self._folder} {options}")
        self._wait_until_ready(self._process)

    def kill(self) -> None:
        """End every process of it at once, as a crash of the machine would."""
        assert self._process is not None
        family = psutil.Process(self._process.pid)
        members = [family, *family.children(recursive=True)]
        for member in members:
            member.suspend()
        for member in members:
            member.kill()
        self._process.wait(timeout=60)
        psutil.wait_procs(members, timeout=60)

    def remove(self) -> None:
        """Stop it and remove its files."""
        if self._process is not None and self._process.poll() is None:
            # At once: what it would write down before it ends is removed in the next line.
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=60)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, command: str) -> "subprocess.Popen[bytes]":
        program, *arguments = command.split()
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [str(self._programs / program), *arguments],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                **self._demoted,
            )

    def _wait_until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + _START_S
        while True:
            try:
                psycopg.connect(self.address, connect_timeout=2).close()
            except psycopg.OperationalError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return


@contextmanager
def run_server(programs: Path) -> Iterator[str]:
    """Gives the address of a running server's first database."""
    server = PostgresServer(programs)
    try:
        server.start()
        yield server.address
    finally:
        server.remove()


def make_database(address: str, name: str) -> str:
    """A new, empty database on the server at `address`."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return address.replace("/postgres?", f"/{name}?")

"""Power cuts made from a trace: what a disk may hold when the power fails at some instant.

What was synced is there. Of what was not, each write may be there, be gone, or be there in part, in
any order; and a removed file may have come back.
"""

import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

TRACED = "pwrite64,write,fdatasync,fsync,ftruncate,unlink"
_SECTOR = 512

_call = re.compile(r"(\w+)\((?:(\d+)<([^>]*)>|\"([^\"]*)\")(?:, (.*))?\) += \d+$")
_strung = re.compile(r"\"([^\"]*)\", (\d+)(?:, (\d+))?")


class Operation(NamedTuple):
    """One step of the writer: `write`, `truncate`, `remove`, `sync` of a file, or `report`."""

    kind: str
    file: str
    offset: int = 0
    data: bytes = b""


def read_trace(trace: Path, journal: Path) -> list[Operation]:
    """The steps on the journal's files and the reports, in the order in which they ended."""
    begun: dict[str, str] = {}
    operations = []
    for line in trace.read_text().splitlines():
        process, _, call = line.partition(" ")
        call = call.strip()
        if call.endswith("<unfinished ...>"):
            begun[process] = call.removesuffix("<unfinished ...>").rstrip()
            continue
        if call.startswith("<... "):
            call = begun.pop(process) + call.partition("resumed>")[2]
        found = _call.match(call)
        # A step that is overlooked would be a fault of the writer for whoever reads on.
        assert found is not None or _is_no_step(call), call[:200]
        if found is not None:
            operation = _operation(found, journal)
            if operation is not None:
                operations.append(operation)
    return operations


def _is_no_step(call: str) -> bool:
    """Whether this is something else than a call that succeeded."""
    return call.startswith(("+++", "---")) or " = -1 " in call


def _operation(found: re.Match[str], journal: Path) -> Operation | None:
    name, number, opened, named, rest = found.groups()
    if number == "1":
        return Operation("report", "", 0, _written(rest)[0])
    path = Path(_bytes(opened if opened is not None else named).decode())
    if path == journal.parent:
        return Operation("sync", "")
    if path.parent != journal.parent or path.name.endswith((".lock", "-shm", ".reserve")):
        return None
    if name == "pwrite64":
        data, offset = _written(rest)
        return Operation("write", path.name, offset, data)
    if name == "ftruncate":
        return Operation("truncate", path.name, int(rest))
    return Operation({"unlink": "remove", "fdatasync": "sync", "fsync": "sync"}[name], path.name)


def _written(arguments: str) -> tuple[bytes, int]:
    found = _strung.match(arguments)
    assert found is not None
    return _bytes(found[1]), int(found[3] or 0)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def after_a_cut(operations: Sequence[Operation], rng: random.Random) -> dict[str, bytes]:
    """The files as they may be when the power failed after these steps."""
    luck = rng.choice((0.0, 0.1, 0.5, 0.9, 1.0))
    files: dict[str, bytearray] = {}
    for index, operation in enumerate(operations):
        if operation.kind in ("sync", "report"):
            continue
        if _is_durable(operation, operations[index + 1 :]) or rng.random() < luck:
            _apply(files, operation)
        elif operation.kind == "write" and rng.random() < 0.3:
            kept = rng.randrange(0, len(operation.data) + 1) // _SECTOR * _SECTOR
            _apply(files, operation._replace(data=operation.data[:kept]))
    return {name: bytes(content) for name, content in files.items()}


def _is_durable(operation: Operation, later: Iterable[Operation]) -> bool:
    synced = "" if operation.kind == "remove" else operation.file
    return any(step.kind == "sync" and step.file == synced for step in later)


def _apply(files: dict[str, bytearray], operation: Operation) -> None:
    if operation.kind == "remove":
        files.pop(operation.file, None)
        return
    if operation.kind == "write" and not operation.data:
        return
    content = files.setdefault(operation.file, bytearray())
    end = operation.offset + len(operation.data)
    content.extend(bytes(max(0, end - len(content))))
    if operation.kind == "truncate":
        del content[end:]
    else:
        content[operation.offset : end] = operation.data

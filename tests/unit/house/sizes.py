"""How long files and functions are, and which of them may be longer than the house allows."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
EXCEPTIONS = Path(__file__).with_name("size_exceptions.toml")

FILE_LINES = 400
FUNCTION_LINES = 60
REACT_LINES = 250


def measure(repository: Path) -> Iterator[tuple[str, int, int]]:
    """Everything that has a limit: its name, its lines, and the limit."""
    for folder in ("src", "tests"):
        for path in sorted((repository / folder).rglob("*.py")):
            name = path.relative_to(repository).as_posix()
            text = path.read_text()
            yield name, _lines(text), FILE_LINES
            for function, lines in _functions(ast.parse(text)):
                yield f"{name}:{function}", lines, FUNCTION_LINES
    for pattern, limit in (("*.tsx", REACT_LINES), ("*.ts", FILE_LINES)):
        for path in sorted((repository / "web" / "src").rglob(pattern)):
            if "generated" not in path.parts:
                name = path.relative_to(repository).as_posix()
                yield name, _lines(path.read_text()), limit


def problems(repository: Path, exceptions: dict[str, dict[str, object]]) -> list[str]:
    """What is too long, and which exceptions are wider than they need to be."""
    found: list[str] = []
    known = dict(exceptions)
    for name, lines, limit in measure(repository):
        allowed = known.pop(name, None)
        most = limit if allowed is None else int(str(allowed["most"]))
        if lines > most:
            found.append(f"{name} has {lines} lines, {most} are allowed")
        elif allowed is not None and lines <= limit:
            found.append(f"{name} fits again: remove its exception")
        elif allowed is not None and lines < most:
            found.append(f"{name} is down to {lines} lines: lower its maximum from {most}")
    return found + [f"{name} is gone: remove its exception" for name in known]


def load_exceptions(path: Path = EXCEPTIONS) -> dict[str, dict[str, object]]:
    """The exceptions: a name, the most it may have, and why."""
    loaded: dict[str, dict[str, object]] = tomllib.loads(path.read_text())
    return loaded


def _functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, int]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name = f"{prefix}{node.name}"
            yield name, (node.end_lineno or node.lineno) - node.lineno + 1
            yield from _functions(node, f"{name}.")
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{prefix}{node.name}.")
        else:
            yield from _functions(node, prefix)


def _lines(text: str) -> int:
    return len(text.splitlines())

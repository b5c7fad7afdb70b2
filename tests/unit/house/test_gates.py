"""Each gate is shown something bad, so that a gate that looks at nothing is noticed."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

import grimp
import pytest
from tests.unit.house.sizes import REPOSITORY

BAD_IMPORTS = {
    "kernel/zz_bad.py": "import antiphon.agents.contract\n",
    "agents/zz_bad.py": "import antiphon.app.settings\n",
    "agents/zz_worse.py": "import antiphon.routing.domain\n",
    "identity/domain.py": "import antiphon.identity.api\n",
    "routing/selection.py": "import asyncio\n",
}


@pytest.mark.parametrize(
    "text",
    [
        "import os, sys\n",
        "import asyncio\n\nasyncio.create_task(print())\n",
        "def f(a=[]):\n    return eval(a)\n",
        "from datetime import datetime\n\nprint(datetime.now())\n",
    ],
)
def test_ruff_refuses(text: str) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "-"]
    done = subprocess.run(
        [*command, "--stdin-filename", "src/antiphon/routing/bad.py"],
        input=text,
        check=False,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
    )
    assert done.returncode == 1, done.stdout + done.stderr


def test_ruff_refuses_what_is_not_formatted() -> None:
    command = [sys.executable, "-m", "ruff", "format", "--check", "--no-cache", "-"]
    done = subprocess.run(
        [*command, "--stdin-filename", "src/antiphon/bad.py"],
        input="x = { 'a':1 }\n",
        check=False,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
    )
    assert done.returncode == 1


def test_mypy_refuses_what_has_no_types(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("def f(x):\n    return x + 1\n\n\nf('a').nothing()\n")
    (tmp_path / "worse.py").write_text("def f(x: int) -> str:\n    return x\n")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path / "cache")),
            *("--config-file", str(REPOSITORY / "pyproject.toml")),
            *(str(tmp_path / "bad.py"), str(tmp_path / "worse.py")),
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "no-untyped-def" in done.stdout
    assert "return-value" in done.stdout


def test_every_import_contract_refuses_a_wrong_import(tmp_path: Path) -> None:
    package = tmp_path / "antiphon"
    shutil.copytree(REPOSITORY / "src" / "antiphon", package)
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    for name, line in BAD_IMPORTS.items():
        path = package / name
        path.write_text((path.read_text() if path.exists() else '"""Bad."""\n') + line)
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "NO_COLOR": "1"},
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "4 broken" in done.stdout, done.stdout
    for name, line in BAD_IMPORTS.items():
        importer = "antiphon." + name.removesuffix(".py").replace("/", ".")
        imported = line.split()[-1]
        assert f"{importer} -> {imported}" in done.stdout, name


def test_every_context_stands_in_the_contracts() -> None:
    text = (REPOSITORY / "pyproject.toml").read_text()
    unchecked = {"app", "database", "kernel", "simulation"}
    for folder in (REPOSITORY / "src" / "antiphon").iterdir():
        if (folder / "__init__.py").is_file() and folder.name not in unchecked:
            assert f'"antiphon.{folder.name}",' in text, folder.name


def test_what_calls_itself_pure_is_checked_to_be() -> None:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    (contract,) = (
        one for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "forbidden"
    )
    graph = grimp.build_graph("antiphon", cache_dir=None)
    named = {
        module
        for module in graph.modules
        if any(fnmatchcase(module, pattern) for pattern in contract["source_modules"])
    }
    checked = named.union(*(graph.find_upstream_modules(module) for module in named))
    source = REPOSITORY / "src"
    pure = {
        ".".join(file.relative_to(source).with_suffix("").parts)
        for file in source.rglob("*.py")
        if re.search(r"\bPure[.:]", ast.get_docstring(ast.parse(file.read_text())) or "")
    }
    assert "antiphon.routing.offers" in pure
    assert pure - checked == set()

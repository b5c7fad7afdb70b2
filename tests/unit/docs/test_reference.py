"""The committed reference pages say what the code says."""

import ast
from pathlib import Path

import pytest

import antiphon
from antiphon.app.reference.live_stream import ENTITIES
from antiphon.app.reference.machines import MACHINES, Machine
from antiphon.app.reference.pages import FOLDER, PAGES, write_pages
from antiphon.app.settings import repository_folder

pytestmark = pytest.mark.unit

SOURCE = Path(antiphon.__path__[0])


@pytest.mark.parametrize("name", PAGES)
def test_the_committed_page_is_current(name: str) -> None:
    committed = (repository_folder() / FOLDER / name).read_text(encoding="utf-8")
    assert committed == PAGES[name](), "write it anew: python -m antiphon.app.reference"


def test_only_pages_that_changed_are_written(tmp_path: Path) -> None:
    assert {path.name for path in write_pages(tmp_path)} == set(PAGES)
    assert write_pages(tmp_path) == []
    (tmp_path / "events.md").write_text("something else")
    assert write_pages(tmp_path) == [tmp_path / "events.md"]


def test_every_machine_in_the_source_has_a_diagram() -> None:
    tables = {
        file.relative_to(SOURCE).as_posix()
        for file in SOURCE.rglob("*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
        and any(isinstance(name, ast.Name) and name.id == "NEXT" for name in node.targets)
    }
    assert tables
    assert tables == {machine.place for machine in MACHINES}


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.title)
def test_a_machine_knows_all_of_its_states_and_reaches_them(machine: Machine) -> None:
    states = set(type(machine.begins))
    assert set(machine.table) == states
    reached, pending = {machine.begins}, [machine.begins]
    while pending:
        for state in machine.table[pending.pop()] - reached:
            reached.add(state)
            pending.append(state)
    assert reached == states


def test_every_entity_that_the_views_draw_is_described() -> None:
    """A key is a pair whose first part is the entity, as in `("queue", queue.id)`."""
    drawn = {
        first.value
        for file in (SOURCE / "app" / "views").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Tuple)
        and isinstance(node.ctx, ast.Load)
        and len(node.elts) == 2
        and isinstance(first := node.elts[0], ast.Constant)
        and (not isinstance(node.elts[1], ast.Constant) or node.elts[1].value == "me")
    }
    assert drawn == set(ENTITIES)

"""What the server says about a field of a form has a text in the page, in each language."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

_REPOSITORY = Path(__file__).parents[3]
_SOURCE = _REPOSITORY / "src" / "antiphon"
_WEB = _REPOSITORY / "web" / "src" / "shared"
_TABLE = json.loads((_WEB / "api" / "field-messages.json").read_text())
# Modules whose functions give what is wrong with a field, with the path of the field.
_CHECKERS = ("flows/check.py", "flows/hours.py", "routing/waiting.py")
# Only programs can be told these: a page never sends what they refuse.
_TO_PROGRAMS = (
    "is no field of it",
    "is not one that a list gave",
    "is not base64",
    "give one of number, token, interaction_id and customer_id",
)


def words(node: ast.AST | None) -> str | None:
    """The sentence that an expression writes; 7 stands for what it fills in."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(words(part) or "7" for part in parts)
        case _:
            return None


def checked(tree: ast.AST) -> Iterator[str | None]:
    """What a checker gives: the last of a yielded pair, of `_problem`, or a value by path."""
    for node in ast.walk(tree):
        match node:
            case ast.Yield(value=ast.Tuple(elts=[*_, last])):
                yield words(last)
            case ast.Call(func=ast.Name(id="_problem"), args=[_, _, last]):
                yield words(last)
            case ast.Assign(targets=[ast.Subscript()], value=value):
                yield words(value)
            case _:
                pass


def refused(tree: ast.AST) -> Iterator[str | None]:
    """What `bad_fields` is given in the same place, and what validators raise."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="bad_fields"), args=[ast.Dict(values=values)]):
                yield from map(words, values)
            case ast.Call(func=ast.Name(id="bad_fields"), args=[ast.Call(args=[_, value])]):
                yield words(value)
            case ast.Raise(exc=ast.Call(func=ast.Name(id="ValueError"), args=[value])):
                yield words(value)
            case ast.Call(func=ast.Name(id="ExpressionWrong"), args=[value, *_]):
                yield words(value)
            case _:
                pass


def messages() -> set[str]:
    found = {
        text
        for name in _CHECKERS
        for text in checked(ast.parse((_SOURCE / name).read_text()))
        if text
    }
    for path in _SOURCE.rglob("*.py"):
        is_edge = path.stem.endswith(("api", "_route")) or path.parent.name == "edge"
        if is_edge or path.stem == "expressions":
            found |= {text for text in refused(ast.parse(path.read_text())) if text}
    return found - set(_TO_PROGRAMS)


def test_each_message_about_a_field_has_a_text() -> None:
    found = messages()
    assert len(found) > 30
    assert "is from 7 to 7" in found
    assert [one for one in sorted(found) if not any(re.search(p, one) for p, _ in _TABLE)] == []


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_each_of_these_texts_is_there(language: str) -> None:
    texts = json.loads((_WEB / "i18n" / "texts" / f"{language}.json").read_text())["form"]
    keys = {key.removeprefix("form.") for _, key in _TABLE}
    assert keys - {key.partition("_one")[0].partition("_other")[0] for key in texts} == set()


def test_a_new_message_would_be_found() -> None:
    tree = ast.parse('def f():\n    yield "name", f"is quite {new}"')
    assert list(checked(tree)) == ["is quite 7"]
    assert not any(re.search(p, "is quite 7") for p, _ in _TABLE)

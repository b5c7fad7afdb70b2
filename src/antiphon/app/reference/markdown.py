"""Markdown: headings with a note on their origin, and tables."""

from collections.abc import Iterable, Sequence


def page(title: str, introduction: str, *sections: str) -> str:
    """A whole page; its first line warns whoever would edit it."""
    note = "<!-- Made by `python -m antiphon.app.reference`; edit the code, not this page. -->"
    parts = (note, f"# {title}", introduction, *sections)
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; nothing when it has no rows."""
    lines = [_row(row) for row in rows]
    return "\n".join([_row(head), _row(["---"] * len(head)), *lines]) if lines else ""


def code(text: object) -> str:
    """Text as it stands in the code."""
    return f"`{text}`"


def sentence(docstring: str | None) -> str:
    """A docstring as one paragraph."""
    return " ".join((docstring or "").split())


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"

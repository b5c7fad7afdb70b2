"""Texts that cross the border: what callers send is hostile, what we send must stay one value."""

import re
import unicodedata

_MOST_NUMBER = 80
_MOST_NAME = 120
# What networks write where a number or a name is kept back (RFC 3323, and from older lines).
_HIDDEN = frozenset({"anonymous", "private", "restricted", "unavailable", "unknown", "withheld"})


def clean_number(text: str) -> str:
    """A dialled or calling number as sent, printable and short."""
    return _printable(text)[:_MOST_NUMBER]


def clean_name(text: str) -> str:
    """A caller's name as sent, printable and short."""
    return _printable(text)[:_MOST_NAME]


def shown_number(text: str) -> str:
    """A calling number as sent; empty for who hides it."""
    return _unless_hidden(clean_number(text))


def shown_name(text: str) -> str:
    """A caller's name as sent; empty for who hides it."""
    return _unless_hidden(clean_name(text))


def caller_id(name: str, number: str) -> str:
    """Name and number as Asterisk reads them from one text."""
    plain_name = re.sub(r'["\\<>()]', " ", clean_name(name)).strip()
    plain_number = re.sub(r"[^0-9A-Za-z+*#._-]", "", number)[:_MOST_NUMBER]
    return f'"{plain_name}" <{plain_number}>'


def header_value(text: str) -> str:
    """A text as the value of a SIP header."""
    return _printable(text)[:400]


def _unless_hidden(text: str) -> str:
    return "" if text.lower() in _HIDDEN else text


def _printable(text: str) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(text[:4096].split())
    # Categories C*: controls, direction overrides and other invisible ones, broken surrogates.
    kept = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text[:4096])
    return " ".join(kept.split())

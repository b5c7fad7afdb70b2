"""The whole state of something, as plain values that can be compared."""

from collections import deque
from enum import Enum
from typing import Any

import msgspec


def whole(part: Any, seen: frozenset[int] = frozenset()) -> Any:
    """Every attribute of everything below `part`; what holds itself is told by its type alone."""
    if id(part) in seen:
        return f"the {type(part).__name__} above"
    below = seen | {id(part)}
    match part:
        case msgspec.Struct():
            fields = {name: getattr(part, name) for name in part.__struct_fields__}
            return type(part).__name__, whole(fields, below)
        case dict():
            # The order says who came first.
            return [(whole(key, below), whole(value, below)) for key, value in part.items()]
        case list() | tuple() | deque():
            return [whole(one, below) for one in part]
        case set() | frozenset():
            return sorted(repr(whole(one, below)) for one in part)
        case _:
            # What lies below a member is its class, in which others keep things of their own.
            fields = {} if isinstance(part, Enum) else _attributes(part)
            return (type(part).__name__, whole(fields, below)) if fields else part


def _attributes(part: Any) -> dict[str, Any]:
    slots = (name for cls in type(part).__mro__ for name in getattr(cls, "__slots__", ()))
    held = {name: getattr(part, name) for name in slots if hasattr(part, name)}
    return held | dict(getattr(part, "__dict__", {}))

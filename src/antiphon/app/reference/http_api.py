"""The page of the HTTP interface, made from the server's own OpenAPI document."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from antiphon.app.reference.markdown import code, page, sentence, table
from antiphon.app.web.application import bare_app
from antiphon.app.web.routers import ROUTERS

Schema = Mapping[str, Any]


def http_page() -> str:
    """The whole page."""
    document = bare_app(ROUTERS).openapi()
    by_tag: dict[str, list[str]] = defaultdict(list)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            tag = operation.get("tags", ["other"])[0]
            by_tag[tag].append(_operation(method.upper(), path, operation))
    schemas = document["components"]["schemas"]
    return page(
        "HTTP interface",
        "One origin serves the page, this interface and the live stream. Bodies are JSON, ids are "
        "texts, instants are ISO 8601 in UTC. A browser is known by its cookie; a write also "
        "needs the header `X-Antiphon-CSRF` with the value of `GET /v1/session`, and our own "
        "`Origin`. A refusal is `application/problem+json` with a stable `code`: 401 no session, "
        "403 no permission, 404 no such thing, 409 a rule refuses it, 422 unusable input, 429 too "
        "many tries. Which permission a request needs: [permissions](permissions.md).",
        *(f"## {tag}\n\n" + "\n\n".join(parts) for tag, parts in by_tag.items()),
        "## Bodies\n\n" + "\n\n".join(_schema(name, schemas[name]) for name in sorted(schemas)),
    )


def _operation(method: str, path: str, operation: Schema) -> str:
    description = sentence(operation.get("description") or operation.get("summary"))
    parts = [f"### {method} {path}", f"{description} ({code(operation['operationId'])})"]
    parts += [_parameters(operation.get("parameters", []))]
    body = operation.get("requestBody")
    takes = f"Takes {_of_content(body)}. " if body else ""
    parts.append(takes + f"Gives {_answers(operation['responses'])}.")
    return "\n\n".join(part for part in parts if part)


def _parameters(parameters: list[Schema]) -> str:
    rows = [
        [code(p["name"]), p["in"], _spelled(p["schema"]), sentence(p.get("description"))]
        for p in parameters
        if p["in"] != "cookie"
    ]
    return table(["parameter", "in", "", ""], rows)


def _answers(responses: Schema) -> str:
    good = [
        f"{status} with {_of_content(response)}" if _of_content(response) else status
        for status, response in responses.items()
        if status.startswith("2")
    ]
    return ", ".join(good)


def _of_content(body: Schema) -> str:
    kinds = body.get("content", {})
    return " or ".join(
        _spelled(kind.get("schema", {})) or code(name) for name, kind in kinds.items()
    )


def _schema(name: str, schema: Schema) -> str:
    head = f"### {name}\n\n{sentence(schema.get('description'))}".rstrip()
    if "enum" in schema:
        return f"{head}\n\n" + ", ".join(code(value) for value in schema["enum"])
    required = set(schema.get("required", ()))
    rows = [
        [
            code(field),
            _spelled(kind),
            "" if field in required else "may be left out",
            " ".join(_remarks(kind)),
        ]
        for field, kind in schema.get("properties", {}).items()
    ]
    return f"{head}\n\n{table(['field', '', '', ''], rows)}".rstrip()


def _remarks(schema: Schema) -> Iterator[str]:
    if "description" in schema:
        yield sentence(schema["description"])
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        yield f"{low:g} to {high:g};"
    low, high = schema.get("minLength", 0), schema.get("maxLength")
    if high is not None:
        yield f"{low} to {high} characters;"
    if "pattern" in schema:
        yield f"pattern {code(schema['pattern'])};"
    default = schema.get("default")
    if isinstance(default, bool | int | str) and default != "":
        yield f"otherwise {code(default)}"


def _spelled(schema: Schema) -> str:
    match schema:
        case {"$ref": str(reference)}:
            name = reference.rpartition("/")[2]
            text = f"[{name}](#{name.lower()})"
        case {"anyOf": [*choices]} | {"oneOf": [*choices]}:
            text = " or ".join(_spelled(one) for one in choices)
        case {"enum": [*values]}:
            text = " or ".join(code(value) for value in values)
        case {"const": value}:
            text = code(value)
        case {"type": "array"}:
            text = f"list of {_spelled(schema.get('items', {}))}"
        case {"type": "object", "additionalProperties": dict(values)}:
            text = f"text → {_spelled(values)}"
        case {"type": "string", "format": str(form)}:
            text = form
        case _:
            text = str(schema.get("type", ""))
    return text

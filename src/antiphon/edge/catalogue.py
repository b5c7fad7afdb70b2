"""The routes that every kind of configuration item has, made from its models and commands.

An edit names the version it began with, so that two administrators cannot overwrite each other
unknowingly. What may be saved or removed is decided by the context's own rules.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar, cast

import msgspec
from fastapi import APIRouter, Path
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError, create_model
from starlette.requests import HTTPConnection

from antiphon.edge.caller import Caller, permitted
from antiphon.edge.fields import Version
from antiphon.edge.parts import Centre, Commands, part_of
from antiphon.edge.problems import bad_fields, not_found
from antiphon.identity.contract import Permission
from antiphon.kernel.catalogue import Catalogue, Item, ItemEdition
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import UserId, new_id

I = TypeVar("I", bound=Item)  # noqa: E741 (an item)

ItemId = Annotated[str, Path(alias="id", min_length=1, max_length=64)]


class CatalogueApi(Generic[I]):
    """One kind of item over HTTP. `title` names its schemas, `noun` its operations."""

    # False where what was removed is forgotten, as personal data must be.
    keeps_removed = True

    def __init__(
        self,
        *,
        path: str,
        noun: str,
        plural: str,
        new: type[BaseModel],
        item: type[I],
        catalogue: Callable[[HTTPConnection], Catalogue[I]],
        save: Callable[[I, int | None, UserId], Command],
        remove: Callable[[str, UserId], Command],
        read: Permission,
        edit: Permission,
        shown: type[BaseModel] | None = None,
    ) -> None:
        self.path = path
        self.edit = edit
        self._item = item
        # A write-only field, such as a secret, is in the body but not in the item.
        names = {
            field.encode_name
            for field in msgspec.structs.fields(cast("type[msgspec.Struct]", item))
        }
        self._known = names - {"id", "version"}
        self._catalogue = catalogue
        self._save = save
        self._remove = remove
        self._noun = noun.replace("_", " ")
        title = new.__name__.removeprefix("New")
        self._change = create_model(
            f"{title}Change", __base__=new, __doc__=new.__doc__, version=(Version, ...)
        )
        self.shown = create_model(
            title,
            __base__=shown or new,
            __doc__=new.__doc__,
            id=(str, ...),
            version=(Version, ...),
        )
        # Fields that a request may leave out are always in an answer.
        self.shown.model_config["json_schema_serialization_defaults_required"] = True
        self.shown.model_rebuild(force=True)
        self._list = create_model(f"{title}List", items=(list[self.shown], ...))  # type: ignore[name-defined]
        edition = create_model(
            f"{title}Edition",
            __doc__="One version: what, when, by whom.",
            at=(datetime, ...),
            by=(str | None, ...),
            item=(self.shown, ...),
        )
        self._versions = create_model(f"{title}Versions", items=(list[edition], ...))
        self._new = new
        self.router = APIRouter(prefix=f"/v1/{path}", tags=[path])
        if self.keeps_removed:
            # Before the routes that would take `removed` for an id.
            self._add_way_back(noun, plural, reader=permitted(read), editor=permitted(edit))
        self.add_list(plural, permitted(read))
        self._add_readers(noun, permitted(read))
        self._add_editors(noun, permitted(edit))

    async def submit(
        self, connection: HTTPConnection, command: Command, fields: Mapping[str, Any], item_id: str
    ) -> None:
        """Have the item saved. A kind with fields that are kept elsewhere overrides this."""
        await part_of(connection, Commands).submit(command)

    def get(self, connection: HTTPConnection, item_id: str) -> I:
        """The item, or the problem of its absence."""
        item = self._catalogue(connection).find(item_id)
        if item is None:
            raise not_found(self._noun)
        return item

    def show(self, item: I, version: int) -> dict[str, Any]:
        """The item as an answer."""
        fields: dict[str, Any] = msgspec.to_builtins(item)
        return {**fields, "version": version}

    def _show_newest(self, catalogue: Catalogue[I], item_id: str) -> dict[str, Any]:
        return self.show(catalogue.get(item_id), catalogue.versions[item_id])

    async def _take(
        self,
        connection: HTTPConnection,
        fields: dict[str, Any],
        *,
        item_id: str,
        version: int | None,
        by: Caller,
    ) -> dict[str, Any]:
        item = self.read(fields, item_id)
        command = self._save(item, version, by.user_id)
        await self.submit(connection, command, fields, item_id)
        return self._show_newest(self._catalogue(connection), item_id)

    def read(self, fields: Mapping[str, Any], item_id: str) -> I:
        """The item that a body describes."""
        known = {name: value for name, value in fields.items() if name in self._known}
        try:
            return msgspec.convert({**known, "id": item_id}, self._item)
        except msgspec.ValidationError as error:
            path, message = of_conversion(error)
            raise bad_fields({path or "body": message}) from error

    def changed(
        self, connection: HTTPConnection, item_id: str, changes: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The values of some fields as they would be saved, or the problem of what is wrong."""
        shown = self.show(self.get(connection, item_id), 0)
        fields = {name: value for name, value in shown.items() if name in self._known}
        if unknown := changes.keys() - fields.keys():
            raise bad_fields(dict.fromkeys(sorted(unknown), "is no field of it"))
        try:
            body = self._new.model_validate(fields | dict(changes))
        except ValidationError as error:
            raise RequestValidationError(error.errors()) from error
        whole = body.model_dump(mode="json")
        self.read(whole, item_id)
        return {name: whole[name] for name in changes}

    def add_list(self, plural: str, reader: Any) -> None:
        """The route that lists all items. A kind with very many overrides this."""

        async def list_items(connection: HTTPConnection, _caller: Caller = reader) -> Any:
            catalogue = self._catalogue(connection)
            return {"items": [self._show_newest(catalogue, item.id) for item in list(catalogue)]}

        self.add("GET", "", list_items, f"list_{plural}", self._list, HTTPStatus.OK)

    def _add_readers(self, noun: str, reader: Any) -> None:
        async def get_item(
            item_id: ItemId, connection: HTTPConnection, _caller: Caller = reader
        ) -> Any:
            self.get(connection, item_id)
            return self._show_newest(self._catalogue(connection), item_id)

        async def list_versions(
            item_id: ItemId, connection: HTTPConnection, _caller: Caller = reader
        ) -> Any:
            self.get(connection, item_id)
            return self._show_editions(self._catalogue(connection).editions(item_id))

        ok = HTTPStatus.OK
        self.add("GET", "/{id}", get_item, f"get_{noun}", self.shown, ok)
        versions = f"list_{noun}_versions"
        self.add("GET", "/{id}/versions", list_versions, versions, self._versions, ok)

    def _add_editors(self, noun: str, editor: Any) -> None:
        async def create_item(
            body: BaseModel, connection: HTTPConnection, caller: Caller = editor
        ) -> Any:
            fields = body.model_dump(mode="json")
            item_id = new_id(datetime.now(UTC))
            return await self._take(connection, fields, item_id=item_id, version=None, by=caller)

        async def change_item(
            item_id: ItemId, body: BaseModel, connection: HTTPConnection, caller: Caller = editor
        ) -> Any:
            self.get(connection, item_id)
            fields = body.model_dump(mode="json")
            version = fields.pop("version")
            return await self._take(connection, fields, item_id=item_id, version=version, by=caller)

        async def remove_item(
            item_id: ItemId, connection: HTTPConnection, centre: Centre, caller: Caller = editor
        ) -> None:
            self.get(connection, item_id)
            await centre.submit(self._remove(item_id, caller.user_id))

        # FastAPI reads the bodies' models from the annotations.
        create_item.__annotations__["body"] = self._new
        change_item.__annotations__["body"] = self._change
        self.add("POST", "", create_item, f"create_{noun}", self.shown, HTTPStatus.CREATED)
        self.add("PUT", "/{id}", change_item, f"change_{noun}", self.shown, HTTPStatus.OK)
        gone = HTTPStatus.NO_CONTENT
        self.add("DELETE", "/{id}", remove_item, f"remove_{noun}", None, gone)

    def _show_editions(self, editions: Iterable[ItemEdition[I]]) -> dict[str, Any]:
        return {
            "items": [
                {"at": one.at, "by": one.by, "item": self.show(one.item, one.version)}
                for one in editions
            ]
        }

    def _add_way_back(self, noun: str, plural: str, *, reader: Any, editor: Any) -> None:
        async def list_removed(connection: HTTPConnection, _caller: Caller = reader) -> Any:
            return self._show_editions(self._catalogue(connection).removed())

        async def bring_back(
            item_id: ItemId, connection: HTTPConnection, caller: Caller = editor
        ) -> Any:
            catalogue = self._catalogue(connection)
            found = [one.item for one in catalogue.removed() if one.item.id == item_id]
            if not found:
                raise not_found(self._noun)
            command = self._save(found[0], None, caller.user_id)
            await part_of(connection, Commands).submit(command)
            return self._show_newest(catalogue, item_id)

        ok = HTTPStatus.OK
        self.add("GET", "/removed", list_removed, f"list_removed_{plural}", self._versions, ok)
        name = f"bring_back_{noun}"
        self.add("POST", "/{id}/bring-back", bring_back, name, self.shown, ok)

    def add(  # noqa: PLR0917 (what a route consists of, in FastAPI's own order)
        self,
        method: str,
        path: str,
        endpoint: Any,
        name: str,
        model: Any,
        status: HTTPStatus,
    ) -> None:
        """Add one route below the kind's path."""
        self.router.add_api_route(
            path,
            endpoint,
            methods=[method],
            operation_id=name,
            response_model=model,
            status_code=status,
            summary=name.replace("_", " ").capitalize(),
        )


def of_conversion(error: msgspec.ValidationError) -> tuple[str, str]:
    """Where and what: msgspec says "Expected `int`, got `str` - at `$.steps[...].next`"."""
    message, _, where = str(error).partition(" - at `$")
    return where.strip("`.").replace("[...]", ""), message

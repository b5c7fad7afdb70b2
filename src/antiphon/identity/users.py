"""Users: adding, changing and removing them, for the back office and for the command line."""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from antiphon.identity.domain import (
    Language,
    User,
    check_login,
    check_password,
    check_roles,
)
from antiphon.identity.passwords import Passwords
from antiphon.identity.permissions import Role
from antiphon.identity.service import SignIn
from antiphon.identity.store import AuditEntry, IdentityStore
from antiphon.kernel.clock import Clock
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import UserId, new_id


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks for a change: a signed-in user, or None for the command line on this machine."""

    user_id: UserId | None = None
    address: str = "local"


THIS_MACHINE = Actor()


class Users:
    """The use cases about users."""

    def __init__(
        self, store: IdentityStore, passwords: Passwords, sign_in: SignIn, clock: Clock
    ) -> None:
        self._store = store
        self._passwords = passwords
        self._sign_in = sign_in
        self._clock = clock

    async def list_users(self) -> list[User]:
        """Everybody, by login."""
        return await self._store.list_users()

    async def find_user(self, user_id: UserId) -> User | None:
        """The user of this id."""
        return await self._store.find_user(user_id)

    async def get_user(self, user_id: UserId) -> User:
        """The user, or RuleBroken `catalogue.unknown`."""
        user = await self._store.find_user(user_id)
        if user is None:
            raise RuleBroken("catalogue.unknown", f"There is no user {user_id!r}.")
        return user

    async def find_login(self, login: str) -> User | None:
        """The user of this login."""
        found = await self._store.find_login(check_login(login))
        return found[0] if found else None

    async def add_user(
        self,
        *,
        login: str,
        name: str,
        roles: Collection[Role],
        password: str,
        language: Language = Language.ENGLISH,
        is_active: bool = True,
        by: Actor = THIS_MACHINE,
    ) -> User:
        """Add a user who may sign in at once."""
        login = check_login(login)
        check_roles(roles)
        check_password(password, login=login)
        user = User(
            id=UserId(new_id(self._clock.now())),
            login=login,
            name=name.strip() or login,
            roles=frozenset(roles),
            language=language,
            is_active=is_active,
        )
        hashed = await self._passwords.hash(password)
        await self._store.add_user(user, hashed, self._entry(by, "user.added", user.id, _of(user)))
        return user

    async def save_user(self, user: User, *, by: Actor = THIS_MACHINE) -> User:
        """Change a user; `user.version` is the version that was edited."""
        before = await self.get_user(user.id)
        check_roles(user.roles)
        after = msgspec.structs.replace(user, login=check_login(user.login))
        loses_rights = before.roles != after.roles or before.is_active != after.is_active
        if by.user_id == user.id and loses_rights:
            raise RuleBroken(
                "identity.own_account", "Ask another administrator to change your own rights."
            )
        if loses_rights:
            await self._check_administrator_stays(after)
        entry = self._entry(by, "user.changed", user.id, _changes(before, after))
        if not await self._store.save_user(after, edited_version=user.version, entry=entry):
            raise RuleBroken(
                "catalogue.changed_meanwhile",
                "Somebody changed this user meanwhile: load it again, then edit.",
            )
        self._sign_in.forget_cached(user.id)
        if loses_rights:
            await self._sign_in.end_sessions_of(user.id)
        return msgspec.structs.replace(after, version=user.version + 1)

    async def change_language(self, user_id: UserId, language: Language, *, by: Actor) -> User:
        """Change the language of a user's pages."""
        latest = await self.get_user(user_id)
        return await self.save_user(msgspec.structs.replace(latest, language=language), by=by)

    async def remove_user(self, user_id: UserId, *, by: Actor = THIS_MACHINE) -> None:
        """Remove a user and end all sessions; the audit trail stays."""
        user = await self.get_user(user_id)
        if by.user_id == user_id:
            raise RuleBroken("identity.own_account", "You cannot remove your own account.")
        await self._check_administrator_stays(msgspec.structs.replace(user, is_active=False))
        await self._sign_in.end_sessions_of(user_id)
        entry = self._entry(by, "user.removed", user_id, {"login": user.login})
        await self._store.remove_user(user_id, entry)

    async def reset_password(
        self, user_id: UserId, password: str, *, by: Actor = THIS_MACHINE
    ) -> None:
        """Give a user another password and end all of the user's sessions."""
        user = await self.get_user(user_id)
        check_password(password, login=user.login)
        hashed = await self._passwords.hash(password)
        await self._store.set_password(
            user_id, hashed, self._entry(by, "user.password_reset", user_id, {})
        )
        await self._sign_in.end_sessions_of(user_id)

    async def _check_administrator_stays(self, after: User) -> None:
        for user in await self._store.list_users():
            user = after if user.id == after.id else user  # noqa: PLW2901
            if user.is_active and Role.ADMIN in user.roles:
                return
        raise RuleBroken(
            "identity.last_administrator", "At least one active administrator must remain."
        )

    def _entry(self, by: Actor, action: str, subject: str, detail: Mapping[str, Any]) -> AuditEntry:
        return AuditEntry(
            at=self._clock.now(),
            user_id=by.user_id,
            address=by.address,
            action=action,
            subject=subject,
            detail=detail,
        )


def _of(user: User) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(user)
    fields["roles"] = sorted(fields["roles"])
    del fields["version"], fields["id"]
    return fields


def _changes(before: User, after: User) -> dict[str, Any]:
    old, new = _of(before), _of(after)
    return {name: [old[name], new[name]] for name in new if old[name] != new[name]}

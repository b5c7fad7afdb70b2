"""Users, sessions and the audit trail in SQL, within one tenant."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from antiphon.database.engine import writing
from antiphon.identity.domain import Language, Session, User
from antiphon.identity.permissions import Role
from antiphon.identity.tables import audit, sessions, setup_tokens, users
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import TenantId, UserId
from antiphon.kernel.instants import micros, moment


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Who did what to whom, and from where; `user_id` is None when nobody was signed in."""

    at: datetime
    user_id: UserId | None
    address: str
    action: str
    subject: str
    detail: Mapping[str, Any] = {}
    number: int = 0


class AuditFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What is wanted of a trail; `prefix` is how the actions begin, in plain letters and dots."""

    user_id: UserId | None = None
    since: datetime | None = None
    prefix: str = ""

    def conditions(self, table: Table) -> list[ColumnElement[bool]]:
        """The same as conditions on a table with `user_id`, `at` and `action`."""
        found: list[ColumnElement[bool]] = []
        if self.user_id is not None:
            found.append(table.c.user_id == self.user_id)
        if self.since is not None:
            found.append(table.c.at >= micros(self.since))
        if self.prefix:
            found.append(table.c.action.startswith(self.prefix, autoescape=True))
        return found


class IdentityStore:
    """One tenant's users, sessions, one-time tokens and audit trail."""

    def __init__(self, engine: AsyncEngine, tenant: TenantId) -> None:
        self._engine = engine
        self._writing = writing(engine)
        self._tenant = tenant

    async def list_users(self) -> list[User]:
        """Everybody, by login."""
        query = select(users).where(users.c.tenant == self._tenant).order_by(users.c.login)
        async with self._engine.connect() as connection:
            return [_user(row) for row in await connection.execute(query)]

    async def find_user(self, user_id: UserId) -> User | None:
        """The user of this id."""
        query = select(users).where(users.c.tenant == self._tenant, users.c.id == user_id)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return _user(row) if row else None

    async def find_login(self, login: str) -> tuple[User, str] | None:
        """The user of this login, with the password's hash."""
        query = select(users).where(users.c.tenant == self._tenant, users.c.login == login)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return (_user(row), row.password_hash) if row else None

    async def add_user(self, user: User, password_hash: str, entry: AuditEntry) -> None:
        """Add a user; RuleBroken when the login is taken."""
        async with self._writing.begin() as connection:
            await self._insert_user(connection, user, password_hash, entry)

    async def add_first_user(
        self, user: User, password_hash: str, token_id: str, entry: AuditEntry
    ) -> None:
        """Add the first user and use up the one-time tokens; RuleBroken when it was too late."""
        mine = setup_tokens.c.tenant == self._tenant
        async with self._writing.begin() as connection:
            used = await connection.execute(
                delete(setup_tokens).where(mine, setup_tokens.c.id == token_id)
            )
            if used.rowcount != 1:
                raise RuleBroken(
                    "identity.setup_token_wrong", "This link is not valid, or was used already."
                )
            await connection.execute(delete(setup_tokens).where(mine))
            await self._insert_user(connection, user, password_hash, entry)

    async def save_user(self, user: User, *, edited_version: int, entry: AuditEntry) -> bool:
        """Store the user as the version after `edited_version`; False when that is not newest."""
        values = _values(user)
        values["version"] = edited_version + 1
        query = update(users).where(
            users.c.tenant == self._tenant,
            users.c.id == user.id,
            users.c.version == edited_version,
        )
        async with self._writing.begin() as connection:
            try:
                changed = await connection.execute(query.values(**values))
            except IntegrityError as error:
                raise _login_taken(user) from error
            if changed.rowcount == 1:
                await self._note(connection, entry)
            return changed.rowcount == 1

    async def set_password(self, user_id: UserId, password_hash: str, entry: AuditEntry) -> None:
        """Store another password's hash."""
        query = update(users).where(users.c.tenant == self._tenant, users.c.id == user_id)
        async with self._writing.begin() as connection:
            await connection.execute(query.values(password_hash=password_hash))
            await self._note(connection, entry)

    async def remove_user(self, user_id: UserId, entry: AuditEntry) -> None:
        """Remove a user with all sessions; the audit trail stays."""
        async with self._writing.begin() as connection:
            await connection.execute(
                delete(users).where(users.c.tenant == self._tenant, users.c.id == user_id)
            )
            await self._note(connection, entry)

    async def add_session(self, session: Session, entry: AuditEntry) -> None:
        """Store a new session."""
        async with self._writing.begin() as connection:
            await connection.execute(
                insert(sessions).values(
                    tenant=self._tenant,
                    id=session.id,
                    user_id=session.user_id,
                    created_at=micros(session.created_at),
                    seen_at=micros(session.seen_at),
                )
            )
            await self._note(connection, entry)

    async def find_session(self, session_id: str) -> tuple[Session, User] | None:
        """A session with its user."""
        query = (
            select(
                users,
                sessions.c.id.label("session_id"),
                sessions.c.created_at.label("session_created_at"),
                sessions.c.seen_at,
            )
            .join(
                users,
                (users.c.tenant == sessions.c.tenant) & (users.c.id == sessions.c.user_id),
            )
            .where(sessions.c.tenant == self._tenant, sessions.c.id == session_id)
        )
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return None
        session = Session(
            id=row.session_id,
            user_id=row.id,
            created_at=moment(row.session_created_at),
            seen_at=moment(row.seen_at),
        )
        return session, _user(row)

    async def touch_session(self, session_id: str, now: datetime) -> None:
        """Note that the session was used."""
        query = update(sessions).where(
            sessions.c.tenant == self._tenant, sessions.c.id == session_id
        )
        async with self._writing.begin() as connection:
            await connection.execute(query.values(seen_at=micros(now)))

    async def end_sessions(
        self, entry: AuditEntry | None, *, user_id: UserId | None = None, key: str | None = None
    ) -> list[str]:
        """End one session, or all of a user; returns the ids of those that ended."""
        query = delete(sessions).where(sessions.c.tenant == self._tenant)
        query = query.where(sessions.c.user_id == user_id if key is None else sessions.c.id == key)
        async with self._writing.begin() as connection:
            ended = list((await connection.execute(query.returning(sessions.c.id))).scalars())
            if entry:
                await self._note(connection, entry)
        return ended

    async def forget_old_sessions(self, before: datetime) -> None:
        """Remove sessions made before this instant."""
        query = delete(sessions).where(
            sessions.c.tenant == self._tenant, sessions.c.created_at < micros(before)
        )
        async with self._writing.begin() as connection:
            await connection.execute(query)

    async def replace_setup_token(self, token_id: str, now: datetime) -> None:
        """Make this the only one-time token that is valid."""
        async with self._writing.begin() as connection:
            await connection.execute(
                delete(setup_tokens).where(setup_tokens.c.tenant == self._tenant)
            )
            await connection.execute(
                insert(setup_tokens).values(
                    tenant=self._tenant, id=token_id, created_at=micros(now)
                )
            )

    async def note(self, entry: AuditEntry) -> None:
        """Append to the audit trail."""
        async with self._writing.begin() as connection:
            await self._note(connection, entry)

    async def list_audit(
        self,
        *,
        before: datetime | None,
        limit: int,
        wanted: AuditFilter | None = None,
    ) -> Sequence[AuditEntry]:
        """The audit trail, newest first."""
        query = select(audit).where(audit.c.tenant == self._tenant)
        if before:
            query = query.where(audit.c.at < micros(before))
        if wanted is not None:
            query = query.where(*wanted.conditions(audit))
        query = query.order_by(audit.c.at.desc(), audit.c.number.desc()).limit(limit)
        async with self._engine.connect() as connection:
            return [_entry(row) for row in await connection.execute(query)]

    async def _insert_user(
        self, connection: AsyncConnection, user: User, password_hash: str, entry: AuditEntry
    ) -> None:
        values = _values(user) | {
            "tenant": self._tenant,
            "password_hash": password_hash,
            "created_at": micros(entry.at),
        }
        try:
            await connection.execute(insert(users).values(**values))
        except IntegrityError as error:
            raise _login_taken(user) from error
        await self._note(connection, entry)

    async def _note(self, connection: AsyncConnection, entry: AuditEntry) -> None:
        await connection.execute(
            insert(audit).values(
                tenant=self._tenant,
                at=micros(entry.at),
                user_id=entry.user_id,
                address=entry.address,
                action=entry.action,
                subject=entry.subject,
                detail=msgspec.json.encode(entry.detail).decode(),
            )
        )


def _login_taken(user: User) -> RuleBroken:
    return RuleBroken("identity.login_taken", f"The login {user.login!r} is taken.")


def _values(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "login": user.login,
        "name": user.name,
        "roles": " ".join(sorted(user.roles)),
        "language": user.language.value,
        "is_active": user.is_active,
        "version": user.version,
    }


def _user(row: Row[Any]) -> User:
    return User(
        id=UserId(row.id),
        login=row.login,
        name=row.name,
        roles=frozenset(Role(role) for role in row.roles.split()),
        language=Language(row.language),
        is_active=row.is_active,
        version=row.version,
    )


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        number=row.number,
        at=moment(row.at),
        user_id=row.user_id,
        address=row.address,
        action=row.action,
        subject=row.subject,
        detail=msgspec.json.decode(row.detail),
    )

"""The secrets of phones and trunks, sealed in SQL: events and snapshots never hold one."""

from collections.abc import Set

import structlog
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    MetaData,
    String,
    Table,
    and_,
    delete,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from antiphon.database.engine import writing
from antiphon.database.sealing import Seal, SealBroken
from antiphon.kernel.ids import TenantId

log = structlog.get_logger()

metadata = MetaData()
_later = MetaData()

# Where secrets were kept before they were sealed: empty, once `seal_older` has run.
_unsealed = Table(
    "line_secrets",
    metadata,
    Column("tenant", String(40), primary_key=True),
    Column("owner", String(100), primary_key=True),
    Column("secret", String(200), nullable=False),
)

_secrets = Table(
    "sealed_line_secrets",
    _later,
    Column("tenant", String(40), primary_key=True),
    # `trunk/<id>` or `phone/<agent id>`
    Column("owner", String(100), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)


def _first_tables(connection: Connection) -> None:
    metadata.create_all(connection)


def _sealed_secrets(connection: Connection) -> None:
    _later.create_all(connection)


STEPS = (_first_tables, _sealed_secrets)


class LineSecrets:
    """One tenant's secrets by owner."""

    def __init__(self, engine: AsyncEngine, tenant: TenantId, seal: Seal) -> None:
        self._engine = engine
        self._tenant = tenant
        self._seal = seal

    async def find(self, owner: str) -> str | None:
        """The secret of this owner; one that cannot be opened counts as none, and is logged."""
        query = select(_secrets.c.sealed).where(*self._of(owner))
        async with self._engine.connect() as connection:
            sealed = (await connection.execute(query)).scalar_one_or_none()
        if sealed is None:
            return None
        try:
            return self._seal.open(sealed, owner=self._sealed_for(owner))
        except SealBroken:
            log.error("line_secret.unreadable", owner=owner)
            return None

    async def put(self, owner: str, secret: str | None) -> None:
        """Store the secret in place of an earlier one; None forgets it."""
        async with writing(self._engine).begin() as connection:
            await connection.execute(delete(_secrets).where(*self._of(owner)))
            if secret is not None:
                await connection.execute(_secrets.insert().values(**self._row(owner, secret)))

    async def forget_others(self, prefix: str, kept: Set[str]) -> None:
        """Forget the secrets of all owners that begin with `prefix` and are not `kept`."""
        mine = and_(_secrets.c.tenant == self._tenant, _secrets.c.owner.startswith(prefix))
        async with writing(self._engine).begin() as connection:
            owners = set((await connection.execute(select(_secrets.c.owner).where(mine))).scalars())
            gone = _secrets.c.owner.in_(owners - kept)
            await connection.execute(delete(_secrets).where(mine, gone))

    async def keep(self, owner: str, fresh: str) -> str:
        """The secret of this owner; `fresh` from now on when there was none.

        Whoever asks at the same moment gets the same one.
        """
        known = await self.find(owner)
        if known is not None:
            return known
        try:
            async with writing(self._engine).begin() as connection:
                await connection.execute(_secrets.insert().values(**self._row(owner, fresh)))
        except IntegrityError:
            other = await self.find(owner)
            if other is None:
                # The key that it was sealed with is lost, and so is the secret.
                await self.put(owner, fresh)
            return other or fresh
        return fresh

    async def seal_older(self) -> int:
        """Seal what was stored when secrets were not sealed yet; how many those were."""
        async with writing(self._engine).begin() as connection:
            if self._engine.dialect.name == "sqlite":
                # What is deleted is overwritten.
                await connection.exec_driver_sql("PRAGMA secure_delete = ON")
            mine = _unsealed.c.tenant == self._tenant
            rows = (await connection.execute(select(_unsealed).where(mine))).all()
            for row in rows:
                await connection.execute(delete(_secrets).where(*self._of(row.owner)))
                values = self._row(row.owner, row.secret)
                await connection.execute(_secrets.insert().values(**values))
            await connection.execute(delete(_unsealed).where(mine))
        return len(rows)

    def _row(self, owner: str, secret: str) -> dict[str, object]:
        sealed = self._seal.seal(secret, owner=self._sealed_for(owner))
        return {"tenant": self._tenant, "owner": owner, "sealed": sealed}

    def _sealed_for(self, owner: str) -> str:
        return f"{self._tenant}/{owner}"

    def _of(self, owner: str) -> tuple[ColumnElement[bool], ...]:
        return (_secrets.c.tenant == self._tenant, _secrets.c.owner == owner)

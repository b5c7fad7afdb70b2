"""Signing in and out: sessions, and how the first administrator comes to be."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from antiphon.identity.domain import (
    Language,
    Session,
    SessionLimits,
    User,
    check_login,
    check_password,
    is_alive,
    normalise_login,
)
from antiphon.identity.passwords import Passwords
from antiphon.identity.permissions import Role
from antiphon.identity.store import AuditEntry, IdentityStore
from antiphon.identity.throttle import BY_ADDRESS, BY_LOGIN, Throttle
from antiphon.identity.tokens import Token, new_token, session_id
from antiphon.kernel.clock import Clock
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import UserId, new_id

# A session's user is looked up anew this often; a change made here takes effect at once.
_TRUSTED_FOR_S = 5.0
_MOST_TRUSTED = 20_000
_TOUCHED_EVERY = timedelta(minutes=1)


class SignInWrong(Exception):  # noqa: N818 (it names what happened)
    """Login or password is wrong; which of them is not told."""


class TooManyTries(Exception):  # noqa: N818
    """Wait before the next try."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__(f"try again in {retry_after_s:.0f} s")
        self.retry_after_s = retry_after_s


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A live session and its user."""

    session: Session
    user: User


class _Trusted(msgspec.Struct, kw_only=True):
    signed_in: SignedIn
    until: float


class SignIn:
    """Sessions: who is signed in, and how one gets there."""

    def __init__(
        self,
        store: IdentityStore,
        passwords: Passwords,
        clock: Clock,
        limits: SessionLimits | None = None,
    ) -> None:
        self._store = store
        self._passwords = passwords
        self._clock = clock
        self._limits = limits or SessionLimits()
        self._by_login = Throttle(BY_LOGIN)
        self._by_address = Throttle(BY_ADDRESS)
        self._trusted: dict[str, _Trusted] = {}
        self._changes = 0
        self._ended_listeners: list[Callable[[str], None]] = []

    def on_session_ended(self, listener: Callable[[str], None]) -> None:
        """Tell `listener` the id of every session that is ended here."""
        self._ended_listeners.append(listener)

    async def sign_in(self, login: str, password: str, address: str) -> tuple[Token, SignedIn]:
        """Start a session.

        Raises:
            SignInWrong: login or password is wrong, or the user may not sign in.
            TooManyTries: this login or address has failed too often.
        """
        login = normalise_login(login)[:64]
        now = self._begin_try(login, address)
        found = await self._store.find_login(login)
        is_right = await self._passwords.verify(found[1] if found else None, password)
        if not is_right or found is None or not found[0].is_active:
            await self._store.note(self._entry(None, address, "session.refused", "sign-in"))
            raise SignInWrong
        self._by_login.forget(login)
        self._by_address.succeed(address, now)
        user, stored = found
        if self._passwords.needs_new_hash(stored):
            entry = self._entry(user.id, address, "user.password_rehashed", user.id)
            await self._store.set_password(user.id, await self._passwords.hash(password), entry)
        return await self.start_session(user, address)

    async def start_session(self, user: User, address: str) -> tuple[Token, SignedIn]:
        """Start a session for a user whose identity is proved."""
        token, now = new_token(), self._clock.now()
        session = Session(id=session_id(token), user_id=user.id, created_at=now, seen_at=now)
        await self._store.forget_old_sessions(now - self._limits.absolute)
        await self._store.add_session(
            session, self._entry(user.id, address, "session.started", user.id)
        )
        return token, SignedIn(session=session, user=user)

    async def find(self, token: str, *, is_use: bool = True) -> SignedIn | None:
        """Who is signed in with this token; `is_use` keeps an idle session from ending."""
        return await self.find_by_id(session_id(token), is_use=is_use)

    async def find_by_id(self, key: str, *, is_use: bool = False) -> SignedIn | None:
        """Who is signed in with the session of this id."""
        now = self._clock.now()
        trusted = self._trusted.get(key)
        if trusted is None or trusted.until <= self._clock.monotonic():
            trusted = await self._look_up(key)
            if trusted is None:
                return None
        session, user = trusted.signed_in.session, trusted.signed_in.user
        if not is_alive(session, user, self._limits, now):
            await self.end_session(key, None)
            return None
        if is_use and now - session.seen_at >= _TOUCHED_EVERY:
            trusted.signed_in = SignedIn(session=_seen(session, now), user=user)
            await self._store.touch_session(key, now)
        return trusted.signed_in

    async def end_session(self, key: str, entry: AuditEntry | None) -> None:
        """End one session."""
        self._tell_ended(await self._store.end_sessions(entry, key=key))

    async def sign_out(self, key: str, user_id: UserId, address: str) -> None:
        """End one's own session."""
        await self.end_session(key, self._entry(user_id, address, "session.ended", user_id))

    async def end_sessions_of(self, user_id: UserId) -> None:
        """End all sessions of a user: after a change of rights or password."""
        self._tell_ended(await self._store.end_sessions(None, user_id=user_id))

    def forget_cached(self, user_id: UserId) -> None:
        """Look the user up anew for the next request."""
        self._changes += 1
        for key in [i for i, t in self._trusted.items() if t.signed_in.user.id == user_id]:
            del self._trusted[key]

    async def change_own_password(
        self, user_id: UserId, login: str, current: str, new: str, address: str
    ) -> tuple[Token, SignedIn]:
        """Change one's own password; every session of the user ends but the new one returned."""
        now = self._begin_try(login, address)
        found = await self._store.find_login(login)
        is_right = await self._passwords.verify(found[1] if found else None, current)
        if not is_right or found is None or found[0].id != user_id:
            raise RuleBroken("identity.password_wrong", "The current password is not right.")
        user = found[0]
        self._by_login.forget(login)
        self._by_address.succeed(address, now)
        check_password(new, login=user.login)
        entry = self._entry(user.id, address, "user.password_changed", user.id)
        await self._store.set_password(user.id, await self._passwords.hash(new), entry)
        await self.end_sessions_of(user.id)
        return await self.start_session(user, address)

    async def needs_first_administrator(self) -> bool:
        """Whether there is nobody yet who could sign in."""
        return not await self._store.list_users()

    async def mint_setup_token(self) -> Token:
        """A one-time token for making the first administrator; earlier ones become invalid."""
        token = new_token()
        await self._store.replace_setup_token(session_id(token), self._clock.now())
        return token

    async def set_up_first_administrator(
        self, token: str, *, login: str, name: str, password: str, language: Language, address: str
    ) -> tuple[Token, SignedIn]:
        """Make the first administrator with the one-time token, and sign in."""
        if not await self.needs_first_administrator():
            raise RuleBroken("identity.setup_done", "There is an administrator already: sign in.")
        login = check_login(login)
        check_password(password, login=login)
        now = self._begin_try("setup", address)
        user = User(
            id=UserId(new_id(self._clock.now())),
            login=login,
            name=name.strip() or login,
            roles=frozenset({Role.ADMIN}),
            language=language,
        )
        entry = self._entry(user.id, address, "user.first_administrator", user.id)
        hashed = await self._passwords.hash(password)
        await self._store.add_first_user(user, hashed, session_id(token), entry)
        self._by_login.forget("setup")
        self._by_address.succeed(address, now)
        return await self.start_session(user, address)

    def _begin_try(self, login: str, address: str) -> float:
        now = self._clock.monotonic()
        wait_s = max(self._by_login.wait_s(login, now), self._by_address.wait_s(address, now))
        if wait_s > 0:
            raise TooManyTries(wait_s)
        self._by_login.begin(login, now)
        self._by_address.begin(address, now)
        return now

    async def _look_up(self, key: str) -> _Trusted | None:
        changes = self._changes
        found = await self._store.find_session(key)
        if found is None:
            self._tell_ended([key] if self._trusted.pop(key, None) else [])
            return None
        if len(self._trusted) >= _MOST_TRUSTED:
            self._trusted.clear()
        session, user = found
        trusted = _Trusted(
            signed_in=SignedIn(session=session, user=user),
            until=self._clock.monotonic() + _TRUSTED_FOR_S,
        )
        if changes == self._changes:  # or it may have ended while it was read
            self._trusted[key] = trusted
        return trusted

    def _tell_ended(self, ids: list[str]) -> None:
        self._changes += 1
        for key in ids:
            self._trusted.pop(key, None)
            for listener in self._ended_listeners:
                listener(key)

    def _entry(self, user_id: UserId | None, address: str, action: str, subject: str) -> AuditEntry:
        return AuditEntry(
            at=self._clock.now(), user_id=user_id, address=address, action=action, subject=subject
        )


def _seen(session: Session, now: datetime) -> Session:
    return msgspec.structs.replace(session, seen_at=now)

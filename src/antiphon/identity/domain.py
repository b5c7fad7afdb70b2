"""Identity's rules, pure: logins, passwords (`check_password`), and how long a session lasts."""

import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from antiphon.identity.permissions import Permission, Role, permissions_of
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import UserId

MIN_PASSWORD_LENGTH = 10
MAX_PASSWORD_LENGTH = 200


class Language(StrEnum):
    """The languages of the product's own texts; by itself the page speaks as the browser asks."""

    AS_BROWSER = "browser"
    ENGLISH = "en"
    SIMPLIFIED_CHINESE = "zh-Hans"
    TRADITIONAL_CHINESE = "zh-Hant"


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may sign in."""

    id: UserId
    login: str
    name: str
    roles: frozenset[Role]
    language: Language = Language.ENGLISH
    is_active: bool = True
    version: int = 1

    @property
    def permissions(self) -> frozenset[Permission]:
        """What this user may do."""
        return permissions_of(self.roles)


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A user's signed-in time on one browser. `id` is the hash of the token, never the token."""

    id: str
    user_id: UserId
    created_at: datetime
    seen_at: datetime


class SessionLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How long a session may last in all, and unused. Powerful roles are let go sooner."""

    absolute: timedelta = timedelta(hours=12)
    idle: timedelta = timedelta(hours=4)
    idle_admin: timedelta = timedelta(minutes=30)


def normalise_login(login: str) -> str:
    """The one spelling of a login that is stored and compared."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def check_login(login: str) -> str:
    """The normalised login, or RuleBroken when it cannot serve as one."""
    login = normalise_login(login)
    if not 2 <= len(login) <= 64 or any(not c.isprintable() or c.isspace() for c in login):
        raise RuleBroken(
            "identity.login_unusable", "A login has 2 to 64 characters and no spaces in it."
        )
    return login


def check_password(password: str, *, login: str) -> None:
    """Refuse a password that is short, long, or easy to guess from the login."""
    if len(password) < MIN_PASSWORD_LENGTH:
        raise RuleBroken(
            "identity.password_short",
            f"Choose a password of at least {MIN_PASSWORD_LENGTH} characters.",
        )
    if len(password) > MAX_PASSWORD_LENGTH:
        raise RuleBroken(
            "identity.password_long",
            f"Choose a password of at most {MAX_PASSWORD_LENGTH} characters.",
        )
    if normalise_login(login) in normalise_login(password):
        raise RuleBroken(
            "identity.password_has_login", "Choose a password that does not contain the login."
        )
    if len(set(password)) < 4:
        raise RuleBroken(
            "identity.password_repeats", "Choose a password with more different characters."
        )


def check_roles(roles: Collection[Role]) -> None:
    """Refuse a user who could do nothing."""
    if not roles:
        raise RuleBroken("identity.role_missing", "Give the user at least one role.")


def idle_limit(user: User, limits: SessionLimits) -> timedelta:
    """How long this user's session may stay unused."""
    # Whoever also takes calls must not be signed out in the middle of one.
    if Role.ADMIN in user.roles and Role.AGENT not in user.roles:
        return limits.idle_admin
    return limits.idle


def is_alive(session: Session, user: User, limits: SessionLimits, now: datetime) -> bool:
    """Whether the session still lets its user in."""
    return (
        user.is_active
        and now - session.created_at < limits.absolute
        and now - session.seen_at < idle_limit(user, limits)
    )

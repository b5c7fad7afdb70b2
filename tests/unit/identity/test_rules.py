"""Logins, passwords, session ends and the permissions catalogue."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from antiphon.identity.domain import (
    Session,
    SessionLimits,
    User,
    check_login,
    check_password,
    is_alive,
)
from antiphon.identity.permissions import GRANTS, Permission, Role
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import UserId

pytestmark = pytest.mark.unit

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LIMITS = SessionLimits()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short123", "identity.password_short"),
        ("x" * 201, "identity.password_long"),
        ("my name is ANN.lee ok", "identity.password_has_login"),
        ("aaaaaaaaaaab", "identity.password_repeats"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_password(password, login="ann.lee")
    assert refusal.value.code == code


def test_a_long_password_of_any_script_is_accepted() -> None:
    check_password("红烧肉加白米饭再来一碗汤", login="ann")


@pytest.mark.parametrize("login", ["", "a", "ann lee", "ann\x00lee", "a" * 65, "ann\u202elee"])
def test_a_login_that_nobody_could_type_is_refused(login: str) -> None:
    with pytest.raises(RuleBroken):
        check_login(login)


def test_logins_that_look_alike_are_one_login() -> None:
    assert check_login(" Ａnn.LEE ") == check_login("ann.lee")


def a_user(*roles: Role, is_active: bool = True) -> User:
    return User(
        id=UserId("u"), login="ann", name="Ann", roles=frozenset(roles), is_active=is_active
    )


def alive_after(user: User, *, age: timedelta, unused: timedelta) -> bool:
    now = NOON + age
    session = Session(id="s", user_id=user.id, created_at=NOON, seen_at=now - unused)
    return is_alive(session, user, LIMITS, now)


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("roles", "age", "unused", "alive"),
    [
        ((Role.AGENT,), 11 * 60, 1, True),
        ((Role.AGENT,), 12 * 60, 1, False),
        ((Role.AGENT,), 300, 239, True),
        ((Role.AGENT,), 300, 240, False),
        ((Role.ADMIN,), 60, 29, True),
        ((Role.ADMIN,), 60, 30, False),
        ((Role.ADMIN, Role.AGENT), 60, 30, True),
    ],
)
def test_a_session_ends_by_age_and_by_disuse(
    roles: tuple[Role, ...], age: int, unused: int, alive: bool
) -> None:
    assert alive_after(a_user(*roles), age=age * MINUTE, unused=unused * MINUTE) is alive


def test_a_user_who_was_switched_off_has_no_session() -> None:
    assert not alive_after(a_user(Role.AGENT, is_active=False), age=MINUTE, unused=MINUTE)


def test_permissions_are_named_context_noun_verb_and_each_is_granted_to_somebody() -> None:
    granted = frozenset[Permission]().union(*GRANTS.values())
    assert granted == frozenset(Permission)
    for permission in Permission:
        assert re.fullmatch(r"[a-z_]+\.[a-z_]+\.[a-z]+", permission)


def test_supervisors_edit_nothing_but_call_backs_wallboards_and_shifts() -> None:
    edited = {p for p in GRANTS[Role.SUPERVISOR] if p.endswith(".edit")}
    assert edited == {
        Permission.CALL_BACK_EDIT,
        Permission.WALLBOARD_EDIT,
        Permission.SHIFT_EDIT,
    }

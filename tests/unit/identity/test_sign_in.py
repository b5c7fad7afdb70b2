"""Signing in, staying signed in, and the one-time link of the first administrator."""

import asyncio

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.support.fake_clock import FakeClock

from antiphon.database.migrations import migrate
from antiphon.identity.domain import Language
from antiphon.identity.permissions import Role
from antiphon.identity.service import SignIn, SignInWrong, TooManyTries
from antiphon.identity.store import IdentityStore
from antiphon.identity.tables import STEPS
from antiphon.identity.tokens import csrf_token, is_csrf_token, phone_secret, session_id
from antiphon.identity.users import Actor, Users
from antiphon.kernel.events import RuleBroken

pytestmark = pytest.mark.unit

PASSWORD = "correct horse battery"


async def test_the_right_password_starts_a_session_that_is_found_by_its_token(
    sign_in: SignIn, users: Users
) -> None:
    user = await users.add_user(login="ann", name="Ann", roles={Role.AGENT}, password=PASSWORD)
    token, _ = await sign_in.sign_in(" ANN ", PASSWORD, "10.0.0.1")
    found = await sign_in.find(token)
    assert found is not None
    assert found.user == user
    assert await sign_in.find(token + "x") is None


async def test_wrong_password_unknown_login_and_inactive_user_are_refused_alike(
    sign_in: SignIn, users: Users
) -> None:
    await users.add_user(login="ann", name="Ann", roles={Role.AGENT}, password=PASSWORD)
    await users.add_user(
        login="eve", name="Eve", roles={Role.AGENT}, password=PASSWORD, is_active=False
    )
    for login, password in (("ann", "not this one"), ("bob", PASSWORD), ("eve", PASSWORD)):
        with pytest.raises(SignInWrong):
            await sign_in.sign_in(login, password, "10.0.0.1")


async def test_the_token_itself_is_not_in_the_database(
    sign_in: SignIn, users: Users, engine: AsyncEngine
) -> None:
    await users.add_user(login="ann", name="Ann", roles={Role.AGENT}, password=PASSWORD)
    token, signed_in = await sign_in.sign_in("ann", PASSWORD, "10.0.0.1")
    async with engine.connect() as connection:
        stored = (await connection.execute(text("SELECT id FROM sessions"))).scalars().all()
    assert stored == [signed_in.session.id] == [session_id(token)]


async def test_repeated_failures_must_wait_even_with_the_right_password(
    sign_in: SignIn, users: Users, clock: FakeClock
) -> None:
    await users.add_user(login="ann", name="Ann", roles={Role.AGENT}, password=PASSWORD)
    for _ in range(4):
        with pytest.raises(SignInWrong):
            await sign_in.sign_in("ann", "not this one", "10.0.0.1")
    with pytest.raises(TooManyTries) as refusal:
        await sign_in.sign_in("ann", PASSWORD, "10.0.0.2")
    clock.advance(refusal.value.retry_after_s)
    await sign_in.sign_in("ann", PASSWORD, "10.0.0.2")


async def test_guesses_sent_all_at_once_do_not_slip_past_the_throttle(sign_in: SignIn) -> None:
    tries = [sign_in.sign_in("ann", f"guess {n}", "10.0.0.1") for n in range(30)]
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(end, SignInWrong) for end in ends) == 4
    assert sum(isinstance(end, TooManyTries) for end in ends) == 26


async def test_one_address_cannot_try_many_logins(sign_in: SignIn) -> None:
    ends = await asyncio.gather(
        *(sign_in.sign_in(f"user{n}", PASSWORD, "10.0.0.1") for n in range(30)),
        return_exceptions=True,
    )
    assert sum(isinstance(end, TooManyTries) for end in ends) == 10


async def test_use_keeps_a_session_alive_and_disuse_ends_it(
    sign_in: SignIn, users: Users, clock: FakeClock
) -> None:
    await users.add_user(login="ann", name="Ann", roles={Role.ADMIN}, password=PASSWORD)
    token, _ = await sign_in.sign_in("ann", PASSWORD, "10.0.0.1")
    for _ in range(4):
        clock.advance(29 * 60)
        assert await sign_in.find(token)
    clock.advance(29 * 60)
    assert await sign_in.find(token, is_use=False)
    clock.advance(2 * 60)
    assert await sign_in.find(token) is None


async def test_signing_out_ends_the_session_and_tells_those_who_listen(
    sign_in: SignIn, users: Users
) -> None:
    await users.add_user(login="ann", name="Ann", roles={Role.AGENT}, password=PASSWORD)
    token, signed_in = await sign_in.sign_in("ann", PASSWORD, "10.0.0.1")
    ended: list[str] = []
    sign_in.on_session_ended(ended.append)
    await sign_in.sign_out(signed_in.session.id, signed_in.user.id, "10.0.0.1")
    assert ended == [signed_in.session.id]
    assert await sign_in.find(token) is None


async def test_a_change_of_password_ends_every_other_session_and_gives_a_new_token(
    sign_in: SignIn, users: Users
) -> None:
    user = await users.add_user(login="ann", name="Ann", roles={Role.AGENT}, password=PASSWORD)
    here, _ = await sign_in.sign_in("ann", PASSWORD, "10.0.0.1")
    elsewhere, _ = await sign_in.sign_in("ann", PASSWORD, "10.0.0.2")
    with pytest.raises(RuleBroken, match="not right"):
        await sign_in.change_own_password(user.id, "ann", "not this", "another good one", "::1")
    token, _ = await sign_in.change_own_password(
        user.id, "ann", PASSWORD, "another good one", "::1"
    )
    assert await sign_in.find(here) is None
    assert await sign_in.find(elsewhere) is None
    assert await sign_in.find(token)


async def test_a_change_of_rights_signs_the_user_out(sign_in: SignIn, users: Users) -> None:
    user = await users.add_user(login="ann", name="Ann", roles={Role.AGENT}, password=PASSWORD)
    await users.add_user(login="root", name="Root", roles={Role.ADMIN}, password=PASSWORD)
    token, _ = await sign_in.sign_in("ann", PASSWORD, "10.0.0.1")
    saved = await users.save_user(msgspec.structs.replace(user, name="Ann Lee"))
    found = await sign_in.find(token)
    assert found is not None
    assert found.user.name == "Ann Lee"
    await users.save_user(msgspec.structs.replace(saved, roles=frozenset({Role.SUPERVISOR})))
    assert await sign_in.find(token) is None


async def test_the_first_administrator_needs_the_one_time_token_which_works_once(
    sign_in: SignIn, users: Users
) -> None:
    assert await sign_in.needs_first_administrator()
    old, token = await sign_in.mint_setup_token(), await sign_in.mint_setup_token()
    new = {"name": "Root", "password": PASSWORD, "language": Language.ENGLISH, "address": "::1"}
    with pytest.raises(RuleBroken, match="not valid"):
        await sign_in.set_up_first_administrator(old, login="root", **new)  # type: ignore[arg-type]
    session, _ = await sign_in.set_up_first_administrator(token, login="root", **new)  # type: ignore[arg-type]
    assert await sign_in.find(session)
    assert not await sign_in.needs_first_administrator()
    with pytest.raises(RuleBroken, match="sign in"):
        await sign_in.set_up_first_administrator(token, login="eve", **new)  # type: ignore[arg-type]
    assert [user.login for user in await users.list_users()] == ["root"]


async def test_of_two_who_use_the_one_time_token_at_once_only_one_becomes_administrator(
    sign_in: SignIn, users: Users
) -> None:
    token = await sign_in.mint_setup_token()
    ends = await asyncio.gather(
        *(
            sign_in.set_up_first_administrator(
                token,
                login=login,
                name=login,
                password=PASSWORD,
                language=Language.ENGLISH,
                address="::1",
            )
            for login in ("root", "eve")
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(end, RuleBroken) for end in ends) == 1
    assert len(await users.list_users()) == 1


async def test_the_last_administrator_stays(users: Users) -> None:
    root = await users.add_user(login="root", name="Root", roles={Role.ADMIN}, password=PASSWORD)
    for attempt in (
        users.remove_user(root.id),
        users.save_user(msgspec.structs.replace(root, is_active=False)),
        users.save_user(msgspec.structs.replace(root, roles=frozenset({Role.AGENT}))),
    ):
        with pytest.raises(RuleBroken, match="administrator must remain"):
            await attempt


async def test_nobody_changes_their_own_rights(users: Users) -> None:
    root = await users.add_user(login="root", name="Root", roles={Role.ADMIN}, password=PASSWORD)
    await users.add_user(login="root2", name="Root", roles={Role.ADMIN}, password=PASSWORD)
    me = Actor(user_id=root.id)
    with pytest.raises(RuleBroken, match="another administrator"):
        await users.save_user(msgspec.structs.replace(root, roles=frozenset(Role)), by=me)
    with pytest.raises(RuleBroken, match="own account"):
        await users.remove_user(root.id, by=me)


async def test_an_edit_of_an_old_version_and_a_taken_login_are_refused(users: Users) -> None:
    root = await users.add_user(login="root", name="Root", roles={Role.ADMIN}, password=PASSWORD)
    await users.save_user(msgspec.structs.replace(root, name="Root 2"))
    with pytest.raises(RuleBroken, match="meanwhile"):
        await users.save_user(msgspec.structs.replace(root, name="Root 3"))
    ann = await users.add_user(login="ann", name="Ann", roles={Role.AGENT}, password=PASSWORD)
    with pytest.raises(RuleBroken, match="taken"):
        await users.save_user(msgspec.structs.replace(ann, login="ROOT"))
    with pytest.raises(RuleBroken, match="taken"):
        await users.add_user(login="Ann", name="Ann", roles={Role.AGENT}, password=PASSWORD)


async def test_what_was_done_is_on_record_and_cannot_be_taken_back(
    users: Users, sign_in: SignIn, store: IdentityStore, engine: AsyncEngine
) -> None:
    await users.add_user(login="root", name="Root", roles={Role.ADMIN}, password=PASSWORD)
    await sign_in.sign_in("root", PASSWORD, "10.0.0.1")
    with pytest.raises(SignInWrong):
        await sign_in.sign_in("root", "not this one", "10.0.0.1")
    actions = [entry.action for entry in await store.list_audit(before=None, limit=10)]
    assert actions == ["session.refused", "session.started", "user.added"]
    for attempt in ("DELETE FROM identity_audit", "UPDATE identity_audit SET address = ''"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with engine.begin() as connection:
                await connection.execute(text(attempt))


async def test_migrations_run_once(engine: AsyncEngine) -> None:
    assert await migrate(engine, "identity", STEPS) == 0


def test_what_is_derived_from_a_token_differs_by_purpose_and_token() -> None:
    derived = {csrf_token("a"), csrf_token("b"), phone_secret("a"), phone_secret("b")}
    assert len(derived) == 4
    assert is_csrf_token(csrf_token("a"), "a")
    assert not is_csrf_token(csrf_token("b"), "a")
    assert not is_csrf_token("é\udcff", "a")

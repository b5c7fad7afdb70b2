"""`admin`: users, backup and restore. What it needs is imported only when it is asked for."""

from pathlib import Path
from typing import Annotated

import typer

admin = typer.Typer(help="Users, backup and restore.", no_args_is_help=True)
users = typer.Typer(help="List, add, and give another password.", no_args_is_help=True)
admin.add_typer(users, name="users")

Data = Annotated[
    Path, typer.Option(envvar="ANTIPHON_DATA", help="The folder that everything is kept in.")
]
Login = Annotated[str, typer.Argument(help="The name that the user signs in with.")]


@users.command("list")
def list_users(data: Data = Path("var")) -> None:
    """Show everybody who may sign in."""
    from antiphon.app.command.users import show_users

    show_users(data)


@users.command("add")
def add_user(
    login: Login,
    role: Annotated[list[str], typer.Option(help="agent, supervisor or admin; may be repeated.")],
    name: Annotated[str, typer.Option(help="The name that others see.")] = "",
    data: Data = Path("var"),
) -> None:
    """Add a user; the password is asked for, or read from the input."""
    from antiphon.app.command.users import add

    add(data, login=login, name=name, roles=role)


@users.command("reset-password")
def reset_password(login: Login, data: Data = Path("var")) -> None:
    """Give a user another password and end the user's sessions."""
    from antiphon.app.command.users import reset

    reset(data, login=login)


@admin.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The archive to write, such as today.tar.gz.")],
    data: Data = Path("var"),
) -> None:
    """Write everything of a data folder into one archive, while it runs or not."""
    from antiphon.app.command.backup import run_backup

    run_backup(data, file)


@admin.command()
def restore(
    file: Annotated[Path, typer.Argument(help="An archive that `backup` wrote.")],
    data: Data = Path("var"),
) -> None:
    """Make a data folder from an archive; the folder must hold nothing of value yet."""
    from antiphon.app.command.backup import run_restore

    run_restore(data, file)

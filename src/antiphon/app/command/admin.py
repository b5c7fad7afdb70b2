"""`admin`: users, backup, restore."""

import typer

admin = typer.Typer(help="Users, backup and restore.", no_args_is_help=True)

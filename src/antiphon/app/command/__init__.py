"""The command line. Each command's module is imported only when it is asked for."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from antiphon.app.command.admin import admin

app = typer.Typer(
    name="antiphon",
    help="A contact centre that one command starts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(admin, name="admin")

Data = Annotated[
    Path, typer.Option(envvar="ANTIPHON_DATA", help="The folder that everything is kept in.")
]


@contextmanager
def _importing() -> Iterator[None]:
    """Imports make many objects and no garbage; to look for some takes a tenth of their time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@app.command()
def up(
    data: Data = Path("var"),
    port: Annotated[int | None, typer.Option(help="Where browsers connect. [7700]")] = None,
    sip_port: Annotated[int | None, typer.Option(help="Where phones connect. [5060]")] = None,
    sip_tls_port: Annotated[
        int | None, typer.Option(help="Where they connect over TLS. [the next one]")
    ] = None,
    rtp_ports: Annotated[
        str | None, typer.Option(help="Where the sound of calls travels. [10000-10999]")
    ] = None,
    public: Annotated[
        str | None, typer.Option(help="Serve the network under this address, not only here.")
    ] = None,
    drain: Annotated[
        bool, typer.Option("--drain", help="When ended, wait for the calls in progress.")
    ] = False,
) -> None:
    """Prepare what is missing, then start everything."""
    with _importing():
        from antiphon.app.command.up import run_up

    run_up(
        data=data,
        port=port,
        sip_port=sip_port,
        sip_tls_port=sip_tls_port,
        rtp_ports=rtp_ports,
        public=public,
        drain=drain or None,
    )


@app.command()
def down(data: Data = Path("var")) -> None:
    """End what runs on a data folder, an engine that was left behind included."""
    from antiphon.app.command.down import run_down

    run_down(data)


@app.command()
def demo(
    data: Annotated[
        Path | None, typer.Option(help="The folder of the sample centre. [var/demo]")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Where browsers connect. [7700]")] = None,
    sip_port: Annotated[int | None, typer.Option(help="Where phones connect. [5060]")] = None,
    sip_tls_port: Annotated[
        int | None, typer.Option(help="Where they connect over TLS. [the next one]")
    ] = None,
    rtp_ports: Annotated[
        str | None, typer.Option(help="Where the sound of calls travels. [10000-10999]")
    ] = None,
    pace: Annotated[float, typer.Option(min=1, help="Seconds between calls, on average.")] = 12.0,
) -> None:
    """Show a sample centre, kept busy by synthetic customers and agents with real calls."""
    with _importing():
        from antiphon.app.command.demo import run_demo_centre

    run_demo_centre(
        data,
        pace,
        port=port,
        sip_port=sip_port,
        sip_tls_port=sip_tls_port,
        rtp_ports=rtp_ports,
    )


@app.command()
def doctor(data: Data = Path("var")) -> None:
    """Tell what works, what does not, and what to do."""
    from antiphon.app.command.doctor import run_doctor

    run_doctor(data)


@app.command("test")
def run_checks(
    data: Data = Path("var"),
    tiers: Annotated[
        list[str] | None, typer.Argument(help="Only these tiers, such as `unit` or `system`.")
    ] = None,
) -> None:
    """Run every check and test, the real thing included."""
    from antiphon.app.command.checks import run_test

    run_test(data, tiers or [])


@app.command()
def fix(data: Data = Path("var")) -> None:
    """Format the sources and put right what a program can."""
    from antiphon.app.command.checks import run_fix

    run_fix(data)


@app.command("help")
def show_help(
    command: Annotated[str | None, typer.Argument(help="Show this command's options.")] = None,
) -> None:
    """Show the commands."""
    app(prog_name="antiphon", args=[command, "--help"] if command else ["--help"])


def main() -> None:
    """The entry point."""
    # Journals, recordings and keys are nobody else's on this machine.
    os.umask(0o077)
    app(prog_name="antiphon", args=sys.argv[1:] or ["--help"])

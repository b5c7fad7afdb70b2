"""`python -m antiphon.app`: the command line, which an interrupt ends without a traceback."""

import signal


def _begin() -> None:
    # A first start compiles for seconds what is imported here. An interrupt that whoever started us
    # ignores stays ignored.
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from antiphon.app.command import main  # noqa: PLC0415 (see above)

    signal.signal(signal.SIGINT, before)
    main()


if __name__ == "__main__":
    _begin()

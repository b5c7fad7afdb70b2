"""`python -m antiphon.app.command`."""

from antiphon.app.command import main

main()

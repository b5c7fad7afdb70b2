"""`python -m antiphon.app.reference`: write the reference pages anew."""

import sys

from antiphon.app.reference.pages import FOLDER, write_pages
from antiphon.app.settings import repository_folder

for path in write_pages(repository_folder() / FOLDER):
    sys.stdout.write(f"{path}\n")

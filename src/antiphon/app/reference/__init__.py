"""The reference pages in `docs/reference/`, made from the code that they describe."""

"""Antiphon: a contact centre in one product."""

__version__ = "0.1.0"

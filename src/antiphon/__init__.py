"""Antiphon: a contact centre in one product."""

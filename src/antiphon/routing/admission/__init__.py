"""Admission: whether an interaction comes in, and with which terms, before any queue."""

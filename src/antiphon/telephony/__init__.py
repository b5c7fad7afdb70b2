"""Calls and legs: the telephone engine's port, its adapters, trunks and phones."""

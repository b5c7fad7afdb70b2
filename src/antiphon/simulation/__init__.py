"""Callers, agents and their phones that are not people: for the demo, for tests, for load."""

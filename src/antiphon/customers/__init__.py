"""Customers: who the people outside are, found by their numbers."""

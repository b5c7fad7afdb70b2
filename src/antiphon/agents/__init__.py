"""Agents: who they are, what they can do, and whether they may be offered work."""

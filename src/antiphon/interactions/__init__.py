"""Interactions: the life of one customer's matter, from arrival to outcome, in any channel."""

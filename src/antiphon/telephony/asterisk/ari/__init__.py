"""Asterisk's REST interface, spoken over one WebSocket: generated messages, thin connection."""

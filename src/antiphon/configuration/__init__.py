"""Configuration that changes at a time to come."""

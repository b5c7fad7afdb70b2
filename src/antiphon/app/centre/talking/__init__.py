"""A conversation: its parties, its transfers, who listens, and how it ends."""

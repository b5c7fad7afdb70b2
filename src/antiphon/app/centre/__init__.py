"""The centre of one tenant: its state, what follows from what, and the loop that runs it."""

"""The journal: every event of the centre, on disk before anybody acts on it."""

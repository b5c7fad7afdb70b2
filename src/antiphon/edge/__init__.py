"""The HTTP edge's own words: who calls, what may be answered. Imported by `api.py` modules only."""

"""Recordings: from what the telephone engine wrote to a file that plays, never silently missing."""

"""The telephone engine for the centre: told what to do, heard, compared with what should be."""

"""The SQL database: opening it, and bringing its tables up to date. It imports nothing of ours."""

"""The browsers' stream: a snapshot, then numbered changes, and how they stay in step."""

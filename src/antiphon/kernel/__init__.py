"""What every context shares: ids, time, events and rules. It imports nothing of ours."""

"""What a customer goes through before an agent: flows, their steps, and opening hours."""

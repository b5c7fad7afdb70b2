"""The desktop: what stands beside an interaction on the agent's desk, and helps to handle it."""

"""Who waits: the place in line, the choice of an agent, and the ways out."""

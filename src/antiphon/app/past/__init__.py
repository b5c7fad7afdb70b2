"""The time machine: any past instant of the centre, read from its journal in its own process."""

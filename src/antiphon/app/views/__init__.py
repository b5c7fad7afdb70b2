"""What browsers see of the centre: the agent's desk and the supervisors' board."""

"""What supervisors do on the floor: acts on agents and interactions, messages, wallboards."""

"""When each agent is to work, and on what: the plan that others are compared with."""

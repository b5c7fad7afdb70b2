"""The ACD: queues, who waits, who is offered what, and how an offer ends."""

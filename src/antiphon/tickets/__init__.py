"""What is still to be done after a conversation: agents' tasks."""

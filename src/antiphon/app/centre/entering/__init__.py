"""A call comes in: admission, its flow, and what is tried without a call."""

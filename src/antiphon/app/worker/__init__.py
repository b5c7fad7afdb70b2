"""The worker: a child process that does for the centre what callers need not wait for."""

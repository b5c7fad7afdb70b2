"""What if: a past day once more through the router, as it was and as it might have been."""

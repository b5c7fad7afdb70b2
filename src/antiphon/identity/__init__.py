"""Identity: users, their roles and rights, sign-in, and who did what to them."""

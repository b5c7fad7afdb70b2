"""A telephone engine in virtual time: the same port, no telephones."""

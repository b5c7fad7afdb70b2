"""The Asterisk adapter: where its engine comes from, its process, its configuration, its ARI."""

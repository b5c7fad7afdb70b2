"""Making what is missing before the start: Node, the web app, the telephone engine."""

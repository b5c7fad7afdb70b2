"""The web role: one origin with the API, the live stream, the phones' way in, and the web app."""

"""Effects of this room."""

"""Messages to the person reporting, in their language."""

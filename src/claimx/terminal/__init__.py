"""The terminal: progress, the coloured view, messages."""

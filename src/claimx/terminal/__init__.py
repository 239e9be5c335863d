"""What a person sees in a terminal: progress, the coloured view, messages."""

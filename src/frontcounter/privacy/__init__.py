"""How long reports are kept, how they end, and what a person may be given of theirs."""

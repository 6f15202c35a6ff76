"""The engine on the web: show a page, take its answers, keep the draft."""

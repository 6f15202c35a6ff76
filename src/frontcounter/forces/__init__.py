"""The force: its published settings, keys, calendar and promises."""

"""Append-only record of who did, saw and exported what."""

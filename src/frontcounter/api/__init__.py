"""What other programs may do: a dispatch system posts call cards. The only pages are JSON."""

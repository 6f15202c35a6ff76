"""The report: its state table, the only writer (services) and the only reader (queries)."""

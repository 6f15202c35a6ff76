"""The staff site: queues, one page per report, moves with their preview, calls."""

"""Work on reports: tasks, their queues, and what was tried."""

"""Which roles open which pages. What a role may do to a report stands in reports/workflow.py."""

from __future__ import annotations

from frontcounter.accounts.roles import StaffRole

REVIEWERS = (StaffRole.REVIEWER, StaffRole.SUPERVISOR)
CALLERS = (StaffRole.CALL_BACK, StaffRole.SUPERVISOR)
RECORDS = (StaffRole.RECORDS, StaffRole.REVIEWER, StaffRole.SUPERVISOR)
READERS = (StaffRole.REVIEWER, StaffRole.CALL_BACK, StaffRole.RECORDS, StaffRole.SUPERVISOR)
BY_HAND = READERS

"""Which roles open which pages. What a role may do to a report stands in reports/workflow.py.

Whoever works at a closed desk (information, complaints about the police) opens the same pages, and
sees there the reports of that desk only: the database holds them to it.
"""

from __future__ import annotations

from frontcounter.accounts.roles import StaffRole

DESKS = (StaffRole.INTELLIGENCE, StaffRole.PROFESSIONAL_STANDARDS)
OPEN_REVIEWERS = (StaffRole.REVIEWER, StaffRole.SUPERVISOR, StaffRole.CRIME_REGISTRAR)
OPEN_CALLERS = (StaffRole.CALL_BACK, StaffRole.SUPERVISOR)
REVIEWERS = (*OPEN_REVIEWERS, *DESKS)
CALLERS = (*OPEN_CALLERS, *DESKS)
RECORDS = (StaffRole.RECORDS, StaffRole.REVIEWER, StaffRole.SUPERVISOR)
READERS = (
    StaffRole.REVIEWER,
    StaffRole.CALL_BACK,
    StaffRole.RECORDS,
    StaffRole.SUPERVISOR,
    StaffRole.CRIME_REGISTRAR,
    *DESKS,
)
BY_HAND = READERS
CARD_MAKERS = (StaffRole.CALL_TAKER, StaffRole.CALL_BACK, StaffRole.SUPERVISOR)
"""They write down who is to be called."""
CARD_READERS = (*CARD_MAKERS, StaffRole.OFFICER)
WRITERS = (
    StaffRole.CALL_TAKER,
    StaffRole.CALL_BACK,
    StaffRole.OFFICER,
    StaffRole.REVIEWER,
    StaffRole.SUPERVISOR,
)
"""They write for a person at the counter or on the telephone."""
FORMS = (StaffRole.FORCE_ADMINISTRATOR, StaffRole.SUPERVISOR)
PAPER = (*WRITERS, StaffRole.FORCE_ADMINISTRATOR)

UNITS = (StaffRole.OFFICER, StaffRole.SUPERVISOR)
"""They follow up what their unit is asked, and see what is new where they work."""
REQUESTERS = (StaffRole.OFFICER, StaffRole.CALL_TAKER, StaffRole.CALL_BACK, StaffRole.SUPERVISOR)
"""They ask the records staff for a file, a supplement, a correction or an entry."""
RECORD_KEEPERS = (StaffRole.RECORDS, StaffRole.REVIEWER, StaffRole.SUPERVISOR)
"""They do what officers ask."""
VICTIM_SUPPORT = (*CALLERS, StaffRole.REVIEWER, StaffRole.OFFICER)
"""They say what became of a referral; from a unit that supports victims, only its own."""

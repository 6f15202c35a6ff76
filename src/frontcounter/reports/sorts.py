"""What somebody has sent, in one word, by which the words of its receipt are chosen."""

from __future__ import annotations

from frontcounter.forms.engine import FormDocument, Question

REPORT, ADDITION, MESSAGE, TIP, COMPLAINT = "report", "addition", "message", "tip", "complaint"
EARLIER_NUMBER, EARLIER_FAMILY = "earlier_number", "earlier_family"
"""Roles of the two questions that name a report that was made before."""


def sort_of(form: FormDocument) -> str:
    """report, addition (to an earlier report), message (thanks), tip or complaint."""
    handling = form.handling
    if handling.desk == "standards":
        return COMPLAINT
    if handling.desk == "intelligence" or handling.confidential:
        return TIP
    if not handling.deliver:
        return MESSAGE
    return ADDITION if asked_for(form, EARLIER_NUMBER) else REPORT


def asked_for(form: FormDocument, role: str) -> Question | None:
    """The question with this role, if the form has one."""
    return next((question for question in form.questions if question.role == role), None)

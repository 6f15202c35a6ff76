"""Destroying what a reporter was told: that it was told stays, its words and address go."""

from __future__ import annotations

from frontcounter.messages.models import ContactRule, Message, Reply, Status
from frontcounter.reports.shredding import Doomed, Shredded, shreds

_OPEN = (Status.QUEUED, Status.BY_HAND, Status.REFUSED, Status.BOUNCED)


@shreds("messages", "messages_message", "messages_reply", "messages_contactrule")
def shred(doomed: Doomed) -> Shredded:
    """Words, address, what the far end's mail server said of it, and what staff wrote."""
    rows = Message.objects.filter(report_id=doomed.report_id)
    rows.filter(status__in=_OPEN).update(status=Status.NOT_SENT)
    blank = rows.update(address="", sealed_values=b"", subject="", body="", last_error="")
    Reply.objects.filter(report_id=doomed.report_id).delete()
    ContactRule.objects.filter(report_id=doomed.report_id).delete()
    return Shredded({"messages": blank})

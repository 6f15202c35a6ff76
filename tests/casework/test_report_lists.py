"""What hangs on a report is read in one statement, and says what reading it alone says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from after_help import AT, send, take
from staff_help import statements

from frontcounter.audit.models import Entry
from frontcounter.base.together import Rows
from frontcounter.casework.report_lists import lists_of
from frontcounter.messages import thread
from frontcounter.messages.queries import messages_of
from frontcounter.reports import asking, assessing, queries
from frontcounter.tasks import queries as tasks
from frontcounter.tasks import victims


def test_together_and_alone_say_the_same(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    later = AT + timedelta(hours=1)
    actor = person.actor()
    with red_river.scope("public"):
        thread.write(sent.id, "J'ai « trouvé »\nun reçu.", at=later)
    with red_river.scope("staff"):
        thread.reply(sent.id, actor, "Thank you.", at=later, silent=True)
        victims.note_needs(sent.id, actor, {"hurt": "yes"}, note="", at=later)
    with red_river.scope("staff"):
        with statements() as made:
            found = lists_of(sent.id)
        assert len(made) == 1
        assert found.events == queries.timeline(sent.id)
        assert found.promises == queries.promises(sent.id)
        assert found.acts == queries.acts(sent.id)
        assert found.judged == assessing.assessments_of(sent.id)
        assert found.rounds == asking.rounds_of(sent.id)
        assert found.messages == messages_of(sent.id)
        assert found.tasks == tasks.unfinished(sent.id)
        assert found.attempts == tasks.attempts(sent.id)
        assert found.needs == victims.needs_of(sent.id)
        assert found.referrals == victims.referrals_of(sent.id)
        assert thread.thread(found.acts, found.replies) == thread.thread_of(sent.id)
        assert found.events
        assert found.tasks[0].due_at.tzinfo is not None
        assert thread.thread_of(sent.id)[0].text == "J'ai « trouvé »\nun reçu."


def test_what_json_cannot_say_is_refused(red_river) -> None:
    with red_river.scope("worker"):
        entries = Rows(Entry.objects.all(), ("at", "mac"), dict)
    with pytest.raises(TypeError, match="mac"):
        entries.convert({"at": "2026-11-22T10:00:00+00:00", "mac": "\\x00"})

"""One working day of a data centre: forty pieces arrive, and everybody does their part.

Online reports, calls that were diverted and officers' requests are cleared by two reviewers, a
call-back member, a unit and a supervisor, in real browsers; at the end every promise, message and
line of the audit record is right.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from after_help import run_jobs
from asking_help import answer
from day_help import Desk, arrive
from live_site import FLAGS, site
from playwright.sync_api import sync_playwright
from test_messages import mailbox  # noqa: F401 - a fixture: real mail

from frontcounter.audit.chain import link_entries
from frontcounter.audit.models import Entry
from frontcounter.messages.models import Message
from frontcounter.reports import queries
from frontcounter.reports.asking import rounds_of
from frontcounter.tasks import alarms, cards, lapsing, requests, routing
from frontcounter.tasks.cards import Card
from frontcounter.tasks.models import Task, TaskState
from frontcounter.tasks.queries import unfinished
from frontcounter.tasks.requests import Wanted
from frontcounter.tasks.services import have_looked

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def base():
    with site() as address:
        yield address


def test_forty_pieces_in_one_day(red_river, base, mailbox) -> None:  # noqa: F811
    day = Day(red_river, base)
    day.pieces_arrive()
    assert day.count == 40
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop in this thread
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            day.staff_work(chromium)
            chromium.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    run_jobs(red_river)
    day.a_late_answer_comes()
    run_jobs(red_river)
    day.everything_is_right()
    day.mail_is_right(mailbox.mails)


class Day:
    def __init__(self, force, base) -> None:
        self.force, self.base, self.count = force, base, 0
        self.people = {
            "maya": force.person("reviewer", name="Maya"),
            "noor": force.person("reviewer", name="Noor"),
            "tom": force.person("call_back", name="Tom"),
            "dana": force.person("officer", name="Dana", unit="central_patrol"),
            "kim": force.person("records", name="Kim"),
            "priya": force.person("supervisor", name="Priya"),
            "sam": force.person("call_taker", name="Sam"),
        }

    # ---- what comes in

    def arrive(self, name: str, at: datetime, **typed):
        self.count += 1
        return arrive(self.force, at, email=f"{name}@example.org", **typed)

    def pieces_arrive(self) -> None:
        self.plain = [
            self.arrive(f"plain{n}", NOW - n * HOUR, **{"bicycle.0.serial": f"PL-{n}00"})
            for n in range(12)
        ]
        self.urgent = self.arrive(
            "urgent", NOW - 9 * HOUR, story="He has a knife and says he will kill me tonight."
        )
        twin = {"bicycle.0.serial": "TWIN-1", "contact.phone": "204-555-0199"}
        self.first_twin = self.arrive("twin", NOW - 5 * HOUR, **twin)
        self.second_twin = self.arrive("twin", NOW - 4 * HOUR, **twin)
        self.elsewhere = self.arrive("elsewhere", NOW - 3 * HOUR)
        self.asked = self.arrive("asked", NOW - 3 * HOUR)
        self.called = self.arrive("called", NOW - 2 * HOUR)
        self.followed = self.arrive("followed", NOW - 2 * HOUR)
        self.late = self.arrive("late", NOW - timedelta(days=20))
        self.refused = self.arrive("refused", NOW - HOUR)
        sam, dana = self.people["sam"].actor(), self.people["dana"].actor()
        settings = self.force.settings()
        self.cards, self.requests = [], []
        for n in range(10):
            card = Card(
                name=f"Caller {n}", phone="204-555-0123", safe=("ring",), language="en",
                what="Wants to tell of a stolen bicycle.", danger="no",
            )  # fmt: skip
            with self.force.scope("staff"):
                self.cards.append(cards.make_card(card, sam, at=NOW - n * HOUR).number)
            self.count += 1
        for n in range(9):
            wanted = Wanted(sort="new_file", what=f"Open file {n}", urgent=n == 0)
            with self.force.scope("staff"):
                self.requests.append(requests.ask(wanted, dana, settings, at=NOW - n * HOUR))
            self.count += 1

    # ---- what people do

    def staff_work(self, chromium) -> None:
        desks = {
            name: Desk(chromium.new_context(), self.base, self.force, person)
            for name, person in self.people.items()
            if name != "sam"
        }
        self.the_worker_watches()
        self.review_the_urgent_one(desks["maya"], desks["tom"])
        self.review_the_plain_ones(desks["maya"], desks["noor"])
        self.review_the_odd_ones(desks["noor"])
        self.call(desks["tom"], desks["noor"])
        self.follow_up(desks["noor"], desks["dana"])
        self.answer_officers(desks["kim"])
        self.supervise(desks["priya"], desks["maya"])

    def the_worker_watches(self) -> None:
        with self.force.scope():
            alarms.tell_due(at=NOW)
            routing.route_pending(at=NOW)
            for one in lapsing.overdue(NOW):
                lapsing.lapse(one.report_id, one.kind, at=NOW)

    def review_the_urgent_one(self, maya: Desk, tom: Desk) -> None:
        maya.go("review")
        first = maya.page.locator("table tbody a").first
        assert self.urgent.number in first.evaluate("a => a.closest('tr').innerText")
        maya.report(self.urgent)
        maya.press("Take for review")
        assert "Mentions" in maya.page.locator(".fc-identity").inner_text()
        maya.report(self.urgent, "/decide/call_back")
        maya.write("note", "He has threatened her. Ask whether she is safe.")
        maya.press("Send to call-back")
        tom.go("calls")
        tom.report(self.urgent, "/call")
        tom.press("Take this call")
        tom.choose("outcome", "send_car")
        tom.write("note", "She is in the house. A car is on its way.")
        tom.write("reference", "D-4711")
        self.end_call(tom)
        maya.decide(self.urgent, "record", "Record and send")

    def end_call(self, desk: Desk) -> None:
        with desk.page.expect_navigation():
            desk.page.locator('button[name="do"][value="end"]').click()

    def review_the_plain_ones(self, *reviewers: Desk) -> None:
        for n, arrived in enumerate(self.plain):
            desk = reviewers[n % len(reviewers)]
            desk.report(arrived)
            desk.press("Take for review")
            desk.decide(arrived, "record", "Record and send")
            assert "RR" in desk.page.locator("h1").inner_text()

    def review_the_odd_ones(self, noor: Desk) -> None:
        noor.report(self.elsewhere)
        noor.press("Take for review")
        noor.decide(self.elsewhere, "not_take", "Do not take, and send", "outside_area")
        noor.report(self.refused)
        noor.press("Take for review")
        noor.decide(self.refused, "redirect", "Redirect and send", "to_legal_help")

        noor.report(self.second_twin)
        assert self.first_twin.number in noor.page.locator("#same").inner_text()
        noor.report(self.second_twin, f"/join?into={self.first_twin.number}")
        noor.press("Join")
        noor.report(self.first_twin)
        noor.press("Take for review")
        noor.decide(self.first_twin, "record", "Record and send")
        noor.report(self.asked)
        noor.press("Take for review")
        noor.report(self.asked, "/ask")
        noor.write("free_1", "Which colour was it?")
        noor.press("Ask now")
        noor.report(self.asked, "/decide/stop_waiting")
        noor.press("Go on")
        noor.report(self.asked)
        noor.press("Take for review")
        noor.decide(self.asked, "record", "Record and send")

    def a_late_answer_comes(self) -> None:
        """After the review went on: it is not lost, and somebody must read it."""
        with self.force.scope():
            (asked,) = rounds_of(self.asked.id)
        answer(self.force, self.asked, asked.id, at=NOW + HOUR, free_1="Green.")
        with self.force.scope("staff"):
            (task,) = unfinished(self.asked.id)
            assert task.kind == "answer"
            have_looked(self.asked.id, self.people["noor"].actor(), at=NOW + 2 * HOUR)

    def call(self, tom: Desk, noor: Desk) -> None:
        noor.report(self.called)
        noor.press("Take for review")
        noor.report(self.called, "/decide/call_back")
        noor.write("note", "Ask for the colour.")
        noor.press("Send to call-back")
        tom.report(self.called, "/call")
        tom.press("Take this call")
        tom.choose("tried", "no_answer")
        tom.press("Write down")
        tom.report(self.called, "/call")
        tom.choose("outcome", "more_information")
        tom.write("note", "Green, with a basket.")
        self.end_call(tom)
        noor.decide(self.called, "record", "Record and send")
        for number in self.cards:
            tom.go(f"call-cards/{number}")
            tom.press("Take this call")
            tom.choose("outcome", "settled")
            tom.write("note", "Told where to report it.")
            self.end_call(tom)

    def follow_up(self, noor: Desk, dana: Desk) -> None:
        noor.report(self.followed)
        noor.press("Take for review")
        noor.report(self.followed, "/follow-up")
        noor.choose("unit", "central_patrol")
        noor.choose("asked", "visit")
        noor.write("note", "Ask at the kiosk.")
        noor.press("Hand over")
        dana.go(f"unit/reports/{self.followed.number}")
        dana.press("We take it on")
        dana.choose("finish", "evidence_collected")
        dana.write("finish_note", "The kiosk gave us its tape.")
        dana.press("We are done")
        noor.decide(self.followed, "record", "Record and send")

    def answer_officers(self, kim: Desk) -> None:
        for number in self.requests:
            kim.go(f"requests/{number}")
            kim.press("Take this request")
            kim.choose("outcome", "done")
            kim.write("answer", "It is open.")
            kim.press("Answer")

    def supervise(self, priya: Desk, maya: Desk) -> None:
        priya.go("board")
        priya.report(self.late)
        priya.write("note", "Maya takes it now.")
        priya.press("I have seen to it")
        maya.report(self.late)
        maya.press("Take for review")
        maya.decide(self.late, "record", "Record and send")

    # ---- what must be so in the evening

    @property
    def recorded(self):
        odd = (self.urgent, self.called, self.followed, self.late, self.first_twin, self.asked)
        return (*self.plain, *odd)

    def everything_is_right(self) -> None:
        with self.force.scope():
            states = Counter(queries.report(one.id).state for one in self.recorded)
            assert states == {"recorded": 18}
            assert queries.report(self.second_twin.id).state == "joined"
            assert queries.report(self.second_twin.id).joined_to == self.first_twin.id
            assert queries.report(self.elsewhere.id).state == "not_taken"
            assert queries.report(self.refused.id).state == "redirected"
            self.promises_are_right()
            self.messages_are_right()
            self.audit_is_right()
            self.work_is_done()

    def promises_are_right(self) -> None:
        for one in (*self.plain, self.elsewhere, self.refused, self.called, self.followed):
            found = queries.promises(one.id)
            assert [p.kind for p in found if p.open] == []
            assert {p.kind: bool(p.kept_at) for p in found}["review"]
        broken, anew = [p for p in queries.promises(self.late.id) if p.kind == "review"]
        assert (broken.lapsed_at, broken.kept_at) == (NOW, None)
        assert anew.kept_at is not None

    def messages_are_right(self) -> None:
        sent = Counter(
            (row["report_id"], row["event"])
            for row in Message.objects.filter(status="sent").values("report_id", "event")
        )
        for one in self.recorded:
            assert sent[one.id, "recorded"] == 1
        told = {
            "not_taken": self.elsewhere,
            "redirected": self.refused,
            "joined": self.second_twin,
            "question": self.asked,
            "apology": self.late,
            "call_missed": self.called,
        }
        for event, one in told.items():
            assert [key for key in sent if key[1] == event] == [(one.id, event)]
            assert sent[one.id, event] == 1

    def mail_is_right(self, mails) -> None:
        """What reached people: each at their own address, and nobody else's."""
        to = Counter((mail["To"], "file number" in mail["Subject"]) for mail in mails)
        for n in range(len(self.plain)):
            assert to[f"plain{n}@example.org", True] == 1
        apology = [mail for mail in mails if "late" in mail["Subject"]]
        assert [mail["To"] for mail in apology] == ["late@example.org"]

    def audit_is_right(self) -> None:
        acts = Counter(Entry.objects.values_list("action", flat=True))
        assert acts["report.record"] == 18
        assert acts["report.lapse"] == 1
        assert acts["request.done"] == 9
        names = {name: str(person.id) for name, person in self.people.items()}
        by_maya = Entry.objects.filter(action="report.record", actor_id=names["maya"]).count()
        assert by_maya == 8
        while link_entries():
            pass

    def work_is_done(self) -> None:
        left = Task.objects.exclude(state=TaskState.DONE)
        assert sorted(left.values_list("kind", flat=True)) == []

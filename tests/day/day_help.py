"""The day: its forces, people, clock and what is known of each piece; people at their browsers."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from after_help import answers_of, run_jobs
from clock_help import Clock
from django.db import connections
from playwright.sync_api import Browser, Page
from staff_help import code_now

from force_help import TestForce, TestPerson
from frontcounter.accounts.actor import Actor
from frontcounter.base.ids import uuid7
from frontcounter.base.scope import act_as
from frontcounter.reports import acts, asking, facts, making
from frontcounter.reports.models import ReporterAct
from frontcounter.tasks import alarms, call_reminders, claims, lapsing, routing


@dataclass(frozen=True)
class Arrived:
    """A report that came in, and its reporter's way back."""

    id: UUID
    number: str
    access_code: str


class Desk:
    """A member of staff at a browser of their own, in which no script runs."""

    def __init__(self, browser: Browser, base: str, force: TestForce, person: TestPerson):
        context = browser.new_context(java_script_enabled=False)
        self.page: Page = context.new_page()
        self.base, self.force, self.person = base, force, person
        self._sign_in()

    def _sign_in(self) -> None:
        page = self.page
        page.goto(f"{self.base}/staff/")
        page.locator("#login").fill(self.person.email)
        page.locator("#password").fill(self.person.password)
        page.locator("main button").first.click()
        page.locator("#code").fill(code_now(self.person))
        page.locator("main button").first.click()
        page.wait_for_url(f"**/staff/{self.force.slug}/**")

    def go(self, path: str) -> Page:
        """A page of the service, which must be there."""
        answer = self.page.goto(f"{self.base}/staff/{self.force.slug}/{path}")
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        return self.page

    def report(self, arrived: Arrived, more: str = "") -> Page:
        return self.go(f"reports/{arrived.number}{more}")

    def press(self, name: str) -> None:
        """A button, or a link that looks like one; the next page is there after it."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f'[name="{name}"][value="{value}"]').check()

    def write(self, name: str, text: str) -> None:
        self.page.locator(f'[name="{name}"]').fill(text)

    def says(self, words: str) -> bool:
        """Whether these words stand somewhere on the page that is open."""
        shown = self.page.locator("body").inner_text()
        return words in shown.replace("\N{NO-BREAK SPACE}", " ")

    def take(self, arrived: Arrived) -> None:
        self.report(arrived)
        self.press("Take for review")

    def decide(self, arrived: Arrived, code: str, confirm: str, reason: str = "") -> None:
        """A decision on its own page, with what will be sent in sight."""
        self.report(arrived, f"/decide/{code}" + (f"?reason={reason}" if reason else ""))
        self.press(confirm)

    def record(self, arrived: Arrived) -> None:
        self.decide(arrived, "record", "Record and send")

    def end_call(self, outcome: str, note: str) -> None:
        """What came of the call, on the page that is open while calling."""
        self.choose("outcome", outcome)
        self.write("note", note)
        with self.page.expect_navigation():
            self.page.locator('button[name="do"][value="end"]').last.click()

    def has_it(self) -> None:
        """ "I have it", in the line of what rings."""
        with self.page.expect_navigation():
            self.page.locator(".fc-alarm button").first.click()


@dataclass
class Day:
    """Everything that the chapters share."""

    force: TestForce
    neighbour: TestForce
    base: str
    clock: Clock
    people: dict[str, TestPerson]
    browser: Browser
    pieces: dict[str, Any] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    """What the reporter who booked a call listens for, and answers with."""

    def at(self, time: str, day: int = 20) -> datetime:
        """It is this time now, on the twentieth."""
        return self.clock.set(day, time)

    @property
    def now(self) -> datetime:
        return self.clock.now

    def desk(self, name: str) -> Desk:
        """A person at their browser; they sign in when they are first needed."""
        if name not in self.desks:
            person = self.people[name]
            force = self.neighbour if name == "Dale" else self.force
            self.desks[name] = Desk(self.browser, self.base, force, person)
        return self.desks[name]

    def arrive(self, name: str, **typed: Any) -> Arrived:
        """A person sends a stolen bicycle now, from an address that is called as the piece."""
        form, settings = self.force.form("theft_bicycle"), self.force.settings()
        told = {
            "contact.by": "email",
            "contact.email": f"{name}@example.org",
            "contact.safe": ["email", "message"],
        }
        answers = answers_of(form, settings.country, **{**told, **typed})
        submission = making.Submission(
            draft_id=uuid7(),
            form=form,
            publication_hash=settings.hash,
            language="en",
            answers=answers,
            contact=facts.contact_of(form, answers, email_confirmed=True),
        )
        with self.force.scope("public"):
            act_as("reporter", "")
            receipt = making.submit(submission, at=self.now)
        arrived = Arrived(receipt.report_id, receipt.tracking_number, receipt.access_code)
        self.pieces[name] = arrived
        return arrived

    @contextmanager
    def acting(self, name: str) -> Iterator[Actor]:
        """What a member of staff does without a browser."""
        actor = self.people[name].actor()
        with self.force.scope("staff"):
            act_as("staff", actor.id)
            yield actor

    def watch(self) -> None:
        """What the worker does every few seconds and every minute, here and next door."""
        for force in (self.force, self.neighbour):
            with force.scope():
                act_as("system", "worker")
                for act in ReporterAct.objects.filter(done_at=None).order_by("at", "id"):
                    acts.carry_out(act.id, at=self.now)
                alarms.tell_due(at=self.now)
                routing.route_pending(at=self.now)
                for one in lapsing.overdue(self.now):
                    lapsing.lapse(one.report_id, one.kind, at=self.now)
                claims.return_idle(at=self.now)
                call_reminders.remind(at=self.now)
                for waiting in asking.due_rounds():
                    asking.tick(waiting, at=self.now)

    def run_jobs(self) -> None:
        """Mail, documents, deliveries; in a thread, for playwright keeps a loop in this one."""

        def run() -> None:
            run_jobs(self.force)
            connections.close_all()

        with ThreadPoolExecutor(1) as pool:
            pool.submit(run).result()

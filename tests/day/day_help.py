"""What arrives at a data centre in one day, and the people who deal with it, each at a screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from after_help import answers_of
from playwright.sync_api import BrowserContext, Page
from staff_help import code_now

from force_help import TestForce, TestPerson
from frontcounter.base.ids import uuid7
from frontcounter.reports import facts, making
from frontcounter.reports.access import access_hash


@dataclass(frozen=True)
class Arrived:
    """A report that came in, and its reporter's way back."""

    id: Any
    number: str
    access_code: str

    def way(self) -> dict[str, str]:
        return {"number": self.number, "hash": access_hash(self.access_code).hex()}


def arrive(force: TestForce, at: datetime, *, email: str, **typed: Any) -> Arrived:
    """A person sends a stolen bicycle at this moment, from this address."""
    form, settings = force.form("theft_bicycle"), force.settings()
    told = {"contact.by": "email", "contact.email": email, "contact.safe": ["email", "message"]}
    answers = answers_of(form, settings.country, **{**told, **typed})
    submission = making.Submission(
        draft_id=uuid7(),
        form=form,
        publication_hash=settings.hash,
        language="en",
        answers=answers,
        contact=facts.contact_of(form, answers, email_confirmed=True),
    )
    with force.scope("public"):
        receipt = making.submit(submission, at=at)
    return Arrived(receipt.report_id, receipt.tracking_number, receipt.access_code)


class Desk:
    """A member of staff at a browser of their own."""

    def __init__(self, context: BrowserContext, base: str, force: TestForce, person: TestPerson):
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
        """A button or a link that looks like one; the next page has loaded after it."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f'[name="{name}"][value="{value}"]').check()

    def write(self, name: str, text: str) -> None:
        self.page.locator(f'[name="{name}"]').fill(text)

    def decide(self, arrived: Arrived, code: str, confirm: str, reason: str = "") -> None:
        """A decision on its own page, with what will be sent in sight."""
        self.report(arrived, f"/decide/{code}" + (f"?reason={reason}" if reason else ""))
        self.press(confirm)

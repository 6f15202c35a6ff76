"""Living the demo's stories: everything that happened to every report, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from frontcounter.accounts.actor import Actor
from frontcounter.base.ids import uuid7
from frontcounter.base.scope import act_as
from frontcounter.evidence.services import FileRef, receive_upload
from frontcounter.forces.published import ForceSettings
from frontcounter.forms.engine import FormDocument
from frontcounter.forms.pages.locating import locator
from frontcounter.forms.pages.published import published_form
from frontcounter.ops.demo import pictures
from frontcounter.ops.demo.doing import Doing, do
from frontcounter.ops.demo.story import Act, Story, answers_of, call_contact
from frontcounter.ops.demo.when import StoryClock
from frontcounter.reports.facts import contact_of
from frontcounter.reports.making import Receipt, Submission, request_call, submit
from frontcounter.reports.services import give_number
from frontcounter.tasks.alarms import URGENT_REPORT, raise_alarm

Moments = Iterable[tuple[datetime, Callable[[], None]]]

_RMS_ANSWERS = timedelta(minutes=3)
_TAKEN_BEFORE, _ADDED_BEFORE = timedelta(hours=1), timedelta(minutes=2)
_FIRST_NUMBER = 101


@dataclass
class Lives:
    """The stories of the force in scope. `actors` and `units` by the stories' short names."""

    settings: ForceSettings
    clock: StoryClock
    actors: Mapping[str, Actor]
    units: Mapping[str, str]
    receipts: dict[str, Receipt] = field(default_factory=dict)
    numbers_given: int = 0

    def live(self, stories: Iterable[Story], errands: Moments = ()) -> None:
        """Everything in the order of time, so that file numbers rise as they would have."""
        moments = [*errands]
        for story in stories:
            moments.append((story.sent, partial(self._send, story)))
            moments += [(act.at, partial(self._act, story, act)) for act in story.life]
        for _, happen in sorted(moments, key=itemgetter(0)):
            happen()

    def submission(self, story: Story) -> Submission:
        """What the person sent."""
        form = self._form(story)
        locate = locator(self.settings, story.language)
        answers = answers_of(story, form, self.settings, self.clock, locate)
        draft_id = uuid7()
        if story.photos:
            answers["photos"] = [self._photo(name, draft_id, story) for name in story.photos]
        contact = (
            call_contact(story, self.settings)
            if story.is_call
            else contact_of(form, answers, email_confirmed="email" in answers["contact"])
        )
        return Submission(
            draft_id=draft_id,
            form=form,
            publication_hash=self.settings.hash,
            language=story.language,
            answers=answers,
            contact=contact,
        )

    def _photo(self, name: str, draft_id: UUID, story: Story) -> FileRef:
        """A picture, sent as the person's telephone would have."""
        taken = (story.sent - _TAKEN_BEFORE).astimezone(self.settings.zone)
        content = pictures.picture(name, taken)
        upload = SimpleUploadedFile(pictures.file_name(name), content, "image/jpeg")
        at = story.sent - _ADDED_BEFORE
        return receive_upload(upload, draft_id=draft_id, question="photos", at=at)

    def _form(self, story: Story) -> FormDocument:
        return published_form(self.settings.forms[story.type])

    def _send(self, story: Story) -> None:
        act_as("reporter", "")
        make = request_call if story.is_call else submit
        self.receipts[story.id] = make(self.submission(story), at=story.sent, silent=True)
        if story.told.get("rings"):
            act_as("system", "worker")
            raise_alarm(
                report_id=self.receipts[story.id].report_id, why=URGENT_REPORT, at=story.sent
            )

    def _act(self, story: Story, act: Act) -> None:
        report_id = self.receipts[story.id].report_id
        actor, unit = self.actors.get(act.by), self.units.get(act.by, "")
        do(Doing(self.settings, report_id, actor, unit, act))
        if act.do == "record" and self.settings.number_given_by == "rms":
            self._number(report_id, act.at + _RMS_ANSWERS)

    def _number(self, report_id: UUID, at: datetime) -> None:
        """What a records system would have answered."""
        number = _FIRST_NUMBER + self.numbers_given
        self.numbers_given += 1
        give_number(report_id, f"SV-{at.year}-{number:06d}", at=at, silent=True)

"""Addresses of the public site."""

from __future__ import annotations

from django.urls import path

import frontcounter.intake.ahead  # noqa: F401
from frontcounter.intake import (
    call,
    calls,
    check,
    confirm,
    emergency,
    file_sending,
    followup,
    home,
    kiosk,
    paper,
    pilot,
    place_map,
    questions,
    resume,
    several,
    several_rows,
    several_send,
    status,
)

HERE = "<slug:force>/<slug:lang>/"
REPORT = HERE + "report/<slug:type>/"

urlpatterns = [
    path("", home.forces, name="forces"),
    path("<slug:force>", home.with_slash),
    path("<slug:force>/", home.entrance, name="entrance"),
    path("<slug:force>/<slug:lang>", home.with_slash),
    path(HERE, home.start, name="start"),
    path(HERE + "privacy", home.privacy, name="privacy"),
    path(HERE + "leave", home.leave, name="leave"),
    path(HERE + "kiosk", kiosk.kiosk, name="kiosk"),
    path(HERE + "kiosk/end", kiosk.end, name="kiosk-end"),
    path(REPORT, questions.begin, name="begin"),
    path(REPORT + "paper", paper.sheets, name="paper"),
    path(REPORT + "continue", questions.go_on, name="continue"),
    path(REPORT + "cannot-report", questions.stopped, name="stopped"),
    path(REPORT + pilot.ELSEWHERE, pilot.not_here_yet, name="not-here-yet"),
    path(REPORT + "help-now", emergency.help_now, name="help-now"),
    path(REPORT + "confirm-email", confirm.confirm, name="confirm-email"),
    path(REPORT + "call-me", call.call_me, name="call-me"),
    path(REPORT + "save-and-return", resume.save_and_return, name="save-and-return"),
    path(REPORT + "check-answers", check.check_answers, name="check-answers"),
    path(REPORT + "sent", check.sent, name="sent"),
    path(REPORT + "your-copy", check.copy, name="copy"),
    path(REPORT + "several", several.about, name="several"),
    path(REPORT + "several/template.csv", several.sheet_template, name="several-template"),
    path(REPORT + "spreadsheet", several.spreadsheet, name="spreadsheet"),
    path(REPORT + "rows", several_rows.rows, name="rows"),
    path(REPORT + "check-rows", several_send.check_rows, name="check-rows"),
    path(REPORT + "sent-rows", several_send.sent_rows, name="sent-rows"),
    path(REPORT + "sent-rows.csv", several_send.numbers, name="sent-rows-csv"),
    path(REPORT + "upload", file_sending.begin, name="upload"),
    path(REPORT + "upload/<uuid:upload_id>", file_sending.piece, name="upload-piece"),
    path(REPORT + "upload/<uuid:upload_id>/done", file_sending.done, name="upload-done"),
    path(REPORT + "upload/<uuid:upload_id>/stop", file_sending.stop, name="upload-stop"),
    path(REPORT + "<slug:page>", questions.question, name="question"),
    path(REPORT + "<slug:page>/map", place_map.place_map, name="place-map"),
    path(HERE + "resume", resume.by_code, name="resume"),
    path(HERE + "resume/<str:token>", resume.by_link, name="resume-link"),
    path(HERE + "status", status.find, name="status"),
    path(HERE + "status/link", status.ask_link, name="status-ask-link"),
    path(HERE + "status/report", followup.report, name="status-report"),
    path(HERE + "status/add", followup.add, name="status-add"),
    path(HERE + "status/withdraw", followup.withdraw, name="status-withdraw"),
    path(HERE + calls.PAGE, calls.call, name="status-call"),
    path(HERE + calls.PAGE + "/give-up", calls.give_up, name="status-call-give-up"),
    path(HERE + calls.PAGE + "/appointment.ics", calls.calendar, name="status-call-calendar"),
    path(HERE + "status/leave", status.leave, name="status-leave"),
    path(HERE + "status/link/<str:token>", status.by_link, name="status-link"),
]

"""Addresses of the staff site, below /staff/."""

from __future__ import annotations

from django.urls import path

from frontcounter.casework import (
    call_views,
    file_views,
    find_views,
    hand_views,
    move_views,
    queue_views,
    report_views,
)

REPORT = "<slug:slug>/reports/<str:number>"

urlpatterns = [
    path("<slug:slug>/", queue_views.start, name="casework_start"),
    path("<slug:slug>/review", queue_views.review, name="casework_review"),
    path("<slug:slug>/review/next", queue_views.next_review, name="casework_next"),
    path("<slug:slug>/calls", queue_views.calls, name="casework_calls"),
    path("<slug:slug>/new-information", queue_views.answers, name="casework_answers"),
    path("<slug:slug>/mine", queue_views.mine, name="casework_mine"),
    path("<slug:slug>/find", find_views.find, name="casework_find"),
    path("<slug:slug>/transfers", hand_views.transfers, name="casework_transfers"),
    path(
        "<slug:slug>/transfers/<uuid:transfer_id>/resend",
        hand_views.send_again,
        name="casework_resend",
    ),
    path("<slug:slug>/messages", hand_views.by_hand, name="casework_by_hand"),
    path("<slug:slug>/messages/<uuid:message_id>/sent", hand_views.sent, name="casework_mark_sent"),
    path(REPORT, report_views.report, name="casework_report"),
    path(f"{REPORT}/claim", report_views.claim, name="casework_claim"),
    path(f"{REPORT}/release", report_views.release, name="casework_release"),
    path(f"{REPORT}/looked", report_views.looked, name="casework_looked"),
    path(f"{REPORT}/files/<uuid:file_id>", file_views.photo, name="casework_photo"),
    path(f"{REPORT}/files/<uuid:file_id>/original", file_views.original, name="casework_original"),
    path(f"{REPORT}/official.pdf", file_views.official, name="casework_official"),
    path(f"{REPORT}/call", call_views.call, name="casework_call"),
    path(f"{REPORT}/call/take", call_views.take, name="casework_take_call"),
    path(f"{REPORT}/call/give-back", call_views.give_back, name="casework_give_back_call"),
    path(f"{REPORT}/call/attempt", call_views.attempt, name="casework_attempt"),
    path(f"{REPORT}/call/conclude", call_views.conclude, name="casework_conclude"),
    path(f"{REPORT}/decide/<slug:code>", move_views.move, name="casework_move"),
]

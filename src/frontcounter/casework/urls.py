"""Addresses of the staff site, below /staff/."""

from __future__ import annotations

from django.urls import path

from frontcounter.casework import (
    ask_urls,
    call_urls,
    decisions_urls,
    entry_send,
    entry_views,
    file_views,
    find_views,
    form_views,
    hand_views,
    lock_views,
    move_views,
    people_urls,
    privacy_urls,
    queue_urls,
    queue_views,
    report_views,
    review_urls,
    speaking_urls,
    unit_urls,
    watch_urls,
)

REPORT = "<slug:slug>/reports/<str:number>"
ENTRY = "<slug:slug>/enter/<uuid:entry_id>"

urlpatterns = [
    path("<slug:slug>/", queue_views.start, name="casework_start"),
    *queue_urls.urlpatterns,
    path("<slug:slug>/find", find_views.find, name="casework_find"),
    path("<slug:slug>/transfers", hand_views.transfers, name="casework_transfers"),
    path(
        "<slug:slug>/transfers/<uuid:transfer_id>/resend",
        hand_views.send_again,
        name="casework_resend",
    ),
    path("<slug:slug>/messages", hand_views.by_hand, name="casework_by_hand"),
    path("<slug:slug>/messages/<uuid:message_id>/sent", hand_views.sent, name="casework_mark_sent"),
    path("<slug:slug>/enter", entry_views.start, name="casework_entry_start"),
    path(f"{ENTRY}/questions/<slug:page_id>", entry_views.page, name="casework_entry_page"),
    path(f"{ENTRY}/advice", entry_views.advice, name="casework_entry_advice"),
    path(f"{ENTRY}/check", entry_send.check, name="casework_entry_check"),
    path(f"{ENTRY}/sent", entry_send.sent, name="casework_entry_sent"),
    path(f"{ENTRY}/leave", entry_views.leave, name="casework_entry_leave"),
    *call_urls.urlpatterns,
    *privacy_urls.urlpatterns,
    *review_urls.urlpatterns,
    *watch_urls.urlpatterns,
    *decisions_urls.urlpatterns,
    path("<slug:slug>/forms", form_views.forms, name="casework_forms"),
    path("<slug:slug>/forms/<slug:type>", form_views.preview, name="casework_form"),
    path("<slug:slug>/forms/<slug:type>/paper", form_views.paper, name="casework_paper"),
    path(REPORT, report_views.report, name="casework_report"),
    path(f"{REPORT}/claim", report_views.claim, name="casework_claim"),
    path(f"{REPORT}/release", report_views.release, name="casework_release"),
    path(f"{REPORT}/looked", report_views.looked, name="casework_looked"),
    path(f"{REPORT}/files/<uuid:file_id>", file_views.photo, name="casework_photo"),
    path(f"{REPORT}/files/<uuid:file_id>/preview", file_views.preview, name="casework_preview"),
    path(f"{REPORT}/files/<uuid:file_id>/original", file_views.original, name="casework_original"),
    path(f"{REPORT}/files/<uuid:file_id>/lock", lock_views.lock, name="casework_lock"),
    path(
        f"{REPORT}/files/<uuid:file_id>/release",
        lock_views.open_again,
        name="casework_release_file",
    ),
    path(f"{REPORT}/official.pdf", file_views.official, name="casework_official"),
    path(f"{REPORT}/decide/<slug:code>", move_views.move, name="casework_move"),
    *people_urls.urlpatterns,
    *ask_urls.urlpatterns,
    *unit_urls.urlpatterns,
    *speaking_urls.urlpatterns,
]
